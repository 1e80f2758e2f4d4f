"""The terms of a session: why it stands still, what the adult may order, and what became of its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nao_sessions.text.glossary.term import PlainTerm
from nao_sessions.text.messages import Text, msg, msgc


@dataclass(frozen=True, slots=True)
class PauseTerm:
    """Why a session stands still.

    Attributes:
        label: A heading, in the present: the page of the session.
        definition: What it means.
        reason: The same, in a sentence: « en pause : ... ».
        past: The same, told afterwards: the report.
    """

    label: Text
    definition: Text
    reason: Text
    past: Text


@dataclass(frozen=True, slots=True)
class CommandTerm:
    """What the adult may order at any time.

    Attributes:
        label: The command with its object, alone.
        definition: What it does.
        in_sentence: The command in a sentence, or after « commande : ».
        button: What its button says; None where that is the label.
        by_adult: The same with its subject: « l'adulte reprend »; None where no page needs it.
    """

    label: Text
    definition: Text
    in_sentence: Text
    button: Text | None = None
    by_adult: Text | None = None

    @property
    def on_button(self) -> Text:
        """What the command's button says."""
        return self.button or self.label


PAUSES: Mapping[str, PauseTerm] = {
    "paused": PauseTerm(
        label=msg("Paused"),
        definition=msg("The adult asked for a pause. Nao waits."),
        reason=msg("asked for"),
        past=msg("a pause"),
    ),
    "stopped": PauseTerm(
        label=msg("Nao is stopped"),
        definition=msg(
            "Nao was stopped: by a button, by its head or by the guard of the stop. "
            "It does nothing until *Go on*."
        ),
        reason=msg("Nao is stopped"),
        past=msg("the adult stopped Nao"),
    ),
    "calm": PauseTerm(
        label=msg("Calming down"),
        definition=msg("The child is given the time it needs, for as long as the adult wishes."),
        reason=msg("calming down"),
        past=msg("a time to calm down"),
    ),
    "crash": PauseTerm(
        label=msg("The program had been interrupted"),
        definition=msg("The program ended without closing the session, and took it up again afterwards."),
        reason=msg("the program had been interrupted"),
        past=msg("the program was interrupted"),
    ),
    "slept": PauseTerm(
        label=msg("The computer had gone to sleep"),
        definition=msg("The computer slept during the session, its lid closed for example."),
        reason=msg("the computer had gone to sleep"),
        past=msg("the computer went to sleep"),
    ),
    "fell": PauseTerm(
        label=msg("Nao has fallen"),
        definition=msg("Nao itself has felt that it fell."),
        reason=msg("Nao has fallen"),
        past=msg("Nao fell"),
    ),
    "lost": PauseTerm(
        label=msg("Nao no longer answers"),
        definition=msg("The computer no longer reaches Nao: it is off, or the network is cut."),
        reason=msg("Nao no longer answers"),
        past=msg("Nao no longer answered"),
    ),
    "stalled": PauseTerm(
        label=msg("The protocol goes round in circles"),
        definition=msg(
            "The protocol leads from step to step without ever waiting for anything: a fault in its writing."
        ),
        reason=msg("the protocol goes round in circles"),
        past=msg("the protocol went round in circles"),
    ),
    "no_branch": PauseTerm(
        label=msg("The protocol has no way on here"),
        definition=msg("No condition of a branch holds: a fault in the protocol's writing."),
        reason=msg("the protocol has no way on here"),
        past=msg("the protocol had no way on"),
    ),
    "left": PauseTerm(
        label=msg("No child is there any more"),
        definition=msg("Every child has left, by the adult's word. The session waits for one to come back."),
        reason=msg("no child is there any more"),
        past=msg("no child was there any more"),
    ),
    "speech_failed": PauseTerm(
        label=msg("Nao could not speak"),
        definition=msg("Nao was asked to say a sentence and could not. The adult may say it in its place."),
        reason=msg("Nao could not speak"),
        past=msg("Nao could not speak"),
    ),
}

