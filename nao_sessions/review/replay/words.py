"""The words of the replay page, its keys, and how it writes times, dates and signed numbers.

The log's commands, refusals, responses and news of devices have their words here, for the events' sentences.
French typography is put in at one place, so that sentences are written here with plain spaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.protocol.catalogue import GESTURES
from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.text import formats, glossary
from nao_sessions.text.formats import decimal_sign
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgc, msgn, verbatim


def clock_time(session_ns: int, language: Language) -> str:
    """Return a session time as ``3:07,250`` (with hours: ``1:03:07,250``)."""
    milliseconds = abs(session_ns) // MILLISECOND_NS
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    sign = "−" if session_ns < 0 and milliseconds else ""
    whole = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{sign}{whole}{decimal_sign(language)}{thousandths:03}"


def date(moment: datetime, zone: tzinfo | None, language: Language) -> str:
    """Return a date and time of day in the reader's zone (None: the computer's)."""
    there = moment.astimezone(zone)
    day, time = formats.date(there, language), f"{there.hour}:{there.minute:02}"
    return msg("{day}, {time}", day=day, time=time).in_language(language)


def signed(value: int) -> str:
    """Return a whole number with a minus sign that is as wide as a plus sign."""
    return f"−{-value}" if value < 0 else str(value)


LANE_NAMES: Mapping[str, Text] = {
    "step": msg("Steps"),
    "speech": msg("Nao's speech"),
    "action": msg("Nao's gestures"),
    "child": glossary.PEOPLE["child"].label,
    "adult": glossary.PEOPLE["adult"].label,
    "note": msg("Notes"),
    "technical": msg("Technical"),
}
LANE_NAMES_LED: Mapping[str, Text] = {**LANE_NAMES, "speech": msg("To be said"), "action": msg("To be done")}
"""The same, where no robot took part: what the adult was shown to say and to do."""

CURVES: Mapping[str, Text] = {
    "heat": msg("Heat (motor)"),
    "battery": msg("Battery"),
}
UNITS: Mapping[str, Text] = {
    "sound": msg("dB"),
    "heat": msg("°C"),
    "battery": msg("%"),
}

WORDS: Mapping[str, Text] = {
    "page": msg("Session replay"),
    "back": msg("End of session"),
    "imported": msg("Imported session"),
    "rehearsal": msg("Rehearsal"),
    "rehearsal_means": msg("Not to be mixed with data."),
    "video": msg("Video"),
    "camera": msg("Camera {name}"),
    "microphone": msg("Microphone {name}"),
    "sound_of": msg("Sound: {name}"),
    "no_video": msg("This session has no video."),
    "no_picture": msg("No picture at this moment"),
    "no_sound": msg("No sound at this moment"),
    "timeline": msg("Timeline of the session"),
    "timeline_help": msg("Click an event or a moment. Drag: move; Shift + drag: loop; Ctrl + wheel: zoom."),
    "events": msg("Events"),
    "events_shown": msg("Events shown: {count}"),
    "nothing_found": msg("No event matches."),
    "before_steps": msg("Before the first step"),
    "nobody": msg("Child not identified"),
    "show": msg("Show"),
    "search": msg("Search"),
    "facts": msgc("a heading", "The session"),
    "troubles": msg("Good to know"),
    "keyboard": msg("Keyboard"),
    "log_line": msg("Line of the log"),
    "play": msg("Play"),
    "pause": msg("Pause"),
    "frame_before": msg("Previous frame"),
    "frame_after": msg("Next frame"),
    "event_before": msg("Previous event"),
    "event_after": msg("Next event"),
    "speed": msg("Speed"),
    "speed_fine": msg("Speed, from 0.1 to 4"),
    "sound_on": msg("Sound"),
    "subtitles": msg("Subtitles"),
    "go_to": msg("Go to…"),
    "go_to_means": msg("A time: 3:07.25 or 187.25"),
    "go_to_wrong": msg("This is no time: 3:07.25 or 187.25."),
    "go_to_beyond": msg("The session ends at {end}."),
    "go": msgc("go to a place", "Go"),
    "copy_link": msg("Copy link"),
    "link_copied": msg("Link copied"),
    "link_no_time": msg("The link asks for “{asked}”, which is no time."),
    "link_no_event": msg("The link asks for event {asked}, which this session does not have."),
    "link_beyond": msg("The link asks for {asked}, and the session ends at {end}."),
    "loop": msg("Loop"),
    "loop_begin": msg("The loop begins here"),
    "loop_end": msg("The loop ends here"),
    "loop_begun": msg("Loop from {from}…"),
    "rows": msg("Rows"),
    "working": msg("working…"),
    "parting_go": msg("See this moment"),
    "zoom_in": msg("Zoom in"),
    "zoom_out": msg("Zoom out"),
    "zoom_all": msg("Whole session"),
    "whole": msg("All"),
    "position": msg("Position"),
    "loading": msg("Loading…"),
    "failed": msg("The page could not read the session. Reload it, or start the program again."),
    "frame_shown": msg("Picture {number}, taken at {time}, {spread}"),
    "frame_shown_segment": msg("Picture {number} of part {segment} of the film, taken at {time}, {spread}"),
    "checked": msg("checked as shown"),
    "other_frame": msg("frame {wanted}, asked for, is not in the file"),
    "shortcuts": msg("Single-letter keys (and + − 0 / *)"),
    "needs_scripts": msg("This page needs JavaScript, which it brings itself."),
    "who": msg("Who responded?"),
    "unnamed_none": msg("No response without a name"),
    "unnamed_next": msg("Next response without a name"),
    "author_adult": msg("the adult"),
    "author_unknown": msg("nobody knows"),
    "author_in_log": msg("According to the log: {who}"),
    "author_said": msg("Said after the session: {who}"),
    "author_back": msg("Take back what was said"),
    "author_why": msg("Why (optional)"),
    "curve_value": msg("{title}: {number}\u00a0{unit}"),
    "author_failed": msg("Nothing was written: the page could not reach the program."),
    "spread_unknown": msg("unknown error"),
}

UNNAMED = msgn("{n} response without a name", "{n} responses without a name")
"""The words for how many responses have no author; the page's script chooses the form by the number."""

