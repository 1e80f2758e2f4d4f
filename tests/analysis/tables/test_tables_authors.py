"""Who gave a response, said after the session, stands in every file: held against the log read by ten lines.

The count beside it imports nothing of the program: it reads ``events.jsonl`` and ``corrections.jsonl``.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from nao_sessions.analysis.tables.methods import methods_text
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.cli.main import group
from tests.console.rehearsed_folder import make_session

CODES = ("P07", "P12")
COUNTED = ("P07", "P12", "professional", "unknown")


def lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a session of a group in which nobody has a name, and name two responses of three."""
    folder = make_session(tmp_path_factory.mktemp("named"), "consignes", children=CODES)
    random = Random("who")
    responses = [one["seq"] for one in lines(folder / "events.jsonl") if one["kind"] == "response"]
    named = random.sample(responses, len(responses) * 2 // 3)
    said = [
        {
            "seq": seq,
            "field": "by",
            "old": "unknown",
            "new": by,
            "who": "researcher",
            "when_utc": "",
        }
        for seq in (*named, *named[:5])
        for by in [random.choice(COUNTED)]
    ]
    text = "".join(json.dumps(one) + "\n" for one in said)
    (folder / "corrections.jsonl").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def counted(folder: Path) -> Counter[str]:
    """Count the responses of each author from the two files alone."""
    said = {one["seq"]: one["new"] for one in lines(folder / "corrections.jsonl")}
    responses = [one for one in lines(folder / "events.jsonl") if one["kind"] == "response"]
    assert {one["data"].get("by", "unknown") for one in responses} == {"unknown"}
    return Counter(said.get(one["seq"], "unknown") for one in responses)


def export(folder: Path, kind: str, target: Path) -> None:
    """Export a session."""
    done = CliRunner().invoke(
        group, ["export", str(folder), "--plain", "essai", "--to", kind, "-o", str(target), "--lang", "en"]
    )
    assert done.exit_code == 0, done.output


def test_a_session_of_a_group_has_authors_of_every_kind(counted: Counter[str]) -> None:
    assert all(counted[one] > 1 for one in COUNTED)


def test_the_table_of_responses_has_them(folder: Path, counted: Counter[str], tmp_path: Path) -> None:
    export(folder, "csv", tmp_path)
    with (tmp_path / "responses.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert Counter(row["by"] for row in rows) == counted
    children = Counter(row["participant"] for row in rows)
    assert children == {"": counted["professional"] + counted["unknown"], **{c: counted[c] for c in CODES}}
    assert sum(row["corrected"].lower() == "true" for row in rows) == len(rows) * 2 // 3


def test_the_table_of_events_has_them_on_what_was_sensed_too(
    folder: Path, counted: Counter[str], tmp_path: Path
) -> None:
    export(folder, "csv", tmp_path)
    said = {one["seq"]: one["new"] for one in lines(folder / "corrections.jsonl")}
    responses = [one for one in lines(folder / "events.jsonl") if one["kind"] == "response"]
    causes = {one["cause"]: said.get(one["seq"]) for one in responses}
    with (tmp_path / "events.csv").open(encoding="utf-8") as file:
        rows = {int(row["seq"]): row["participant"] for row in csv.DictReader(file)}
    for seq, by in causes.items():
        assert rows[seq] == (by if by in CODES else "")


def test_what_was_sensed_with_one_child_is_said_to_be_that_child_s_in_every_table(tmp_path: Path) -> None:
    alone = make_session(tmp_path, "consignes", children=("P07",))
    export(alone, "csv", tmp_path / "tables")
    with (tmp_path / "tables" / "events.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (tmp_path / "tables" / "responses.csv").open(encoding="utf-8") as file:
        responses = {row["seq"]: row["participant"] for row in csv.DictReader(file)}
    assert {row["seq"]: row["participant"] for row in rows if row["kind"] == "response"} == responses
    sensed = [row for row in rows if row["dir"] == "in" and row["kind"] in ("touch", "word", "board", "card")]
    assert sensed
    assert {row["participant"] for row in sensed} == {"P07"}


def test_the_tiers_of_elan_have_them(folder: Path, counted: Counter[str], tmp_path: Path) -> None:
    export(folder, "eaf", tmp_path / "session.eaf")
    tiers = ElementTree.parse(tmp_path / "session.eaf").getroot().findall("TIER")
    found = Counter(
        {one.get("PARTICIPANT", ""): len(one) for one in tiers if "Responses" in one.get("TIER_ID", "")}
    )
    assert {code: found[code] for code in CODES} == {code: counted[code] for code in CODES}


def test_the_subjects_of_boris_have_them(folder: Path, counted: Counter[str], tmp_path: Path) -> None:
    export(folder, "boris", tmp_path / "session.boris")
    project = json.loads((tmp_path / "session.boris").read_text("utf-8"))
    observation = project["observations"][f"{folder.name} session"]
    found = Counter(event[1] for event in observation["events"] if "esponse" in event[2])
    assert {code: found[code] for code in CODES} == {code: counted[code] for code in CODES}


def test_methods_say_how_many_were_named_and_how_many_nobody_knows(
    folder: Path, counted: Counter[str]
) -> None:
    text = methods_text([read_source(folder)], "en")
    every = sum(counted.values())
    assert "unknown" in {one["new"] for one in lines(folder / "corrections.jsonl")}
    assert f"Who gave {every - counted['unknown']} responses was said after the session" in text
    assert f"Of {counted['unknown']} responses in {every} nobody knows who gave them." in text


def test_what_was_said_and_taken_back_names_nobody(folder: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(folder, tmp_path / folder.name))
    said = lines(copied / "corrections.jsonl")
    last = {one["seq"]: one["new"] for one in said}
    seq = next(seq for seq, new in last.items() if new != "unknown")
    back = [{**one, "new": ""} for one in said if one["seq"] == seq]
    with (copied / "corrections.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in back)
    before, after = (methods_text([read_source(one)], "en") for one in (folder, copied))
    named = sum(new != "unknown" for new in last.values())
    assert f"Who gave {named} responses was said" in before
    assert f"Who gave {named - 1} responses was said" in after
