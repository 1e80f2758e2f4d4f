"""The words of the session page, in both languages.

What Nao does is a whole sentence, so that it can be read aloud and understood at a glance.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.protocol.trials import ANY, BY_HAND, NOTHING
from nao_sessions.record.film import FILM_OVER_WORDS
from nao_sessions.robot.adult_words import HOLD
from nao_sessions.text import glossary
from nao_sessions.text.messages import Text, msg, msgc

DOING: Mapping[str, Text] = {
    "says": msg("Nao speaks"),
    "adult": msg("Your turn"),
    "adult_meanwhile": msg("Your turn (Nao has not finished)"),
    "doing": msg("Nao acts"),
    "asks": msg("Nao asks the question"),
    "answer": msg("Nao waits for {who} to answer"),
    "answer_of_someone": msg("Nao waits for an answer"),
    "judged": msg("The trial is scored: {judgement}"),
    "unjudged": msg("The trial is noted, without a score"),
    "void": msg("The trial is not scored"),
    "awaits": msg("Nao waits for {what}"),
    "waiting": msg("Nao waits"),
    "you": msg("Nao waits for you to press"),
    "ended": msg("The session is over"),
    "closing": msg("The session's folder is being closed"),
    "beginning": msg("The session begins"),
}

DOING_WITHOUT_NAO: Mapping[str, Text] = {
    **DOING,
    "says": msg("It is for you to speak"),
    "adult_meanwhile": DOING["adult"],
    "doing": msg("It is for you to act"),
    "asks": msg("It is for you to ask the question"),
    "answer": msg("The session waits for {who} to answer"),
    "answer_of_someone": msg("The session waits for an answer"),
    "awaits": msg("The session waits for {what}"),
    "waiting": msg("The session waits"),
    "you": msg("The session waits for you to press"),
}
"""The same where no Nao takes part and the adult leads."""

PAUSED: Mapping[str, Text] = {
    **glossary.labels(glossary.PAUSES),
    "back": msg("Nao answers again"),
    "returned": msg("A child is there again"),
}
"""The last two: what made the session stand still is over, and it waits for a press."""

STOPPED_WITHOUT_NAO = msg("The session is stopped")

TROUBLES = frozenset({"lost", "fell", "crash", "slept", "stalled", "no_branch", "speech_failed"})
"""The pauses that nobody wanted."""

OR_FINISH = msg("Else, Finish: what was done is kept.")
"""After a stop it is left out: *Terminer* waits until the stop is over."""

OR_CLOSE = msg("Else: More, then Close at once. What was done is kept.")
"""Said of a Nao that is lost or lies on the floor: *Terminer* would lead to a goodbye, with its gestures."""

FINISH_LATER = msg(
    "Finish stays dark after a stop: Go on first. To end without Nao moving: More, then Close at once."
)
"""After a stop: why *Finish* is dark, and what is not."""

FINISH_LATER_WITHOUT_NAO = msg(
    "Finish stays dark after a stop: Go on first. To end at once: More, then Close at once."
)

WHAT_TO_DO: Mapping[str, tuple[Text, ...]] = {
    "paused": (
        msg(
            "Nao waits. Go on continues where the session was; where an answer is awaited, its time starts "
            "again."
        ),
    ),
    "calm": (msg("Take all the time it needs. Once the child is calm: Go on. Else: Finish."),),
    "stopped": (msg("Nao does nothing until you press Go on."),),
    "crash": (msg("All that was recorded before is kept. Go on continues at the same step."),),
    "slept": (msg("See that everybody is there, then go on."),),
    "lost": (
        msg("Tell the child that Nao rests a moment."),
        msg("Is Nao on? Is its chest button lit?"),
        msg("Does the room's Wi-Fi work on this tablet?"),
        msg("As soon as Nao answers, the same step is offered: Go on."),
        OR_CLOSE,
    ),
    "back": (
        msg("Go on continues at the same step."),
        OR_FINISH,
    ),
    "fell": (
        msg("Move the children away gently."),
        HOLD,
        msg("Sit it down flat, away from the edge, and see whether it is damaged."),
        msg(
            "Once it sits well: Go on. If it does nothing, it is in its safeguard state: press its chest "
            "button twice."
        ),
        OR_CLOSE,
    ),
    "stalled": (msg("Go to another step, or finish."),),
    "no_branch": (msg("Go to another step, or finish."),),
    "speech_failed": (
        msg("Its sentence was not said. Go on: Nao tries it again."),
        msg("If it cannot, the sentence is shown and you say it in its place; the session goes on."),
        msg("Else, Finish: what was done is kept. After the session, 'doctor' tells why."),
    ),
    "left": (msg("When a child comes back: Comes back."),),
    "returned": (msg("The session waits for your press: Go on continues it."),),
}

WHAT_TO_DO_WITHOUT_NAO: Mapping[str, tuple[Text, ...]] = {
    **WHAT_TO_DO,
    "paused": (
        msg("Go on continues where the session was; where an answer is awaited, its time starts again."),
    ),
    "stopped": (msg("Nothing goes on until you press Go on."),),
}

GOES_ON = frozenset(
    {
        WHAT_TO_DO_WITHOUT_NAO["paused"][0],
        WHAT_TO_DO["paused"][0],
        WHAT_TO_DO["crash"][0],
        WHAT_TO_DO["lost"][3],
        WHAT_TO_DO["back"][0],
        WHAT_TO_DO["returned"][0],
    }
)
"""The lines that say that *Reprendre* goes on where the session was: not so once the time is over."""
TIME_OVER = (
    msg(
        "The permitted time is over: Go on ends the trial or the sentence in hand, if there is one, and "
        "then leads to the goodbye."
    ),
    msg("To continue where the session was: first More, then Five more minutes; then Go on."),
)
"""Said in a pause whose session is to close, before what else is to be done."""
TIME_OVER_CLOSES = msg("If nobody presses, the session closes by itself at {time}.")
"""``time`` is that of the session, as its clock shows it at the top."""

AWAITED: Mapping[str, Text] = {
    key: wish for key, term in glossary.SENSES.items() if (wish := term.wish or term.noun) is not None
}

EXPECTED: Mapping[str, Text] = {
    ANY: msg("any answer"),
    NOTHING: msg("not to answer"),
}
"""The language's own words for an expected answer, as people read them."""
WHERE = msg("trial {number} of {count}")
WHERE_AGAIN = msg("trial {number} (planned: {place} of {count})")
"""A trial that was void is asked again: its number is that of the log, as on every page and table."""
WHERE_EASY = msg("trial {number} (one that succeeded, again)")
"""The trial of *Terminer après un essai facile*: it is asked beside those that are planned."""
WHERE_OPEN = msg("trial {number}")
WHERE_ROUND = msg("{trial}, round {round}")
"""A trial of a step that is played again, whose trials begin to count anew."""
JUDGED = msg("Scored: {judgement}")
UNJUDGED = msg("Noted, without a score")
"""Said of a question in which nothing is right or wrong, or whose answer nobody confirmed."""
VOID = glossary.JUDGEMENTS["void"].on_button
NO_RESPONSE_LATELY = msg("no response after the last prompt")
"""Said of a trial in which the child had answered before, not right."""
NOT_YET = msg("scores: {judgement}")
NOT_YET_UNJUDGED = msg("noted, without a score")
NOT_YET_AGAIN = msg("scores otherwise: {judgement}")
"""What the button *Pas encore* does where no help is left: of a trial in hand, and of one that is scored."""
GIVEN = msg("Answer given: {answers}")
"""What the child has answered so far in the trial in hand, as it came: right or not, it is not said here."""
ENTERED = msg("Answer entered by the adult: {answers}")
UNSCORED: Mapping[str, Text] = {
    "early": msg("Answer not counted (Nao had not finished): {answers}"),
    "paused": msg("Answer not counted (session paused): {answers}"),
    "over": msg("Answer not counted (after another one or too late): {answers}"),
}
"""Answers of a child that did not count, by why they did not (the values of
``record/results/responses.UNSCORED``)."""
OUT_OF_TURN = msg("Answer not counted, out of turn, of {who}: {answers}")
"""Said of a child who answered what another one was asked."""
ENDED_TRIAL = msg("{trial}, {judgement}")
NOT_JUDGED = msg("without a score")
HEARD = msg("Nao heard: {answer}")
HEARD_AS = msg("Nao heard “{word}”: counted as “{answer}”?")
"""Said of a word that stands for an answer of another name."""
FOR_THE_ADULT = msg("For you: {text}")
"""An instruction of the protocol's to the adult: something to do, or to say."""
READ_IT = msg("Nao could not say it. Read aloud: “{text}”")
NOT_SAID = msg("The sentence: “{text}”")
NAO_SAYS = msg("“{text}”")

