"""One seeded sequence of inputs, given to the engine and to the oracle: where do they part?"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.protocol import load_files
from tests.course import SECOND_NS, Course
from tests.oracle.interpreter import Session
from tests.oracle.values import read_protocol
from tests.oracle.waits import Stimulus

ACTION_MS = 1_000
TOUCHES = ("head.front", "hand.left", "hand.right", "foot.left", "foot.right")
WORDS = ("oui", "non", "encore")
CARDS = ("3", "4", "5")
CODES = ("P07", "P02", "P11")
MOST_MOVES = 60
PASSES_MS = {"late": 700, "resume": 4_300}
"""How much time passes before an input: before a word that is to be heard, or in a pause."""
CONTEXT = 12
RECORD = ("item", "answer", "judgement", "help", "prompts", "attempts", "child", "correction", "level")

Trace = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two interpreters of a protocol part: the moves up to there, and what each says of the last."""

    moves: tuple[str, ...]
    engine: Trace
    oracle: Trace

    def __str__(self) -> str:
        return "\n".join(
            ["moves: " + ", ".join(self.moves), *(f"  engine {t}" for t in self.engine), "  --"]
            + [f"  oracle {t}" for t in self.oracle]
        )


def trace_of(lines: list[Event]) -> Trace:
    """Return what the oracle speaks of, too, from the lines of a log."""
    trace: Trace = []
    for line in lines:
        data: Any = line.data
        match line.kind:
            case "entered" | "group_done":
                trace.append((line.kind, data["step"]))
            case "do" if data["verb"] not in ("listen", "watch"):
                values = [v for k, v in data.items() if k in ("text", "name", "colour", "where")]
                names = (data.get("participant", ""),) if "{participant}" in str(values[0]) else ()
                trace.append(("do", data["verb"], values[0], *names))
            case "turn":
                trace.append(("turn", data["group"], data["round"], data.get("participant") or data["item"]))
            case "paused":
                trace.append(("paused", data["why"]))
            case "continued":
                trace.append(("continued", data["by"]))
            case "left" | "returned":
                trace.append((line.kind, data["participant"]))
            case "proposed" | "dismissed":
                trace.append((line.kind, data["answer"]))
            case "set":
                trace.append(("set", data["name"], data["value"]))
            case "note" | "adult":
                trace.append((line.kind, data["text"]))
            case "question":
                trace.append(("question", data["step"], data["item"], data["correction"]))
            case "level":
                trace.append(("level", data["participant"] or "", data["value"]))
            case "open" | "quiet":
                trace.append((line.kind,))
            case "prompt":
                trace.append(("prompt", data["help"], data["cause"]))
            case "trial":
                trace.append(("trial", *_record(data)))
            case "rejudged":
                trace.append(("rejudged", data["was"], *_record(data)))
            case "block":
                keys = ("correct", "prompted", "incorrect", "no_response", "refused", "void")
                trace.append(("block", *(data[key] for key in keys)))
            case "ended":
                trace.append(("ended", data["outcome"]))
    return trace


def _record(data: Any) -> tuple[Any, ...]:
    """Return what is compared of a trial."""
    return tuple(data[key] for key in RECORD)


def in_order(trace: Trace) -> Trace:
    """Return a trace in which what begins together stands in one order."""
    ordered: Trace = []
    run: Trace = []
    for entry in trace:
        if entry[0] == "do":
            run.append(entry)
            continue
        ordered += sorted(run)
        run = []
        ordered.append(entry)
    return ordered + sorted(run)


