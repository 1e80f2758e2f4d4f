"""The numbers of a session, counted anew from its files: nothing of the program is imported here.

Written from docs/contracts/record.md and docs/en/data-dictionary.md, not from the program: the ruler of
everything that the program's pages, papers and tables say of a session in numbers.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

import yaml

NS = 1_000_000_000


def recount(folder: Path) -> dict[str, Any]:
    """Return the numbers of a session folder; times in seconds."""
    log = lines_of(folder / "events.jsonl")
    about = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    measured = {}
    if (folder / "latencies.json").exists():
        answers = json.loads((folder / "latencies.json").read_text(encoding="utf-8"))["answers"]
        measured = {one["seq"]: one for one in answers if one["method"] == "sound"}
    codes = about["participants"]
    still = standing_still(log)
    begin = [line["at"] for line in log if line["dir"] == "in" and line["kind"] == "begin"]
    end = [line["at"] for line in log if line["dir"] == "out" and line["kind"] == "ended"]
    first = begin[0] if begin else 0
    last = end[-1] if end else max(line["t"] for line in log)
    corrections = lines_of(folder / "corrections.jsonl")
    authors = authors_of(log, corrections, codes)
    trials = trials_of(log, corrections, authors, codes, still, measured)
    responses = responses_of(log, authors, codes, still, measured, trials)
    rested = rested_on(log)
    cut = {rested.get(one["seq"]) for one in responses if one["latency_why"] == "interrupted"}
    for trial in trials:  # without a time of its own, judged afterwards by a try that an interruption cut
        judged = trial["judgement"] in ("correct", "prompted", "incorrect") and not trial["again"]
        trial["cut_try"] = judged and trial["logged"] is None and trial["seq"] in cut
    own = {code: [r for r in responses if len(codes) == 1 or r["participant"] == code] for code in codes}
    return {
        "codes": codes,
        "length_s": (last - first) / NS,
        "interruptions": [((a - first) / NS, (b - a) / NS) for a, b in still],
        "open": [
            line["kind"]
            for line in log
            if line["dir"] == "out" and line["kind"] in ("paused", "continued", "ended")
        ][-1:]
        == ["paused"],
        "reasons": [reason(log, pauses[0]) for pauses in pauses_of(log)],
        "came": [came_within(log, *span) for span in still],
        "stops": [
            stop_within(log, pauses, end) for pauses, (_, end) in zip(pauses_of(log), still, strict=True)
        ],
        "dead": not end,
        "wrong": first_errors(log),
        "asked": sum(line["dir"] == "out" and line["kind"] == "question" for line in log),
        "heard": heard_everywhere(log, about, folder, responses),
        "heard_of": {code: heard_everywhere(log, about, folder, own[code]) for code in codes},
        "adaptations": sum(line["dir"] == "out" and line["kind"] == "adaptation" for line in log),
        "trials": trials,
        "children": {code: child([t for t in trials if t["participant"] == code]) for code in ["", *codes]},
        "responses": responses,
        "answers": sum(
            one["why"] in ACTED_ON and not one["always"] and one["participant"] == codes[0]
            for one in responses
            if len(codes) == 1
        ),
        "put_to_all": {code: put_to_all(log, trials, code) for code in codes if len(codes) > 1},
        "words": {code: last_word(log, trials, authors, code, alone=len(codes) == 1) for code in codes},
        "every": every_latency(responses, trials),
        "prompts": prompts_of(log),
        **spoken(log, still, measured),
    }


def heard_everywhere(
    log: list[dict[str, Any]], about: Mapping[str, Any], folder: Path, responses: list[dict[str, Any]]
) -> dict[str, dict[str, int]]:
    """Return how often each word was heard that the protocol listens for everywhere: taken, or in a pause."""
    of = {one["seq"] for one in responses}
    everywhere = set()
    for path in (folder / "protocol").glob("*.yaml"):  # a used file has an ``always`` of its own
        always = (yaml.safe_load(path.read_text(encoding="utf-8")).get("always") or {}).get("when") or []
        for words in [one["word"] for one in always if "word" in one]:
            for written in words.values() if isinstance(words, dict) else [words]:
                everywhere |= set(written if isinstance(written, list) else [written])
    found: dict[str, dict[str, int]] = {"taken": {}, "paused": {}}
    for line in log:
        data = line["data"]
        if line["seq"] not in of or data["sense"] != "word":
            continue
        taken = data["why"] in ("taken", "deferred") and "always" in str(data.get("entry")).split("/")
        if taken or (data["why"] == "paused" and data["value"] in everywhere):
            counts = found["taken" if taken else "paused"]
            counts[data["value"]] = counts.get(data["value"], 0) + 1
    return found


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a file of JSON; none where there is no file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def standing_still(log: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Return from when to when the session stood still."""
    found, since, died = [], None, None
    for line in log:
        if line["dir"] == "in":
            died = line["data"].get("last_ns") if line["kind"] == "resumed" else None
        if line["dir"] == "out" and line["kind"] == "paused" and since is None:
            since = line["at"] if died is None else died
        if line["dir"] == "out" and line["kind"] in ("continued", "ended") and since is not None:
            found.append((since, line["at"]))
            since = None
    if since is not None:
        found.append((since, log[-1]["at"]))
    return found


