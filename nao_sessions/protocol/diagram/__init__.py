"""The diagram of a protocol: SVG for people and paper, Mermaid for pages that draw it themselves.

``planner`` decides what is drawn (``cards``, ``ways``, ``legend``), ``sizes`` how large each card is,
``layout`` where everything lies; ``svg`` cuts it for A4 and draws it, ``mermaid``
writes the other form.
"""

from __future__ import annotations

from nao_sessions.protocol.diagram.mermaid import mermaid
from nao_sessions.protocol.diagram.svg import svg

__all__ = ["mermaid", "svg"]
