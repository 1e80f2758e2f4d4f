"""From a page of HTML to a PDF, by the Chromium of this machine.

The page comes from a file of its own in a folder of its own, runs no script and fetches nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from nao_sessions.core import processes
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.text.messages import msg

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""Commands that are Chromium, or made of it, in the order in which they are tried."""

CHOSEN = "NAO_SESSIONS_CHROMIUM"
"""The environment variable with the command or path of a Chromium; where it is set, no other is tried."""

LONGEST_S = 120
"""The longest that printing a document may take: ten pages take about a second, on a busy machine longer."""

_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
)


def find_browser() -> str:
    """Return the path of a Chromium on this machine.

    Raises:
        DeviceUnavailable: there is none on this machine.
    """
    chosen = os.environ.get(CHOSEN)
    for name in (chosen,) if chosen else BROWSERS:
        found = shutil.which(name)
        if found is not None:
            return found
    raise DeviceUnavailable(
        msg("No Chromium on this computer: the PDF cannot be made."),
        msg(
            "Install chromium, or give its path in {chosen}; or print the page from a browser "
            "('sheet --to html' writes that of a protocol).",
            chosen=CHOSEN,
        ),
        code="D120",
    )


def print_pdf(page: str) -> bytes:
    """Return a page of HTML as the bytes of a PDF, printed by Chromium.

    Raises:
        DeviceUnavailable: there is no Chromium, or it did not print.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="nao-paper-") as name:
        folder = Path(name)
        source, target = folder / "paper.html", folder / "paper.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            *(["nice", "-n", "10"] if shutil.which("nice") else []),  # a session may be running beside it
            browser,
            *_OPTIONS,
            # As root Chromium has no sandbox to offer; the page is ours, and nothing in it runs.
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        try:
            ran = processes.run(
                command, capture_output=True, text=True, errors="replace", check=False, timeout=LONGEST_S
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(type(error).__name__) from error
        if ran.returncode or not target.is_file():
            raise _failed(ran.stderr.strip().splitlines()[-1] if ran.stderr.strip() else str(ran.returncode))
        return target.read_bytes()


def _failed(why: str) -> DeviceUnavailable:
    return DeviceUnavailable(
        msg("Chromium did not print the page: {why}", why=why),
        msg("Print the page from a browser ('sheet --to html' writes that of a protocol)."),
        code="D121",
    )
