"""Every number of a session's pages, papers and tables beside the same number counted anew."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow.parquet as pq
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.testclient import TestClient

from nao_sessions.analysis.tables.flat import write_tables
from nao_sessions.analysis.tables.methods import methods_text
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.analysis.tables.tables import open_session
from nao_sessions.cli.info import info
from nao_sessions.console.after import routes as after
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.progress import routes as progress
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.robot.names import Pseudonyms
from tests.console.recount import rendered
from tests.console.recount.recount import recount

Told = Iterator[str]
NOT_THE_CHILDS = ("void", "unscored", "by_adult", "by_other", "by_nobody")
"""What trials count under that say nothing of how the child did."""


@contextmanager
def house_of(place: Path) -> Iterator[TestClient]:
    """Ask the pages of a house whose sessions lie in ``sessions``."""
    config = ConsoleConfig(
        "fr", place / "protocols", place / "sessions", place / "keep", False, Pseudonyms(), UTC
    )
    app = Starlette(
        routes=[*after.routes(config, SessionRegistry()), *progress.routes(config, SessionRegistry())]
    )
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def session_differences(client: TestClient, folder: Path, place: Path) -> list[str]:
    """Give every number of a session's pages and tables that is not what the files say."""
    now = recount(folder)
    told = [*_end_page(client, folder.name, now), *_report(client, folder.name, now)]
    tables = open_session(folder)
    write_tables(tables, place / "csv", "csv")
    write_tables(tables, place / "parquet", "parquet")
    told += _tables(place, now)
    told += _info(folder, now)
    return [f"{folder.name}: {one}" for one in told]


def _tenths(seconds: float | None) -> str:
    """Write a time as `info` does: to the millisecond below, then to a tenth; nothing without one."""
    if seconds is None:
        return ""
    return f"{math.floor(seconds * 1e3 + 1e-6) / 1e3:.1f}".replace(".", ",")


def _info(folder: Path, now: Mapping[str, Any]) -> Told:
    """Compare what `info` and the methods section say of responses and latencies."""
    ran = CliRunner().invoke(info, [str(folder), "--lang", "fr"], catch_exceptions=False)
    shown = rendered.info(ran.output)
    every, whys = now["every"]["counted"], now["every"]["why_not"]
    expected = {
        "responses": len(now["responses"]),
        "acted_on": now["taken"],
        "counted": len(every),
        "least": _tenths(min(every, default=None)),
        "most": _tenths(max(every, default=None)),
        "silences": now["silences"],
        "not_counted": sum(whys.values()),
        "why_not": whys,
        "errors": sum(one["errors"] for one in now["children"].values()),
    }
    yield from _differs("info", shown, expected)
    methods = rendered.methods(methods_text([read_source(folder)], "fr"))
    yield from _differs(
        "methods",
        methods,
        {
            "counted": len(every) + now["every"]["tried"],
            "interrupted": whys.get("interrupted", 0),
            "away": whys.get("away", 0),
            "errors": expected["errors"],
        },
    )


def progress_differences(client: TestClient, folders: Sequence[Path]) -> list[str]:
    """Give every number of the progress pages that is not what the files say."""
    counted = {folder.name: recount(folder) for folder in folders}
    told: list[str] = []
    for code in sorted({code for one in counted.values() for code in one["codes"]}):
        page = rendered.page(client.get(f"/progress/{code}").text)
        told += [f"progress of {code}: {one}" for one in _progress(page, code, counted)]
    with_csv = client.get("/progress/establishment.csv").content.decode("utf-8-sig")
    return [*told, *_establishment(with_csv, counted)]


def _establishment(table: str, counted: Mapping[str, Mapping[str, Any]]) -> Told:
    """Compare the total, which stands for five sessions and more alone."""
    (total,) = [row.split(";") for row in table.splitlines() if row.startswith("En tout;")]
    people = len({code for one in counted.values() for code in one["codes"]})
    minutes = round(sum(round(one["length_s"]) for one in counted.values()) / 60)
    shown = [str(len(counted)), str(minutes), str(people) if people >= 5 else "moins de 5"]
    if len(counted) >= 5:
        yield from _differs("establishment", total[1:], shown)


def _differs(what: str, shown: object, counted: object) -> Told:
    if shown != counted:
        yield f"{what}: shown {shown!r}, counted {counted!r}"


