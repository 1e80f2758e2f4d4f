"""The pages of the checks as text, for the terminal and for the documentation that is generated from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from nao_sessions.protocol.checks.pages import PAGES
from nao_sessions.protocol.checks.pages.page import split_at_mark
from nao_sessions.protocol.checks.registry import CHECKS, FAMILIES, Check
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

_SEVERITIES: Mapping[str, Text] = MappingProxyType(
    {
        "error": msg("error: the protocol cannot run"),
        "warning": msg("warning: should be changed"),
        "remark": msg("remark: worth a look"),
    }
)
_ALLOWED = msg('may be suppressed with its reason: allow: {{code}: "..."}')
_HEADINGS = {
    "what": msg("What it finds"),
    "why": msg("Why"),
    "remedy": msg("What to do"),
    "example": msg("An example"),
}
_MADE = msg("<!-- Made by tools/write_check_pages.py: do not edit it by hand. -->")
_FILES = msg("beside it: {names}")
FOLDERS: Mapping[Language, str] = MappingProxyType({"fr": "docs/fr/controles", "en": "docs/en/checks"})
"""The folders of the generated pages in the project, by language."""


def explained(code: str, language: Language) -> str:
    """Return the page of a check for the terminal."""
    check, page = CHECKS[code], PAGES[code]
    lines = [
        f"{code} {check.title.in_language(language)}",
        *(f"  {one}" for one in _about(check, language)),
        "",
    ]
    for heading, text in (("what", page.what), ("why", page.why), ("remedy", page.remedy)):
        lines += [f"{_HEADINGS[heading].in_language(language)}", f"  {text.in_language(language)}", ""]
    if page.shown:
        lines.append(_HEADINGS["example"].in_language(language))
        lines += [f"  {line}".rstrip() for line in _example(code)]
    return "\n".join(lines).rstrip()


def documents(language: Language) -> dict[str, str]:
    """Return all pages on the checks in a language: the text of each, by its path in the project."""
    folder = FOLDERS[language]
    pages = {f"{folder}/{code}.md": markdown(code, language) for code in CHECKS}
    return {f"{folder}/index.md": index(language), **pages}


def markdown(code: str, language: Language) -> str:
    """Return the page of a check for the documentation."""
    check, page = CHECKS[code], PAGES[code]
    lines = [_MADE.in_language(language), "", f"# {code} {check.title.in_language(language)}", ""]
    lines += [
        f"*{FAMILIES[check.family].in_language(language)}.* " + ". ".join(_sentences(check, language)) + "."
    ]
    for heading, text in (("what", page.what), ("why", page.why), ("remedy", page.remedy)):
        lines += ["", f"## {_HEADINGS[heading].in_language(language)}", "", text.in_language(language)]
    if page.shown:
        lines += ["", f"## {_HEADINGS['example'].in_language(language)}", "", _fence(code)]
        lines += [*_example(code), "```"]
        if page.files:
            names = ", ".join(f"`{name}`" for name in page.files)
            lines += ["", _FILES.format(names=names).in_language(language)]
    return "\n".join(lines) + "\n"


def index(language: Language) -> str:
    """Return the page that lists all checks, by family."""
    title = msg("The checks").in_language(language)
    intro = msg(
        "`nao-sessions check` reads a protocol and tells what is wrong, with the place, a sentence and a "
        "hint. "
        "An *error* keeps a session from running; a *warning* should be changed; a *remark* is worth a look. "
        "`nao-sessions check --explain P203` shows one of these pages."
    ).in_language(language)
    lines = [_MADE.in_language(language), "", f"# {title}", "", intro]
    head = msg("| | Check | Severity |").in_language(language)
    for family, name in FAMILIES.items():
        lines += ["", f"## {family}xx {name.in_language(language)}", "", head, "|---|---|---|"]
        for check in CHECKS.values():
            if check.family == family:
                severity = _SEVERITIES[check.severity].in_language(language).split(":")[0].strip()
                lines.append(
                    f"| [{check.code}]({check.code}.md) | {check.title.in_language(language)} | {severity} |"
                )
    return "\n".join(lines) + "\n"


def _fence(code: str) -> str:
    """Return the opening fence of an example, with the line that the check reports highlighted."""
    _, line, _ = split_at_mark(PAGES[code].example)
    return f'```yaml hl_lines="{line}"' if line else '```yaml title="essai.yaml"'


def _about(check: Check, language: Language) -> Iterator[str]:
    yield FAMILIES[check.family].in_language(language)
    yield from _sentences(check, language)


def _sentences(check: Check, language: Language) -> Iterator[str]:
    severity = _SEVERITIES[check.severity].in_language(language)
    yield severity[0].upper() + severity[1:]
    if check.allowable:
        allowed = _ALLOWED.format(code=check.code).in_language(language)
        yield allowed[0].upper() + allowed[1:]


def _example(code: str) -> list[str]:
    """Return the lines of an example, with a comment on the line that the check reports."""
    text, line, _ = split_at_mark(PAGES[code].example)
    lines = text.rstrip("\n").split("\n")
    if line:
        lines[line - 1] += f"  # <- {code}"
    return lines
