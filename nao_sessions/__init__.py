"""Workshops of cognitive education with Nao: protocols, sessions, recordings in sync.

``open_session`` and ``open_corpus`` give what was recorded as tables; they are loaded when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nao_sessions.analysis.corpus.corpus import open_corpus
    from nao_sessions.analysis.tables.tables import open_session

__all__ = ["open_corpus", "open_session"]

_FROM = {
    "open_session": "nao_sessions.analysis.tables.tables",
    "open_corpus": "nao_sessions.analysis.corpus.corpus",
}


def __getattr__(name: str) -> Any:
    """Load what reads sessions once it is asked for: `import nao_sessions` stays light."""
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_FROM[name]), name)