def _counts(what: str, text: str, child: Mapping[str, Any]) -> Told:
    shown = rendered.trials(text)
    yield from _differs(what, shown, (child["total"], child["judgements"]) if child["total"] else None)
    yield from _differs(f"{what}, wrong before", rendered.errors(text), child.get("errors", 0))
    yield from _differs(f"{what}, easy", rendered.easy(text), child.get("easy", 0))


def _times(child: Mapping[str, Any], now: Mapping[str, Any]) -> Sequence[float]:
    alone = not child["any"] and len(now["codes"]) == 1
    return now["taken_latencies"] if alone else child["latencies"]  # type: ignore[no-any-return]


def _latency(what: str, text: str, child: Mapping[str, Any], now: Mapping[str, Any]) -> Told:
    shown = rendered.latency(text)
    times = _times(child, now)
    yield from _differs(f"{what} count", shown["count"], len(times))
    yield from _differs(f"{what} cut", shown["cut"], child["cut"])
    yield from _differs(f"{what} away", shown["away"], child["away"])
    yield from _differs(f"{what} of others", shown["not_own"], child["not_own"])
    if not times or not shown["count"]:
        return
    expected = median(times)
    for name, value in (("median", expected), ("least", min(times)), ("most", max(times))):
        if name in shown and not rendered.agrees(shown[name], value):
            yield f"{what} {name}: shown {shown[name]}, counted {value}"


def _helps(what: str, text: str, child: Mapping[str, Any]) -> Told:
    yield from _differs(what, rendered.helps(text), {*child["helps"]} - {"none"})
    yield from _differs(f"{what}, afterwards", rendered.helps_after(text), child["helps_after"])


def _length(what: str, text: str, now: Mapping[str, Any]) -> Told:
    if abs(rendered.seconds(text) - now["length_s"]) > 0.5 + 1e-9:
        yield f"{what}: shown {text}, counted {now['length_s']}"


def _end_page(client: TestClient, name: str, now: Mapping[str, Any]) -> Told:
    page = rendered.page(client.get(f"/after/{name}").text)
    (card,) = page.every(class_="after-summary")
    sentences = [one.text for one in card.every("p")]
    for sentence in sentences:
        if (match := re.search(r", pendant (.*)\.$", sentence)) and sentence.startswith("«"):
            yield from _length("summary's length", match[1], now)
    yield from _interruptions(sentences, now)
    yield from _heard("words heard everywhere", " ".join(sentences), now["heard"])
    for code in now["codes"]:
        named = f"Rôle {int(code[1:])}" if code.startswith("V") else code  # a child of a rehearsal
        mine = [one for one in sentences if one.startswith(f"{named} : ")]
        child = now["children"][code]
        if child["total"]:
            yield from _counts(f"summary of {code}", " ".join(mine), child)
    nobodys = [one for one in sentences if one.startswith("Pour aucun enfant en particulier")]
    yield from _counts("summary of nobody's", " ".join(nobodys), now["children"][""])
    yield from _rows(page, now)
    for area, code in zip(page.every("textarea"), ["", "", "", *now["codes"]], strict=True):
        if code:
            yield from _transmission(area, code, now)


def _heard(what: str, text: str, counted: Mapping[str, Mapping[str, int]]) -> Told:
    shown: dict[str, dict[str, int]] = {"taken": {}, "paused": {}}
    for word, times, paused in re.findall(r"Nao a entendu « (.*?) »(?: (\d+) fois)?( pendant que)?", text):
        shown["paused" if paused else "taken"][word] = int(times or 1)
    yield from _differs(what, shown, counted)


def _interruptions(sentences: Sequence[str], now: Mapping[str, Any]) -> Told:
    many = [m for one in sentences if (m := _MANY.fullmatch(one)) is not None]
    single = [m for one in sentences if (m := _INTERRUPTION.fullmatch(one)) is not None]
    if many:
        yield from _many_interruptions(many[0], now)
        return
    spans = now["interruptions"]
    yield from _differs("interruptions", len(single), len(spans))
    for m, (at_s, length_s), came, why, stop in zip(
        single, spans, now["came"], now["reasons"], now["stops"], strict=False
    ):
        yield from _near("interruption at", m["at"], at_s)
        dead = now["dead"] and (at_s, length_s) == spans[-1]
        yield from _differs("died in it", m["died"] is not None, dead)
        told = [_PART.fullmatch(one) for one in m["each"].split(", puis ")]
        first = told[0] and rendered.reasons(told[0]["why"])
        yield from _differs("reason", first, {why: 1})
        by = [one for one, _ in came[1:] if one in ("adult", "head", "somebody")]
        yield from _differs("who stopped Nao", by, [stop[0]] if stop else [])
        yield from _differs("what happened", [rendered.reasons(one["why"]) for one in told if one],
                            [{why: 1} for why, _ in came])  # fmt: skip
        known = came[:-2] if dead else came  # how long it was before the end of the program, nobody knows
        for one, (known_why, known_s) in zip(told, known, strict=False):
            yield from _near(f"length of {known_why}", (one and one["length"]) or "", known_s)


