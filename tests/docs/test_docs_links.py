"""Links to headings find them, and the index of the documentation leads to every page."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def links(page: Path) -> list[str]:
    """Give where a page links to, inside this repository."""
    text = _CODE.sub("", page.read_text(encoding="utf-8"))
    targets = [a or b for a, b in _LINK.findall(text)]
    return [target for target in targets if "://" not in target]


def anchors(page: Path) -> set[str]:
    """Give the anchors of a page: those of its headings, as code forges make them, and those written out."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    written = set(re.findall(r'<a (?:id|name)="([^"]+)"', text))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = (unicodedata.normalize("NFC", heading).lower() for heading in headings)
    return written | {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def test_every_link_to_a_heading_finds_it() -> None:
    broken = []
    for page in PAGES:
        for link in links(page):
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if anchor and anchor not in anchors(target):
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert broken == []


def test_the_index_leads_to_every_page_but_those_of_single_checks() -> None:
    index = DOCS / "README.md"
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in links(index)}
    pages = {page.resolve() for page in DOCS.rglob("*.md")} - {index.resolve()}
    single = {page for page in pages if re.fullmatch(r"P\d{3}\.md", page.name)}
    assert sorted(str(page.relative_to(DOCS)) for page in pages - single - linked) == []


def test_every_module_that_a_page_names_is_there() -> None:
    folders = ("nao_sessions", "simulator", "tests", "tools", "benchmarks")
    files = [f"/{path.relative_to(ROOT)}" for folder in folders for path in (ROOT / folder).rglob("*.*")]
    pages = [*PAGES, ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md"]
    missing = [
        f"{page.relative_to(ROOT)}: {name}"
        for page in pages
        for name in re.findall(r"`([\w/.-]+\.(?:py|js|css))`", page.read_text(encoding="utf-8"))
        if not any(file.endswith(f"/{name}") for file in files)
    ]
    assert missing == []


def test_the_readme_leads_to_the_first_pages() -> None:
    targets = links(ROOT / "README.md")
    assert {"docs/README.md", "docs/fr/votre-premier-protocole.md"} <= set(targets)
