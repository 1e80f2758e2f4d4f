"""Notices: what the adult is told beside the protocol, each with a severity, a place and an end.

Pure: the notices that stand now follow from the lines of the log so far and the state of the devices. What
only a page can know, its link and its own last press, it adds in the same form
(``static/session_notices.js``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from nao_sessions.console.session.words import NOT_JUDGED, NOTICES, REFUSALS, UNSCORED
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine.values import Action
from nao_sessions.live.disk import DiskNews, State
from nao_sessions.privacy.ledger.values import is_sound
from nao_sessions.privacy.ledger.words import LOG_GOES_ON, why_over
from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.record.film import LEAST_DROPPED, LEAST_MISSING_NS
from nao_sessions.record.results.responses import (
    UNKNOWN,
    Unscored,
    is_heard_in_pause,
    is_word_heard_everywhere,
)
from nao_sessions.robot.adult_words import to_be_done
from nao_sessions.robot.names import PARTICIPANT
from nao_sessions.robot.port import NOBODY
from nao_sessions.text.messages import Text

Severity = Literal["alarm", "warning", "note"]
"""``alarm``: act now; ``warning``: know it while it lasts; ``note``: it passes by itself."""
Place = Literal["top", "press"]
"""``top``: what is so of the session and its devices; ``press``: what became of the last press."""

SHOWN_FOR_S = 20.0
"""How long what passes by itself stays, in real seconds: who looks at a child sees the screen seldom."""
READ_FOR_S = 5.0
"""How long what became of a press stays at least, in real seconds, though the next trial would end it."""
ENOUGH_FRAMES = 500
"""From how many frames on a recording is judged by those it drops: some twenty seconds of pictures."""
_SEVERITIES: tuple[Severity, ...] = ("alarm", "warning", "note")
_DISK: Mapping[State, Severity] = {
    "low": "warning",
    "full": "alarm",
    "reserve_low": "alarm",
    "well_again": "note",
}
_LEAVING = frozenset({"calm", "change", "goto", "finish", "close"})
"""The commands by which an activity is left, and with it the trial in hand."""
_NO_PRESS = frozenset({"timer", "done"})
_NO_GOODBYE = frozenset({"stopped", "lost", "fell"})
"""The pauses in which *Terminer* is dark, or was when they began: *Fermer tout de suite* is lit in each."""
NO_ANSWER = "no answer"
"""What the guard's ``doing`` holds where Nao could not be asked what it does."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that the adult is told beside the protocol.

    ``since_ns`` and ``until_ns`` are session time; without an end it stands until the log or the devices show
    that it is over. ``participant`` is the child whom its text names.
    """

    id: str
    severity: Severity
    text: Text
    place: Place
    since_ns: int
    until_ns: int | None = None
    participant: str | None = None


class NoticeLog:
    """The notices that lines of the log begin and end: fed by :meth:`take`, read by :meth:`standing`.

    ``speed`` is session seconds a real second, ``everywhere`` what the protocol listens for in every step.
    """

    def __init__(self, speed: float = 1.0, everywhere: Collection[str] = ()) -> None:
        self._everywhere = everywhere
        self._shown_for_ns = round(SHOWN_FOR_S * speed * SECOND_NS)
        self._read_for_ns = round(READ_FOR_S * speed * SECOND_NS)
        self._held: dict[str, Notice] = {}
        self._to_do: dict[str, Text] = {}
        self.adult_led = False
        self._cut: dict[str, bool] = {}
        """The recordings that have begun, and whether the session died since: how much one then lacks shows
        only by its pictures, once the recorder that lived on has ended too."""
        self._thin: set[str] = set()
        self._mute: set[str] = set()
        """The recordings that had a notice already that many pictures are missing."""
        self._lost = False
        """Whether the session has lost Nao too: a stop goes by its link, where the guard has none."""
        self._word = ""
        """The last word that the protocol listens for everywhere."""
        self._no_goodbye = False
        """Whether the session is paused for a reason that *Terminer* cannot lead out of."""
        self._leaving: int | None = None
        """The last input, where it was one by which an adult leaves what is under way."""
        self._unscored = Unscored()
        self._time_over = False
        """Whether the permitted time is over, and the closing has not begun."""
        self._listening = ""
        """The id of the last action by which Nao was to listen for words; empty: it is to listen for none."""
        self._easy: int | None = None
        """The press that asked for an easy trial before the end, until it is known what came of it."""

    @property
    def to_do(self) -> Text | None:
        """Return what the adult is to say or do now in Nao's place, where no Nao takes part; else None."""
        return next(iter(self._to_do.values()), None)

    def take(self, event: Event) -> None:
        """Update the notices from a line of the log."""
        match event.source, event.kind:
            case "guard", "ready":
                self._end("guard")
                self._hold_if(not event.data.get("robot"), event, "guard_robot", "warning")
            case "guard", "died" | "failed":
                self._hold(event, "guard", "alarm" if event.kind == "failed" else "warning", event.kind)
            case "guard", "robot_lost":
                self._hold(event, "guard_robot", "warning")
            case "guard", "robot_back":
                self._end("guard_robot")
            case "robot", "lost" | "back":
                self._lost = event.kind == "lost"
            case "guard", "halted" if self._lost and _is_unsent(event):
                self._hold(event, "still", "alarm", text="stop_unsent")
            case "guard", "still":
                unknown = "stop_unsent" if self._lost and _is_unsent(event) else "still_unknown"
                answers = NO_ANSWER not in event.data.get("doing", ())
                self._hold(event, "still", "alarm", text="still" if answers else unknown)
            case "guard", "quiet":
                self._end("still")
            case _, "film_over" if event.dir == "note":
                name = str(event.data.get("name", ""))
                text = NOTICES["film_over_one"].format(name=name) if name else NOTICES["film_over"]
                if (why := why_over(str(event.data.get("why", "")))) is not None:
                    text = NOTICES["film_over_because"].format(name=name, why=why)
                over = [name] if name else [*self._cut, *self._thin, *self._mute]
                self._end("disk", *(f"{about} {one}" for one in over for about in ("film", "thin", "mute")))
                self._put(Notice(f"film_over {name}".strip(), "warning", text, "top", event.at))
            case "session", "no_ground" if is_sound(recorder := str(event.data.get("recorder"))):
                self._tell_mute(event, recorder.partition(":")[2])
            case "session", "log_objected":
                self._put(Notice("log_objected", "warning", LOG_GOES_ON, "top", event.at))
            case "session", "sound_over":
                self._tell_mute(event, str(event.data.get("name")))
            case "recorder", "disk":
                self._take_disk(event)
            case "recorder", "disk_full":
                news = DiskNews("full", 0, 0)
                self._put(Notice("disk", "alarm", news.sentence(), "top", event.at))
            case "recorder", "rolling":
                name = str(event.data.get("name"))
                if self._cut.get(name):
                    until_ns = event.at + self._shown_for_ns
                    text = NOTICES["film_again"].format(name=name)
                    self._put(Notice(f"film {name}", "note", text, "top", event.at, until_ns))
                self._cut[name] = False
            case "recorder", "gap":
                length_ns = int(event.data["to"]) - int(event.data["from"])
                self._tell_missing(event, str(event.data.get("name")), length_ns)
            case "robot", "about":
                self.adult_led = event.data.get("kind") == NOBODY
            case _, "resumed":
                self._end("disk", "still", "press", "action", "heard", "heard_paused")
                self._to_do.clear()
                self._cut = dict.fromkeys(self._cut, True)
            case _, "command" | "button" | "mark" if event.dir != "out":
                self._easy = event.seq if _answer_to(event) == "easy_trial" else None
                self._end("press", "heard", "heard_paused")  # whatever is told of an earlier press is past
                if (about := _answer_to(event)) is not None:  # nothing else shows it; a refusal comes after
                    until_ns = event.at + self._shown_for_ns
                    self._put(Notice("press", "note", NOTICES[about], "press", event.at, until_ns))
        if event.dir == "in":
            leaves = event.kind == "button" or (
                event.kind == "command" and event.data.get("name") in _LEAVING
            )
            self._leaving = event.seq if leaves else None
        if event.dir == "out":
            self._take_output(event)
            self._tell_unscored(event)
        elif event.kind == "done":
            self._to_do.pop(str(event.data.get("action")), None)
            if event.data.get("how") == "finished" and event.data.get("action") == self._listening:
                self._end("deaf")

    def standing(self, recorders: Collection[Mapping[str, Any]], now_ns: int) -> tuple[Notice, ...]:
        """Return the notices to show now, the most severe first, then the newest.

        Args:
            recorders: each with its ``name``, whether it ``records``, and how many ``frames`` its file has
                and how many were ``dropped``, now.
            now_ns: session time.
        """
        silent = [
            Notice(
                f"recorder {one['name']}",
                "warning",
                NOTICES["not_recording"].format(name=str(one["name"])),
                "top",
                now_ns,
            )
            for one in recorders
            if not one["records"]
        ]
        for one in recorders:
            self._look_at_dropped(one, now_ns)
        held = [one for one in self._held.values() if one.until_ns is None or now_ns < one.until_ns]
        return tuple(
            sorted([*held, *silent], key=lambda one: (_SEVERITIES.index(one.severity), -one.since_ns, one.id))
        )

    def _tell_mute(self, event: Event, name: str) -> None:
        """Begin the notice, for the whole session, that a camera films without its sound."""
        self._mute.add(name)
        text = NOTICES["mute"].format(name=name)
        self._put(Notice(f"mute {name}", "note", text, "top", event.at))

    def _tell_missing(self, event: Event, name: str, length_ns: int) -> None:
        """Begin a notice that a recording has a gap, now that it goes on; none for a short gap."""
        if length_ns < LEAST_MISSING_NS:
            return
        text = NOTICES["film_missing"].format(name=name, seconds=round(length_ns / SECOND_NS))
        until_ns = event.at + self._shown_for_ns
        self._put(Notice(f"film {name}", "note", text, "top", event.at, until_ns))

    def _look_at_dropped(self, recorder: Mapping[str, Any], now_ns: int) -> None:
        """Begin a notice, once, that a recording drops many frames, if there are enough frames to judge."""
        name, dropped = str(recorder["name"]), int(recorder.get("dropped", 0))
        total = dropped + int(recorder.get("frames", 0))
        if name in self._thin or total < ENOUGH_FRAMES or dropped < LEAST_DROPPED * total:
            return
        self._thin.add(name)
        text = NOTICES["film_thin"].format(name=name, percent=round(100 * dropped / total))
        until_ns = now_ns + self._shown_for_ns
        self._put(Notice(f"thin {name}", "note", text, "top", now_ns, until_ns))

    def _take_disk(self, event: Event) -> None:
        data = event.data
        for state, severity in _DISK.items():
            if data.get("state") == state:
                news = DiskNews(state, int(data.get("free_bytes", 0)), int(data.get("minutes_left", 0)))
                until_ns = event.at + self._shown_for_ns if severity == "note" else None
                self._put(Notice("disk", severity, news.sentence(), "top", event.at, until_ns))

    def _take_output(self, event: Event) -> None:
        until_ns = event.at + self._shown_for_ns
        self._take_time(event)
        if event.kind == "do" and event.data.get("verb") == "listen":
            self._listening = str(event.data["id"]) if event.data.get("words") else ""
            if not self._listening:
                self._end("deaf")
        match event.kind:
            case "refused":
                why = REFUSALS.get(str(event.data.get("why")))
                if why is not None and event.data.get("what") not in _NO_PRESS:
                    self._put(Notice("press", "note", why, "press", event.at, until_ns))
            case "error" if event.data.get("code") == "action_failed" and self._is_deaf(event):
                self._hold(event, "deaf", "warning")
            case "error" if event.data.get("code") == "action_failed":
                self._put(Notice("action", "note", NOTICES["action_failed"], "top", event.at, until_ns))
            case "paused":
                self._no_goodbye = self._no_goodbye or event.data.get("why") in _NO_GOODBYE
            case "continued":
                self._no_goodbye = False
                self._end("still", "heard_paused")
            case "question":
                self._let_pass(event.at)
            case "response" if is_word_heard_everywhere(event):
                self._word = str(event.data["value"])
                self._hear_word(event, "heard")
            case "response" if is_heard_in_pause(event, self._everywhere):
                over = "heard_over" if self._time_over else "heard_paused"
                text = NOTICES["heard_closing" if self._no_goodbye else over]
                text = text.format(word=str(event.data["value"]))
                self._put(Notice("heard_paused", "warning", text, "top", event.at))
            case "rejudged" if event.data.get("was") != event.data.get("judgement"):
                was, judgement = (
                    JUDGEMENTS.get(str(event.data.get(one)), NOT_JUDGED) for one in ("was", "judgement")
                )
                number = event.data.get("number")
                text = NOTICES["rejudged"].format(number=number, judgement=judgement, was=was)
                self._put(Notice("press", "note", text, "press", event.at, until_ns))
            case "trial" if _is_passed_over(event):
                self._put(Notice("press", "note", NOTICES["unanswered"], "press", event.at, until_ns))
            case "trial" if event.data.get("judgement") == "void":
                if event.cause == self._leaving is not None:
                    self._put(Notice("press", "note", NOTICES["left_trial"], "press", event.at, until_ns))
                elif "heard" in self._held:
                    self._hear_word(event, "heard_left")
            case "voice":
                text = NOTICES["voice"].format(volume=event.data["volume"], speed=event.data["speed"])
                self._put(Notice("press", "note", text, "press", event.at, until_ns))
            case "do" if self.adult_led:
                data = {key: value for key, value in event.data.items() if key not in ("id", "verb")}
                action = Action(str(event.data["id"]), event.data["verb"], data)
                to_do = to_be_done(action)
                if to_do is not None:
                    self._to_do[action.id] = to_do

    def _take_time(self, event: Event) -> None:
        """Begin and end the notices on the session's time limit, and that no easy trial can be asked."""
        match event.kind:
            case "notice":
                seconds = int(event.data["seconds_left"])
                self._time_over = not seconds
                text = NOTICES["time_near"].format(minutes=-(-seconds // 60))
                text = text if seconds else NOTICES["time_over"]
                self._put(Notice("time", "warning", text, "top", event.at))
            case "adaptation" if event.data.get("command") == "extend":
                self._time_over = False
                self._end("time")
            case "entered" if event.data.get("by") == "commands/finish":
                self._time_over = False
                self._end("time")
            case "ended":
                self._end("time")
        # A trial that is to be asked comes later: what follows the press itself is the end.
        if event.cause == self._easy is not None and event.kind not in ("trial", "refused", "question"):
            self._easy = None
            until_ns = event.at + self._shown_for_ns
            held = self._held.get("press")
            left = held is not None and held.text == NOTICES["left_trial"]
            text = NOTICES["no_easy_trial_left" if left else "no_easy_trial"]
            self._put(Notice("press", "note", text, "press", event.at, until_ns))

    def _tell_unscored(self, event: Event) -> None:
        """Begin a notice on an answer that came after its trial, and was not scored."""
        found = self._unscored.take(event)
        if found is None or event.data["why"] != "nothing_waits":
            return
        (why, answer), by = found, str(event.data.get("by") or "")
        if by in ("", UNKNOWN):
            by, text = "", UNSCORED[why].format(answers=answer)
        else:
            text = NOTICES["late_answer"].format(participant=PARTICIPANT, answer=answer)
        until_ns = event.at + self._shown_for_ns
        self._put(Notice("answer", "note", text, "top", event.at, until_ns, by or None))

    def _is_deaf(self, event: Event) -> bool:
        """Return whether it was to listen that Nao failed."""
        return bool(self._listening) and event.data.get("action") == self._listening

    def _hold(self, event: Event, name: str, severity: Severity, word: str = "", text: str = "") -> None:
        words = NOTICES[text or (f"{name}_{word}" if word else name)]
        self._put(Notice(name, severity, words, "top", event.at))

    def _hear_word(self, event: Event, text: str) -> None:
        self._put(Notice("heard", "warning", NOTICES[text].format(word=self._word), "top", event.at))

    def _hold_if(self, holds: bool, event: Event, name: str, severity: Severity) -> None:
        if holds:
            self._hold(event, name, severity)
        else:
            self._end(name)

    def _let_pass(self, at_ns: int) -> None:
        """End notices on the trial before (a press, a late answer) once they have been shown long enough."""
        for notice in [self._held[name] for name in ("press", "answer") if name in self._held]:
            if notice.until_ns is not None:
                until_ns = min(notice.until_ns, max(at_ns, notice.since_ns + self._read_for_ns))
                self._put(replace(notice, until_ns=until_ns))

    def _put(self, notice: Notice) -> None:
        self._held[notice.id] = notice

    def _end(self, *names: str) -> None:
        for name in names:
            self._held.pop(name, None)


def _is_passed_over(event: Event) -> bool:
    """Return whether an adult ended a question without a right answer, and noted no answer."""
    data = event.data
    return data.get("judgement", "") is None and not data.get("answer") and data.get("way") == "professional"


def _is_unsent(event: Event) -> bool:
    """Return whether a stop has not been sent to Nao, since the guard had no link."""
    stages = event.data.get("stages")
    return isinstance(stages, Mapping) and "sent" in stages and stages["sent"] is None


def _answer_to(event: Event) -> str | None:
    """Return the name of the notice that answers a press, where nothing else on the page does; else None."""
    name = event.data.get("name")
    if name == "finish" and event.data.get("after") == "easy_trial":
        return "easy_trial"
    return "extended" if name == "extend" else None
