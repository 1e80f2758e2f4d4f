"""What no session has reached of a protocol, from logs alone: steps, ways on, sentences, helps, feedback."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from library_course import Session

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine
from nao_sessions.protocol.expression import Template
from nao_sessions.protocol.flow import BACK, DONE, Branch, Choose, Entry, Protocol, Speech
from nao_sessions.protocol.spoken import stimuli_of
from nao_sessions.record.journal import Journal

SPOKEN = ("say", "adult", "note")


def holes(protocol: Protocol, logs: Iterable[list[Event]], language: str = "fr") -> list[str]:
    """Give what these logs do not show, one line each; what another file brings is that file's own affair."""
    lines = [line for log in logs for line in log]
    return sorted(
        {
            *_steps(protocol, lines),
            *_ways(protocol, lines),
            *_ends(protocol, lines),
            *_sentences(protocol, lines, language),
            *_trials(protocol, lines),
            *_lots(protocol, lines),
        }
    )


def in_english(session: Session) -> list[Event]:
    """Give the log of the same session in English: the same inputs at the same times, words translated."""
    lines: list[Event] = []
    protocol = session.journal.engine.protocol
    words = _english(protocol)
    journal = Journal(Engine(protocol), lines.extend)
    for line in session.lines:
        if line.dir != "in":
            continue
        data = dict(line.data) | ({"language": "en"} if line.kind == "start" else {})
        if line.kind == "word":
            data["word"] = words.get(data["word"], data["word"])
        journal.feed(line.at, line.source, line.kind, data, participant=line.participant)
    return lines


def _english(protocol: Protocol) -> dict[str, str]:
    """Give an English word for each word that is listened for."""
    lists = [(stimulus.values, dict(stimulus.elsewhere).get("en")) for _, stimulus in stimuli_of(protocol)]
    return {
        word: english[min(number, len(english) - 1)]
        for words, english in lists
        if english
        for number, word in enumerate(words)
    }


def sentences(lines: Iterable[Event]) -> list[str]:
    """Give every sentence that was asked for, in order."""
    return [line.data["text"] for line in lines if line.kind == "do" and line.data["verb"] == "say"]


def _own(protocol: Protocol, name: str) -> bool:
    """Tell whether a step, a block or an entry stands in the file itself."""
    users = [step.name for step in protocol.steps.values() if step.use is not None]
    return not any(name.startswith((f"{user}.", f"{user}:", f"{user}/always")) for user in users)


def _steps(protocol: Protocol, lines: list[Event]) -> Iterator[str]:
    entered = {line.data["step"] for line in lines if line.kind == "entered"}
    for name in protocol.steps:
        if _own(protocol, name) and name not in entered:
            yield f"step {name}"


def _ways(protocol: Protocol, lines: list[Event]) -> Iterator[str]:
    """Every branch of every exit; every entry without a way on."""
    taken: set[tuple[str, str]] = set()
    for line in lines:
        if line.dir == "out" and line.kind == "entered":
            taken |= {(line.data["by"], line.data["step"]), (line.data["by"], BACK)}
        elif line.kind == "group_done":
            taken.add((line.data["by"], DONE))
    reacted = {line.data["entry"] for line in lines if line.kind == "response" and "entry" in line.data}
    reacted |= {line.data["id"] for line in lines if line.kind == "button"}
    for exit_name, branches in _exits(protocol):
        if not _own(protocol, exit_name):
            continue
        for branch in branches:
            if (exit_name, branch.target) not in taken:
                yield f"way {exit_name} -> {branch.target}"
        if not branches and exit_name not in reacted:
            yield f"entry {exit_name}"


def _exits(protocol: Protocol) -> Iterator[tuple[str, tuple[Branch, ...]]]:
    for level in (protocol.always, *(step.level for step in protocol.steps.values())):
        entries: tuple[Entry, ...] = level.entries()
        yield from ((entry.id, entry.next) for entry in entries)
    for step in protocol.steps.values():
        if step.next:
            yield f"{step.name}/next", step.next
        if step.trials is not None and step.trials.give_up is not None:
            give_up = step.trials.give_up
            yield f"{step.name}/give_up", (Branch(give_up.target, None, give_up.place),)
    for command in protocol.commands.values():
        if command.next:
            yield f"commands/{command.name}", command.next


def _ends(protocol: Protocol, lines: list[Event]) -> Iterator[str]:
    """Every step with an end has ended a session: the last step before, and the outcome."""
    ended: set[tuple[str, str]] = set()
    step = ""
    for line in lines:
        if line.kind == "entered":
            step = line.data["step"]
        elif line.kind == "ended":
            ended.add((step, line.data["outcome"]))
    for name, one in protocol.steps.items():
        if one.end is not None and _own(protocol, name) and (name, one.end) not in ended:
            yield f"end {name} ({one.end})"


def _sentences(protocol: Protocol, lines: list[Event], language: str) -> Iterator[str]:
    """Every text of a moment: said, told to the adult, noted."""
    heard = {
        "say": set(sentences(lines)),
        "adult": {line.data["text"] for line in lines if line.kind == "adult"},
        "note": {line.data["text"] for line in lines if line.kind == "note" and line.dir == "out"},
    }
    for block, moments in protocol.blocks.items():
        for moment in moments if _own(protocol, block) else ():
            for act in moment.acts:
                if act.verb not in SPOKEN or not isinstance(act.argument, Speech):
                    continue
                template = act.argument.template(language)
                if not any(_means(template, text) for text in heard[act.verb]):
                    yield f"{act.verb} {block}: {template.source}"


def _means(template: Template, text: str) -> bool:
    parts = (re.escape(part) if isinstance(part, str) else ".+" for part in template.parts)
    return re.fullmatch("".join(parts), text) is not None


def _trials(protocol: Protocol, lines: list[Event]) -> Iterator[str]:
    """Every help given and every feedback, and each judgement that can come."""
    prompts = {(line.data["step"], line.data["index"]) for line in lines if line.kind == "prompt"}
    given = {
        (line.data["step"], key)
        for line in lines
        if line.kind == "trial"
        for key in (line.data["answer"], line.data["judgement"])
    }
    for step in protocol.steps.values():
        if step.trials is None or not _own(protocol, step.name):
            continue
        for index, prompt in enumerate(step.trials.prompts):
            if (step.name, index) not in prompts:
                yield f"help {step.name}: {index} ({prompt.help})"
        for key, _ in step.trials.feedback:
            if (step.name, key) not in given:
                yield f"feedback {step.name}: {key}"
        judgements = ("correct", "prompted", "no_response") if step.trials.correct is not None else (None,)
        for judgement in judgements if step.trials.prompts else ():
            if (step.name, judgement) not in given:
                yield f"judgement {step.name}: {judgement}"


def _lots(protocol: Protocol, lines: list[Event]) -> Iterator[str]:
    drawn = {(line.data["lot"], line.data["option"]) for line in lines if line.kind == "chosen"}
    for block, moments in protocol.blocks.items():
        for act in (act for moment in moments for act in moment.acts):
            if isinstance(act.argument, Choose) and _own(protocol, block):
                for option in range(len(act.argument.options)):
                    if (act.argument.deck, option) not in drawn:
                        yield f"lot {act.argument.deck}: {option}"