class Pair:
    """The engine and the oracle, in one session each, with the same inputs."""

    def __init__(self, text: str, participants: Sequence[str] = ("P07",)) -> None:
        protocol = load_files({"essai.yaml": text.encode()}, "essai.yaml")
        self.moves: list[str] = []
        self.course = Course(protocol, participants=list(participants))
        self.now = 0
        self.engine: Trace = trace_of(self.course.lines)
        self.oracle = Session(read_protocol(text), self.draw, participants)
        self.oracle.begin()

    def draw(self, allowed: dict[int, dict[str, Any]]) -> int:
        """Return what the engine has drawn, if it is allowed; else the first."""
        ahead = self.engine[len(self.oracle.trace) :]
        for index, source in allowed.items():
            wanted = source.get("id") or next(
                (m.get(k) for m in source.get("do", [source]) for k in ("say", "note", "adult") if m.get(k)),
                "",
            )
            if ahead and str(ahead[0][2 if ahead[0][0] in ("do", "question") else -1]).startswith(
                str(wanted).split(" {")[0].rstrip(".")
            ):
                return index
        return min(allowed)

    def pass_time(self, milliseconds: int) -> None:
        """Let so much time pass, but not up to what falls due."""
        due = self.oracle.deadline
        self.now += milliseconds if due is None else max(0, min(milliseconds, due - self.now - 1))

    def play(self, stimulus: Stimulus) -> None:
        """Give one input to both."""
        self.moves.append(" ".join(filter(None, stimulus)))
        course, before = self.course, len(self.course.lines)
        if stimulus.kind == "done":
            self.pass_time(ACTION_MS)
            course.now_s = self.now / 1_000
            for _, action in sorted(course.doing.items(), key=lambda item: item[0] == "say"):
                course.give("done", {"action": action, "how": "finished"})
        elif stimulus.kind == "time":
            target = self.oracle.deadline
            assert target is not None
            self.now = target = max(self.now, target)
            while (due := course.journal.deadline) is not None and due <= target * 1_000_000:
                course.now_s = max(course.now_s, due / SECOND_NS)
                course.give("timer")
            course.now_s = self.now / 1_000
        else:
            self.pass_time(PASSES_MS.get(stimulus.value if self.oracle.paused else stimulus.option, 100))
            course.now_s = self.now / 1_000
            match stimulus.kind:
                case "button":
                    course.press(stimulus.value)
                case "touch":
                    course.touch(stimulus.value)
                case "board":
                    course.give("board", {"choice": stimulus.value}, by=stimulus.option or None)
                case "answer":
                    course.command("judge", answer=stimulus.value)
                case "word":
                    course.word(stimulus.value)
                case "card":
                    course.give("card", {"card": stimulus.value})
                case "gaze":
                    course.give("gaze", {"looking": True, "where": stimulus.value})
                case "resumed" | "lost" | "fell" | "slept" | "back":
                    course.give(stimulus.kind)
                case "command":
                    key = {"leave": "participant", "return": "participant", "goto": "step"}.get(
                        stimulus.value, "as"
                    )
                    course.command(stimulus.value, **({key: stimulus.option} if stimulus.option else {}))
        while (due := course.journal.deadline) is not None and due <= self.now * 1_000_000:
            course.give("timer")
        self.engine += trace_of(course.lines[before:])
        self.oracle.send(stimulus, self.now)
        while (due := self.oracle.deadline) is not None and due <= self.now:
            self.oracle.send(Stimulus("time"), self.now)

    @property
    def difference(self) -> Difference | None:
        """Where the two have parted, or None."""
        engine, oracle = in_order(self.engine), in_order(self.oracle.trace)
        if engine != oracle:
            same = next((n for n, (a, b) in enumerate(zip(engine, oracle, strict=False)) if a != b), None)
            same = min(len(engine), len(oracle)) if same is None else same
            return Difference(
                tuple(self.moves), engine[max(0, same - CONTEXT) :], oracle[max(0, same - CONTEXT) :]
            )
        shown = sorted(b.label for b in self.course.view.buttons)
        if self.oracle.outcome is None and not self.oracle.paused and shown != sorted(self.oracle.buttons):
            return Difference(
                tuple(self.moves), [("buttons", *shown)], [("buttons", *sorted(self.oracle.buttons))]
            )
        return None


def of_the_professional(session: Session) -> list[tuple[float, Stimulus]]:
    """Return what she may do about the trial in hand, or the one that has just ended."""
    trial = session.trial
    if trial is not None and trial.phase in ("ask", "open"):
        options = [(0.15, Stimulus("command", name)) for name in ("prompt", "redo", "skip")]
        options += [(0.3, Stimulus("command", "judge", how)) for how in ("yes", "not_yet")]
        if trial.proposed:
            options += [(0.8, Stimulus("command", "judge", how)) for how in ("heard", "not_heard")]
        options += [(0.15, Stimulus("command", "judge", how)) for how in ("refused", "void")]
        options += [
            (0.06, Stimulus("command", "judge", how)) for how in ("correct", "incorrect", "no_response")
        ]
        return options + [(0.1, Stimulus("answer", answer)) for answer in trial.answers]
    options = [(0.03, Stimulus("command", name)) for name in ("prompt", "skip")]
    if session.last is None:
        return options
    options.append((0.03, Stimulus("command", "redo")))
    return options + [
        (0.07, Stimulus("command", "judge", how)) for how in ("yes", "not_yet", "refused", "void")
    ]


