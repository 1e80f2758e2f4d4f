"""The tutorials are worked through as a reader would: examples load, commands print what is shown."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from nao_sessions.protocol import check, load
from tests.played import Played
from tools import worked_pages
from tools.worked_pages import PAGES, PICTURES, ROOT, Block

Worked = tuple[tuple[Block, str, str, str], ...]
pages = pytest.mark.parametrize("path", PAGES, ids=["fr", "en"])


def language_of(path: str) -> str:
    return path.split("/")[1]


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def worked(path: str, folder: Path) -> Worked:
    return tuple(worked_pages.worked(text_of(path), PAGES[path], language_of(path), folder))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reader")


def codes_in(text: str) -> list[str]:
    """The codes of the findings that a console shows, in order."""
    return re.findall(r"^\S+:\d+:\d+: (P\d{3}) ", text, re.MULTILINE)


@pages
def test_each_right_example_loads_without_an_error(path: str, folder: Path, tmp_path: Path) -> None:
    for number, (block, file, command, _) in enumerate(worked(path, folder)):
        if block.kind == "yaml" and not block.wrong and not command:
            stage = tmp_path / f"{number}.yaml"
            stage.write_text(file, encoding="utf-8")
            load(stage)


@pages
def test_each_wrong_example_trips_exactly_what_the_page_shows(
    path: str, folder: Path, tmp_path: Path
) -> None:
    steps = worked(path, folder)
    tripped = 0
    for number, (block, file, _, _) in enumerate(steps):
        if block.kind == "yaml" and block.wrong:
            stage = tmp_path / f"{number}.yaml"
            stage.write_text(file, encoding="utf-8")
            assert [finding.code for finding in check(stage)] == codes_in(steps[number + 1][0].text)
            tripped += 1
    assert tripped >= 5


@pages
def test_each_command_prints_what_the_page_shows(path: str, folder: Path) -> None:
    for block, _, command, printed in worked(path, folder):
        if command and not block.not_run:
            shown = dict(worked_pages.commands(block.text))[command]
            assert worked_pages.agrees(shown, printed), f"{command}\n{printed}"


@pages
def test_the_commands_that_are_not_run_know_their_options(path: str, folder: Path) -> None:
    not_run = [command for block, _, command, _ in worked(path, folder) if command and block.not_run]
    assert not_run
    for command in not_run:
        verb = command.split()[1]
        known = worked_pages.run(f"nao-sessions {verb} --help", folder, language_of(path))
        assert [option for option in re.findall(r"--\w+", command) if option not in known] == []


@pages
def test_the_page_ends_with_the_file_that_was_built_up(path: str, folder: Path) -> None:
    yaml = [(block, file) for block, file, _, _ in worked(path, folder) if block.kind == "yaml"]
    built = [file for block, file in yaml[:-1] if not block.wrong][-1]
    assert yaml[-1][0].text == built


@pages
def test_the_finished_file_has_no_finding(path: str, folder: Path) -> None:
    *_, last = (block.text for block, _, _, _ in worked(path, folder) if block.kind == "yaml")
    (folder / "finished.yaml").write_text(last, encoding="utf-8")
    assert check(folder / "finished.yaml") == ()


@pages
def test_there_is_one_thing_a_line_and_no_braces_but_in_the_table(path: str) -> None:
    lines = [
        line
        for block in worked_pages.blocks(text_of(path))
        if block.kind == "yaml"
        for line in block.text.splitlines()
        if re.search(r"[{\[]", re.sub(r'"[^"]*"', "", line))
    ]
    assert lines
    assert [line for line in lines if not line.startswith("    - {id: ")] == []


def test_both_pages_teach_the_same_in_the_same_order() -> None:
    def shape(path: str) -> list[tuple[str, bool, bool]]:
        return [(block.kind, block.wrong, block.not_run) for block in worked_pages.blocks(text_of(path))]

    french, english = PAGES
    assert shape(french) == shape(english)


@pages
def test_the_picture_is_the_drawing_of_the_finished_file(path: str) -> None:
    drawn = worked_pages.picture(text_of(path), PAGES[path], language_of(path))
    assert (ROOT / PICTURES[path]).read_text(encoding="utf-8") == drawn, "run: python tools/worked_pages.py"


@pytest.fixture
def session(path: str, folder: Path) -> Played:
    *_, last = (block.text for block, _, _, _ in worked(path, folder) if block.kind == "yaml")
    (folder / "played.yaml").write_text(last, encoding="utf-8")
    played = Played(load(folder / "played.yaml"))
    played.settle()
    return played


@pages
def test_the_finished_protocol_goes_from_hello_to_goodbye(path: str, session: Played) -> None:
    session.strokes("head.front")
    while not session.outcome:
        session.tap(session.told("question")[-1]["correct"][0])
        if not session.outcome:
            session.silence()
    assert (session.judgements, session.outcome) == (["correct"] * 4, "completed")


@pages
def test_its_helps_come_in_order_and_three_failures_end_it_on_a_goodbye(path: str, session: Played) -> None:
    session.silence()
    while not session.outcome:
        session.silence()
    helps = [prompt["help"] for prompt in session.told("prompt")]
    assert helps == ["verbal", "gestural", "physical_partial"] * 3
    assert (session.judgements, session.outcome) == (["no_response"] * 3, "completed")


@pages
def test_it_can_be_refused_and_a_break_leads_back_to_its_question(path: str, session: Played) -> None:
    first, second = session.view.buttons
    session.presses(first.label)
    asked = session.told("question")[-1]["item"]
    session.commands("calm")
    go_on, stop = session.view.buttons
    session.presses(go_on.label)
    assert session.told("question")[-1]["item"] == asked
    session.commands("calm")
    session.presses(stop.label)
    assert session.outcome == "refused"
    assert second.label in ("Pas aujourd'hui", "Not today")


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n…\n", "a\nb\nc\n", True),
        ("a\n…\nc\n", "a\nc\n", True),
        ("a\n…\nc\n", "a\nb\n", False),
        ("a\n", "a\nb\n", False),
        ("a.\n", "ab\n", False),
    ],
)
def test_a_line_of_dots_stands_for_any_lines_and_nothing_else_does(
    shown: str, printed: str, same: bool
) -> None:
    assert worked_pages.agrees(shown, printed) is same
