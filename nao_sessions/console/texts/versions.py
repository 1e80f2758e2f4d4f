"""The head of a file that becomes a draft: its version raised, its status, and no approval of other bytes.

Whoever approved a protocol approved its bytes; a draft has others, so no approval is carried over.
"""

from __future__ import annotations

import re
from collections.abc import Container

import yaml

from nao_sessions.console.texts.rewriting import written_at
from nao_sessions.console.texts.sites import Site, find

_LAST_NUMBER = re.compile(r"(.*?)(?<!\d)(\d++)(\D*+)", re.DOTALL)


def next_version(version: str, taken: Container[str]) -> str:
    """Return the next free version: the last number raised until it is not taken (``2.0.9`` → ``2.0.10``)."""
    while True:
        found = _LAST_NUMBER.fullmatch(version)
        version = f"{version}.1" if found is None else f"{found[1]}{int(found[2]) + 1}{found[3]}"
        if version not in taken:
            return version


def as_draft(text: str, version: str) -> str:
    """Return a protocol's text as a draft of a version; only ``version``, ``status``, ``approved`` change.

    A file without a status is a draft already, and gets none.

    Raises:
        ValueError: the text is no map of keys, or has no version.
    """
    text = _without_approvals(text)
    for key, value in (("status", "draft"), ("version", version)):
        site = _of_the_head(text, key)
        if site is not None:
            text = written_at(text, site, value)
        elif key == "version":
            raise ValueError("a protocol has a version")
    return text


def _of_the_head(text: str, key: str) -> Site | None:
    found = find(text)
    if found is None:
        raise ValueError("a protocol is a map of keys")
    return next((site for site in found.head if site.path == (key,)), None)


def _without_approvals(text: str) -> str:
    """Return a text without the lines of ``approved``; what stands around them keeps its comments."""
    found = find(text)
    pair = next((pair for pair in found.root.value if pair[0].value == "approved"), None) if found else None
    if pair is None:
        return text
    key, value = pair
    if found is not None and found.root.flow_style:
        begin = key.start_mark.index
        after = re.compile(r"\s*,\s*").match(text, value.end_mark.index)
        return text[:begin] + text[after.end() if after is not None else value.end_mark.index :]
    begin = text.rfind("\n", 0, key.start_mark.index) + 1
    last = _last(value)
    end = last if text[last - 1 : last] == "\n" else text.find("\n", last) + 1 or len(text)
    return text[:begin] + text[end:]


def _last(node: yaml.Node) -> int:
    """Return the index where the last value of a node ends; a block node goes on over comments after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        inner = node.value[-1]
        return _last(inner[1] if isinstance(inner, tuple) else inner)
    return int(node.end_mark.index)
