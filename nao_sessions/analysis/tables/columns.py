"""The data dictionary: every table, every column, its type, unit and meaning, and the words of its cells.

The tables, their CSV and Parquet files, the sidecars of BIDS and the documentation are all made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.protocol.trials import OF_CHILD
from nao_sessions.protocol.wording import HELPS_EXPLAINED, JUDGEMENTS
from nao_sessions.text import glossary
from nao_sessions.text.glossary import OUTCOMES, labels
from nao_sessions.text.messages import Text, msg

JUDGED: Mapping[str, Text] = JUDGEMENTS
HELPS_GIVEN: Mapping[str, Text] = HELPS_EXPLAINED

DIRECTIONS: Mapping[str, Text] = {
    "in": msg("fed to the engine"),
    "out": msg("decided by the engine"),
    "note": msg("noted, without a part in what was decided"),
}

LATENCY_METHODS: Mapping[str, Text] = {
    "sound": msg("the question's end heard in the sound"),
    "event": msg("the question's end by the robot's word"),
    "model": msg(
        "no robot took part: the question's end, as that of a help, by a model of how long it takes to say; "
        "nobody observed it"
    ),
    "opening": msg(
        "from when answers counted: no sentence of the question was said to its end right before (it has "
        "none, a help or the adult cut it, or the session stood still after it)"
    ),
}
"""How a latency is known."""

UNCOUNTED: Mapping[str, Text] = {
    "repeated": msg("a repetition for correction"),
    "void": msg("a trial that is not scored"),
    "no_answer": msg("a trial judged as no response, or refused: what was taken for an answer was none"),
    "not_own": msg(
        "somebody else than the child answered, or the adult entered the answer (way is professional): "
        "that press tells no time of the child's"
    ),
    "nobody": msg(
        "nobody knows who answered: a person said so after the session, or it counts for none of several "
        "children"
    ),
    "interrupted": msg("the session stood still before the answer"),
    "away": msg("the child was marked away before the answer, for some of that time or all of it"),
}
"""Why the latency of a trial does not count."""

VOIDS: Mapping[str, Text] = {
    "heard": msg("a word was heard that the protocol listens for everywhere ('stop', for instance)"),
    "left": msg("the child left"),
    "crash": msg("the program ended"),
    "adult": msg("the adult judged it so"),
    "redone": msg("the adult had it asked again"),
    "skipped": msg("the adult passed over it, or led to another place of the protocol"),
    "calm": msg("the adult asked for a calming down"),
    "ended": msg("the adult ended the session"),
    "button": msg("a button of the protocol led on"),
    "time": msg("the protocol's time was over"),
    "interrupted": msg("something else that the protocol reacts to led on"),
    "corrected": msg("a person said so after the session"),
}
"""Why a trial is void: not scored."""

RESPONSES_UNCOUNTED: Mapping[str, Text] = {
    **UNCOUNTED,
    "not_final": msg("in a trial, but not the response that ended it"),
    "no_question": msg(
        "answers no question of a trial (a 'stop', for instance): the time runs from Nao's last sentence; "
        "of a session of one child, or without a code, that has no trial, what a step waited for does count"
    ),
}
"""Why the latency of a response does not count."""

OBSERVED: Mapping[str, Text] = {
    "page": msg("what the coding page played"),
    "coder": msg("what the coder stated"),
    "planned": msg("what was planned, assumed to be looked at"),
    "unstated": msg("nothing is stated: the whole session is assumed"),
}  # fmt: skip
"""How it is known what a coder watched."""

PROMPT_CAUSES: Mapping[str, Text] = {
    "silence": msg("nobody answered for as long as is waited"),
    "wrong": msg("a wrong answer"),
    "professional": msg("the adult asked for it"),
    "not_yet": msg("the adult judged 'not yet'"),
    "with_question": msg("it comes with the question, as the protocol plans"),
}
"""Why a help was given."""

MEDIA: Mapping[str, Text] = {
    "picture": msg("picture"),
    "sound": msg("sound"),
}

FRAMES_LISTED: Mapping[str, Text] = {
    "repeated": msg("invented: the picture before it, again"),
    "left_out": msg("left out: a picture of the camera that would have been there in the copy"),
}  # fmt: skip

VERDICTS: Mapping[str, Text] = {
    "measured": msg("measured: a clap was found"),
    "estimated": msg("estimated from when pictures arrived; of an import, given by whoever made it"),
    "absent": msg("absent: accelerated, or not known"),
}

PHASE_KINDS: Mapping[str, Text] = {
    "baseline": msg("baseline"),
    "intervention": msg("intervention"),
    "probe": msg("probe"),
    "follow_up": msg("follow-up"),
}

SESSION_STATES: Mapping[str, Text] = glossary.labels(glossary.STATES)

RESPONSE_OUTCOMES: Mapping[str, Text] = {
    "taken": msg("acted on"),
    "deferred": msg("came while Nao spoke, acted on at the sentence's end"),
    "extra": msg("one more, after the one that counted"),
    "decides": msg("decides the trial, or on a help"),
    "proposes": msg("proposed to the adult, who confirms"),
    "early": msg("early: before the end of the question"),
    "late": msg("late: after the trial was over"),
    "out_of_turn": msg("came from another child than the one whose turn it was"),
    "awaited": msg("what the step waited for"),
    "paused": msg("in a pause: not acted on"),
    "not_heard": msg("not heard: Nao was speaking"),
    "nothing_waits": msg("not acted on: nothing was waited for"),
}  # fmt: skip
"""What became of something that a child did."""

Kind = Literal["string", "int64", "float32", "float64", "bool", "timestamp"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; ``unit`` is "" where it has none, ``levels`` the words its cells may hold."""

    name: str
    kind: Kind
    meaning: Text
    unit: str = ""
    levels: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableOf:
    """One table: what a row is, and its columns in order."""

    name: str
    row: Text
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the table's columns."""
        return tuple(column.name for column in self.columns)