def out_of_the_room(log: list[dict[str, Any]], code: str) -> list[tuple[int, int]]:
    """Return from when to when a child was away."""
    moves = [
        (line["at"], line["kind"])
        for line in log
        if line["dir"] == "out" and line["data"].get("participant") == code
        if line["kind"] in ("left", "returned")
    ]
    last = (log[-1]["at"] + 1, "returned")
    return [
        (at, next(back for back, came in [*moves[place:], last] if came == "returned"))
        for place, (at, kind) in enumerate(moves)
        if kind == "left"
    ]


def pauses_of(log: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the pauses that the log has, those between which the session did not go on together."""
    sign = {"paused": "p", "continued": "c", "ended": "c"}
    marks = "".join(sign.get(line["kind"], " ") if line["dir"] == "out" else " " for line in log)
    return [
        [log[place] for place in range(*found.span()) if marks[place] == "p"]
        for found in re.finditer(r"p[^c]*", marks)
    ]


def reason(log: list[dict[str, Any]], paused: dict[str, Any]) -> str:
    """Return why the session stood still; of a stop of Nao, who stopped it."""
    if paused["data"]["why"] != "stopped":
        return str(paused["data"]["why"])
    (cause,) = [line for line in log if line["seq"] == paused["cause"]]
    if cause["kind"] == "command" or cause["data"].get("why") in ("page", "professional"):
        return "adult"
    return "head" if cause["data"].get("why") == "head" else "somebody"


def stop_within(
    log: list[dict[str, Any]], pauses: list[dict[str, Any]], end: int
) -> tuple[str, float] | None:
    """Return who stopped Nao in a time that the session stood still already, and how long that was."""
    stops = [line for line in pauses if line["data"]["why"] == "stopped"]
    if not stops or stops[0] is pauses[0]:
        return None
    return reason(log, stops[0]), (end - stops[0]["at"]) / NS


def first_errors(log: list[dict[str, Any]]) -> dict[int, list[str]]:
    """Return the wrong answers of each trial but the one that its line has, by the seq of that line."""
    found: dict[int, list[str]] = {}
    by_seq = {line["seq"]: line for line in log}
    since: list[dict[str, Any]] = []
    for line in log:
        if line["dir"] != "out":
            continue
        since = [] if line["kind"] == "question" else [*since, line]
        if line["kind"] != "trial":
            continue
        right, answers = line["data"]["correct"] or (), []
        for one in since:
            if one["kind"] == "response" and one["data"]["why"] == "decides":
                answers.append((one["data"]["answer"], one["data"]["sense"]))
            if one["kind"] == "prompt" and one["data"]["cause"] == "wrong":
                pressed = by_seq[one["cause"]]["data"] if by_seq[one["cause"]]["kind"] == "command" else {}
                answers += [(pressed["answer"], "")] if pressed.get("answer") else []
                if pressed.get("as") == "heard":  # confirmed: the word that was proposed last
                    heard = [early["data"] for early in since if early["seq"] < one["cause"]]
                    answers += [(data["answer"], "") for data in heard if data.get("why") == "proposes"][-1:]
        last = (line["data"]["answer"], line["data"]["way"])
        if last in answers:
            del answers[len(answers) - 1 - answers[::-1].index(last)]
        wrong = [answer for answer, _ in answers if answer not in right]
        found[line["seq"]] = [answer.replace("_", " ") for answer in wrong] if right else []
    return found


def came_within(log: list[dict[str, Any]], start: int, end: int) -> list[tuple[str, float]]:
    """Return what the session stood still for from ``start`` to ``end``, in order, each with its length.

    Nao's answering again is in it, where nothing else happened for a second; a stop in a stop is not, nor a
    pause in whatever is open, nor what was so already.
    """
    found: list[tuple[str, int]] = []
    for line in log:
        if start < line["at"] == end and line["kind"] == "continued":
            break  # what comes at the same instant is the next one's
        if not start <= line["at"] <= end or line["kind"] == "continued":
            continue
        why = at = None
        if line["dir"] == "out" and line["kind"] == "paused":
            why, at = reason(log, line), line["at"]
            if why == "crash":
                at = next(one["data"].get("last_ns", at) for one in log if one["seq"] == line["cause"])
        elif (line["source"], line["kind"]) == ("robot", "back"):
            lost = [one for one, _ in found if one in ("lost", "back")]
            why, at = ("back" if lost[-1:] == ["lost"] else None), line["at"]
        if why is None or at is None:
            continue
        stopped = {"adult", "head", "somebody"} & {one for one, _ in found}
        same = found and found[-1][0] == why and why not in ("fell", "crash")
        if found and (same or why == "paused" or (why in ("adult", "head", "somebody") and stopped)):
            continue
        found.append((why, max(at, found[-1][1] if found else start)))
    found = [
        one
        for one, after in zip(found, [*(at for _, at in found[1:]), end], strict=True)
        if one[0] != "back" or after - one[1] >= NS
    ]
    ends = [*(at for _, at in found[1:]), end]
    return [(why, (after - at) / NS) for (why, at), after in zip(found, ends, strict=True)]


def overlap(spans: list[tuple[int, int]], start: int, stop: int) -> int:
    """Return how much of a time lies in spans."""
    total = 0
    for a, b in spans:
        if a < stop and b > start:
            total += min(b, stop) - max(a, start)
    return total


def authors_of(
    log: list[dict[str, Any]], corrections: list[dict[str, Any]], codes: list[str]
) -> dict[int, list[str]]:
    """Return what was said afterwards of who gave a response, or a trial's answer: the two are one."""
    same, seen = {}, []
    for line in log:
        if line["dir"] == "out" and line["kind"] == "question":
            seen = []
        if line["dir"] == "out" and line["kind"] == "response":
            same[line["seq"]] = [line["seq"]]
            seen.append(line)
        if line["dir"] == "out" and line["kind"] == "trial":
            same[line["seq"]] = [line["seq"]]
            for one in reversed(seen):
                mine = [one["data"].get(name) for name in ("number", "answer", "sense")]
                rested = one["data"]["why"] in ("decides", "proposes") and bool(line["data"]["answer"])
                if rested and mine == [line["data"][name] for name in ("number", "answer", "way")]:
                    same[line["seq"]] = same[one["seq"]] = [line["seq"], one["seq"]]
                    break
    known = ("", "professional", "unknown", *codes)
    said = [one for one in corrections if one["field"] == "by" and one["new"] in known]
    return {seq: [one["new"] for one in said if one["seq"] in both] for seq, both in same.items()}


def trials_of(
    log: list[dict[str, Any]],
    corrections: list[dict[str, Any]],
    authors: Mapping[int, list[str]],
    codes: list[str],
    still: list[tuple[int, int]],
    measured: Mapping[int, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return every trial as it counts now."""
    found: list[dict[str, Any]] = []
    begun, to_all = None, False
    for line in log:
        data = line["data"]
        if line["dir"] != "out":
            continue
        if line["kind"] == "question":
            begun, to_all = line["t"], data["turn"] is None
        if line["kind"] == "trial":
            found.append(
                {
                    **{name: data[name] for name in ("step", "number", "prompts", "attempts", "level")},
                    **{name: data[name] or "" for name in ("answer", "way", "by", "item")},
                    "recorded": data["child"] or "",
                    "child": "" if to_all else data["child"] or "",
                    "seq": line["seq"],
                    "judgement": data["judgement"] or "unscored",
                    "first": data["judgement"] or "unscored",
                    "noted_silent": noted_silent(log, line),
                    "help": data["help"],
                    "again": bool(data["correction"]),
                    "opinion": data["correct"] is None,
                    "silent_is_right": "nothing" in (data["correct"] or []),
                    "answered": data["answer"] not in ("", "nothing"),
                    "begun": line["at"] if begun is None else begun,
                    "ended": over(line, log),
                    "record": line["at"],
                    "opened": data["opened_at"],
                    "logged": data["latency_ns"],
                }
            )
        if line["kind"] == "rejudged":
            same = [t for t in found if (t["step"], t["recorded"], t["number"]) == _place(data)]
            same[-1]["judgement"] = data["judgement"] or "unscored"
    for trial in found:
        trial["in_session"] = trial["judgement"]
        mine = [one for one in corrections if one["seq"] == trial["seq"]]
        for one in mine:
            # of an opinion nothing is right or wrong
            if one["field"] == "judgement" and (not trial["opinion"] or one["new"] in ("refused", "void")):
                trial["judgement"] = one["new"]
        somebodys = trial["answered"] or trial["judgement"] in ("correct", "prompted", "incorrect")
        claimed = not trial["child"] and trial["judgement"] in ("unscored", "refused")
        takes_one = somebodys or (claimed and not trial["noted_silent"])
        said = authors[trial["seq"]] if takes_one else []
        was, trial["by"] = trial["by"], (said and said[-1]) or trial["by"]
        other = trial["by"] != was or said[-1:] == ["unknown"]
        trial["corrected"] = trial["judgement"] != trial["in_session"] or other
        named = trial["way"] != "professional" or said[-1:] == ["professional"]
        answered = trial["judgement"] in ("correct", "prompted", "incorrect")
        adults = trial["by"] == "professional" and named and answered
        whose = [
            trial["child"],
            trial["by"] if trial["by"] in codes else "",
            codes[0] if len(codes) == 1 else "",
            # all others had left when the answer came
            trial["recorded"] if trial["answer"] and trial["by"] in SENSES_OF_NOBODY and not said else "",
        ]
        trial["participant"] = next((code for code in whose if code), "")
        others = answered and trial["by"] in codes and trial["by"] != trial["participant"]
        nobodys = answered and trial["participant"] and said[-1:] == ["unknown"]
        trial["counts_as"] = (
            "by_adult" if adults else "by_nobody" if nobodys else "by_other" if others else trial["judgement"]
        )
        trial["several"] = len(codes) > 1
        wrong = wrong_before(log, trial["seq"])
        trial["wrong"] = len(wrong)
        whose_wrong = [(authors.get(one) or [""])[-1] or trial["participant"] for one in wrong]
        trial["errors"] = trial["judgement"] == "no_response" and trial["participant"] in whose_wrong
        trial["nobodys"] = said[-1:] == ["unknown"]
        passed = trial["judgement"] in ("correct", "prompted")
        trial["kept_silent"] = passed and trial["silent_is_right"] and not trial["answered"]
        trial["easy"] = is_easy(log, trial["seq"])
        trial["void_reason"] = None
        if trial["judgement"] == "void":
            trial["void_reason"] = (
                why_void(log, trial["seq"]) if trial["in_session"] == "void" else "corrected"
            )
        trial.update(latency(log, trial, still, measured.get(trial["seq"])))
    return found


def noted_silent(log: list[dict[str, Any]], record: dict[str, Any]) -> bool:
    """Return whether an adult noted in a question without right or wrong that nobody answered."""
    (cause,) = [line for line in log if line["seq"] == record["cause"]]
    pressed = cause["kind"] == "command" and cause["data"].get("as") == "no_response"
    return pressed and record["data"]["judgement"] is None


def is_easy(log: list[dict[str, Any]], seq: int) -> bool:
    """Tell whether a trial's question is the first of its step, numbered on, since an easy one was wished.

    A wish that led to anything at once led to the end.
    """
    asked = log[question_before(log, seq)]
    before = [
        line
        for line in log
        if line["seq"] < asked["seq"] and (line["dir"], line["kind"]) == ("out", "question")
    ]
    if not before or before[-1]["data"]["step"] != asked["data"]["step"]:
        return False
    if asked["data"]["number"] <= before[-1]["data"]["number"]:
        return False
    return any(
        line["kind"] == "command"
        and line["data"].get("after") == "easy_trial"
        and before[-1]["seq"] < line["seq"] < asked["seq"]
        and not any(one.get("cause") == line["seq"] for one in log)
        for line in log
    )


def question_before(log: list[dict[str, Any]], seq: int) -> int:
    """Return the place of the question that a trial's record is of."""
    lines = [
        place
        for place, line in enumerate(log)
        if line["seq"] < seq and (line["dir"], line["kind"]) == ("out", "question")
    ]
    return lines[-1]


WHY_VOID = {
    "judge": "adult", "redo": "redone", "skip": "skipped", "change": "skipped", "goto": "skipped",
    "calm": "calm", "finish": "ended", "close": "ended", "leave": "left",
}  # fmt: skip


PRESSES = {("button", None), *(("command", name) for name in WHY_VOID)}


def why_void(log: list[dict[str, Any]], seq: int) -> str:
    """Return what made a trial void: the cause of its record, or of the last judgement after it."""
    by_seq = {line["seq"]: line for line in log}
    mine = [by_seq[seq]["data"][name] for name in ("step", "child", "number")]
    lines = [by_seq[seq]]
    for line in log:
        if line["seq"] <= seq or line["dir"] != "out" or line["kind"] not in ("trial", "rejudged"):
            continue
        if [line["data"][name] for name in ("step", "child", "number")] == mine:
            if line["kind"] == "trial":
                break
            lines.append(line)
    while len(lines) > 1 and lines[-2]["data"]["judgement"] == "void":
        lines.pop()  # it was void already
    cause = by_seq[lines[-1]["cause"]]
    while cause["kind"] == "done":  # a sentence of what led there: who asked for it?
        asked = [
            line
            for line in log
            if (line["dir"], line["kind"]) == ("out", "do") and line["data"]["id"] == cause["data"]["action"]
        ]
        if not asked:
            break
        cause = by_seq[asked[-1]["cause"]]
    if cause["kind"] == "command" and cause["data"]["name"] in WHY_VOID:
        return WHY_VOID[cause["data"]["name"]]
    if cause["kind"] in ("resumed", "button"):
        return {"resumed": "crash", "button": "button"}[cause["kind"]]
    since = log[question_before(log, seq) : log.index(lines[-1])]
    for line in reversed(since):  # the last word, press or act of the child before it
        if line["kind"] == "response":
            always = "always" in str(line["data"].get("entry")).split("/")
            if always and line["data"]["sense"] == "word" and line["data"]["why"] in ("taken", "deferred"):
                return "heard"
            break
        if line["dir"] == "in" and (line["kind"], line["data"].get("name")) in PRESSES:
            return "button" if line["kind"] == "button" else WHY_VOID[line["data"]["name"]]
    return "time" if cause["kind"] == "timer" else "interrupted"


def wrong_before(log: list[dict[str, Any]], seq: int) -> list[int]:
    """Return the wrong answers of a trial that a help followed: one that was taken.

    Each by the seq of its response; 0 where an adult entered it.
    """
    correct = next(line for line in log if line["seq"] == seq)["data"].get("correct") or []
    outs = [line for line in log if line["dir"] == "out" and line["seq"] < seq]
    outs = outs[max(place for place, line in enumerate(outs) if line["kind"] == "question") :]
    taken = None
    found: list[int] = []
    of = 0
    for line in outs:
        if line["kind"] == "response" and line["data"]["why"] in ANSWERING:
            of = line["seq"]
        if line["kind"] == "dismissed":
            of = 0
        if line["kind"] == "response" and line["data"]["why"] == "decides":
            taken = line["data"].get("answer")
        if line["kind"] == "prompt":
            if line["data"]["cause"] == "wrong" or bool(correct and taken and taken not in correct):
                found.append(of)
            taken, of = None, 0
    return found


def over(record: dict[str, Any], log: list[dict[str, Any]]) -> int:
    """Return when a trial was over: when its record was written, or when the program died in it."""
    causes = [line for line in log if line["seq"] == record["cause"] and line["kind"] == "resumed"]
    return min([record["at"], *(line["data"]["last_ns"] for line in causes)])


def _place(data: Mapping[str, Any]) -> tuple[str, str, int]:
    return data["step"], data["child"] or "", data["number"]


def timed(
    log: list[dict[str, Any]], seq: int, opened: int, answered: int, still: list[tuple[int, int]]
) -> tuple[int, float | None]:
    """Return what an answer took, by the log alone, and how far off that may be (ms; None: nobody says).

    From the end of the last sentence of its question; where none came to its end before answers counted, or
    the session stood still after it, from when answers counted.
    """
    before = [line for line in log if line["seq"] <= seq]
    outside = before[-1]["kind"] == "response" and before[-1]["data"].get("number") is None
    questions = [line["seq"] for line in before if line["dir"] == "out" and line["kind"] == "question"]
    since = questions[-1] if questions and not outside else -1
    said = {
        line["data"]["id"]: line["seq"]
        for line in before
        if line["dir"] == "out" and line["kind"] == "do" and line["data"]["verb"] == "say"
    }
    ends = [
        (line["t"], said[line["data"]["action"]])
        for line in before
        if line["kind"] == "done" and line["data"]["action"] in said and line["data"]["how"] == "finished"
        if line["t"] <= opened + NS // 1000
    ]
    if not outside and questions:  # the last sentence before answers counted has to have come to its end
        opens = [line["seq"] for line in before if line["kind"] == "open" and line["seq"] > since]
        asked = [seq for seq in said.values() if since < seq < opens[-1]] if opens else []
        if opens and (not ends or asked[-1:] != [ends[-1][1]]):
            return answered - opened, None
    if ends and ends[-1][1] > since and not overlap(still, ends[-1][0], opened):
        return answered - ends[-1][0], 300.0
    return answered - opened, None


def latency(
    log: list[dict[str, Any]],
    trial: Mapping[str, Any],
    still: list[tuple[int, int]],
    answer: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Return what is told of a trial's latency."""
    if trial["logged"] is None:
        asked = trial["opened"] is not None
        return {
            **dict.fromkeys(("latency_s", "uncertainty_ms", "why")),
            "cut_s": overlap(still, trial["opened"], trial["ended"]) / NS if asked else None,
        }
    cut = overlap(still, trial["opened"], trial["opened"] + trial["logged"])
    why = None
    if trial["again"]:
        why = "repeated"
    elif trial["judgement"] == "void":
        why = "void"
    elif trial["judgement"] in ("no_response", "refused"):
        why = "no_answer"
    elif trial["nobodys"] or (trial["several"] and not trial["participant"]):
        why = "nobody"
    elif trial["way"] == "professional" or trial["by"] not in ("", "unknown", trial["participant"]):
        why = "not_own"
    elif cut:
        why = "interrupted"
    elif overlap(
        out_of_the_room(log, trial["participant"]), trial["opened"], trial["opened"] + trial["logged"]
    ):
        why = "away"
    ns, unsure = timed(log, trial["seq"], trial["opened"], trial["opened"] + trial["logged"], still)
    if answer is not None and unsure is not None:  # without a sentence there was no end to measure
        ns, unsure = answer["latency_ns"], answer["uncertainty_ms"]
    return {
        "latency_s": None if cut else ns / NS,
        "took_s": ns / NS,
        "uncertainty_ms": None if cut else unsure,
        "why": why,
        "cut_s": cut / NS,
    }


def child(trials: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what is counted of the trials of one child."""
    counting = [t for t in trials if not t["again"]]
    judgements: dict[str, int] = {}
    helps: dict[str, int] = {}
    steps: dict[str, int] = {}
    for t in counting:
        judgements[t["counts_as"]] = judgements.get(t["counts_as"], 0) + 1
        steps[t["step"]] = steps.get(t["step"], 0) + 1
        if t["counts_as"] == "prompted":
            helps[t["help"]] = helps.get(t["help"], 0) + 1
    times = [t["latency_s"] for t in trials if t["why"] is None and t["latency_s"] is not None]
    levels = [t["level"] for t in counting if t["level"] is not None]
    return {
        "total": len(counting),
        "judgements": judgements,
        "helps": helps,
        "helps_after": {
            t["help"]
            for t in counting
            if t["counts_as"] == "correct"
            and t["help"] != "none"
            and (
                "correct" not in (t["first"], t["in_session"])
                or t["first"] != t["in_session"]
                or not t["answer"]
            )
        },
        "errors": sum(t["errors"] for t in counting),
        "easy": sum(t["easy"] for t in counting),
        "changed": sum(t["judgement"] != t["in_session"] for t in counting),
        "void_reasons": dict(Counter(t["void_reason"] for t in counting if t["void_reason"])),
        "helped": any(t["prompts"] for t in counting),
        "steps": steps,
        "latencies": times,
        "median": median(times) if times else None,
        "away": sum(t["why"] == "away" for t in trials),
        "cut": sum(t["why"] == "interrupted" or t["cut_try"] for t in trials),
        "not_own": sum(t["why"] in ("not_own", "nobody") and not t["kept_silent"] for t in trials),
        "level": levels[-1] if levels else None,
        "any": bool(trials),
    }


SENSES_OF_NOBODY = ("", None, "unknown")
ANSWERING = ("decides", "proposes")
ACTED_ON = ("taken", "deferred", "awaited", *ANSWERING)


def trials_within(log: list[dict[str, Any]]) -> dict[int, int]:
    """Return the trial that each response and help belongs to: found backwards, from what was asked."""
    found = {}
    for place, line in enumerate(log):
        number = line["data"].get("number")
        if line["dir"] != "out" or line["kind"] not in ("response", "prompt") or number is None:
            continue
        asked = place
        while log[asked]["dir"] != "out" or log[asked]["kind"] != "question":
            asked -= 1
        over = [one["seq"] for one in log[asked:] if one["dir"] == "out" and one["kind"] == "trial"]
        if over:
            found[line["seq"]] = over[0]
    return found


def rested_on(log: list[dict[str, Any]]) -> dict[int, int]:
    """Return the trial that rests on a response, by the response's seq."""
    found, seen = {}, []
    for line in log:
        if line["dir"] == "out" and line["kind"] == "question":
            seen = []
        if line["dir"] == "out" and line["kind"] == "response":
            seen.append(line)
        if line["dir"] == "out" and line["kind"] == "trial" and line["data"]["answer"]:
            told = [line["data"][name] for name in ("number", "answer", "way")]
            for one in reversed(seen):
                its = [one["data"].get(name) for name in ("number", "answer", "sense")]
                if its == told and one["data"]["why"] in ("decides", "proposes"):
                    found[one["seq"]] = line["seq"]
                    break
    return found


def why_not(
    line: dict[str, Any], cut: int, trials: list[dict[str, Any]], whose: int | None, codes: list[str]
) -> str | None:
    """Return why the reports do not count a response's latency; None where they do."""
    data = line["data"]
    if whose is not None:
        its = {trial["seq"]: trial for trial in trials}[whose]
        if its["logged"] is None:  # no latency that counts
            return "interrupted" if cut else "not_final"
        why: str | None = its["why"]
        return why
    if data.get("number") is not None:
        return "interrupted" if cut and data["why"] in ANSWERING else "not_final"
    asked = data["why"] in ACTED_ON and "always" not in str(data.get("entry")).split("/")
    if trials or len(codes) > 1 or not asked:
        return "no_question"
    return "interrupted" if cut else None


def responses_of(
    log: list[dict[str, Any]],
    authors: Mapping[int, list[str]],
    codes: list[str],
    still: list[tuple[int, int]],
    measured: Mapping[int, Mapping[str, Any]],
    trials: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return every response, as the table of responses has it."""
    at_seq = {line["seq"]: line for line in log}
    within, rested = trials_within(log), rested_on(log)
    found = []
    for line in log:
        if line["dir"] != "out" or line["kind"] != "response":
            continue
        cause = at_seq[line["cause"]]
        logged = line["data"].get("latency_ns")
        cut = 0 if logged is None else overlap(still, cause["t"] - logged, cause["t"])
        ns, unsure = None, None
        if logged is not None:
            ns, unsure = timed(log, line["seq"], cause["t"] - logged, cause["t"], still)
        if line["seq"] in measured and unsure is not None:
            ns = measured[line["seq"]]["latency_ns"]
        said = authors[line["seq"]]
        who = (said and said[-1]) or line["data"].get("by") or cause.get("participant") or "unknown"
        by = who
        if (
            not (said and said[-1])
            and who in SENSES_OF_NOBODY
            and len(codes) == 1
            and cause["source"] != "professional"
        ):
            who = codes[0]
        found.append(
            {
                "seq": line["seq"],
                "participant": who if who in codes else None,
                "by": by,
                "corrected": said[-1:] == ["unknown"]
                or (
                    bool(said and said[-1])
                    and said[-1] != (line["data"].get("by") or cause.get("participant") or "unknown")
                ),
                "start_s": cause["t"] / NS,
                "trial": line["data"].get("number"),
                "trial_seq": within.get(line["seq"]),
                "why": line["data"]["why"],
                "always": "always" in str(line["data"].get("entry")).split("/"),
                "latency_s": None if cut or ns is None else ns / NS,
                "took_s": None if ns is None else ns / NS,
                "latency_why": None
                if logged is None
                else why_not(line, cut, trials, rested.get(line["seq"]), codes),
                "latency_logged_s": None if logged is None else logged / NS,
            }
        )
    return found


def put_to_all(log: list[dict[str, Any]], trials: list[dict[str, Any]], code: str) -> int:
    """Return how many questions were put to nobody alone while a child of a group was there.

    One that came back was, and one whose answer closed the question, though it had been marked away.
    """
    by_seq = {trial["seq"]: trial for trial in trials}
    count = 0
    for place, line in enumerate(log):
        trial = by_seq.get(line["seq"])
        if trial is None or trial["child"] or trial["again"]:
            continue
        before = [one for one in log[:place] if one["dir"] == "out"]
        asked = max(n for n, one in enumerate(before) if one["kind"] == "question")
        moves = [
            (n > asked, one["kind"])
            for n, one in enumerate(before)
            if one["kind"] in ("left", "returned") and one["data"]["participant"] == code
        ]
        earlier = [kind for later, kind in moves if not later]
        there = not earlier or earlier[-1] == "returned" or (True, "returned") in moves
        count += there or trial["participant"] == code
    return count


def last_word(
    log: list[dict[str, Any]],
    trials: list[dict[str, Any]],
    authors: Mapping[int, list[str]],
    code: str,
    *,
    alone: bool,
) -> tuple[str, set[str]] | None:
    """Return a child's last answer to a question without a right answer, and what is to be known of it.

    None where it gave none. What it answered once the question was closed is one, whatever became of that.
    """
    at_seq = {line["seq"]: line for line in log}
    outs = [line for line in log if line["dir"] == "out"]
    gone = out_of_the_room(log, code)
    given: list[tuple[int, str, set[str]]] = []
    for trial in trials:
        right = at_seq[trial["seq"]]["data"]["correct"]
        if right or trial["child"] not in ("", code):
            continue
        void = {"void"} if trial["judgement"] == "void" else set()
        place = next(n for n, one in enumerate(outs) if one["seq"] == trial["seq"])
        first = max(n for n in range(place) if outs[n]["kind"] == "question")
        after = [n for n in range(place, len(outs)) if outs[n]["kind"] == "question"]
        lines = [one for one in outs[first : after[0] if after else None] if one["kind"] == "response"]
        # of a lone child's session nobody else can have said or touched it, unless a person says so
        own = alone and trial["by"] in SENSES_OF_NOBODY and trial["way"] != "professional"
        own = own and authors[trial["seq"]][-1:] != ["unknown"]
        entered = trial["way"] == "professional" and trial["participant"] == code
        entered = entered and trial["by"] == "professional" and authors[trial["seq"]][-1:] != ["professional"]
        whose = [s for s, of in rested_on(log).items() if of == trial["seq"]]
        seq = whose[0] if whose else trial["seq"]
        away = {"away"} if overlap(gone, at_seq[seq]["at"], at_seq[seq]["at"] + 1) else set()
        if (
            trial["answer"]
            and trial["judgement"] in ("unscored", "void")
            and (trial["by"] == code or own or entered)
        ):
            given.append((seq, trial["answer"], void | away | ({"entered"} if entered else set())))
        for one in lines:
            said, data = authors[one["seq"]], one["data"]
            by = (said and said[-1]) or data.get("by") or at_seq[one["cause"]].get("participant")
            answer, why = data.get("answer", data["value"]), data["why"]
            shown = [b["data"]["choices"] for b in outs if b["kind"] == "board" and b["seq"] < one["seq"]]
            board = data["sense"] == "board" and answer in (outs[first]["data"].get("answers") or ())
            board = board and (not shown or answer in shown[-1])  # what is not there cannot be pressed
            over = (why in ("extra", "late") and data.get("number") is not None) or (
                why == "nothing_waits" and board and one["seq"] > trial["seq"]
            )
            still = [b for b in outs if one["seq"] > b["seq"] > outs[first]["seq"] and b["kind"] == "entered"]
            asked = answer in (outs[first]["data"].get("answers") or ()) and not still
            paused = why == "paused" and data["sense"] == "board" and asked
            overtaken = why == "decides" and one["seq"] not in whose
            kind = {"late"} if over else {"early"} if why == "early" else {"paused"} if paused else set()
            out = {"away"} if overlap(gone, one["at"], one["at"] + 1) else set()
            if by == code and (kind or overtaken):
                given.append((one["seq"], answer, void | out | kind))
    if not given:
        return None
    _, answer, known = max(given, key=lambda one: one[0])
    return answer.replace("_", " "), known


def every_latency(responses: list[dict[str, Any]], trials: list[dict[str, Any]]) -> dict[str, Any]:
    """Return each latency of the log once: those that count, and how many do not, by why.

    ``tried`` are answers that did not end their trial: the methods count these too, and say so.
    A trial has its own where no response has it, with the same end: an adult said the answer.
    """
    counted, why_not, tried = [], list[str](), 0
    timed = [one for one in responses if one["latency_logged_s"] is not None]
    for one in timed:
        answers = one["why"] in ANSWERING or one["trial"] is None
        if one["latency_why"] is None:
            counted.append(one["took_s"])
        else:
            why_not.append(one["latency_why"])
            tried += one["latency_why"] == "not_final" and answers
    ends = {(round(one["start_s"] * NS), round(one["latency_logged_s"] * NS)) for one in timed}
    for trial in trials:
        if trial["logged"] is not None and (trial["opened"] + trial["logged"], trial["logged"]) not in ends:
            if trial["why"] is None:
                counted.append(trial["took_s"])
            else:
                why_not.append(trial["why"])
    return {"counted": counted, "why_not": dict(Counter(why_not)), "tried": tried}


def prompts_of(log: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return every help that was given, in its order within the trial."""
    within = trials_within(log)
    found, order, opened = [], 0, None
    for line in log:
        if line["dir"] != "out":
            continue
        if line["kind"] == "question":
            order, opened = 0, None
        if line["kind"] == "open":
            opened = line["at"]
        if line["kind"] == "prompt":
            order += 1
            after = None if opened is None else (line["at"] - opened) / NS
            found.append(
                {
                    "seq": line["seq"],
                    "trial_seq": within.get(line["seq"]),
                    "order": order,
                    "help": line["data"]["help"],
                    "after_s": after,
                }
            )
    return found


def spoken(
    log: list[dict[str, Any]], still: list[tuple[int, int]], measured: Mapping[int, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the responses that were acted upon, their latencies, and the waits that ended by themselves.

    What the protocol always listens to, such as « stop », is acted upon, and answers nothing.
    """
    at_seq = {line["seq"]: line for line in log}
    taken = [
        line
        for line in log
        if line["dir"] == "out" and line["kind"] == "response" and line["data"]["why"] in ACTED_ON
    ]
    times = []
    for line in taken:
        logged = line["data"].get("latency_ns")
        answered = at_seq[line["cause"]]["t"]
        heard_always = "always" in str(line["data"].get("entry")).split("/")  # a used file has its own
        if logged is not None and not heard_always and not overlap(still, answered - logged, answered):
            ns, unsure = timed(log, line["seq"], answered - logged, answered, still)
            if line["seq"] in measured and unsure is not None:
                ns = measured[line["seq"]]["latency_ns"]
            times.append(ns / NS)
    silences = [
        line
        for line in log
        if line["dir"] == "out"
        and line["kind"] == "entered"
        and "/after." in line["data"]["by"]
        and at_seq[line["cause"]]["kind"] in ("timer", "done")
    ]
    return {"taken": len(taken), "taken_latencies": times, "silences": len(silences)}
