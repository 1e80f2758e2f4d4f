"""The table of attacks names tests that exist, and those attacks that have no other place are tried here."""

from __future__ import annotations

import ast
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from nao_sessions.analysis.formats.boris.read import read_boris
from nao_sessions.analysis.formats.elan.model import Annotation, Eaf, ElanTier
from nao_sessions.analysis.formats.elan.parsing import spans_of
from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.table import TableFindings
from nao_sessions.analysis.importing.video import bring, codec_of
from nao_sessions.console.home.past import look_back
from nao_sessions.console.progress.reader import read_all
from nao_sessions.core.errors import DeviceUnavailable, Place, TableRefused, UsageError
from nao_sessions.rehearsal.people.behaviour import profile
from nao_sessions.room.files.mp4 import video_facts
from nao_sessions.room.sources.opening import open_source
from tests.attacks.table import ATTACKS, WHO, page
from tests.fuzz.mutations import LAUGHS

ROOT = Path(__file__).parents[2]
FEWEST = 60


@cache
def _source(file: str) -> tuple[str, frozenset[str]]:
    """Return the text of a test file, and the names of its test functions."""
    text = (ROOT / file).read_text(encoding="utf-8")
    names = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
    return text, frozenset(names)


def _is_there(test: str) -> bool:
    """Return whether a test stands in its file, and so does the name of its case."""
    file, _, name = test.partition("::")
    name, _, case = name.partition("[")
    if not (ROOT / file).is_file():
        return False
    text, names = _source(file)
    return name in names and (not case or case.removesuffix("]") in text)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_an_attack_is_tried_by_tests_that_exist(attack: object) -> None:
    tests = next(one.tests for one in ATTACKS if one is attack)
    assert [test for test in tests if not _is_there(test)] == []
    assert tests


@pytest.mark.parametrize(
    "test",
    [
        "tests/attacks/test_attacks.py::test_that_is_gone",
        "tests/attacks/gone.py::test_an_attack_is_tried_by_tests_that_exist",
        "tests/attacks/test_attacks.py::test_an_attack_is_tried_by_tests_that_exist["
        + "a case "
        + "that is gone]",
    ],
)
def test_a_test_that_is_gone_is_noticed(test: str) -> None:
    assert not _is_there(test)


def test_the_table_is_long_enough_and_names_every_attacker() -> None:
    assert len(ATTACKS) >= FEWEST
    assert {one.who for one in ATTACKS} == set(WHO)
    assert Counter(one.what for one in ATTACKS).most_common(1)[0][1] == 1


def test_the_page_is_the_table() -> None:
    assert (ROOT / "docs" / "contracts" / "attacks.md").read_text(encoding="utf-8") == page()


def test_one_bad_folder_of_a_hundred_hides_none_of_the_others(tmp_path: Path) -> None:
    sessions = tmp_path / "sessions"
    for number in range(100):
        shutil.copytree(
            ROOT / "tests/sessions/coded",
            sessions / f"2026-11-24T10{number // 60:02}{number % 60:02}Z_a_k3f9",
        )
    bad = sessions / "2026-11-24T100042Z_a_k3f9"
    (bad / "session.json").unlink()
    os.mkfifo(bad / "session.json")
    past = look_back(sessions, None, most=200)
    assert (len(past.read), [one.id for one in past.unread]) == (99, [bad.name])
    figures = read_all(sessions, tmp_path, tmp_path / "keep")
    assert (len(figures["sessions"]), list(figures["unread"])) == (99, [bad.name])


NO_FILMS: dict[str, Callable[[Path, Path], object]] = {
    "a pipe": lambda place, secret: os.mkfifo(place),
    "a device": lambda place, secret: place.symlink_to("/dev/zero"),
    "a folder": lambda place, secret: place.mkdir(),
    "a list of files": lambda place, secret: place.write_text(f"ffconcat version 1.0\nfile {secret.name}\n"),
    "a playlist": lambda place, secret: place.write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n"
    ),
    "a session description": lambda place, secret: place.write_text(
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
    ),
}