_INTERRUPTION = re.compile(
    r"Interruption à (?P<at>.*) du début : (?P<each>.*?)(?P<died>, et la séance n'a pas repris)?\."
)
_PART = re.compile(r"(?P<why>.*?)(?:, pendant (?P<length>.*))?")
_MANY = re.compile(
    r"(?P<count>\d+) interruptions, (?P<length>.*) en tout : (?P<each>[^.]*)\."
    r"(?: Pendant une interruption déjà ouverte : (?P<others>[^.]*)(?<!en tout)\.)?"
    r"(?: Pendant une interruption déjà ouverte : (?P<stops>.*), (?P<stopped>[^,]*) en tout\.)?"
    r"(?P<died> La dernière n'a pas pris fin : le programme s'est interrompu, et la séance n'a pas repris\.)?"
)


def _many_interruptions(match: re.Match[str], now: Mapping[str, Any]) -> Told:
    spans, stops = now["interruptions"], [one for one in now["stops"] if one is not None]
    over = len(spans) - now["dead"]
    known = [one for one in now["stops"][:over] if one is not None]
    yield from _differs("interruptions", int(match["count"]), len(spans))
    yield from _differs("died in the last one", match["died"] is not None, now["dead"])
    yield from _near("length of interruptions", match["length"], sum(length for _, length in spans[:over]))
    yield from _differs("interruptions by reason", rendered.reasons(match["each"]), Counter(now["reasons"]))
    others = Counter(why for came in now["came"] for why, _ in came[1:])
    for why in ("adult", "head", "somebody", "back"):
        del others[why]
    others["crash"] -= now["dead"] and len(now["came"][-1]) > 1
    shown = rendered.reasons(match["others"]) if match["others"] else {}
    yield from _differs("what came in an open one", shown, dict(+others))
    by = rendered.reasons(match["stops"]) if match["stops"] else {}
    yield from _differs("stops in an open interruption", by, Counter(who for who, _ in stops))
    if match["stopped"]:
        yield from _near("length of such stops", match["stopped"], sum(length for _, length in known))


def _near(what: str, shown: str, counted_s: float) -> Told:
    if abs(rendered.seconds(shown) - counted_s) > 0.5 + 1e-9:
        yield f"{what}: shown {shown}, counted {counted_s}"


def _rows(page: rendered.Node, now: Mapping[str, Any]) -> Told:
    rows = list(page.every("li", "after-trial"))
    yield from _differs("trials listed", len(rows), len(now["trials"]))
    yield from _differs("trials listed, of the questions asked", len(rows), now["asked"])
    for row, trial in zip(rows, now["trials"], strict=False):
        what = f"trial {trial['seq']}"
        yield from _differs(f"{what} id", row.attributes["id"], f"trial-{trial['seq']}")
        (chip,) = row.every("strong", "judgement")
        judged, _, after = chip.text.partition(", ")
        yield from _differs(f"{what} judgement", rendered.WORDS[judged], trial["judgement"])
        if after:
            same = trial["judgement"] == trial["in_session"]
            how = "corrigé, puis remis comme jugé en séance" if same else "jugé ainsi après la séance"
            yield from _differs(f"{what} judged after", after, how)
        (heading,) = row.every("h4")
        yield from _differs(f"{what} number", heading.text.split()[1], str(trial["number"]))
        if len(now["codes"]) > 1:
            whom = re.sub(r"Rôle (\d+)", lambda role: f"V{int(role[1]):02}", heading.text)
            shown = [one for one in (*now["codes"], "pour tout le groupe") if f" · {one}" in whom]
            yield from _differs(f"{what} asked of", shown, [trial["child"] or "pour tout le groupe"])
        late = re.search(r"(Une|\d+) aides? (?:est venue|sont venues) trop tard", row.text)
        given = sum(one["trial_seq"] == trial["seq"] for one in now["prompts"])
        shown = 0 if late is None else 1 if late[1] == "Une" else int(late[1])
        yield from _differs(f"{what} helps too late", shown, given - trial["prompts"])
        told = rendered.latency(row.text)
        counted = trial["why"] is None and trial["latency_s"] is not None
        yield from _differs(f"{what} has a latency", told["count"], int(counted))
        if told["count"] and counted and not rendered.agrees(told["median"], trial["latency_s"]):
            yield f"{what}: shown {told['median']}, counted {trial['latency_s']}"
        shown = re.search(r"Réponses? fausses? d'abord : ([^·]*)", row.text)
        wrong = [] if shown is None else re.findall(r"(?:^| ; )(.*?), (?:par|indiquée|on ne)", shown[1])
        yield from _differs(f"{what} wrong answers", wrong, now["wrong"][trial["seq"]])
        cut = "une interruption l'a coupé" in row.text
        yield from _differs(f"{what} was cut", cut, trial["why"] == "interrupted")
        away = "non compté, l'enfant était alors noté absent" in row.text
        yield from _differs(f"{what} was away", away, trial["why"] == "away")