COMMANDS: Mapping[str, CommandTerm] = {
    "encourage": CommandTerm(
        label=msg("Encourage"),
        definition=msg("Nao says one of the protocol's encouragements."),
        in_sentence=msg("encourage"),
        by_adult=msg("the adult encourages"),
    ),
    "repeat": CommandTerm(
        label=msg("Repeat"),
        definition=msg("Nao says its last sentence once more."),
        in_sentence=msg("repeat"),
        by_adult=msg("the adult has it repeated"),
    ),
    "prompt": CommandTerm(
        label=msg("Give the next help"),
        definition=msg("The next help that the protocol plans for the trial is given at once."),
        in_sentence=msg("give the next help"),
        button=msg("Help"),
        by_adult=msg("the adult gives the next help"),
    ),
    "judge": CommandTerm(
        label=msg("Judge the response"),
        definition=msg("The adult says how the child answered; another press may correct it."),
        in_sentence=msg("judge the response"),
    ),
    "redo": CommandTerm(
        label=msg("Redo the trial"),
        definition=msg("The question is asked once more; the trial before it is not scored."),
        in_sentence=msg("redo the trial"),
        by_adult=msg("the adult has the trial done again"),
    ),
    "skip": CommandTerm(
        label=msg("Skip the trial or the turn"),
        definition=msg("The session goes on to what follows. The trial in hand is not scored."),
        in_sentence=msg("skip"),
        button=msg("Skip"),
        by_adult=msg("the adult skips"),
    ),
    "change": CommandTerm(
        label=msg("Change the activity"),
        definition=msg("The session leaves the activity under way for the one that the protocol plans then."),
        in_sentence=msg("change the activity"),
        by_adult=msg("the adult changes the activity"),
    ),
    "goto": CommandTerm(
        label=msg("Go to a step"),
        definition=msg("The session goes to the step of the protocol that the adult chooses."),
        in_sentence=msg("go to a step"),
        button=msg("Go to"),
    ),
    "pause": CommandTerm(
        label=msg("Pause"),
        definition=msg("Nao waits, and the times for answering wait with it."),
        in_sentence=msgc("noun", "pause"),
        by_adult=msg("the adult pauses"),
    ),
    "resume": CommandTerm(
        label=msgc("resume a session", "Go on"),
        definition=msg("The session continues where it was, after a pause or a stop."),
        in_sentence=msg("go on"),
        by_adult=msg("the adult goes on"),
    ),
    "calm": CommandTerm(
        label=msg("Calm down"),
        definition=msg(
            "Nao does what the protocol plans for an agitated child; the session waits if it plans nothing."
        ),
        in_sentence=msg("calm down"),
        by_adult=msg("the adult asks for calming down"),
    ),
    "finish": CommandTerm(
        label=msg("Finish the session"),
        definition=msg("The session goes to its goodbye, and ends after it."),
        in_sentence=msg("finish"),
        button=msg("Finish"),
        by_adult=msg("the adult finishes the session"),
    ),
    "close": CommandTerm(
        label=msg("Close the session"),
        definition=msg("The session ends at once, without a goodbye. What was recorded is kept."),
        in_sentence=msg("close the session"),
        button=msg("Close at once"),
    ),
    "leave": CommandTerm(
        label=msg("A child leaves"),
        definition=msg("One child of the group is no longer there: it has no more turns."),
        in_sentence=msg("the child leaves"),
        button=msg("Leaves"),
    ),
    "return": CommandTerm(
        label=msg("A child comes back"),
        definition=msg("A child of the group that had left is there again."),
        in_sentence=msg("the child comes back"),
        button=msg("Comes back"),
    ),
    "improvise": CommandTerm(
        label=msg("Have Nao say"),
        definition=msg("Nao says a sentence, or makes a gesture, that the adult chooses on the spot."),
        in_sentence=msg("have Nao say"),
    ),
    "louder": CommandTerm(
        label=msg("Louder"),
        definition=msg("Nao's voice is louder, from its next sentence on."),
        in_sentence=msg("louder"),
    ),
    "softer": CommandTerm(
        label=msg("Softer"),
        definition=msg("Nao's voice is softer, from its next sentence on."),
        in_sentence=msg("softer"),
    ),
    "slower": CommandTerm(
        label=msg("Slower"),
        definition=msg("Nao speaks more slowly, from its next sentence on."),
        in_sentence=msg("slower"),
    ),
    "faster": CommandTerm(
        label=msg("Faster"),
        definition=msg("Nao speaks faster, from its next sentence on."),
        in_sentence=msg("faster"),
    ),
    "extend": CommandTerm(
        label=msg("Five more minutes"),
        definition=msg("The session may last five minutes longer than the protocol allows."),
        in_sentence=msg("five more minutes"),
    ),
    "stop": CommandTerm(
        label=msg("Stop Nao"),
        definition=msg("Nao stops moving and speaking at once, whatever it does."),
        in_sentence=msg("stop"),
        button=msg("Stop"),
    ),
}

JUDGING: Mapping[str, CommandTerm] = {
    "yes": CommandTerm(
        label=msg("Yes"),
        definition=msg("The child answered as expected: correct, or correct with help if one was given."),
        in_sentence=msg("yes"),
        by_adult=msg("the adult judges: yes"),
    ),
    "not_yet": CommandTerm(
        label=msg("Not yet"),
        definition=msg("The next help is given. Where none is left, the trial is scored: the page says how."),
        in_sentence=msg("not yet"),
        by_adult=msg("the adult judges: not yet"),
    ),
    "heard": CommandTerm(
        label=msg("That is it"),
        definition=msg("Nao understood the child well: the answer counts."),
        in_sentence=msg("that is it"),
        by_adult=msg("the adult confirms what Nao understood"),
    ),
    "not_heard": CommandTerm(
        label=msg("Misheard"),
        definition=msg("Nao did not understand the child well: what it understood does not count."),
        in_sentence=msg("misheard"),
        by_adult=msg("the adult denies what Nao understood"),
    ),
}
"""What the adult presses to judge, besides the judgements that have a button of their own."""

STATES: Mapping[str, PlainTerm] = {
    "open": PlainTerm(
        msg("not closed"), msg("The session runs, or was interrupted and may be taken up again.")
    ),
    "closed": PlainTerm(msg("closed"), msg("The session came to its end, and its folder was closed then.")),
    "recovered": PlainTerm(
        msg("recovered after a cut"),
        msg("The session was interrupted, and its folder was closed afterwards."),
    ),
    "imported": PlainTerm(
        msg("imported from elsewhere"),
        msg("The session was not led by this program: a film, a table of events."),
    ),
}
"""What became of a session's folder."""