REFUSALS: Mapping[str, Text] = {
    "stale": msg("This press did not count: the screen had just changed. Press again if need be."),
    "helped": msg("No further help for this press: Nao had just begun this one."),
    "second": msg("Your second press did not count: the first one does."),
    "second_in_trial": msg("Your second press did not count: the first one does, for {trial}."),
    "other": msg("This press did not count: another screen had just pressed."),
    "scored": msg("This press did not count: the trial had just been scored."),
    "lost": msg("Nothing was counted: the line was cut."),
    "late": msg("This stop came after the session was resumed: it stopped nothing. Press again if need be."),
    "again": msg("Counted only once."),
    "watching": msg("This screen watches: take over first."),
    "led_elsewhere": msg("This press did not count: only the screen that leads the session does that."),
    "no_session": msg("No session is running."),
    "not_here": msg("This button is no longer offered."),
    "paused": msg("The session is paused."),
    "stopped": msg("Nao is stopped: go on first."),
    "nothing_to_judge": msg("There is nothing to judge now."),
    "no_trial": msg("No trial is under way."),
    "no_help_left": msg("Every help has been given."),
    "nothing_said": msg("Nao has said nothing yet."),
    "not_in_protocol": msg("This protocol does not have it."),
    "no_limit": msg("The session has no limit."),
    "unknown_answer": msg("This answer is not foreseen."),
    "unknown_participant": msg("This child is not there."),
    "robot_lost": msg("Nao does not answer."),
}

