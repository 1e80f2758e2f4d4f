"""Coverage counted by hand: what stands in a protocol's YAML, looked for by its own words in lines of logs.

Nothing of the program is used: PyYAML reads the file, ``json`` the lines. A part counts when the log holds
what only that part can have caused: its sentence, its note, its value set, its lot, its help, its way on.
Parts that share their words with another one, or have none of their own, cannot be told apart: left out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import yaml

COMPUTED = "="
WORDS = {"say": "text", "sound": "file", "gesture": "name", "pose": "name", "eyes": "colour", "look": "where"}


def counted(source: str, logs: Iterable[Sequence[str]]) -> Mapping[str, int]:
    """Return in how many logs each part was done, by its name; only of parts that can be told apart."""
    file = yaml.safe_load(source)
    signs = list(_signs(file))
    once = Counter(sign for _, sign in signs)
    computed = {sign[0] for sign in once if sign[1:] == (COMPUTED,)}
    known = {
        sign: name
        for name, sign in signs
        if once[sign] == 1 and sign[0] not in computed and not _is_like_another(sign, once)
    }
    counts = dict.fromkeys(known.values(), 0)
    for log in logs:
        lines = (json.loads(line) for line in log)
        happened = {
            sign for one in lines if one["dir"] == "out" for sign in _caused(one["kind"], one["data"])
        }
        for name in {name for sign, name in known.items() if _came(sign, happened)}:
            counts[name] += 1
    return counts


def _caused(kind: str, data: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    match kind:
        case "do":
            verb = data["verb"]
            yield verb, str(data.get(WORDS.get(verb, ""), ""))
        case "note" | "adult":
            yield kind, data["text"]
        case "set":
            yield "set", data["name"]
        case "chosen":
            yield "lot", data["lot"], str(data["option"])
        case "entered":
            yield "step", data["step"]
            yield "way", data["by"], data["step"]
        case "group_done":
            yield "way", data["by"], "done"
        case "prompt":
            yield "help", data["step"], str(data["index"])
        case "response" if data["why"] in ("taken", "deferred") and "entry" in data:
            yield "entry", data["entry"]
        case "turn":
            yield "turn", data["group"]


def _came(sign: tuple[str, ...], happened: set[tuple[str, ...]]) -> bool:
    if sign[0] in ("say", "note", "adult"):
        pattern = _pattern(sign[1])
        return any(one[0] == sign[0] and pattern.fullmatch(one[1]) for one in happened)
    return sign in happened


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Match a sentence of the file with what was said: its places between braces may be anything."""
    parts = re.split(r"\{[^}]*\}", text)
    return re.compile(".*".join(re.escape(part) for part in parts), re.DOTALL)


def _is_like_another(sign: tuple[str, ...], signs: Iterable[tuple[str, ...]]) -> bool:
    if sign[0] not in ("say", "note", "adult"):
        return False
    return any(
        other != sign and other[0] == sign[0] and (_pattern(sign[1]).fullmatch(other[1]) or
                                                   _pattern(other[1]).fullmatch(sign[1]))
        for other in signs
    )  # fmt: skip


def _signs(file: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give every part of a file with what it causes; a part may cause several things."""
    for name, moments in (file.get("routines") or {}).items():
        yield from _list(f"routines/{name}", moments)
    for name, command in (file.get("commands") or {}).items():
        yield from _list(f"commands/{name}/do", command.get("do") or [])
        yield from _ways(f"commands/{name}", command, "")
    yield from _level("always", file.get("always") or {}, "")
    yield from _steps("", file["steps"])


def _steps(above: str, steps: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for short, step in steps.items():
        name = f"{above}{short}"
        yield name, ("step", name)
        yield from _list(f"{name}/do", step.get("do") or [])
        yield from _ways(f"{name}/next", step, above)
        yield from _level(name, step, above)
        if "each" in step:
            yield f"{name}/turn", ("turn", name)
        trials = step.get("trials")
        if trials:
            yield from _list(f"{name}/ask", trials["ask"])
            for number, prompt in enumerate(trials.get("prompts") or []):
                block = f"{name}/prompts.{number}"
                yield block, ("help", name, str(number))
                adult = [{"adult": prompt["adult"]}] if "adult" in prompt else []
                yield from _list(block, [*adult, *(prompt.get("do") or [])], of_one=False)
            for key, moments in (trials.get("feedback") or {}).items():
                yield from _list(f"{name}/feedback/{key}", moments)
        yield from _steps(f"{name}.", step.get("steps") or {})


def _level(owner: str, level: Mapping[str, Any], above: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for kind in ("buttons", "when", "after", "silence"):
        entries = level.get(kind) or []
        for number, entry in enumerate(entries if isinstance(entries, list) else [entries]):
            name = f"{owner}/{kind}.{number}"
            if not isinstance(entry, dict):
                continue
            yield from _list(f"{name}/do", entry.get("do") or [])
            yield from _ways(name, entry, above)
            for datum in entry.get("set") or {}:
                yield name, ("set", datum)
            if kind == "when" and "next" not in entry:
                yield name, ("entry", name)


def _ways(exit_name: str, part: Mapping[str, Any], above: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    following = part.get("next")
    branches = following if isinstance(following, list) else [{"next": following}] if following else []
    for branch in branches:
        target = branch["next"]
        if target == "back":
            continue  # it leads to whatever was left
        # The file names a sibling, or a step further out: each of them is looked for.
        places = above.split(".")
        for step in (".".join((*places[:depth], target)) for depth in range(len(places))):
            name = exit_name if len(branches) == 1 else f"{exit_name} -> {step}"
            yield name, ("way", exit_name, step)


def _list(
    block: str, moments: Sequence[Mapping[str, Any]], *, of_one: bool = True
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(moments, Mapping) or any("follow" in moment for moment in moments):
        return
    for number, moment in enumerate(moments):
        name = block if len(moments) == 1 else f"{block}.{number}"
        for verb, value in moment.items():
            if verb == "set":
                yield from ((name, ("set", datum)) for datum in value)
            elif verb == "choose":
                for place, option in enumerate(value):
                    inside = option.get("do", [option])
                    chosen = f"{block}.{number}/choose.{place}"
                    yield from _list(chosen, inside)
                    if len(inside) == 1 and all("weight" not in one for one in value):
                        yield chosen, ("lot", f"{block}.{number}", str(place))
            elif verb == "point":
                yield name, ("gesture", COMPUTED)
            elif verb in (*WORDS, "note", "adult") and not _is_fixed(value):
                yield name, (verb, COMPUTED)
            elif verb in (*WORDS, "note", "adult") and (of_one or len(moments) > 1):
                yield name, (verb, value)


def _is_fixed(value: object) -> bool:
    return isinstance(value, str) and not value.startswith("=")
