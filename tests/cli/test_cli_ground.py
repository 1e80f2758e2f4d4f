"""`ground add | list | withdraw | check`: a family's agreement on the command line, and what keeps it out."""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path

import pytest

from nao_sessions.privacy.ledger.file import LEDGER_FILE
from nao_sessions.record.house import House
from tests.cli.in_process import nao_sessions_here

TODAY = datetime.datetime.now().astimezone().date()
UNTIL = str(TODAY + datetime.timedelta(days=300))
LATER = str(TODAY + datetime.timedelta(days=400))
ADULT = str(TODAY + datetime.timedelta(days=2000))
ALL = (
    "--recorder",
    "camera:room",
    "--recorder",
    "log",
    "--for",
    "support",
    "--notice",
    "v1",
    "--until",
    UNTIL,
)


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return House.default()


def ground(*arguments: str) -> subprocess.CompletedProcess[str]:
    return nao_sessions_here("ground", *arguments, "--lang", "fr")


def written(*arguments: str) -> str:
    ran = ground("add", *arguments)
    assert ran.returncode == 0, ran.stderr
    return ran.stderr


DECISION = (
    *("decision", "--by", "D01", "--paper", "DEC-1", "--until", UNTIL, "--disk-vouched"),
    *("--opinion", "2026-05-02", "--favourable", "--assessment", "2026-05-01"),
)


def family() -> None:
    """Write down what a usual family and its school need."""
    written(*DECISION, "--recorder", "camera:room")
    written("purpose", "support", "--legal", "consent", "--notice", "v1")
    written("adult", "A01")
    written("answer", "A01", "--by", "self", "--informed", *ALL)
    written("child", "P07", "--adult-from", ADULT, "--holder", "H1=parent", "--holder", "H2=parent")
    for holder in ("H1", "H2"):
        written("answer", "P07", "--by", holder, *ALL)


ASKED = ("check", "P07", "--adult", "A01", "--recorder", "camera:room")


def test_a_family_is_written_down_and_may_be_filmed_until_one_withdraws() -> None:
    family()
    yes = ground(*ASKED, "--said-yes", "P07")
    assert (yes.returncode, yes.stdout) == (
        0,
        "la caméra room\u00a0: oui\nle journal d'événements\u00a0: oui\n",
    )
    withdrawn = ground("withdraw", "P07", "--by", "H2", "--recorder", "camera:room")
    assert "H2 pour P07\u00a0: retrait, la caméra room" in withdrawn.stderr
    no = ground(*ASKED, "--said-yes", "P07", "--json")
    assert (no.returncode, json.loads(no.stdout)) == (
        1,
        [
            {
                "recorder": "camera:room",
                "allowed": False,
                "why": ["withdraws"],
                "sentences": [
                    "P07\u00a0: H2, qui répond de l'enfant, a retiré l'accord pour la caméra room."
                ],
            },
            {"recorder": "log", "allowed": True, "why": [], "sentences": []},
        ],
    )


def test_no_child_is_recorded_but_by_what_the_institution_decided_and_until_it_ends() -> None:
    family()
    asked = (*ASKED, "--said-yes", "P07", "--recorder", "camera:door", "--json")
    of_room, of_door, of_log = json.loads(ground(*asked).stdout)
    assert (of_room["allowed"], "other_recorder" in of_door["why"], of_log["allowed"]) == (True, True, True)
    asked_nao = (*asked, "--robot", "tcp://nao.local")
    assert json.loads(ground(*asked_nao).stdout)[0]["why"] == ["other_robot", "open_disk"]
    said = written(*DECISION, "--recorder", "camera:room", "--robot", "Nao.Local:9559")
    assert "robot\u00a0: nao.local" in said
    assert "Il répond du disque." in said
    assert json.loads(ground(*asked_nao).stdout)[0]["allowed"]
    written("decision", "--over", "--by", "D01")
    over = json.loads(ground(*asked).stdout)[0]
    assert "undecided" in over["why"]
    assert "L'établissement n'a pas décidé d'enregistrer des enfants." in over["sentences"]
    assert "ne veut plus que des enfants soient enregistrés (D01" in ground("list").stdout


