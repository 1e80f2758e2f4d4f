"""The diagram of a protocol: SVG for people and paper, Mermaid for pages that draw it themselves.

``plan`` decides what is drawn, numbers it, and writes a block of trials on its card; ``cards`` what stands on
a step's card, and the ways out of it (arrows); ``words`` how an author's words are shortened; ``legend`` the
legend, its signs, and the panel of what holds everywhere. ``style``: colours, the style sheet, fonts and how
wide a text is; ``sizes``: how large a card is; ``layout``: where everything lies. ``svg`` draws it and cuts
it for A4 pages; ``mermaid`` writes the other form.
"""

from __future__ import annotations

from nao_sessions.protocol.diagram.mermaid import mermaid
from nao_sessions.protocol.diagram.svg import svg

__all__ = ["mermaid", "svg"]
