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
    "crash": "Le programme s'était interrompu",
    "lost": "Nao répond de nouveau",
}
ROBOT = {
    "lost": "Nao ne répond plus",
    "fell": "Nao est tombé",
    "stopped": "Nao est arrêté",
    "": "Nao répond",
    "raised": "Nao répond (relevé, d'après vous)",
}
HELPS = {"verbal": "aide verbale", "gestural": "aide gestuelle"}
ANSWERS = {"pomme": "fruit", "poireau": "légume", "poire": "fruit"}
GUARD = {
    "died": "Le gardien de l'arrêt a disparu",
    "failed": "Le gardien de l'arrêt a échoué",
    "robot_lost": "Le gardien de l'arrêt n'atteint plus Nao",
    "still": "Nao n'est pas encore immobile",
    "unknown": "L'arrêt est parti, mais Nao n'a pas répondu",
    "unsent": "L'arrêt n'a pas encore atteint Nao",
}
"""How the sentences begin that a guard's lines give rise to, until a later line ends them."""
DISK = {
    "low": "Le disque se remplit",
    "full": "Le disque est plein",
    "reserve_low": "La réserve du journal",
}
"""What stands of the disk, by the state that the log told last."""
ROOM_AGAIN = "Il y a de nouveau de la place"
FAILED_ACT = "Nao n'a pas pu faire un geste"
UNANSWERED_STOP = (
    "L'arrêt de secours n'a pas répondu",
    "L'arrêt est parti",
    "L'arrêt n'a pas encore de réponse",
)
MEANWHILE = "Pendant la coupure"
FILM = (": il y manque", "enregistre, mais avec des manques")
"""What a page says of a recording with holes, behind its name."""


@dataclass(frozen=True)
class Truth:
    """What is so at the end of a log. ``doing`` is empty where several sentences would be true.

    ``told`` is how the notices begin that must stand beside it, ``passing`` those that may.
    """

    paused: str
    doing: str
    sentence: str
    trial: str
    helps: str
    judgeable: bool
    over: bool
    robot: str
    recorded: bool
    told: frozenset[str]
    passing: frozenset[str]


def lines_of(log: Path) -> list[dict[str, Any]]:
    """Read the whole lines of a log."""
    whole = log.read_bytes().rpartition(b"\n")[0]
    return [json.loads(line) for line in whole.splitlines()]


def truth_of(lines: list[dict[str, Any]]) -> Truth:
    """Follow a log of the protocol ``meteo`` to its end."""
    paused, sentence, trial, helps, over = "", "", "", [], False
    speaking: set[str] = set()
    turn, is_open = "", False
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
        elif kind == "question":
            turn, helps, is_open = data["turn"], [], False
            trial = (
                f"{data['item']} {data['number']}"  # of all, a void one too, as every page and table has it
            )
        elif kind == "open":
            is_open = True
        elif kind == "prompt":
            helps.append(HELPS[data["help"]])
        elif kind == "trial":
            trial, helps, is_open = "", [], False
        elif kind == "ended":
            over, paused, trial = True, "", ""
        elif kind == "do" and data["verb"] == "say":
            speaking.add(data["id"])
            code = data.get("participant")
            sentence = data["text"].replace("{participant}", f"‹{_part(code)}›" if code else "")
    robot = _robot(lines)
    doing = ROBOT[robot] if paused and robot in ("lost", "fell") else PAUSED.get(paused, "")
    if not paused and is_open and not speaking:
        doing = f"Nao attend la réponse de {_part(turn)}"
    judgeable = bool(trial) and not paused and not over
    recorded = any(line["source"] == "recorder" and line["kind"] != "disk" for line in lines)
    told, passing = _notices(lines)
    helped = ", ".join(helps)
    return Truth(
        paused, doing, sentence, trial, helped, judgeable, over, ROBOT[robot], recorded, told, passing
    )


def counted_in(lines: list[dict[str, Any]]) -> set[str]:
    """Return the presses that a log took and did not refuse in the lines that answer them."""
    counted: set[str] = set()
    press = None
    for line in lines:
        if line["dir"] != "out":
            press = line["data"].get("press")
            if press is not None:
                counted.add(press)
        elif line["kind"] == "refused" and press is not None:
            counted.discard(press)
    return counted


def _robot(lines: list[dict[str, Any]]) -> str:
    """Say what is the matter with Nao, the worst alone: each lasts from one line to another."""
    lost = [line["kind"] for line in lines if line["source"] == "robot" and line["kind"] in ("lost", "back")]
    since = _last(lines, "out", "continued")
    if lost and lost[-1] == "lost":
        return "lost"
    if any(line["source"] == "robot" and line["kind"] == "fell" for line in lines[since:]):
        return "fell"
    stopped = any(line["kind"] == "paused" and line["data"].get("why") == "stopped" for line in lines[since:])
    fallen = any(line["source"] == "robot" and line["kind"] == "fell" for line in lines)
    return "stopped" if stopped else "raised" if fallen else ""


