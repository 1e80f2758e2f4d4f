"""A scheme written down as YAML, which is read back to the same scheme."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from nao_sessions.analysis.schemes.model import VERSION, Scheme
from nao_sessions.text.messages import Text

_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


def as_yaml(scheme: Scheme) -> str:
    """Return a scheme as YAML, with every text in double quotes."""
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
        if one.there:
            lines.append(f"    there: {_flow(one.there)}")
    if scheme.groups:
        lines += ["", "groups:"]
        lines += [f"  {_quoted(code)}: {_both(title)}" for code, title in scheme.groups.items()]
    if scheme.modifiers:
        lines += ["", "modifiers:"]
    for modifier in scheme.modifiers.values():
        lines += [f"  {modifier.code}:", f"    title: {_both(modifier.title)}"]
        if modifier.kind != "one":
            lines.append(f"    kind: {modifier.kind}")
        if modifier.there:
            lines.append(f"    there: {_flow(modifier.there)}")
        if modifier.values:
            lines.append("    values:")
        for value in modifier.values:
            more = f", key: {_quoted(value.key)}" if value.key else ""
            more += f", there: {_flow(value.there)}" if value.there else ""
            lines.append(f"      {value.code}: {{title: {_both(value.title)}{more}}}")
    if scheme.there:
        lines += ["", f"there: {_flow(scheme.there)}"]
    return "\n".join(lines) + "\n"


def _both(text: Text) -> str:
    return f"{{fr: {_quoted(text.fr)}, en: {_quoted(text.en)}}}"


def _flow(value: Any) -> str:
    """Return a JSON value on one line of YAML, every text in double quotes."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_quoted(str(key))}: {_flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return json.dumps(value)


def _quoted(text: str) -> str:
    """Return a text in double quotes; characters that YAML does not take as text are escaped."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found[0] in '"\\' else f"\\u{ord(found[0]):04x}"
