"""The pages of the checks as text, for the terminal and for the documentation that is generated from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from nao_sessions.core.text import Language, Text
from nao_sessions.protocol.checks.pages import PAGES
from nao_sessions.protocol.checks.pages.small import split_at_mark
from nao_sessions.protocol.checks.registry import CHECKS, FAMILIES, Check

_SEVERITIES: Mapping[str, Text] = MappingProxyType(
    {
        "error": Text(fr="erreur : le protocole ne peut pas être joué", en="error: the protocol cannot run"),
        "warning": Text(fr="avertissement : à corriger", en="warning: should be changed"),
        "remark": Text(fr="remarque : à regarder", en="remark: worth a look"),
    }
)
_ALLOWED = Text(
    fr='peut être écarté avec sa raison : allow: {{{code}: "..."}}',
    en='may be suppressed with its reason: allow: {{{code}: "..."}}',
)
_HEADINGS = {
    "what": Text(fr="Ce qui est trouvé", en="What it finds"),
    "why": Text(fr="Pourquoi", en="Why"),
    "remedy": Text(fr="Que faire", en="What to do"),
    "example": Text(fr="Un exemple", en="An example"),
}
_MADE = Text(
    fr="<!-- Produite par tools/write_check_pages.py : ne la modifiez pas à la main. -->",
    en="<!-- Made by tools/write_check_pages.py: do not edit it by hand. -->",
)
_FILES = Text(fr="à côté : {names}", en="beside it: {names}")
FOLDERS: Mapping[Language, str] = MappingProxyType({"fr": "docs/fr/controles", "en": "docs/en/checks"})
"""Where the generated pages lie, by language."""


def explained(code: str, language: Language) -> str:
    """Give the page of a check for the terminal."""
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
    """Give every page of the documentation: its path in the project, and its text."""
    folder = FOLDERS[language]
    pages = {f"{folder}/{code}.md": markdown(code, language) for code in CHECKS}
    return {f"{folder}/index.md": index(language), **pages}


def markdown(code: str, language: Language) -> str:
    """Give the page of a check for the documentation."""
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
    """Give the page that lists all checks, by family."""
    title = Text(fr="Les contrôles", en="The checks").in_language(language)
    intro = Text(
        fr="`nao-sessions check` lit un protocole et dit ce qui ne va pas, avec la place, une phrase et un "
        "conseil. "
        "Une *erreur* empêche la séance ; un *avertissement* est à corriger ; une *remarque* est à regarder. "
        "`nao-sessions check --explain P203` montre une de ces pages.",
        en="`nao-sessions check` reads a protocol and tells what is wrong, with the place, a sentence and a "
        "hint. "
        "An *error* keeps a session from running; a *warning* should be changed; a *remark* is worth a look. "
        "`nao-sessions check --explain P203` shows one of these pages.",
    ).in_language(language)
    lines = [_MADE.in_language(language), "", f"# {title}", "", intro]
    head = Text(fr="| | Contrôle | Gravité |", en="| | Check | Severity |").in_language(language)
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
    """Begin an example: the line that is told is marked, and a reader sees that it is no protocol to copy."""
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
    """Give the example with a sign beside the line that is told."""
    text, line, _ = split_at_mark(PAGES[code].example)
    lines = text.rstrip("\n").split("\n")
    if line:
        lines[line - 1] += f"  # <- {code}"
    return lines
