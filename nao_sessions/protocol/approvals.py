"""What an approval vouches for: one digest of all bytes that run, the words about approval left out.

The digest stands in the file that it is a digest of, so the keys ``approved`` and ``status`` do not count:
everything else does, to the byte, and so does every file that the protocol uses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from nao_sessions.protocol.findings import Findings
from nao_sessions.protocol.flow import SourceFile
from nao_sessions.protocol.reading.nodes import Fields
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.source import decode

NOT_VOUCHED_FOR = frozenset({"approved", "status"})
"""Keys of a file's head that change when it is approved, and so cannot be in the digest."""


def approval_digest(sources: Sequence[SourceFile]) -> str:
    """Return the SHA-256 that an approval of these files records, in hexadecimal.

    Args:
        sources: the files that run, the one that holds ``approved`` first.
    """
    digest = hashlib.sha256()
    for number, source in enumerate(sources):
        if source.inside:
            continue  # the file that it stands in is vouched for
        content = vouched_bytes(source.content) if number == 0 else source.content
        if number > 0:
            digest.update(source.name.encode() + b"\0")
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def vouched_bytes(content: bytes) -> bytes:
    """Return a file's bytes without the lines of keys that an approval itself changes."""
    findings = Findings("")
    text = decode(content, "", findings)
    node = None if text is None else read_nodes(text, "", findings)
    if not isinstance(node, Fields) or node.in_braces:
        return content
    begins = sorted((place.line, name) for name, place in node.places.items())
    lines = content.splitlines(keepends=True)
    left_out: set[int] = set()
    for number, (line, name) in enumerate(begins):
        if name in NOT_VOUCHED_FOR:
            after = begins[number + 1][0] if number + 1 < len(begins) else len(lines) + 1
            left_out.update(range(line, after))
    return b"".join(line for number, line in enumerate(lines, 1) if number not in left_out)