ENDINGS: Mapping[str, Text] = {
    "still": msg(
        "Nao is stopped: its guard stopped it when the session was interrupted, and has seen it still."
    ),
    "still_already": msg(
        "Nao is stopped: it was already when the session was interrupted, and its guard has seen it still."
    ),
    "halted": msg(
        "The stop was sent to Nao when the session was interrupted, but nothing says yet that it is "
        "still. If it moves: chest button, 3 seconds."
    ),
    "unknown": msg("It is not known whether Nao is stopped. If it moves: chest button, 3 seconds."),
    "ended": msg("The session is over: it commands Nao no more. If it moves: chest button, 3 seconds."),
}
"""What is known of the Nao of a session that no longer runs (``routes.SessionEnding``)."""

NOTICES: Mapping[str, Text] = {
    "late_answer": msg("Answer of {participant} not counted (it came afterwards): {answer}"),
    "guard_died": msg("The guard of the stop has gone: another one starts. Stop goes through the session."),
    "guard_failed": msg(
        "The guard of the stop has failed. If Nao has to stop and does not: chest button, 3 seconds."
    ),
    "guard_robot": msg("The guard of the stop no longer reaches Nao."),
    "still": msg("Nao is not still yet. If it moves: chest button, 3 seconds."),
    "still_unknown": msg(
        "The stop was sent, but Nao has not answered: it is not known whether it is still. If it moves: "
        "chest button, 3 seconds."
    ),
    "stop_unsent": msg(
        "The stop has not reached Nao yet: it will stop it as soon as it answers. If it moves: chest "
        "button, 3 seconds."
    ),
    "heard": msg("Nao heard '{word}': it does what is foreseen for that word."),
    "heard_left": msg(
        "Nao heard '{word}': it does what is foreseen for that word. The trial in hand is not scored."
    ),
    "heard_paused": msg(
        "Nao heard '{word}'. The session is paused: nothing follows, and Go on continues where it was. To "
        "stop here: Finish."
    ),
    "heard_closing": msg(
        "Nao heard '{word}'. The session is paused: nothing follows, and Go on continues where it was. To "
        "stop here: More, then Close at once."
    ),
    "heard_over": msg(
        "Nao heard '{word}'. The session is paused: nothing follows. The permitted time is over: Go on "
        "leads to the goodbye."
    ),
    "time_near": msg(
        "The permitted time ends in {minutes} min at most. To go on for longer: More, then Five more minutes."
    ),
    "time_over": msg(
        "The permitted time is over: the session goes to its end once the sentence or the trial is over "
        "(in a pause: after Go on). To continue: More, then Five more minutes."
    ),
    "rejudged": msg("Scored otherwise: trial {number}, {judgement} (before: {was})."),
    "easy_trial": msg("What succeeded last will be asked once more, and then comes the end."),
    "no_easy_trial": msg(
        "No easy trial: none that succeeded can be asked again here. The end comes at once."
    ),
    "no_easy_trial_left": msg(
        "No easy trial: none that succeeded can be asked again here. The end comes at once, and the trial "
        "in hand is not scored."
    ),
    "not_recording": msg("'{name}' does not record at this moment."),
    "film_again": msg("'{name}' records again. If a part of it is missing, the page afterwards will say so."),
    "film_missing": msg("'{name}' records again: {seconds} s of it are missing."),
    "film_over": msg(
        "Nothing of this session is filmed any more, and no sound of it is kept; the log goes on. What was "
        "filmed before can be destroyed on the page afterwards."
    ),
    "film_over_one": msg("'{name}' films no more in this session; what it filmed before is kept."),
    "film_over_because": msg(
        "'{name}' films no more in this session: {why}. What it filmed before can be destroyed on the page "
        "afterwards."
    ),
    "mute": msg("'{name}' films without its sound: somebody who is there has not agreed to that."),
    "film_thin": msg("'{name}' records, but with gaps: {percent} % is missing so far."),
    "left_trial": msg("The trial in hand is not scored: the activity was left."),
    "voice": msg("Nao's voice: volume {volume} %, speed {speed} %, from its next sentence on."),
    "extended": msg("The session may take five minutes more."),
    "action_failed": msg("Nao could not make a gesture or a sound; the session goes on."),
    "unanswered": msg("No answer is noted for this question."),
    "deaf": msg(
        "Nao could not prepare to listen: it may hear no word now, not even one that stops it. Watch and "
        "listen for it, until this line has gone."
    ),
}
"""The sentences of notices, beside the protocol; what begins and ends each: ``notices.py``."""