def _transmission(area: rendered.Node, code: str, now: Mapping[str, Any]) -> Told:
    lines = [line for line in area.lines if line]
    child = now["children"][code]
    yield from _differs(f"lines of the handover of {code}", len(lines), 5)
    yield from _length("handover's length", lines[0].rsplit(", ", 1)[1].rstrip("."), now)
    yield from _counts(f"handover of {code}", lines[1], child)
    yield from _differs(f"handover of {code}, changed", rendered.changed(lines[1]), child["changed"])
    yield from _responses(f"handover of {code}", lines[1], child, now)
    yield from _helps(f"handover's helps of {code}", lines[2], child)
    yield from _latency(f"handover's latency of {code}", lines[3], child, now)
    yield from _heard(f"handover of {code}, heard", lines[4], now["heard_of"][code])
    yield from _differs(f"last answer of {code}", rendered.last_answer(lines[4]), now["words"][code])


def _responses(what: str, text: str, child: Mapping[str, Any], now: Mapping[str, Any]) -> Told:
    if child["any"] or len(now["codes"]) > 1 or not now["answers"] + now["silences"]:
        return
    match = re.search(r"(\d+) réponses?, (\d+) étapes? passées? sans réponse", text)
    shown = None if match is None else (int(match[1]), int(match[2]))
    yield from _differs(f"{what} responses", shown, (now["answers"], now["silences"]))


def _report(client: TestClient, name: str, now: Mapping[str, Any]) -> Told:
    page = rendered.page(client.get(f"/after/{name}/report").text)
    sheets = list(page.every("article", "sheet"))
    yield from _differs("sheets", len(sheets), len(now["codes"]))
    for sheet, code in zip(sheets, now["codes"], strict=False):
        child = now["children"][code]
        what = f"report of {code}"
        (length,) = re.findall(r"durée : ([^·]*?) Prénom", sheet.text)
        yield from _length(f"{what}, length", length, now)
        sections = list(sheet.every("section"))
        yield from _counts(what, sections[2].text, child)
        yield from _differs(f"{what}, changed", rendered.changed(sections[2].text), child["changed"])
        yield from _responses(what, sections[2].text, child, now)
        proposed = [
            int(m[1])
            for li in sections[1].every("li")
            if (m := re.search(r" : (\d+) essais?(?:, pour tout le groupe)?$", li.text))
        ]
        to_all = now["put_to_all"].get(code, 0)
        if child["any"] or to_all:
            own = sum(t["child"] == code and not t["again"] for t in now["trials"])
            expected = own + to_all if len(now["codes"]) > 1 else child["total"]
            yield from _differs(f"{what}, proposed", sum(proposed), expected)
        group = re.search(r"Posées à tout le groupe : (\d+) questions? \(", sheet.text)
        yield from _differs(f"{what}, put to all", 0 if group is None else int(group[1]), to_all)
        for desc in sheet.every("desc"):
            yield from _differs(f"{what}, drawn", rendered.plotted(desc.text), child["judgements"])
        for text in sheet.every("text"):
            kind = text.attributes["class"].removeprefix("plot-in-")
            yield from _differs(f"{what}, bar of {kind}", int(text.text), child["judgements"].get(kind))
        scored = sum(n for one, n in child["judgements"].items() if one not in NOT_THE_CHILDS)
        yield from _differs(f"{what}, has a bar", bool(list(sheet.every("desc"))), scored > 0)
        yield from _heard(f"{what}, heard", sheet.text, now["heard_of"][code])
        yield from _helps(f"{what}, helps", sheet.text, child)
        yield from _latency(f"{what}, latency", sheet.text, child, now)


