"""The diagram of a protocol: SVG for people and paper, Mermaid for pages that draw it themselves."""

from __future__ import annotations

from nao_sessions.protocol.diagram.mermaid import mermaid
from nao_sessions.protocol.diagram.svg import svg

__all__ = ["mermaid", "svg"]
