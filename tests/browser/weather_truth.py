"""What a session's log says that a page has to show, read from the lines by themselves.

Nothing of the program is used here, neither its reader nor its words: this is the other ruler.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAUSED = {
    "stopped": "Nao est arrêté",
    "paused": "En pause",
    "crash": "La séance avait été interrompue",
    "lost": "Nao ne répond plus",
}
HELPS = {"verbal": "aide verbale", "gestural": "aide gestuelle"}


@dataclass(frozen=True)
class Truth:
    """What is so at the end of a log. ``doing`` is empty where several sentences would be true."""

    paused: str
    doing: str
    sentence: str
    trial: str
    helps: str
    judgeable: bool
    over: bool


def lines_of(log: Path) -> list[dict[str, Any]]:
    """Read the whole lines of a log."""
    whole = log.read_bytes().rpartition(b"\n")[0]
    return [json.loads(line) for line in whole.splitlines()]


def truth_of(lines: list[dict[str, Any]]) -> Truth:
    """Follow a log of the protocol ``meteo`` to its end."""
    paused, sentence, trial, helps, over = "", "", "", [], False
    speaking: set[str] = set()
    turn, is_open = "", False
    counted = 0
    for line in lines:
        kind, data = line["kind"], line["data"]
        if kind == "resumed":
            speaking.clear()
            trial, helps, is_open = "", [], False
        if line["dir"] == "in" and kind == "done":
            speaking.discard(data["action"])
        if line["dir"] != "out":
            continue
        if kind == "paused":
            paused = "stopped" if paused == "stopped" else data["why"]
        elif kind == "continued":
            paused = ""
        elif kind == "entered":
            counted = 0
        elif kind == "question":
            turn, helps, is_open = data["turn"], [], False
            trial = f"{data['item']} {counted + 1}"  # of those that count: a void one is given again
        elif kind == "open":
            is_open = True
        elif kind == "prompt":
            helps.append(HELPS[data["help"]])
        elif kind == "trial":
            counted += data["judgement"] != "void"
            trial, helps, is_open = "", [], False
        elif kind == "ended":
            over, paused, trial = True, "", ""
        elif kind == "do" and data["verb"] == "say":
            speaking.add(data["id"])
            sentence = data["text"].replace("{participant}", data.get("participant") or "")
    doing = PAUSED.get(paused, "")
    if not paused and is_open and not speaking:
        doing = f"Nao attend la réponse de {turn}"
    judgeable = bool(trial) and not paused and not over
    return Truth(paused, doing, sentence, trial, ", ".join(helps), judgeable, over)


def difference(truth: Truth, page: dict[str, Any]) -> str:
    """Name what a page shows otherwise than the log says; empty where it does not."""
    if page["over"] != truth.over:
        return f"over: {page['over']}, log: {truth.over}"
    if truth.over:
        return ""
    if bool(truth.paused) != page["trouble"]:
        return f"paused panel: {page['trouble']}, log: {truth.paused or 'goes on'}"
    if truth.doing and page["doing"] != truth.doing:
        return f"doing: {page['doing']!r}, log: {truth.doing!r}"
    if truth.sentence and page["sentence"].strip("«» ") != truth.sentence.strip():
        return f"sentence: {page['sentence']!r}, log: {truth.sentence!r}"
    if truth.trial:
        item, number = truth.trial.split()
        if not page["item"].startswith(item) or f"essai {number} sur" not in page["where"]:
            return f"trial: {page['item']!r} in {page['where']!r}, log: {truth.trial!r}"
        if page["helps"] != truth.helps:
            return f"helps: {page['helps']!r}, log: {truth.helps!r}"
    if truth.judgeable != page["judgeable"]:
        return f"may be judged: {page['judgeable']}, log: {truth.judgeable}"
    return ""