_Keys = tuple[tuple[Text, Text], ...]

KEYS: _Keys = (
    (msg("Space"), msg("play or pause (Ctrl + Space too)")),
    (verbatim("← →"), msg("previous, next frame (/ and * too)")),
    (verbatim("J L"), msg("one second back, forward; what plays plays on")),
    (verbatim("K"), msgc("of what plays", "pause")),
    (verbatim("↑ ↓"), msg("previous, next event (in the list or the timeline); stops at its very frame")),
    (msg("Page ↑ ↓"), msg("ten seconds back, forward (in the timeline)")),
    (msg("Backspace"), msg("normal speed")),
    (msg("Shift + Space"), msg("play the loop from its beginning")),
    (verbatim("+ −"), msg("zoom the timeline in, out")),
    (verbatim("0"), msg("whole session on the timeline")),
)
"""The keys of every page with a player."""

REPLAY_KEYS: _Keys = (
    (msg("Shift + ← →"), msg("one second back, forward")),
    (msg("Shift + J L"), msg("ten seconds back, forward")),
    (verbatim("P N"), msg("previous, next event")),
    (verbatim("D F"), msg("slower, faster")),
    (verbatim("I O"), msg("the loop begins, ends here")),
    (verbatim("B"), msg("loop: on, off")),
    (verbatim("G"), msg("go to a time")),
    (verbatim("R"), msg("search; Enter: next that is found")),
    (verbatim("C"), msg("copy the link of this moment")),
    (verbatim("S"), msg("subtitles: on, off")),
    (verbatim("H"), msg("this help")),
)
"""The keys of the replay alone: where a coder is at work, letters are the scheme's."""

ATTRIBUTION_KEYS: _Keys = (
    (verbatim("U"), msg("next response without a name")),
    (verbatim("1 2 3…"), msg("who responded, in the order of the buttons")),
)
"""The keys of a page that asks who gave a response."""

COMMANDS: Mapping[str, Text] = {key: term.in_sentence for key, term in glossary.COMMANDS.items()}

JUDGED_AS: Mapping[str, Text] = {
    **JUDGEMENTS,
    **{key: term.in_sentence for key, term in glossary.JUDGING.items()},
}
"""The adult's judgements, in the words of the buttons for them."""