def _progress(page: rendered.Node, code: str, counted: Mapping[str, Mapping[str, Any]]) -> Told:
    sessions = {name: one for name, one in counted.items() if code in one["codes"]}
    by_protocol: dict[str, list[Mapping[str, Any]]] = {}
    for name in sorted(sessions, key=lambda one: int(one.rpartition("_d")[2])):
        by_protocol.setdefault(name.partition("_")[2].rpartition("_d")[0], []).append(sessions[name])
    parts = {part.attributes["aria-labelledby"]: part for part in page.every("section", "progress-part")}
    yield from _differs("protocols", set(parts), {f"part-{one}" for one in by_protocol})
    for protocol, found in by_protocol.items():
        part = parts[f"part-{protocol}"]
        children = [one["children"][code] for one in found]
        rows = [row for table in part.every("tbody") for row in table.every("tr")]
        if rows:
            yield from _differs(f"{protocol}: sessions", len(rows), len(found))
            heads = [head.text for head in next(part.every("thead")).every("th")]
            for row, child, now in zip(rows, children, found, strict=False):
                cells = dict(
                    zip(
                        heads, [one.text for one in row.inside if isinstance(one, rendered.Node)], strict=True
                    )
                )
                yield from _progress_row(protocol, cells, child, _times(child, now))
            drawn = [one.text for svg in part.every("svg", "plot") for one in svg.every("desc")][:1]
            scored = [
                sum(n for one, n in c["judgements"].items() if one not in NOT_THE_CHILDS) for c in children
            ]
            if any(scored) and drawn:
                each = [rendered.plotted(one.partition(": ")[2]) for one in drawn[0].split(". ")]
                expected = [child["judgements"] for child in children][-18:]
                yield from _differs(f"{protocol}: drawn", each, expected)
            last = [child for child, n in zip(children, scored, strict=True) if n]
            for words in part.every("p", "progress-words"):
                yield from _counts(f"{protocol}: in words", words.text, last[-1] if last else {"total": 0})


def _progress_row(
    protocol: str, cells: Mapping[str, str], child: Mapping[str, Any], times: Sequence[float]
) -> Told:
    total, _, easy = cells["Essais"].partition(" (dont ")
    yield from _differs(f"{protocol}: trials", int(total), child["total"])
    yield from _differs(f"{protocol}: easy", int(easy.partition(" ")[0] or 0), child["easy"])
    for head, cell in cells.items():
        judgement = rendered.WORDS.get(head.lower())
        if judgement is not None:
            count, _, reasons = cell.partition(" (") if judgement == "void" else (cell, "", "")
            if judgement == "void":
                shown = dict(re.findall(r"([^,\d]+?) (\d+)(?:, |\))", reasons))
                named = {rendered.VOIDS[one]: int(n) for one, n in shown.items()}
                yield from _differs(f"{protocol}: why void", named, child["void_reasons"])
            count, _, before = count.partition(" (dont ")
            yield from _differs(f"{protocol}: {judgement}", int(count), child["judgements"].get(judgement, 0))
            errors = child["errors"] if judgement == "no_response" else 0
            yield from _differs(f"{protocol}: wrong before", int(before.rstrip(")") or 0), errors)
    shown = re.findall(r"([^,\d]+?) (\d+)(?:, |$)", cells["Aide qui a suffi"])
    yield from _differs(
        f"{protocol}: helps", {rendered.HELPS[one]: int(n) for one, n in shown}, child["helps"]
    )
    if "Niveau" in cells:
        level = None if cells["Niveau"] == "—" else int(cells["Niveau"])
        yield from _differs(f"{protocol}: level", level, child["level"])
    cell = cells["Latence"]
    cut = re.search(r"(\d+) non comptées? \(interruption\)", cell)
    yield from _differs(f"{protocol}: cut", int(cut[1]) if cut else 0, child["cut"])
    away = re.search(r"(\d+) non comptées? \(enfant noté absent\)", cell)
    yield from _differs(f"{protocol}: away", int(away[1]) if away else 0, child["away"])
    middle = re.match(r"([\d,]+) s", cell)
    yield from _differs(f"{protocol}: has latencies", middle is not None, bool(times))
    if middle is not None and times and not rendered.agrees(_one_decimal(middle[1]), median(times)):
        yield f"{protocol}: latency shown {cell}, counted {median(times)}"
    spread = re.search(r"\(([\d,]+) à ([\d,]+) s\)", cell)
    if spread is not None and times:
        for text, value in ((spread[1], min(times)), (spread[2], max(times))):
            if not rendered.agrees(_one_decimal(text), value):
                yield f"{protocol}: latency shown {cell}, counted {value}"