def _text(name: str, text: Text, levels: Mapping[str, Text] | None = None) -> Column:
    return Column(name, "string", text, levels=levels or {})


def _whole(name: str, text: Text, unit: str = "") -> Column:
    return Column(name, "int64", text, unit)


def _real(name: str, text: Text, unit: str = "") -> Column:
    return Column(name, "float64", text, unit)


def _yes(name: str, text: Text) -> Column:
    return Column(name, "bool", text)


_SESSION = _text("session", msg("name of the session's folder"))
_PLACE_IN_SERIES = (
    _text(
        "series",
        msg("series that the session is part of; empty where none was given"),
    ),
    _text(
        "phase",
        msg(
            "phase of the study, for this child. Of a session of a series (series): the one said when the "
            "session of one child began, by the series' name for it; where nothing was said, or of several "
            "children, the one that the series plans, in the order of the child's sessions. Outside of a "
            "series, or where it has no such phase: the one said when the session began, or was imported. "
            "What is no child's has the one that all share"
        ),
    ),
    _text("phase_kind", msg("kind of phase"), PHASE_KINDS),
    _whole(
        "session_number",
        msg(
            "which session of this child it is, by the date, from 1. Of a child whom the series given at the "
            "export names, among the sessions of the series alone (series): those that play one planned "
            "session together have one number, and the child's other sessions none. Of any other child, "
            "among all of its sessions in the corpus. Empty for a rehearsal, which is no session of a child, "
            "for an imported session, since nobody knows when it was, and where one session is exported alone"
        ),
    ),
)
_PARTICIPANT = _text(
    "participant",
    msg(
        "the child's code; empty where nobody knows who, or where it is nobody's. Of a session with one "
        "child, what Nao or the board sensed is said to be this child's, also where by is unknown (not of "
        "a response of which that was said afterwards): that is supposed, and reports count so"
    ),
)
_TURN = _text(
    "turn",
    msg("code of the child whose turn it was; empty outside of a group of turns"),
)
_STEP = _text(
    "step",
    msg("step of the protocol, as its file names it"),
)
_SEQ = _whole("seq", msg("number of the line in events.jsonl"))
_TRIAL_SEQ = _whole(
    "trial_seq",
    msg(
        "seq of that trial in the table of trials: with session, what to join the two by; empty outside "
        "of a "
        "trial, or where the log has no end of it"
    ),
)
_ITEM = msg("the item of the protocol's list; empty where the block has none")
_HAPPENED = msg("when it happened, in session time: 0 is the log's first line")
_START = (
    _whole("start_ns", _HAPPENED, "ns"),
    _real("start_s", msg("the same time, in seconds"), "s"),
)
_STOP = (
    _whole(
        "stop_ns",
        msg("when it was over; empty for a moment"),
        "ns",
    ),
    _real("stop_s", msg("the same time, in seconds"), "s"),
)
_WHO = (_SESSION, *_PLACE_IN_SERIES, _PARTICIPANT)
BEGINNING = (*_WHO, _TURN, _STEP)
"""The columns with which every table of a session's moments begins."""
_HOW_LONG = (
    _real(
        "latency_s",
        msg(
            "latency: from the end of Nao's question to the response, helps included; measured in the "
            "sound where latency_method is 'sound', by a model where it is 'model', else by the robot's "
            "word; where it is 'opening', from when answers counted; empty where the session stood still in "
            "between"
        ),
        "s",
    ),
    _real(
        "latency_uncertainty_s",
        msg(
            "how far off this latency may be: 95 in 100 are off by less where latency_method is 'sound'; "
            "by the "
            "robot's word 95 in 100 too if 19 ends of the session were measured, else a supposed 0.3 s; "
            "empty "
            "where nobody knows"
        ),
        "s",
    ),
    _text("latency_method", msg("what the latency comes from"), LATENCY_METHODS),
)
_WHY = msg("why reports and progress do not count this latency; empty where they do")
_AS_LOGGED = (
    _real(
        "latency_logged_s",
        msg("the latency that the program knew while the session ran, interruptions included"),
        "s",
    ),
    _real(
        "latency_interrupted_s",
        msg(
            "how long the session stood still (pause, stop, Nao lost, sleep, crash) between the "
            "question's end "
            "and the response; of a trial that no response ended, until stop_s"
        ),
        "s",
    ),
)