@pytest.mark.parametrize("name", NO_FILMS)
def test_a_film_of_a_room_file_is_a_film_and_nothing_else(tmp_path: Path, name: str) -> None:
    secret = Path(shutil.copy(ROOT / "tests/sessions/imported/room/room.01.mp4", tmp_path / "secret.mp4"))
    NO_FILMS[name](tmp_path / "film.mp4", secret)
    with pytest.raises(DeviceUnavailable):
        open_source(f"file:{tmp_path / 'film.mp4'}")
    film = open_source(f"file:{secret}")
    film.close()


def test_a_film_whose_title_is_in_no_letters_is_read(tmp_path: Path) -> None:
    film = tmp_path / "room" / "room.01.mp4"
    film.parent.mkdir()
    content = (ROOT / "tests/sessions/imported/room/room.01.mp4").read_bytes()
    assert b"nao_sessions" in content
    film.write_bytes(content.replace(b'"segment"', b'"segm\x80nt"'))
    facts = video_facts(film)
    assert facts is not None
    assert "segment" not in facts.facts
    assert codec_of(film) == "h264"


def test_a_film_of_an_unknown_codec_is_told(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    content = (ROOT / "tests/sessions/imported/room/room.01.mp4").read_bytes()
    film.write_bytes(content.replace(b"avc1", b"none"))
    assert codec_of(film) is None
    with pytest.raises(TableRefused) as refused:
        bring(film, tmp_path / "made.mp4", "")
    assert [one.code for one in refused.value.findings] == ["I114"]
    assert not (tmp_path / "made.mp4").exists()
    with pytest.raises(DeviceUnavailable):
        open_source(f"file:{film}")


EAF = (ROOT / "tests/analysis/importing/files/three.eaf").read_text(encoding="utf-8")
ENTITIES = {
    "a million laughs": '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    "a file of this computer": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    "another computer": '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">',
}


@pytest.mark.parametrize("name", ENTITIES)
def test_entities_and_files_of_this_computer_are_never_begun(name: str) -> None:
    head, end, rest = EAF.partition("?>")
    with pytest.raises(TableRefused) as refused:
        read_eaf(f"{head}{end}{ENTITIES[name]}{rest}".encode(), "a.eaf")
    assert [one.code for one in refused.value.findings] == ["I116"]


class CountedId(str):
    """An id of an annotation that counts how often it is looked up."""

    looked_up = 0

    def __hash__(self) -> int:
        CountedId.looked_up += 1
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other)


def test_annotations_that_hang_on_one_another_are_each_looked_up_a_few_times() -> None:
    count, place = 2_000, Place("a.eaf", 1, 1)
    document = Eaf()
    document.slots.update({"t1": ("0", place), "t2": ("1000", place)})
    document.tiers += [ElanTier(f"tier {n}", "", "", place) for n in range(2)]
    document.annotations.append(Annotation(id=CountedId("a0"), tier=0, place=place, slots=("t1", "t2")))
    document.annotations += [
        Annotation(id=CountedId(f"a{n}"), tier=1, place=place, slots=None, refers_to=CountedId(f"a{n - 1}"))
        for n in range(count, 0, -1)
    ]
    findings = TableFindings()
    CountedId.looked_up = 0
    spans = spans_of(document, findings)
    findings.check()
    assert set(spans.values()) == {(0, 1_000_000_000)}
    assert len(spans) == count + 1
    assert CountedId.looked_up < 30 * count


def test_a_project_that_is_nested_beyond_any_is_refused() -> None:
    project = json.loads((ROOT / "tests/analysis/importing/files/projet.boris").read_bytes())
    deep: object = 1
    for _ in range(400):
        deep = [deep]
    with pytest.raises(TableRefused) as refused:
        read_boris(json.dumps({**project, "more": deep}).encode(), "a.boris")
    assert [one.code for one in refused.value.findings] == ["I101"]


def test_a_profile_of_aliases_of_aliases_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(f"id: x\nsilence: {LAUGHS}\n", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        profile(str(path))
    assert refused.value.hint is not None
    assert "silence: " in refused.value.hint.en
