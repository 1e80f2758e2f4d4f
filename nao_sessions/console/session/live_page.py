"""One running session as its pages see it: the state that is sent, the presses that come back.

It lives as long as the session; whatever a page does, it can only put inputs into the session's queue.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.people import first_name
from nao_sessions.console.session.acts import (
    FOR_THIS_STATE,
    OLDEST_PRESS_MS,
    SOURCE,
    PagePress,
    Presses,
    Role,
    Seats,
    incoming_of,
    is_second,
    refusal,
    stamp_of,
)
from nao_sessions.console.session.model import (
    PageContext,
    around,
    judged_answers,
    mark_of,
    over_until,
    shown,
    trial_name,
)
from nao_sessions.console.session.notices import Notice, NoticeLog
from nao_sessions.console.session.words import DOING, ENDED_TRIAL, REFUSALS, WHERE_OPEN
from nao_sessions.console.session_registry import RunningSession, SessionRegistry
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.codes import code_words
from nao_sessions.core.events import Event
from nao_sessions.core.received import received
from nao_sessions.engine.commands import voice_at_bound
from nao_sessions.engine.waits import limits
from nao_sessions.record.log import read_log
from nao_sessions.record.results.absences import seen_by
from nao_sessions.record.results.easy_trial import EasyTrial, has_easy_trial
from nao_sessions.record.results.responses import (
    UNKNOWN,
    Addressees,
    Unscored,
    fill,
    words_heard_everywhere,
)
from nao_sessions.record.results.trials import Rounds
from nao_sessions.robot.port import NOBODY
from nao_sessions.room.files.levels import LoudnessTenth, levels_path
from nao_sessions.text.languages import unbroken
from nao_sessions.text.messages import Text

# How the devices of a running session are at this moment: recorders, the robot, the sound.
#
# Numbers for people to look at, made each second from what the loop has heard; nothing is measured here.

_LINE_BYTES = 256
"""How much of a file of levels is read: more than three lines take."""
_RECORDS = frozenset({"status", "rolling", "mark", "gap", "well_again", "black", "silent", "held_up"})
"""What a recorder tells while it records; "frozen" too where its pictures only repeat themselves."""
SILENT_AFTER_NS = 3 * SECOND_NS
"""A recorder that reports nothing for so long does not record (it reports each second)."""
STEADY_S = 5
"""A source that stood still and rolls on a new link is told as recording after so long: while a camera or a
network stands still each link may bring a picture or two, and what stands still is told after two seconds."""


def recorders(
    names: Iterable[str],
    facts: Mapping[str, Mapping[str, Any]],
    now_ns: int,
    speed: float,
    frozen: Collection[str] = (),
) -> list[dict[str, Any]]:
    """Return each recorder's name, whether it is recording now, and its recorded and dropped frames.

    Args:
        names: all that the session has, whether they have reported anything or not.
        facts: the last report of each, by name, with ``at`` in session time.
        now_ns: session time.
        speed: session seconds a real second: a recorder reports each *real* second.
        frozen: those whose source sends nothing at the moment: their recorders live, and record nothing.
    """
    rows = []
    for name in sorted({*names, *facts}):
        fact = facts.get(name, {})
        age_ns = (now_ns - int(fact.get("at", 0))) / speed
        event = str(fact.get("event"))
        tells = event in _RECORDS or (event == "frozen" and fact.get("reason") == "repeats")
        well = tells and age_ns < SILENT_AFTER_NS
        well = well and name not in frozen
        counts = {count: int(fact.get(count, 0)) for count in ("frames", "dropped")}
        rows.append({"name": name, "records": well, **counts})
    return rows


def loudness(room: Path, names: Iterable[str], now_ns: int, speed: float) -> float | None:
    """Return how loud the room is now: the peak of the loudest source, in dB below the maximum.

    None where no source has sound, or no file of levels had a line for a while. Read from the end of those
    files, to which the recorders write a line each tenth of a second.
    """
    newest = []
    for name in names:
        level = _last_level(levels_path(room, name))
        if level is not None and (now_ns - level.arrival_ns) / speed < SILENT_AFTER_NS:
            newest.append(level.peak_db)
    return max(newest, default=None)


def _last_level(path: Path) -> LoudnessTenth | None:
    try:
        with received(path, path.parent.parent, None) as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LINE_BYTES))
            lines = file.read().decode("ascii", "replace").splitlines(keepends=True)
    except OSError:
        return None
    for line in reversed(lines[1:]):  # the first may be torn; the last may be being written
        try:
            return LoudnessTenth.from_line(line)
        except ValueError:
            continue
    return None


class RobotNews:
    """The state of Nao by the log so far: charge, heat, whether it answers, stands and may move."""

    def __init__(self) -> None:
        self.lost = False
        self._breaks_off = False
        """Whether the session is paused since Nao broke off, and no line of the robot's says so yet."""
        self.none = False
        self.fallen = False
        self.raised = False
        self.stopped = False
        self.battery_percent: int | None = None
        self.battery_minutes: int | None = None
        self.hot: tuple[str, ...] = ()

    def take(self, event: Event) -> None:
        """Update the state of Nao from a line of the log."""
        if event.dir == "out":
            if event.kind == "continued":  # a person says that Nao sits well, and may move: no sensor does
                self.raised = self.raised or self.fallen
                self.fallen = self.stopped = self._breaks_off = False
            elif event.kind == "paused":
                self._breaks_off = self._breaks_off or (event.data.get("why") == "lost" and not self.lost)
                self.stopped = self.stopped or event.data.get("why") == "stopped"
        elif event.source == "robot":
            self._take_news(event)

    def _take_news(self, event: Event) -> None:
        if event.kind == "about":
            self.none = event.data.get("kind") == NOBODY
        elif event.kind == "fell":
            self.fallen = True
        elif event.kind == "battery":
            self.battery_percent = int(event.data.get("percent", 0))
            minutes = event.data.get("minutes")
            self.battery_minutes = None if minutes is None else int(minutes)
        elif event.kind == "hot":
            self.hot = tuple(str(joint) for joint in event.data.get("joints", ()))
        elif event.kind in ("lost", "back"):
            self.lost, self._breaks_off = event.kind == "lost", False

    @property
    def state(self) -> str:
        """Return the state of Nao in one word; the worst one where several are true."""
        states = {
            "none": self.none,
            "lost": self.lost or self._breaks_off,
            "fell": self.fallen,
            "stopped": self.stopped,
            "raised": self.raised,
        }
        return next((name for name, holds in states.items() if holds), "well")

    def to_json(self) -> dict[str, Any]:
        """Return the state of Nao as JSON values."""
        return {
            "state": self.state,
            "battery_percent": self.battery_percent,
            "battery_minutes": self.battery_minutes,
            "hot": list(self.hot),
        }