PAGE: Mapping[str, Text] = {
    "title": msg("Session"),
    "watch_title": msg("Watching"),
    "yes": glossary.JUDGING["yes"].label,
    "pass_unanswered": msg("Go on, no answer noted"),
    "not_yet": glossary.JUDGING["not_yet"].label,
    "other": msg("Other…"),
    "confirm": glossary.JUDGING["heard"].label,
    "deny": glossary.JUDGING["not_heard"].label,
    "stop": glossary.COMMANDS["stop"].on_button,
    "resume": glossary.COMMANDS["resume"].on_button,
    "pause": glossary.COMMANDS["pause"].on_button,
    "repeat": glossary.COMMANDS["repeat"].on_button,
    "help": glossary.COMMANDS["prompt"].on_button,
    "encourage": glossary.COMMANDS["encourage"].on_button,
    "skip": glossary.COMMANDS["skip"].on_button,
    "redo": glossary.COMMANDS["redo"].on_button,
    "change": glossary.COMMANDS["change"].on_button,
    "calm": glossary.COMMANDS["calm"].on_button,
    "finish": glossary.COMMANDS["finish"].on_button,
    "finish_easy": msg("Finish after an easy trial"),
    "no_easy": msg("nothing that succeeded to ask again here: the end at once"),
    "close": glossary.COMMANDS["close"].on_button,
    "at_most": msg("at the top"),
    "at_least": msg("at the bottom"),
    "louder": glossary.COMMANDS["louder"].on_button,
    "softer": glossary.COMMANDS["softer"].on_button,
    "slower": glossary.COMMANDS["slower"].on_button,
    "faster": glossary.COMMANDS["faster"].on_button,
    "extend": glossary.COMMANDS["extend"].on_button,
    "mark": msg("Mark"),
    "marked": msg("Marked."),
    "more": msg("More"),
    "less": msg("Close"),
    "goto": glossary.COMMANDS["goto"].on_button,
    "go": msg("Go"),
    "improvise": glossary.COMMANDS["improvise"].on_button,
    "improvise_led": msg("A sentence for you to say"),
    "say": msg("Say"),
    "keep": msg("Keep"),
    "favourites": msg("Kept sentences"),
    "gesture": msg("A gesture"),
    "do": msg("Do"),
    **{f"judge_{one}": glossary.JUDGEMENTS[one].on_button for one in BY_HAND},
    "answered": msg("The answer"),
    "children": msg("The children"),
    "turn": msg("whose turn it is"),
    "absent": msg("Absent"),
    "leaves": glossary.COMMANDS["leave"].on_button,
    "returns": glossary.COMMANDS["return"].on_button,
    "arrives": msg("Arrives"),
    "model": msg("Model"),
    "slate": msg("Slate"),
    "boards": msg("The children's boards"),
    "model_hint": msg("The next touches are the adult's."),
    "room": msg("The room"),
    "recording": msgc("a verb: it is recording", "Recording"),
    "not_recording": msg("Not recording"),
    "partly_recording": msg("Recording in part"),
    "recording_ended": msg("Recording ended"),
    "end_film": msg("Stop filming"),
    "arrivals": msg("Somebody comes into the room"),
    "arrivals_means": msg(
        "Where not everybody who is there may be filmed, the film ends by itself: so with a child who was "
        "not asked today, and who takes no turn in this session."
    ),
    "unlisted": msg("Somebody who is not in the list"),
    "arrived": msg("Noted: there is one more person in the room."),
    "film_over": FILM_OVER_WORDS,
    "film_on_its_way": msg("'Stop filming' has no answer yet: this page sends it again and again."),
    "film_unanswered": msg(
        "'Stop filming' had no answer. Cover the camera or unplug it; without the program recordings end by "
        "themselves within three seconds."
    ),
    "film_ended": msg("Nothing is filmed any more."),
    "film_late": msg("That was for a session that has ended: it films no more."),
    "no_recorder": msg("Neither picture nor sound"),
    "traceless": msg("Without a trace"),
    "unknown": msg("State unknown"),
    "sound": msg("Sound level"),
    "robot": msg("Nao"),
    "robot_well": msg("answers"),
    "robot_lost": msg("no longer answers"),
    "robot_fell": msg("has fallen"),
    "robot_stopped": msg("is stopped"),
    "robot_raised": msg("answers (up again, by your word)"),
    "robot_none": msg("Without Nao: you lead"),
    "battery": msg("battery"),
    "hot": msg("hot motors"),
    "journal": msg("Journal"),
    "keyboard": msg("Keyboard keys"),
    "expected": msg("expected:"),
    "keys_on": msg("Use the keyboard and the clicker"),
    "watching": msg("This screen watches: another one leads the session."),
    "nobody_leads": msg("No screen leads the session any more. Take over to lead it from here."),
    "take_over": msg("Take over"),
    "second": msg("Second adult: I judge"),
    "cut_off": msg("This tablet has no news of the session: what is shown here is from before."),
    "meanwhile": msg("While there was no link:"),
    "over": msg("The session is over."),
    "interrupted": msg("The session was interrupted. All that was recorded until then is kept."),
    "to_go_on": msg("Go on with the session"),
    "close_broken_off": msg("Close the session"),
    "to_end": msg("See the end of the session"),
    "no_session": msg("No session is running."),
    "home": msg("Home"),
    "empty_room": msg("Have the children left? Nao gives the last clap once the room is empty."),
    "is_empty": msg("The room is empty"),
    "no_clap": msg("No clap"),
    "time": msg("time"),
    "guard_gone": msg("The emergency stop did not answer: switch Nao off by its chest button (3 seconds)."),
    "press_waits": msg("Your press has no answer yet: it may not have been sent."),
    "stop_on_its_way": msg("The stop has no answer yet: this page sends it again and again."),
    "stop_unanswered": msg("Your press on Stop had no answer. What is shown is what is so now."),
}