SESSIONS = TableOf(
    "sessions",
    msg("a session and a child"),
    (
        *_WHO,
        _text("protocol", msg("protocol")),
        _text("protocol_version", msg("version of the protocol")),
        Column(
            "begun_utc",
            "timestamp",
            msg("when the session began, UTC; empty where nobody knows (imported session)"),
            "UTC",
        ),
        _real(
            "duration_s",
            msg(
                "length, from the session's beginning to its end, interruptions included; without an end "
                "in "
                "the log, to its last line; of an imported session, from the first to the last moment of its "
                "videos and events"
            ),
            "s",
        ),
        _whole(
            "interruptions",
            msg(
                "times that the session stood still: pause, stop, Nao lost, sleep, crash; of the whole "
                "session, also in the row of one of its children; empty, as are interrupted_s, language, "
                "seed, trials and adaptations, of an imported session: nobody knows"
            ),
        ),
        _real(
            "interrupted_s",
            msg(
                "how long these interruptions were; empty where the session did not go on after one of "
                "them: "
                "nobody knows how long that was"
            ),
            "s",
        ),
        _text("state", msg("state of the folder"), SESSION_STATES),
        _text(
            "outcome",
            msg(
                "how the session ended; 'completed': the protocol's end was reached, also where something "
                "(the adult, a calming down, a 'stop') led there before all was played; empty of a session "
                "that is not closed, and of an imported one: nobody knows"
            ),
            labels(OUTCOMES),
        ),
        _yes(
            "rehearsal",
            msg("a rehearsal, without a real child: not to be mixed with data"),
        ),
        _real(
            "speed",
            msg(
                "how many times as fast as real time session time ran; 1: in real time; empty of an "
                "imported "
                "session"
            ),
        ),
        _yes(
            "simulated",
            msg(
                "Nao was simulated; also false where no robot took part: the session's line of the kind "
                "'about' in the table of events then has \"adult_led\": true in its data"
            ),
        ),
        _text("language", msg("Nao's language")),
        _whole("seed", msg("seed of what was drawn")),
        _whole(
            "trials",
            msg("trials of the child, whatever their judgement, without repetitions for correction"),
        ),
        _whole(
            "adaptations",
            msg(
                "adaptations: times that the adult changed what the protocol had planned, but not to finish, "
                "stop or pause the session; of the whole session, also in the row of one of its children"
            ),
        ),
        _text(
            "sync",
            msg("how the video's times are known, at worst"),
            VERDICTS,
        ),
        _real(
            "sync_uncertainty_ms",
            msg(
                "how far off a time of the video may be, at worst (95 %, or as given at an import); without "
                "a clap the camera's delay comes on top"
            ),
            "ms",
        ),
        _text(
            "software",
            msg("version of nao_sessions that ran the session, or imported it"),
        ),
    ),
)

