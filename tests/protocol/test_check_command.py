"""The command `check` as a whole process: bad protocols are told with a place, and soon."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.protocol.small_protocols import GOOD, changed, with_do, with_steps

ALIAS_BOMB = 'a: &a ["x","x","x","x","x","x","x","x","x"]\n' + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise("abcdefghi")
)

ENDLESS = with_steps(
    """\
    accueil: {do: [{set: {n: 1}}], next: deux}
    deux: {next: accueil}
    """,
    head="data: {n: 0}\n",
)

BAD: dict[str, tuple[bytes, str, int]] = {
    "unknown-step": (changed("wait: 10 s, next: fin", "wait: 10 s, next: fim").encode(), "P102", 15),
    "misspelt-action": (with_do('- sai: "Bonjour."\n').encode(), "P101", 12),
    "wrong-type": (with_do("- say: [1, 2]\n").encode(), "P103", 12),
    "duplicate-key": (changed("  fin:", "  accueil: {next: fin}\n  fin:").encode(), "P104", 16),
    "endless-loop": (ENDLESS.encode(), "P204", 11),
    "unquoted-in-braces": (with_do("- {say: Bravo, c'est ça !}\n").encode(), "P110", 12),
    "cut-at-hash": (with_do("- say: Le numéro #1\n").encode(), "P111", 12),
    "over-256-kb": (GOOD.encode() + b"# " + b"x" * (256 * 1024), "P106", 0),
    "alias-bomb": (ALIAS_BOMB.encode(), "P113", 1),
    "deep-nesting": (b"a: " + b"[" * 100_000, "P109", 1),
    "deep-maps": (b"{a: " * 50_000, "P109", 1),
    "many-values": (b"[" + b"a," * 120_000 + b"]", "P106", 1),
    "binary": (bytes(range(256)) * 64, "P107", 2),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "P107", 1),
    "utf-16": (GOOD.encode("utf-16"), "P107", 1),
    "empty": (b"", "P108", 0),
    "a-list": (b"- 1\n- 2\n", "P103", 1),
}


PROGRAM = "from nao_sessions.cli.main import main; main()"


def run_check(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from nao_sessions.cli.main import main; main()",
            "check",
            *map(str, arguments),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("name", BAD)
def test_a_bad_protocol_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    content, code, line = BAD[name]
    path = tmp_path / f"{name}.yaml"
    path.write_bytes(content)
    begun = time.monotonic()
    done = run_check(path, "--lang", "en")
    print(f"{name}: {time.monotonic() - begun:.2f} s as a whole process")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    place = rf"{re.escape(str(path))}:{line}:\d+" if line else re.escape(str(path))
    assert re.search(rf"^{place}: {code} .+", done.stdout, re.MULTILINE), done.stdout


def test_a_good_protocol_says_nothing_on_stdout(tmp_path: Path) -> None:
    path = tmp_path / "bon.yaml"
    path.write_text(GOOD, encoding="utf-8")
    done = run_check(path, "--lang", "en")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "duration: 4 s to 14 s\n1 file checked, no errors\n"


def test_a_finding_has_a_hint_line_in_the_language_asked(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(changed("start: accueil", "start: acueil"), encoding="utf-8")
    english = run_check(path, "--lang", "en")
    assert english.stdout.splitlines() == [
        f"{path}:8:8: P102 unknown step 'acueil'",
        "  hint: did you mean 'accueil'?",
    ]
    assert english.stderr == "1 file checked, 1 error; nao-sessions check --explain P102 says why\n"
    french = run_check(path, "--lang", "fr")
    assert french.stdout.splitlines()[0] == f"{path}:8:8: P102 étape inconnue «\u00a0acueil\u00a0»"
    assert (
        french.stderr == "1 fichier vérifié, 1 erreur\u00a0; nao-sessions check --explain P102 dit pourquoi\n"
    )


def test_json_has_every_field_for_a_machine(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.yml").write_text(changed("rest", "rset"), encoding="utf-8")
    done = run_check(tmp_path, "--json", "--lang", "en")
    assert done.returncode == 1
    record = json.loads(done.stdout)
    assert record["files"] == [str(tmp_path / "a.yaml"), str(tmp_path / "b.yml")]
    assert record["findings"] == [
        {
            "path": str(tmp_path / "b.yml"),
            "line": 17,
            "col": 20,
            "code": "P117",
            "severity": "error",
            "sentence": "unknown posture 'rset'",
            "hint": "did you mean 'rest'?",
        }
    ]
    assert record["times"] == [
        {
            "path": str(tmp_path / "a.yaml"),
            "best_s": 3.8,
            "worst_s": 13.8,
            "expected_s": None,
            "limit_s": None,
            "waits_for_somebody": [],
            "again_by_hand": [],
            "endless": [],
        }
    ]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    done = run_check(tmp_path / "absent.yaml", "--lang", "en")
    assert done.returncode == 1
    assert done.stdout.startswith(f"{tmp_path / 'absent.yaml'}: P118 the file does not exist")


def test_a_folder_without_protocols_is_a_usage_error(tmp_path: Path) -> None:
    done = run_check(tmp_path, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"no protocol in {tmp_path}" in done.stderr


def test_checking_loads_no_device_and_no_page() -> None:
    code = (
        "import sys, pathlib, nao_sessions.protocol as p; p.check(pathlib.Path('absent.yaml'));"
        "heavy = {'qi', 'cv2', 'av', 'numpy', 'starlette', 'uvicorn', 'jinja2', 'pyarrow'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"
