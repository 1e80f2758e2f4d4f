"""A scheme written down: as YAML, as a BORIS project with its ethogram, as an ELAN template.

YAML is read back to the same scheme; what a foreign format has no place for is said where it is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from nao_sessions.annotation.scheme import VERSION, Behaviour, ModifierKind, Scheme
from nao_sessions.core.text import Language, Text
from nao_sessions.export.boris import KEPT
from nao_sessions.export.eaf_document import LANGUAGE, SCHEMA, XSI, clean
from nao_sessions.export.foreign import OURS

_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
BORIS_VERSION = "7.0"
KEPT_SCHEME = f"{OURS}scheme"
"""The PROPERTY of an ELAN template that holds the scheme as it is here."""
POINT = " (point)"
"""The end of the description of what is a moment here: ELAN knows none, and keeps descriptions."""
BORIS_TYPES: Mapping[ModifierKind, int] = {"one": 0, "several": 1, "number": 2}


def as_yaml(scheme: Scheme) -> str:
    """Write a scheme as YAML, every text in double quotes."""
    lines = [f"scheme: {VERSION}", f"id: {scheme.id}", f"title: {_both(scheme.title)}"]
    lines.append(f"version: {_quoted(scheme.version)}")
    subjects = f"[{', '.join(scheme.subjects)}]" if scheme.subjects else "participants"
    lines += [f"subjects: {subjects}", "", "behaviours:"]
    for one in scheme.behaviours:
        lines += [f"  {one.code}:", f"    title: {_both(one.title)}", f"    kind: {one.kind}"]
        if one.group:
            lines.append(f"    group: {_quoted(one.group)}")
        if one.key:
            lines.append(f"    key: {_quoted(one.key)}")
        if one.modifiers:
            lines.append(f"    modifiers: [{', '.join(one.modifiers)}]")
        if one.definition.fr:
            lines.append(f"    definition: {_both(one.definition)}")
    if scheme.groups:
        lines += ["", "groups:"]
        lines += [f"  {_quoted(code)}: {_both(title)}" for code, title in scheme.groups.items()]
    if scheme.modifiers:
        lines += ["", "modifiers:"]
    for modifier in scheme.modifiers.values():
        lines += [f"  {modifier.code}:", f"    title: {_both(modifier.title)}"]
        if modifier.kind != "one":
            lines.append(f"    kind: {modifier.kind}")
        if modifier.values:
            lines.append("    values:")
        for value in modifier.values:
            key = f", key: {_quoted(value.key)}" if value.key else ""
            lines.append(f"      {value.code}: {{title: {_both(value.title)}{key}}}")
    return "\n".join(lines) + "\n"


def as_boris(scheme: Scheme) -> str:
    """Write a scheme as a BORIS project of format 7.0 that holds an ethogram and no observation.

    A group becomes BORIS's mutual exclusion and a category; title and definition go into the description,
    since BORIS shows the code. The scheme itself travels in a key of ours, which BORIS keeps.
    """
    project = {
        "time_format": "hh:mm:ss",
        "project_date": "",
        "project_name": scheme.id,
        "project_description": scheme.title.fr,
        "project_format_version": BORIS_VERSION,
        "subjects_conf": {
            str(n): {"key": "", "name": name, "description": ""} for n, name in enumerate(scheme.subjects)
        },
        "behaviors_conf": {str(number): one for number, one in enumerate(boris_behaviours(scheme))},
        "behavioral_categories": sorted({one.group for one in scheme.behaviours if one.group}),
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
        "observations": {},
        KEPT: {"scheme": as_yaml(scheme)},
    }
    return json.dumps(project, ensure_ascii=False, indent=1) + "\n"


def boris_behaviours(scheme: Scheme, language: Language = "fr") -> Iterator[dict[str, Any]]:
    """Give the behaviours as BORIS has them in its ethogram."""
    for one in scheme.behaviours:
        rivals = [
            other.code
            for other in scheme.behaviours
            if one.group and other.group == one.group and other is not one
        ]
        yield {
            "type": "State event" if one.kind == "state" else "Point event",
            "key": one.key,
            "code": one.code,
            "description": meaning(one, language),
            "color": "",
            "category": one.group,
            "modifiers": {str(n): _boris_modifier(scheme, name) for n, name in enumerate(one.modifiers)},
            "excluded": ",".join(rivals),
            "coding map": "",
        }


def meaning(one: Behaviour, language: Language = "fr") -> str:
    """Give what a coder elsewhere reads of a behaviour beside its code: its title and its definition."""
    title, definition = one.title.in_language(language), one.definition.in_language(language)
    return ". ".join(filter(None, (title.removesuffix("."), definition)))


def as_elan(scheme: Scheme) -> str:
    """Write a scheme as an ELAN template: a tier and a controlled vocabulary for each stream.

    ELAN has no keys and no modifiers: they stand in a property alone. Points are annotations like any other
    there; the end of their description tells them.
    """
    ElementTree.register_namespace("xsi", XSI)
    root = ElementTree.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "",
            "DATE": "1970-01-01T00:00:00+00:00",
            "FORMAT": "3.0",
            "VERSION": "3.0",
            f"{{{XSI}}}noNamespaceSchemaLocation": SCHEMA,
        },
    )
    header = ElementTree.SubElement(root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
    ElementTree.SubElement(header, "PROPERTY", {"NAME": KEPT_SCHEME}).text = clean(as_yaml(scheme))
    ElementTree.SubElement(root, "TIME_ORDER")
    streams = scheme.streams()
    for name in streams:
        ElementTree.SubElement(root, "TIER", {"LINGUISTIC_TYPE_REF": name, "TIER_ID": name})
    for name in streams:
        ElementTree.SubElement(
            root,
            "LINGUISTIC_TYPE",
            {
                "CONTROLLED_VOCABULARY_REF": name,
                "GRAPHIC_REFERENCES": "false",
                "LINGUISTIC_TYPE_ID": name,
                "TIME_ALIGNABLE": "true",
            },
        )
    ElementTree.SubElement(root, "LANGUAGE", LANGUAGE)
    for name, codes in streams.items():
        vocabulary = ElementTree.SubElement(root, "CONTROLLED_VOCABULARY", {"CV_ID": name})
        # ELAN cannot save a description again that it read empty
        ElementTree.SubElement(vocabulary, "DESCRIPTION", {"LANG_REF": "fra"}).text = clean(scheme.title.fr)
        for code in codes:
            behaviour = scheme.behaviour(code)
            assert behaviour is not None
            told = meaning(behaviour) + (POINT if behaviour.kind == "point" else "")
            entry = ElementTree.SubElement(vocabulary, "CV_ENTRY_ML", {"CVE_ID": f"cve_{code}"})
            value = ElementTree.SubElement(
                entry, "CVE_VALUE", {"DESCRIPTION": clean(told), "LANG_REF": "fra"}
            )
            value.text = code
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _boris_modifier(scheme: Scheme, name: str) -> dict[str, Any]:
    modifier = scheme.modifiers[name]
    values = [f"{value.code} ({value.key})" if value.key else value.code for value in modifier.values]
    return {
        "name": name,
        "description": modifier.title.fr,
        "type": BORIS_TYPES[modifier.kind],
        "ask at stop": False,
        "values": values,
    }


def _both(text: Text) -> str:
    return f"{{fr: {_quoted(text.fr)}, en: {_quoted(text.en)}}}"


def _quoted(text: str) -> str:
    """Write a text between double quotes; what YAML takes for a line's end, or for no text, by its number."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found[0] in '"\\' else f"\\u{ord(found[0]):04x}"