def _one_decimal(text: str) -> str:
    """Give a number with the nought that a table leaves out."""
    return text if "," in text else f"{text},0"


TRIALS = {
    "seq": "seq", "number": "number", "judgement": "judgement", "judgement_in_session": "in_session",
    "corrected": "corrected", "help": "help", "prompts": "prompts", "attempts": "attempts", "by": "by",
    "participant": "participant", "latency_s": "latency_s", "latency_why": "why",
    "latency_interrupted_s": "cut_s", "level": "level", "again": "again", "easy": "easy",
    "void_reason": "void_reason", "errors_before_help": "wrong",
}  # fmt: skip
RESPONSES = (
    "seq", "participant", "by", "corrected", "start_s", "trial", "trial_seq", "why", "latency_s",
    "latency_why", "latency_logged_s",
)  # fmt: skip


def _tables(place: Path, now: Mapping[str, Any]) -> Told:
    for form in ("csv", "parquet"):
        read = _read_csv if form == "csv" else _read_parquet
        rows = {
            name: read(place / form / f"{name}.{form}")
            for name in ("sessions", "trials", "responses", "prompts")
        }
        yield from _rows_differ(f"{form} trials", rows["trials"], [
            {column: trial[name] for column, name in TRIALS.items()}
            | {"start_ns": trial["begun"], "stop_ns": trial["ended"],
               "opened_s": None if trial["opened"] is None else trial["opened"] / 1e9,
               "latency_logged_s": None if trial["logged"] is None else trial["logged"] / 1e9,
               "latency_uncertainty_s": _in_seconds(trial["uncertainty_ms"])}
            for trial in now["trials"]
        ])  # fmt: skip
        yield from _rows_differ(f"{form} sessions", rows["sessions"], [
            {"participant": code, "trials": now["children"][code]["total"], "duration_s": now["length_s"],
             "interruptions": len(now["interruptions"]),
             "interrupted_s": None if now["open"] else sum(length for _, length in now["interruptions"]),
             "adaptations": now["adaptations"]}
            for code in now["codes"]
        ])  # fmt: skip
        expected = [{column: one[column] for column in RESPONSES} for one in now["responses"]]
        yield from _rows_differ(f"{form} responses", rows["responses"], expected)
        yield from _rows_differ(f"{form} prompts", rows["prompts"], [
            {"seq": one["seq"], "trial_seq": one["trial_seq"], "order": one["order"], "help": one["help"],
             "after_open_s": one["after_s"]}
            for one in now["prompts"]
        ])  # fmt: skip


def _rows_differ(what: str, rows: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]]) -> Told:
    yield from _differs(f"{what}: rows", len(rows), len(expected))
    for place, (row, wanted) in enumerate(zip(rows, expected, strict=False)):
        for column, value in wanted.items():
            if not _same(row[column], value):
                yield f"{what}, row {place}, {column}: shown {row[column]!r}, counted {value!r}"


def _in_seconds(ms: float | None) -> float | None:
    return None if ms is None else ms / 1e3


def _same(shown: Any, value: Any) -> bool:
    if value in (None, ""):
        return shown in (None, "")
    if isinstance(value, bool):
        return str(shown).lower() == str(value).lower()
    if isinstance(value, float | int):
        return shown not in (None, "") and abs(float(shown) - value) <= 1e-9 * max(1.0, abs(value))
    return str(shown) == value


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_parquet(path: Path) -> list[dict[str, Any]]:
    return list(pq.read_table(path).to_pylist())