def _notices(lines: list[dict[str, Any]]) -> tuple[frozenset[str], frozenset[str]]:
    guard = [line for line in lines if line["source"] == "guard"]
    kinds = [line["kind"] for line in guard]
    life = [kind for kind in kinds if kind in ("ready", "died", "failed")]
    reach = [
        line["kind"] == "robot_lost" or (line["kind"] == "ready" and not line["data"].get("robot"))
        for line in guard
        if line["kind"] in ("ready", "robot_lost", "robot_back")
    ]
    goes_on = max(_last(lines, "out", "continued"), _last(lines, "in", "resumed"))
    still = _stillness(lines, goes_on)
    told = {
        "died": life[-1:] == ["died"],
        "failed": life[-1:] == ["failed"],
        "robot_lost": reach[-1:] == [True],
        **{name: still == name for name in ("still", "unknown", "unsent")},
    }
    last = _last(lines, "in", "resumed")  # a program that was started again looks at the disk anew
    disk = [line["data"]["state"] for line in lines[last:] if line["kind"] == "disk"]
    standing = {GUARD[name] for name, so in told.items() if so}
    standing |= {DISK[state] for state in disk[-1:] if state in DISK}
    failed = any(line["kind"] == "error" and line["data"].get("code") == "action_failed" for line in lines)
    ended = any(line["dir"] == "out" and line["kind"] == "trial" for line in lines)
    passing = {FAILED_ACT: failed, MEANWHILE: ended, ROOM_AGAIN: disk[-1:] == ["well_again"]}
    return frozenset(standing), frozenset(sentence for sentence, so in passing.items() if so)


def _stillness(lines: list[dict[str, Any]], since: int) -> str:
    """Say what is known of a stop that is not over: Nao moves, did not answer, or was not reached."""
    found, lost = "", False
    for n, line in enumerate(lines):
        kind, data = line["kind"], line["data"]
        if line["source"] == "robot" and kind in ("lost", "back"):
            lost = kind == "lost"
        if n < since or line["source"] != "guard":
            continue
        unsent = lost and "sent" in data.get("stages", {}) and data["stages"]["sent"] is None
        if kind == "quiet":
            found = ""
        elif kind == "halted" and unsent:
            found = "unsent"
        elif kind == "still":
            found = "still" if "no answer" not in data["doing"] else "unsent" if unsent else "unknown"
    return found


def _last(lines: list[dict[str, Any]], direction: str, kind: str) -> int:
    """Return where the last such line stands; 0 where there is none."""
    found = [n for n, line in enumerate(lines) if (line["dir"], line["kind"]) == (direction, kind)]
    return found[-1] if found else 0


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
        if page["item"] != f"attendu : {ANSWERS[item]}" or f"essai {number} " not in page["where"]:
            return f"trial: {page['item']!r} in {page['where']!r}, log: {truth.trial!r}"
        if page["helps"] != truth.helps:
            return f"helps: {page['helps']!r}, log: {truth.helps!r}"
    if truth.judgeable != page["judgeable"]:
        return f"may be judged: {page['judgeable']}, log: {truth.judgeable}"
    return _beside(truth, page)


def _beside(truth: Truth, page: dict[str, Any]) -> str:
    """Name what is told beside the protocol otherwise than the log and the devices say."""
    if not page["robot"].startswith(truth.robot):
        return f"Nao: {page['robot']!r}, log: {truth.robot!r}"
    if not truth.recorded and page["recording"] != "Ni image ni son":
        return f"recording: {page['recording']!r}, and no recorder is in the log"
    standing = [one for one in page["told"] if not one.startswith(tuple(truth.passing))]
    standing = [one for one in standing if not (truth.recorded and any(film in one for film in FILM))]
    if truth.paused != "stopped":  # a stop that nobody answered is the page's own to tell, until Nao stops
        standing = [one for one in standing if not one.startswith(UNANSWERED_STOP)]
    missing = [one for one in truth.told if not any(text.startswith(one) for text in standing)]
    false = [text for text in standing if not text.startswith(tuple(truth.told))]
    if missing or false:
        return f"notices: {page['told']}, of the log missing: {missing}, false: {false}"
    return ""


def is_past(news: str, presses: int, shown_s: float) -> bool:
    """Tell whether what is told of a press has had its end: by a later one, or by itself after 20 seconds.

    Args:
        news: what is told now.
        presses: how many presses counted that the page sent since it appeared.
        shown_s: for how long it has stood there.
    """
    return bool(news) and (presses > 0 or shown_s > 20.0)


def _part(code: str) -> str:
    """Give what a part that an adult plays is called on a page: ``Rôle 1``."""
    return f"Rôle {int(code.removeprefix('V'))}"