EVENTS = TableOf(
    "events",
    msg("a line of the log"),
    (
        *BEGINNING,
        _SEQ,
        _text("dir", msg("direction of the line"), DIRECTIONS),
        _text(
            "source",
            msg("where the line comes from: robot, professional, engine, recorder…"),
        ),
        _text("kind", msg("kind of event, by the log's word")),
        _text(
            "verb",
            msg("of an action of Nao, which: say (a sentence), gesture, posture, look, eyes…"),
        ),
        *_START,
        *_STOP,
        _whole(
            "at_ns",
            msg("when the program took it up, session time"),
            "ns",
        ),
        _whole("cause", msg("seq of what led to it")),
        _text(
            "what",
            msg(
                "the gist: sentence, gesture, word, part touched, button, command; where Nao says a first "
                "name, the child's code"
            ),
        ),
        _text(
            "ended",
            msg("of an action of Nao: how it ended (stopped: interrupted)"),
        ),
        _text("data", msg("all that the line holds, as JSON")),
    ),
)

TRIALS = TableOf(
    "trials",
    msg("a trial"),
    (
        *BEGINNING,
        _SEQ,
        _whole(
            "number",
            msg(
                "number of the trial in its step; it comes again where the step is played again: seq "
                "tells "
                "which one it is"
            ),
        ),
        _text("item", _ITEM),
        _text("correct", msg("right answers, separated by |")),
        _text(
            "answer",
            msg(
                "the answer that was taken last, by which the trial is judged; of a no_response or "
                "refused "
                "trial it did not count: it is what had been tried before the last help, or was wrongly "
                "taken "
                "for an answer"
            ),
        ),
        _text(
            "judgement",
            msg("the judgement that counts: the session's, or its correction"),
            JUDGED,
        ),
        _text(
            "judgement_in_session",
            msg("what was judged in the session"),
            JUDGED,
        ),
        _text(
            "void_reason",
            msg("why a trial that counts as void is not scored, by what caused that; empty of any other"),
            VOIDS,
        ),
        _yes(
            "corrected",
            msg("judgement or author was corrected after the session"),
        ),
        _text(
            "help",
            msg("strongest help that counts for the answer"),
            HELPS_GIVEN,
        ),
        _whole(
            "prompts",
            msg("how many helps count for the answer"),
        ),
        _yes(
            "unheard_help",
            msg(
                "correct with a help in the session, though the answer came before the first sound of that "
                "help, or less than a quarter of a second after it; by the robot's word on when it spoke, "
                "false where there is none"
            ),
        ),
        _whole(
            "attempts",
            msg("how many answers were tried, the one that ended the trial among them"),
        ),
        _whole(
            "errors_before_help",
            msg(
                "how many of them were wrong and were followed by a help; a no_response trial with one is "
                "an error for whoever scores any answer"
            ),
        ),
        _text(
            "way",
            msg("which way came what answer tells; it does not say that it counted"),
        ),
        _text(
            "by",
            msg(
                "who gave what answer tells: a code, professional, or unknown; it does not say that it "
                "counted"
            ),
        ),
        _whole("start_ns", msg("when Nao began to put the question, session time"), "ns"),
        _real("start_s", msg("the same time, in seconds"), "s"),
        _whole(
            "stop_ns",
            msg(
                "when it was over; of a trial in which the program ended, when it ended, and not when the "
                "session was taken up again"
            ),
            "ns",
        ),
        _real("stop_s", msg("the same time, in seconds"), "s"),
        _real(
            "opened_s",
            msg(
                "when answers began to count, in session time: mostly at the question's end, from which "
                "latency_s runs, and at times earlier or later"
            ),
            "s",
        ),
        *_HOW_LONG,
        _text("latency_why", _WHY, UNCOUNTED),
        *_AS_LOGGED,
        _whole("level", msg("adaptive level")),
        _yes(
            "again",
            msg("a repetition for correction: counts in no total"),
        ),
        _yes(
            "easy",
            msg(
                "the easy trial that the adult asked for before the end: an item that had been passed, asked "
                "once more. It counts in every total, which says so beside; leave it out of a success rate"
            ),
        ),
    ),
)