LAST_TRIALS = 5
"""How many trials that ended a page is sent: it may have been cut off meanwhile."""


@dataclass(frozen=True, slots=True)
class PressResult:
    """What becomes of a press: taken up, or the code and the sentence that say why not."""

    taken: bool
    code: str = ""
    sentence: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the result of the press as JSON values."""
        return {"taken": self.taken, "code": self.code, "sentence": self.sentence}


@dataclass(slots=True)
class LivePage:
    """One running session as its pages see it: the state that is sent, and the presses that come back."""

    config: ConsoleConfig
    registry: SessionRegistry
    running: RunningSession
    seats: Seats = field(default_factory=Seats)
    robot: RobotNews = field(default_factory=RobotNews)
    _presses: Presses = field(default_factory=Presses)
    _stops: Presses = field(default_factory=Presses)
    _been: set[str] = field(default_factory=set)
    _around: PageContext = field(init=False)
    _notices: NoticeLog = field(init=False)
    _deadline: tuple[int | None, int] = (None, 0)
    """What is waited for until when, and since when (session ns): a page that is loaded again cannot know."""
    _waits: bool = False
    """Whether a press that was meant for what is shown waits to be taken up: no other one is, until then."""
    _trials: deque[tuple[int, Text]] = field(default_factory=lambda: deque(maxlen=LAST_TRIALS))
    """The last trials that ended, by the numbers of their lines: for a page that was cut off."""
    _given: list[str] = field(default_factory=list)
    """The answers that have come in the trial in hand."""
    _entered: list[str] = field(default_factory=list)
    """Answers that the adult has entered in it."""
    _heard: str = ""
    """The word that was proposed last in it; "" where it was no word."""
    _finds: Unscored = field(default_factory=Unscored)
    _unscored: list[tuple[str, str]] = field(default_factory=list)
    """Answers in it that do not count: (why, answer) each."""
    _astray: list[tuple[str, str]] = field(default_factory=list)
    """Answers in it from another child than the one who was asked: (child, answer) each."""
    _rounds: Rounds = field(default_factory=Rounds)
    _round: int = 1
    """Which round of its step it is in."""
    _questions: int = 0
    """How many there were in the session."""
    _in_trial: int | None = None
    """The last of them, while its step goes on; None in another step."""
    _said_in: int | None = None
    """The question during which Nao said its last sentence; None where it was said outside of trials."""
    _asked: str | None = None
    """The child whose turn it is in it; None where anybody may answer."""
    _record: Mapping[str, Any] | None = None
    """Its record, once it has ended."""
    _easy: EasyTrial = field(default_factory=EasyTrial)
    _addressees: Addressees = field(default_factory=Addressees)
    _frozen: dict[str, int | None] = field(default_factory=dict)
    """The recordings whose source sends nothing at the moment, or did, each with the session ns since when it
    rolls again on a new link, on which it may stand still at once; None: it does not."""
    _ended_ns: int | None = None
    """When the session came to its end (session ns): its clock stands there while its folder is closed."""
    _counted: PagePress | None = None
    """The last press that was meant for what is shown and was taken up."""
    _counted_trial: Text | None = None
    """The trial that it was meant for: the refusal of the next press may stand beside a later one."""

    def __post_init__(self) -> None:
        begun = self.running.session.begun
        state, language = begun.journal.state, self.config.language
        protocol = begun.journal.engine.protocol
        self._around = around(
            protocol, language, state.language, state.participants, self._fill, self._quote, self._been
        )
        self._notices = NoticeLog(begun.clock.speed, words_heard_everywhere(protocol))
        self._hear(read_log(begun.folder.events).events)  # what was told before anybody could look
        begun.journal.overhear(self._hear)

    @property
    def stamp(self) -> str:
        """Return the stamp of what the page shows now."""
        state = self.running.session.begun.journal.state
        return stamp_of(self.running.view, dict(state.entered).get(state.step))

    def state(self, seat: str) -> dict[str, Any]:
        """Return all that the page of a seat (a device that shows it) shows now, as JSON values."""
        begun = self.running.session.begun
        return {
            "session": self.running.id,
            "resumes": begun.journal.resumes,
            "stops": self.running.session.loop.latch.times_shut,
            **self._shown(),
            "control": self.seats.told_to(seat),
            **self._asking(),
            **self.devices(),
            "limit_ns": begun.journal.state.limit_at,
            "trials": [{"seq": seq, "text": self._told(text)} for seq, text in self._trials],
            "waits_since_ns": self._deadline[1],
        }

    def _shown(self) -> dict[str, Any]:
        trial = self.running.view.trial
        judged = None if trial is None or not trial.over else trial.judged
        given, entered = judged_answers(self._given, self._entered, self._record, judged)
        came = (given, self._unscored, entered)
        about = (self.robot.state, *came, self._addressees, self._easy.number)
        journal = self.running.session.begun.journal
        state, protocol = journal.state, journal.engine.protocol
        page = shown(
            self.running.view,
            self._around,
            self.stamp,
            *about,
            astray=self._astray,
            over_until_ns=over_until(state, protocol),
            heard=self._heard,
            round_number=self._round,
            past_sentence=self._said_in not in (None, self._in_trial),
        )
        if page["accepted"] is not None:
            # The same step waits for a lost Nao; one on the floor cannot make the gestures of a goodbye.
            dark = {"resume", "finish"} if self.robot.lost else {"finish"} if self.robot.fallen else set()
            page["accepted"] = [name for name in page["accepted"] if name not in dark]
        page["easy_trial"] = has_easy_trial(state)
        page["at_bound"] = sorted(voice_at_bound(state.volume, state.speed))
        if page["deadline_ns"] in self._limits:
            page["awaits_until"] = None
        if page["adult"] is None and self._notices.to_do is not None:
            addressee = self._addressees.of_sentence or self.running.view.turn
            page["adult"] = self._quote(self._told(self._notices.to_do), addressee)
        return page

    @property
    def _limits(self) -> frozenset[int]:
        """Return the deadlines of the session as a whole, in ns of session time; nobody waits for them."""
        journal = self.running.session.begun.journal
        return limits(journal.state, journal.engine.protocol)

    def _told(self, text: Text) -> str:
        return unbroken(text.in_language(self.config.language))

    def _asking(self) -> dict[str, Any]:
        """Return, as JSON values, whether the last clap waits for an answer, before the folder is closed."""
        if not self.running.asks_empty_room():
            return {"asks_empty_room": False}
        return {"asks_empty_room": True, "doing": unbroken(DOING["ended"].in_language(self.config.language))}

    def devices(self) -> dict[str, Any]:
        """Return the current state of Nao, recorders and notices as JSON values, with the session time."""
        session = self.running.session
        begun = session.begun
        clock = begun.clock
        now_ns = clock.now_ns()
        devices = recorders(
            session.recorded, session.recorder_facts, now_ns, clock.speed, self._standing_still(now_ns)
        )
        ending = [Notice(f"end {n}", "alarm", one, "top", now_ns) for n, one in enumerate(self.registry.told)]
        ended_ns = self._ended_ns
        # What no longer records once the session is over was stopped on purpose.
        watched = [one for one in devices if ended_ns is None and one["name"] not in session.unfilmed]
        standing = (*ending, *self._notices.standing(watched, now_ns))
        listening = [str(one["name"]) for one in devices if one["records"]]
        return {
            "now_ns": now_ns if ended_ns is None else ended_ns,
            "speed": clock.speed if ended_ns is None else 0,
            "ended": ended_ns is not None,
            "recorders": devices,
            "film_over": session.film_over_ns is not None
            or (bool(session.recorded) and session.unfilmed.issuperset(session.recorded)),
            "notices": [
                {
                    "id": one.id,
                    "severity": one.severity,
                    "place": one.place,
                    "text": text[0].upper() + text[1:],
                }
                for one in standing
                for text in [self._fill(self._told(one.text), one.participant)]
            ],
            "robot": self.robot.to_json(),
            "sound_db": loudness(begun.folder.room, listening, now_ns, clock.speed),
        }

    async def take(self, act: PagePress, role: Role) -> PressResult:
        """Take up a press, or refuse it, and return which; a repeated press gets the same result.

        A stop goes before everything else, and so does the end of the film: no seat, role, mark or earlier
        press keeps it from Nao, and the film from its end.
        """
        known = self._presses.answer(act.press)
        if act.ask:
            if known is None:  # it never came, and does not count any more if it should
                self._presses.keep(act.press, known := "lost")
            return self._answer(known)
        if act.name == "stop":
            return await self._stop(act, role)
        if act.name == "end_film":
            return self._end_film(act)
        if known is not None:
            return self._answer(known or "again")
        code = self._take(act, role)
        self._presses.keep(act.press, code)
        return self._answer(code)

    async def _stop(self, act: PagePress, role: Role) -> PressResult:
        """Stop Nao, through the guard first, unless a person resumed since and the page had not seen that."""
        if self._stops.answer(act.press) is not None:  # it has stopped Nao already
            return self._answer("")
        if self.running.session.loop.latch.is_late(act.stop, self.running.id):
            self.running.session.loop.note(SOURCE, "late_stop", {"press": act.press, "resumes": act.resumes})
            return self._answer("late")
        self._stops.keep(act.press, "")
        # The latch is shut before the loop runs again; a guard that hangs must not hold the input up.
        self.running.session.loop.put(incoming_of(act, role, self.running.names.hide))
        await self.running.halt(SOURCE)
        return self._answer("")

    def _end_film(self, act: PagePress) -> PressResult:
        """End the film, unless the press was made for another session."""
        if act.session not in ("", self.running.id):
            return self._answer("late")
        self.running.session.end_film(SOURCE, act.press)
        self.registry.changed()
        return self._answer("")

    def _take(self, act: PagePress, role: Role) -> str:
        """Feed a press to the session; return the code of its refusal, "" where it is accepted."""
        if not self.seats.may(act.seat, role, act.name):
            return "watching" if role == "lead" else "led_elsewhere"  # no other role can take over
        loop = self.running.session.loop
        why = refusal(act, self.stamp, self.running.view, loop.latch.times_shut)
        if act.name in FOR_THIS_STATE:
            first = self._counted
            waits = why is None and self._waits
            if first is not None and (waits or (act.stamp != self.stamp and is_second(act, first))):
                return "second" if first.seat == act.seat else "other"
            if why == "stale" and act.age_ms <= OLDEST_PRESS_MS and self._is_scored():
                return "scored"
            if why is None:
                self._waits, self._counted = True, act
                trial = self.running.view.trial
                self._counted_trial = None if trial is None else self._trial_name(trial.number)
        if why is not None:
            return why
        if act.name == "mark":
            clock = self.running.session.begun.clock
            text = {"text": self.config.names.hide(act.text)} if act.text else {}
            loop.note(SOURCE, "mark", {"press": act.press, **text}, clock.at_ns(act.made_ns))
        else:
            loop.put(incoming_of(act, role, self.running.names.hide))
        return ""

    def _is_scored(self) -> bool:
        trial = self.running.view.trial
        return trial is not None and trial.over

    def take_over(self, seat: str) -> bool:
        """Make a page the leading one from now on, and log that; return whether it may lead."""
        taken = self.seats.take_over(seat)
        if taken:
            self.running.session.loop.note("console", "control", {})
        return taken

    def _answer(self, code: str) -> PressResult:
        language = self.config.language
        if not code:
            return PressResult(taken=True)
        text = REFUSALS[code]
        if code == "second" and self._counted_trial is not None:
            text = REFUSALS["second_in_trial"].format(trial=self._counted_trial)
        return PressResult(taken=False, code=code, sentence=unbroken(text.in_language(language)))

    def _fill(self, text: str, turn: str | None) -> str:
        """Fill unlocked first names into a sentence for the professional; a code where a name is unknown."""
        return self._filled(text, turn, "{}")

    def _quote(self, text: str, turn: str | None) -> str:
        """Fill unlocked first names into a sentence of Nao's; ‹P07› where a name is unknown."""
        return self._filled(text, turn, "‹{}›")

    def _filled(self, text: str, turn: str | None, unnamed: str) -> str:
        def called(code: str) -> str:
            shown = code_words(code).in_language(self.config.language)
            return first_name(self.running.names, code) or unnamed.format(shown)

        return fill(text, turn, self._around.participants, called)

    def _hear(self, lines: Sequence[Event]) -> None:
        for event in lines:
            if event.source == SOURCE and event.dir == "in":
                self._waits = self._waits and not _for_this_state(event)
            if event.source == SOURCE and "press" in event.data and event.kind != "late_stop":
                presses = self._stops if event.data.get("name") == "stop" else self._presses
                presses.keep(str(event.data["press"]), "")
            self.robot.take(event)
            self._notices.take(event)
            self._easy.take(event)
            self._addressees.take(event)
            if event.source == "recorder":
                self._hear_recorder(event)
            if (event.dir, event.kind) == ("out", "ended"):
                self._ended_ns = event.at
            self._been |= seen_by(event)
            self._hear_trial(event)
        deadline_ns = self.running.view.deadline_ns
        if lines and deadline_ns != self._deadline[0]:
            self._deadline = (deadline_ns, lines[-1].at)

    def _hear_recorder(self, event: Event) -> None:
        name = str(event.data.get("name"))
        reason = event.data.get("reason")
        still = name in self._standing_still(event.at)
        if event.kind == "frozen" and reason is None:  # else pictures come, all the same
            self._frozen[name] = None
        elif not still or (event.kind == "well_again" and event.data.get("after") == "frozen"):
            self._frozen.pop(name, None)
        elif event.kind == "gap" and reason == "frozen":  # the pictures came again
            del self._frozen[name]
        elif event.kind == "rolling":
            self._frozen[name] = event.at
        elif event.kind == "closed":
            self._frozen[name] = None

    def _standing_still(self, now_ns: int) -> frozenset[str]:
        """Return the recordings whose source sends nothing, or again for less than STEADY_S."""
        steady_ns = STEADY_S * SECOND_NS * self.running.session.begun.clock.speed
        return frozenset(
            name
            for name, since_ns in self._frozen.items()
            if since_ns is None or now_ns - since_ns < steady_ns
        )

    def _hear_trial(self, event: Event) -> None:
        if event.dir != "out":
            if event.kind == "command" and event.data.get("name") == "judge" and event.data.get("answer"):
                self._entered.append(str(event.data["answer"]))
            return
        unscored = self._finds.take(event)
        if event.kind in ("question", "entered"):
            self._given.clear()
            self._entered.clear()
            self._unscored.clear()
            self._astray.clear()
            self._asked, self._record = event.data.get("turn"), None
        if event.kind == "entered":
            self._in_trial = None
        elif event.kind == "question":
            data = event.data
            self._questions += 1
            self._in_trial = self._questions
            self._round = self._rounds.take(data["step"], str(data.get("turn") or ""), data["number"])
        elif event.kind == "do" and event.data["verb"] == "say":
            self._said_in = self._in_trial
        elif event.kind == "trial":
            self._record = event.data
            judgement = mark_of(
                event.data.get("judgement"),
                answered=bool(event.data.get("attempts")),
                helped=bool(event.data.get("prompts")),
            )
            text = ENDED_TRIAL.format(trial=self._trial_name(event.data["number"]), judgement=judgement)
            self._trials.append((event.seq, text))
        elif event.kind == "response" and event.data.get("why") == "proposes":
            self._heard = str(event.data["value"]) if event.data["sense"] == "word" else ""
        elif event.kind == "response" and event.data.get("why") == "decides":
            self._given.append(str(event.data["answer"]))
        elif event.kind == "response" and event.data.get("why") == "out_of_turn":
            self._astray.append((str(event.data["by"]), str(event.data["answer"])))
        elif unscored is not None and self._is_of_another(event):
            self._astray.append((str(event.data["by"]), unscored[1]))
        elif unscored is not None:
            self._unscored.append(unscored)

    def _trial_name(self, number: int) -> Text:
        return trial_name(WHERE_OPEN.format(number=number), self._round)

    def _is_of_another(self, response: Event) -> bool:
        """Return whether a response is known to be of another child than the one who was asked."""
        return self._asked is not None and response.data.get("by", UNKNOWN) not in (UNKNOWN, self._asked)


def _for_this_state(event: Event) -> bool:
    return event.kind == "button" or event.data.get("name") in FOR_THIS_STATE
