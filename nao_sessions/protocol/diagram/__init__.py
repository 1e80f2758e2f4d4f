"""The diagram of a protocol: SVG for people and paper, Mermaid for pages that draw it themselves.

``planner`` decides what is drawn and numbers it (a ``plan``); ``cards`` what stands on a card, ``ways`` the
ways out of it, ``words`` how an author's words are shortened, ``legend`` the legend and what holds
everywhere. ``sizes`` is how large each card is (``measure``: how wide a text is), ``layout`` where everything
lies; ``svg`` cuts it for A4 and draws it on a ``canvas``, with ``signs`` and ``style`` (colours, the style
sheet). ``mermaid`` writes the other form.
"""

from __future__ import annotations

from nao_sessions.protocol.diagram.mermaid import mermaid
from nao_sessions.protocol.diagram.svg import svg

__all__ = ["mermaid", "svg"]