RESPONSES_TABLE = TableOf(
    "responses",
    msg("a thing that a child did, acted on or not"),
    (
        *BEGINNING,
        _SEQ,
        _whole(
            "trial",
            msg("number of the trial, where there was one"),
        ),
        _TRIAL_SEQ,
        _text(
            "sense",
            msg("by which sense: {senses}", senses=", ".join(OF_CHILD)),
        ),
        _text("value", msg("what was touched, said, chosen")),
        _text("why", msg("what became of it"), RESPONSE_OUTCOMES),
        _text(
            "by",
            msg(
                "who responded, as it counts: a code, professional, or unknown: nobody said who, nor did "
                "what "
                "sensed it (see participant)"
            ),
        ),
        _yes(
            "corrected",
            msg(
                "what was said after the session, from the video or on the end page, changed who responded; "
                "also to: nobody knows (by is unknown); not where it only confirmed who did"
            ),
        ),
        *_START,
        *_HOW_LONG,
        _text("latency_why", _WHY, RESPONSES_UNCOUNTED),
        *_AS_LOGGED,
        _text(
            "last_help",
            msg("in a trial: the last help that had begun before it; 'none': the question alone"),
            HELPS_GIVEN,
        ),
        _real(
            "from_last_begun_s",
            msg("time since that help, or the question, began, interruptions included"),
            "s",
        ),
        _real(
            "latency_from_last_s",
            msg(
                "latency from what came last: from the end of that help (what Nao says and does for it, "
                "by the "
                "robot's word) to the response; without a help it is latency_s; empty where it still went "
                "on, "
                "or where the session stood still in between"
            ),
            "s",
        ),
        _real(
            "latency_from_last_uncertainty_s",
            msg("how far off this latency may be, as latency_uncertainty_s"),
            "s",
        ),
    ),
)

PROMPTS = TableOf(
    "prompts",
    msg("a help that was given"),
    (
        *BEGINNING,
        _SEQ,
        _whole("trial", msg("number of the trial")),
        _TRIAL_SEQ,
        _text("item", _ITEM),
        _whole(
            "order",
            msg("which help of the trial it was, from 1"),
        ),
        _text("help", msg("kind of help"), HELPS_GIVEN),
        _text("cause", msg("why it was given"), PROMPT_CAUSES),
        *_START,
        _real(
            "after_open_s",
            msg("time since answers began to count (the trial's opened_s), interruptions included"),
            "s",
        ),
    ),
)