SAID_WITH: Mapping[str, Mapping[str, Text]] = {
    "as": JUDGED_AS,
    "after": {"easy_trial": msg("after an easy trial")},
    "gesture": {name: gesture.description for name, gesture in GESTURES.items()},
    "by": {"second": msg("by the second adult")},
}
"""The words for the values of a command's fields, by the field's name in the log."""

SENSES: Mapping[str, Text] = {
    key: term.noun for key, term in glossary.SENSES.items() if term.noun is not None
}

REFUSALS: Mapping[str, Text] = {
    "unknown_command": msg("unknown command"),
    "paused": msg("the session is paused"),
    "stopped": msg("Nao was stopped"),
    "not_in_protocol": msg("not in this protocol"),
    "unknown_step": msg("unknown step"),
    "nothing_said": msg("nothing has been said yet"),
    "nothing_given": msg("nothing is given to do"),
    "no_limit": msg("the session has no limit"),
    "not_here": msg("this button is not offered here"),
    "not_paused": msg("the session is not paused"),
    "robot_lost": msg("Nao does not answer"),
    "not_running": msg("the session does not run"),
    "not_due": msg("no time is up"),
    "no_trial": msg("no trial is under way"),
    "no_help_left": msg("every help has been given"),
    "nothing_to_judge": msg("there is nothing to judge"),
    "unknown_answer": msg("this answer is not foreseen"),
    "unknown_participant": msg("no child with this code can leave or come back now"),
}
"""Why the engine refused a command or an input."""

INPUTS: Mapping[str, Text] = {
    "timer": msg("a time that was waited for"),
    "done": msg("the end of an action of Nao"),
    "button": msg("a button"),
    "command": msg("a command"),
    **SENSES,
}
"""Inputs that are no commands, in words: what the engine refuses once a session is over."""

ENDINGS: Mapping[str, Text] = {
    "finished": msg("Finished: {what}"),
    "stopped": msg("Cut short: {what}"),
    "failed": msg("Failed: {what}"),
    "lost": msg("Lost: {what}"),
}

PAUSES: Mapping[str, Text] = {key: term.reason for key, term in glossary.PAUSES.items()}
"""Why a session paused."""

RESPONSES: Mapping[str, Text] = {
    "taken": msg("Response: {what}"),
    "deferred": msg("Response: {what}, taken at the end of the sentence"),
    "extra": msg("One more response: {what}"),
    "decides": msg("Answer: {what}"),
    "proposes": msg("Perhaps an answer: {what}"),
    "early": msg("Before the end of the question: {what}"),
    "late": msg("After the trial: {what}"),
    "out_of_turn": msg("Somebody else's answer: {what}"),
    "awaited": msg("What was waited for: {what}"),
    "paused": msg("Not acted on, in a pause: {what}"),
    "not_heard": msg("Not heard, Nao was speaking: {what}"),
    "nothing_waits": msg("Nothing waited for: {what}"),
}
"""What became of something that a child did."""

ROBOT_NEWS: Mapping[str, Text] = {
    "lost": glossary.PAUSES["lost"].label,
    "back": msg("Nao answers again"),
    "robot_back": msg("Nao is back"),
    "fell": glossary.PAUSES["fell"].past,
    "hot": msg("A motor of Nao is hot"),
    "battery": msg("Nao's battery: {percent}%"),
}

RECORDER_NEWS: Mapping[str, Text] = {
    "rolling": msg("Recording begins"),
    "closed": msg("The recording is closed"),
    "gap": msg("A gap in the recording"),
    "frozen": msg("The picture is frozen"),
    "well_again": msg("The recording is in order again"),
    "held_up": msg("The recorder was held up"),
    "disk": msg("Little room is left on the disk"),
    "disk_full": msg("The disk is full"),
    "failed": msg("The recording failed"),
    "not_rolling": msg("Nothing is recorded"),
    "unheard": msg("The recording ended by itself: the session or the guard of the stop no longer answered"),
}
"""News of a camera or a microphone: which one is told by its name."""

NOTHING_CAME = msgn("For one second nothing came from it", "For {n} seconds nothing came from it")

CALM_NEWS = frozenset({"rolling", "closed", "well_again", "back", "robot_back", "battery"})
"""News of devices that are no trouble."""