def steps_of(steps: dict[str, Any], prefix: str = "") -> list[str]:
    """Return the paths of all steps."""
    paths = []
    for name, step in steps.items():
        paths += [prefix + name, *steps_of(step.get("steps", {}), f"{prefix}{name}.")]
    return paths


def in_a_pause(session: Session, r: random.Random, away: list[str]) -> Stimulus:
    """Return an input that may come in a pause."""
    options = [(4.0, Stimulus("command", "resume")), (0.2, Stimulus("touch", r.choice(TOUCHES)))]
    options += [(1.0, Stimulus("command", "return", child)) for child in away]
    options += [(0.1, Stimulus("command", "leave", child)) for child in session.present]
    options += [(0.3, Stimulus("command", "finish")), (0.3, Stimulus("command", "calm"))]
    options += [(0.2, Stimulus(name)) for name in ("resumed", "lost", "fell", "slept")]
    options += [(0.3, Stimulus("command", "stop")), (0.2, Stimulus("command", "change"))]
    options.append((0.2, Stimulus("command", "goto", r.choice(steps_of(session.protocol["steps"])))))
    if session.lost:
        options = [
            option for option in options if option[1].value not in ("finish", "calm", "change", "goto")
        ]
        options.append((4.0, Stimulus("back")))
    if session.limit is not None:
        options.append((0.5, Stimulus("time")))
    return r.choices([option for _, option in options], [weight for weight, _ in options])[0]


def possible_moves(session: Session, r: random.Random, chances: dict[str, float]) -> Stimulus:
    """Return an input that may come now, drawn by chances a kind."""
    away = [child for child in session.children if child not in session.present]
    if session.paused:
        return in_a_pause(session, r, away)
    if session.acting and r.random() < chances.get("patient", 0.85):
        return Stimulus("done")
    options: list[tuple[float, Stimulus]] = [(0.3, Stimulus("touch", r.choice(TOUCHES)))]
    if session.deadline is not None:
        options.append((0.4 if session.acting else 1.5, Stimulus("time")))
    options += [(0.7, Stimulus("button", label)) for label in session.buttons]
    for child in session.present:
        chance = 0.8 if child == session.turn or len(session.children) == 1 else 0.3
        options += [(chance if session.trial else 0.1, Stimulus("board", c, child)) for c in ("oui", "non")]
    if len(session.children) > 1:
        options += [(0.1, Stimulus("board", c)) for c in ("oui", "non")]
        options += [(0.06, Stimulus("command", "leave", child)) for child in session.present]
        options += [(0.2, Stimulus("command", "return", child)) for child in away]
    options += [(0.35 if session.trial else 0.05, Stimulus("word", word, "late")) for word in WORDS]
    options += [(0.02, Stimulus("word", word)) for word in WORDS]
    options += [(0.04, Stimulus("card", card)) for card in CARDS]
    options.append((0.06, Stimulus("gaze", "robot")))
    options += [(chance, Stimulus("command", name)) for name, chance in (("pause", 0.1), ("stop", 0.05))]
    options += [(0.02, Stimulus(name)) for name in ("resumed", "lost", "fell", "slept")]
    for name in ("encourage", "change", "calm"):
        if name in session.commands or name == "calm":
            chance = 0.5 if name == "calm" and session.reactions else 0.1
            options.append((chance, Stimulus("command", name)))
    options.append((0.03, Stimulus("command", "finish")))
    options.append((0.06, Stimulus("command", "goto", r.choice(steps_of(session.protocol["steps"])))))
    more = 4 if session.leads_out else 1
    options += [(weight * more, stimulus) for weight, stimulus in of_the_professional(session)]
    weights = [weight for weight, _ in options]
    return r.choices([stimulus for _, stimulus in options], weights)[0]


def compare_run(text: str, seed: int, moves: int = MOST_MOVES, patient: float = 0.85) -> Difference | None:
    """Play one sequence of inputs with both; return where they part, or None."""
    r = random.Random(seed)
    most = read_protocol(text).get("participants", {}).get("max", 1)
    pair = Pair(text, CODES[: r.randint(2, most)] if most > 1 else CODES[:1])
    if (found := pair.difference) is not None:
        return found
    for _ in range(moves):
        if pair.oracle.outcome is not None:
            break
        pair.play(possible_moves(pair.oracle, r, {"patient": patient}))
        if (found := pair.difference) is not None:
            return found
    return None