def test_who_writes_a_line_down_stands_with_it_and_is_signed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("adult", "A01", "--written-by", "D01")
    written("adult", "A02")
    monkeypatch.setenv("NAO_SESSIONS_BY", "D02")
    written("adult", "A03")
    assert [one["author"] for one in json.loads(ground("list", "--json").stdout)] == ["D01", "", "D02"]
    assert ground("list").stdout.splitlines()[0].endswith("Écrit par D01.")
    named = ground("add", "adult", "A04", "--written-by", "Martin")
    assert (named.returncode, "G162" in named.stderr, "Martin" in ground("list").stdout) == (2, True, False)
    path = house.path / LEDGER_FILE
    path.write_bytes(path.read_bytes().replace(b'"author":"D01"', b'"author":"D09"'))
    changed = ground("list")
    assert (changed.returncode, "G120" in changed.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (DECISION, "nomme les caméras"),
        ((*DECISION, "--recorder", "log"), "nomme les caméras"),
        ((*DECISION, "--recorder", "door"), "n'est pas un enregistreur"),
        ((*DECISION, "--recorder", "camera:room", "--paper", ""), "cote de la décision"),
        ((*DECISION, "--recorder", "camera:room", "--paper", "de Mme Martin"), "cote de la décision"),
        ((*DECISION, "--recorder", "camera:room", "--opinion", UNTIL), "précèdent"),
        ((*DECISION, "--recorder", "camera:room", "--by", "Martin"), "jamais un nom"),
        (("decision", "--by", "D01", "--recorder", "camera:room"), "jusqu'à quand"),
        ((*DECISION, "--recorder", "camera:room", "--until", LATER), "un an au plus"),
        (
            (*(one for one in DECISION if one != "--favourable"), "--recorder", "camera:room"),
            "n'est pas dit favorable",
        ),
    ],
)
def test_half_a_decision_is_none(arguments: tuple[str, ...], sentence: str, house: House) -> None:
    ran = ground("add", *arguments)
    assert ran.returncode == 2
    assert sentence in ran.stderr
    assert "Rien n'est écrit." in ground("list").stderr


def test_a_child_that_was_not_asked_is_told_apart() -> None:
    family()
    ran = ground(*ASKED)
    assert ran.returncode == 1
    assert "  P07 n'a pas dit oui aujourd'hui." in ran.stdout.splitlines()


def test_a_room_file_names_the_recorders(tmp_path: Path) -> None:
    room = tmp_path / "room.yaml"
    room.write_text(
        'cameras: {face: {url: "tcp://192.0.2.1:1"}}\nmicrophones: {table: {url: "tcp://192.0.2.1:2"}}\n'
    )
    ran = ground("check", "P07", "--room", str(room), "--json")
    assert [one["recorder"] for one in json.loads(ran.stdout)] == [
        "camera:face",
        "sound:face",
        "microphone:table",
        "log",
    ]


def test_the_list_tells_every_line_in_order_and_those_of_a_person() -> None:
    assert "Rien n'est écrit." in ground("list").stderr
    family()
    lines = ground("list").stdout.splitlines()
    assert len(lines) == 7
    assert "DEC-1" in lines[0]
    assert lines[1].endswith("l'accompagnement de l'enfant\u00a0: consentement (RGPD 6, § 1, a), notice v1.")
    assert len(ground("list", "P07").stdout.splitlines()) == 3
    assert len(json.loads(ground("list", "--json").stdout)) == 7


def test_disagreement_refusal_and_using_are_written_down() -> None:
    family()
    written("disagreement", "P07")
    written("disagreement", "P07", "--over")
    assert ground(*ASKED, "--said-yes", "P07").returncode == 0
    assert ground(*ASKED, "--use").returncode == 1
    for by, code in (("H1", "P07"), ("H2", "P07"), ("self", "A01")):
        written("answer", code, "--by", by, "--use", *ALL)
    assert ground(*ASKED, "--use").returncode == 0
    written("answer", "P07", "--by", "H1", "--refuses")
    assert ground(*ASKED, "--use").returncode == 1


CHILD = ("child", "P08", "--adult-from", ADULT)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("adult", "Zoé"), "G112"),
        (("answer", "P99", "--by", "self", *ALL), "G139"),
        (("answer", "P07", "--by", "H3", *ALL), "G139"),
        (("answer", "P07", "--by", "mother", *ALL), "G112"),
        (("answer", "P07", "--by", "H1"), "G117"),
        ((*CHILD, "--holder", "H1=uncle"), "G113"),
        (("child", "P08", "--adult-from", "soon"), "G118"),
        (("purpose", "support", "--legal", "consent", "--notice", "la belle notice"), "G111"),
    ],
)
def test_what_cannot_be_written_down_is_told_with_what_helps(arguments: tuple[str, ...], code: str) -> None:
    family()
    ran = ground("add", *arguments)
    assert (ran.returncode, ran.stderr.split()[0]) == (2, code)


def test_a_ledger_that_was_changed_is_told_and_nobody_may_be_filmed(house: House) -> None:
    family()
    path = house.path / "grounds.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"informed"', b'"agrees"'))
    for arguments in (("list",), ASKED, ("withdraw", "P07", "--by", "H1")):
        ran = ground(*arguments)
        assert (ran.returncode != 0, ran.stderr.split()[0]) == (True, "G120")
