"""All that is known of how far some coders agree on some sessions: what ``agree`` and the methods write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.analysis.agreement.basis import Basis, basis_of
from nao_sessions.analysis.agreement.left_out import LeftOut, left_out
from nao_sessions.analysis.agreement.report import Comparison, Figures, Parameters, compare, correlate
from nao_sessions.analysis.coding.folder import CodedFolder, coded_by
from nao_sessions.analysis.schemes.model import Scheme


@dataclass(frozen=True, slots=True)
class Study:
    """How far coders agree by a scheme on the ``sessions`` that all of them coded, and what that rests on."""

    scheme: Scheme
    coders: tuple[str, ...]
    parameters: Parameters
    sessions: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    figures: tuple[Figures, ...]
    basis: Basis
    left_out: tuple[LeftOut, ...]
    """The sessions that some of the coders did not code, and are therefore not compared."""
    untouched: int = 0
    """How many sessions none of these coders coded or opened."""

    def to_json(self) -> dict[str, Any]:
        """Return the study as JSON values: scheme, coders, sessions, parameters and comparisons."""
        return {
            "scheme": {
                "id": self.scheme.id,
                "version": self.scheme.version,
                "digest": self.scheme.digest(),
            },
            "coders": list(self.coders),
            "sessions": list(self.sessions),
            "parameters": self.parameters.to_json(),
            "comparisons": [one.to_json() for one in self.comparisons],
            "figures": [one.to_json() for one in self.figures],
            "observation": self.basis.to_json(),
            "left_out": [one.to_json() for one in self.left_out],
            "sessions_that_nobody_coded": self.untouched,
        }


def study(
    folders: Sequence[CodedFolder], coders: tuple[str, ...], scheme: Scheme, parameters: Parameters
) -> Study:
    """Compare coders on the sessions that all of them coded; other sessions would count as disagreement."""
    coded = [coded_by(folder, scheme.id) for folder in folders]
    both = [one for one in coded if all(coder in one.by_coder for coder in coders)]
    not_compared = left_out(folders, scheme.id, coders)
    return Study(
        scheme,
        coders,
        parameters,
        tuple(one.session for one in both),
        compare(both, coders, scheme, parameters),
        correlate(both, coders, scheme),
        basis_of(both, coders, scheme),
        not_compared,
        len(folders) - len(both) - len({one.session for one in not_compared}),
    )
