"""The command `sheet`: a page on stdout or in a file, a PDF by a real Chromium, plain words without."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.command_line import PROTOCOL, nao_sessions
from tests.kills.processes import command

ROOT = Path(__file__).parents[2]
SERIES = sorted((ROOT / "protocols" / "series").glob("*.yaml"))[0]
CARDS = Path(__file__).with_name("cartes.yaml")
FINDINGS, USAGE, UNAVAILABLE = 1, 2, 3


@pytest.mark.parametrize("path", [PROTOCOL, SERIES], ids=["protocol", "series"])
def test_the_page_goes_to_stdout_and_nothing_to_stderr(path: Path) -> None:
    ran = nao_sessions("sheet", path, "--lang", "fr")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith('<!doctype html>\n<html lang="fr">')


def test_the_same_protocol_gives_the_same_page(tmp_path: Path) -> None:
    one, other = (nao_sessions("sheet", PROTOCOL, "--lang", "en").stdout for _ in range(2))
    assert one == other
    path = tmp_path / "fiche.html"
    ran = nao_sessions("sheet", PROTOCOL, "--lang", "en", "-o", path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", f"Sheet written: {path}\n")
    assert path.read_text(encoding="utf-8") == one


def test_a_protocol_with_errors_has_no_sheet(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text("protocol: 1\n", encoding="utf-8")
    ran = nao_sessions("sheet", path, "--lang", "en")
    assert (ran.returncode, ran.stdout) == (FINDINGS, "")
    assert "P105" in ran.stderr


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    ran = nao_sessions("sheet", PROTOCOL, "--lang", "en", "-o", tmp_path / "absent" / "fiche.html")
    assert (ran.returncode, ran.stderr.split()[0]) == (USAGE, "U121")


def test_without_chromium_the_pdf_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "fiche.pdf"
    ran = nao_sessions("sheet", PROTOCOL, "--lang", "en", "-o", path, NAO_SESSIONS_CHROMIUM="no-such-command")
    assert (ran.returncode, ran.stdout, path.exists()) == (UNAVAILABLE, "", False)
    assert ran.stderr.startswith("D120 No Chromium on this computer")
    assert "--to html" in ran.stderr


def test_a_chromium_that_does_not_print_is_told(tmp_path: Path) -> None:
    path = tmp_path / "fiche.pdf"
    ran = nao_sessions("sheet", PROTOCOL, "--lang", "en", "-o", path, NAO_SESSIONS_CHROMIUM="/bin/false")
    assert (ran.returncode, path.exists()) == (UNAVAILABLE, False)
    assert ran.stderr.startswith("D121 ")


@pytest.mark.browser
@pytest.mark.parametrize("path", [PROTOCOL, SERIES], ids=["protocol", "series"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_pdf_is_a4_and_has_pages(path: Path, language: str, tmp_path: Path) -> None:
    target = tmp_path / "fiche.pdf"
    ran = nao_sessions("sheet", path, "--lang", language, "-o", target)
    assert ran.returncode == 0, ran.stderr
    content = target.read_bytes()
    assert content.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert len(boxes) >= 2
    # A4 in points: 210 by 297 mm at 72 to the inch.
    assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {(595, 842)}


@pytest.mark.browser
def test_a_pdf_goes_to_stdout_where_that_is_no_terminal() -> None:
    ran = subprocess.run(
        [command("nao-sessions"), "sheet", str(PROTOCOL), "--to", "pdf"],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(b"%PDF-")


def test_a_protocol_without_cards_has_none_to_print(tmp_path: Path) -> None:
    ran = nao_sessions("sheet", PROTOCOL, "--cards", "--lang", "en", "-o", tmp_path / "cartes.html")
    assert (ran.returncode, list(tmp_path.iterdir())) == (USAGE, [])
    assert ran.stderr.startswith("U124 No card is waited for in this protocol")
    assert "hint: Give a card to an answer" in ran.stderr


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_cards_are_printed_on_a4(language: str, tmp_path: Path) -> None:
    target = tmp_path / "cartes.pdf"
    ran = nao_sessions("sheet", CARDS, "--cards", "--lang", language, "-o", target)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", target.read_bytes())
    assert [(round(float(wide)), round(float(high))) for wide, high in boxes] == [(595, 842)] * 2