SOUND_ALONE: Mapping[str, Text] = {
    "end_film": msg("Stop recording"),
    "film_over": msg("Recording is over"),
    "film_on_its_way": msg("'Stop recording' has no answer yet: this page sends it again and again."),
    "film_unanswered": msg(
        "'Stop recording' had no answer. Unplug the microphone; without the program recordings end by "
        "themselves within three seconds."
    ),
    "film_ended": msg("No sound is recorded any more."),
    "film_late": msg("That was for a session that has ended: it records no more."),
    "arrivals_means": msg(
        "Where not everybody who is there may be recorded, the recording ends by itself: so with a child who "
        "was not asked today, and who takes no turn in this session."
    ),
}
"""What the page says in place of its words about a film, in a room that has microphones and no camera."""

TIME_LEFT: Mapping[str, Text] = {
    "answer": msg("time to answer: {s} s left"),
    "before_next": msg("pause before what follows: {s} s left"),
    "alone": msg("The session goes on by itself in {s} s"),
}
"""What the bar of time is, by what is waited for (``model._awaits_until``)."""

KEYS: tuple[tuple[str, str, Text], ...] = (
    ("O", "KeyO", msg("Yes, or the main button")),
    ("N", "KeyN", msg("Not yet, or repeat")),
    ("C", "KeyC", glossary.JUDGING["heard"].label),
    ("X", "KeyX", glossary.JUDGING["not_heard"].label),
    ("H", "KeyH", glossary.COMMANDS["prompt"].on_button),
    ("R", "KeyR", glossary.COMMANDS["repeat"].on_button),
    ("E", "KeyE", glossary.COMMANDS["encourage"].on_button),
    ("P", "KeyP", glossary.COMMANDS["pause"].on_button),
    (".", "Period", msg("Mark")),
    ("F", "KeyF", msg("Stop filming or recording")),
    ("1 … 6", "Digit1", msg("The step's buttons")),
    ("Échap, F5", "Escape", glossary.COMMANDS["stop"].on_button),
)
"""What is printed, the physical key (``event.code``), what it does; these letters lie alike on AZERTY."""
