"""What a finding of the doctor is made of: its code, how grave it is, its sentence and its remedy.

Codes are stable: one that is no longer used is never reused for another finding.
"""

from __future__ import annotations

from dataclasses import dataclass

from nao_sessions.core.errors import Finding, Place, Severity
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding; ``sentence`` and ``remedy`` have placeholders such as ``{name}``.

    error: no session can be recorded so, or a child's data are open; warning: the recording is harmed;
    remark: worth knowing.
    """

    code: str
    severity: Severity
    sentence: Text
    remedy: Text

    def at(self, place: str, **values: object) -> Finding:
        """Return a finding of this kind at a place, such as ``cameras.room``; ``values`` fill its texts."""
        return Finding(
            self.code,
            Place(place),
            self.sentence.format(**values),
            self.remedy.format(**values),
            self.severity,
        )