ANNOTATIONS = TableOf(
    "annotations",
    msg("an annotation of a coder"),
    (
        *BEGINNING,
        _text(
            "coder",
            msg("the coder's code; LIVE: judged or marked in the session"),
        ),
        _text("id", msg("id of the annotation")),
        _text("scheme", msg("coding scheme")),
        _text("behaviour", msg("behaviour")),
        _text("modifiers", msg("modifiers, as JSON")),
        _text("subject", msg("subject: a code or a role")),
        *_START,
        _whole(
            "stop_ns",
            msg("when it was over; empty for a moment, and for a state whose end was not coded (open)"),
            "ns",
        ),
        _real("stop_s", msg("the same time, in seconds"), "s"),
        _yes("open", msg("a state whose end was not coded")),
        _yes(
            "observed",
            msg(
                "it lies, of a state a part of it, in what its coder observed (periods): a rate counts these "
                "alone, and is divided by the length of the periods; empty of LIVE and CONSENSUS, which have "
                "none"
            ),
        ),
        _real(
            "observed_s",
            msg(
                "of a state, how long of it lies in what its coder observed: a share of the time is made of "
                "that (of states that do not overlap); one without an end ends with the period in which it "
                "stands; empty of a moment"
            ),
            "s",
        ),
        _text(
            "comment",
            msg("the coder's remark; of the coder LIVE the trial's item, or what is written of a mark"),
        ),
    ),
)

PERIODS = TableOf(
    "periods",
    msg(
        "a part of the session that a coder looked at, by a scheme; without times where that is nothing. "
        "annotations holds also what was noted outside of them, which its column observed tells; where "
        "nothing is looked at, nothing noted means nothing. LIVE and CONSENSUS are not in it, nor whoever "
        "opened a scheme and neither noted anything nor called it done"
    ),
    (
        *_WHO,
        _text("coder", msg("the coder's code")),
        _text("scheme", msg("coding scheme")),
        _text(
            "known_by",
            msg("how it is known what the coder looked at"),
            OBSERVED,
        ),
        *_START,
        _whole("stop_ns", msg("until when, session time"), "ns"),
        _real("stop_s", msg("the same time, in seconds"), "s"),
    ),
)

FEATURES = TableOf(
    "features",
    msg("a second of a recording, of its picture or of its sound; measured when asked for"),
    (
        *BEGINNING,
        _text("stream", msg("camera or microphone")),
        _whole("segment", msg("segment of the recording")),
        _text("medium", msg("picture or sound"), MEDIA),
        _whole("second", msg("second of the file, from 0")),
        *_START,
        *_STOP,
        _text("sync", msg("how this time is known"), VERDICTS),
        _real(
            "sync_uncertainty_ms",
            msg(
                "how far off this time may be (95 %, or as given at an import); empty where nobody knows, as "
                "of a camera's sound without a clap; without a clap the camera's delay comes on top"
            ),
            "ms",
        ),
        _whole("pictures", msg("pictures that came in this second")),
        _real(
            "brightness",
            msg("mean brightness, from 0 (black) to 1 (white), of 5 pictures a second"),
        ),
        _real(
            "motion",
            msg(
                "motion: mean change of brightness, 0 to 1, from a picture to the one a fifth of a second "
                "later, both 160 points wide; a lamp that changes counts too; 0: a frozen picture"
            ),
        ),
        _real(
            "moving_share",
            msg("share of the picture, 0 to 1, whose brightness changes by more than 12 of 255 between them"),
        ),
        _real(
            "sharpness",
            msg(
                "sharpness: variance of the Laplacian of brightness (0 to 255), at most 640 points wide; "
                "to "
                "compare with other seconds of the same camera: low where the picture is blurred, or dark"
            ),
            "levels^2",
        ),
        _real(
            "heard_s",
            msg("how much sound there is in this second"),
            "s",
        ),
        _real(
            "rms_dbfs",
            msg("root-mean-square level of all channels; -120: digital silence"),
            "dBFS",
        ),
        _real("peak_dbfs", msg("peak level"), "dBFS"),
        _real(
            "voice_share",
            msg(
                "share of the second, 0 to 1, in which the sound is likely a voice: by 40 ms, periodic "
                "(80 to "
                "500 Hz) and 9 dB above the minute's quiet, between 200 and 3,500 Hz; Nao's voice counts, "
                "and "
                "so does a tone; nobody knows whose it is"
            ),
        ),
    ),
)

TABLES: Mapping[str, TableOf] = {
    table.name: table for table in (SESSIONS, EVENTS, TRIALS, RESPONSES_TABLE, PROMPTS, ANNOTATIONS, PERIODS)
}
"""The tables whose rows are made of the log and of coders' files; ``dictionary`` has all that is exported."""
