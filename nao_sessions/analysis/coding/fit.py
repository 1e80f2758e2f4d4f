"""What another program shows, as an annotation of a scheme: its codes, kinds, modifiers, subjects.

Everything that does not fit is told with its place, together; a first name is never shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from nao_sessions.analysis.formats.coded import CodedItem
from nao_sessions.analysis.formats.table import Findings
from nao_sessions.analysis.formats.texts import folded
from nao_sessions.analysis.formats.words import BETWEEN
from nao_sessions.analysis.schemes.model import Behaviour, Modifier, Scheme, is_number, plain_code
from nao_sessions.analysis.schemes.words import in_boris_order
from nao_sessions.core.errors import UsageError
from nao_sessions.record.additions.annotations import Annotation
from nao_sessions.record.folder import is_code
from nao_sessions.text.messages import Text, msg

ROLES = frozenset({"nao", "adult", "group"})


class Fitting:
    """Fits what is shown to the schemes by which a coder codes; the first that knows a behaviour counts.

    Of what was written from here, its own scheme is the first.
    """

    def __init__(self, schemes: Sequence[Scheme], participants: Sequence[str]) -> None:
        """Begin.

        Args:
            schemes: by which the coder may have coded.
            participants: of the session: where there is one alone, who is not named is this child.
        """
        self._schemes = schemes
        self._nobody = participants[0] if len(participants) == 1 else ""
        self._findings = Findings()
        self.cut_to_points = 0
        self.used: dict[str, Scheme] = {}

    def fit(self, noted: CodedItem, own: str = "") -> Annotation:
        """Return it as an annotation here; what is wrong is kept until :meth:`check`.

        Args:
            noted: what is shown.
            own: the scheme of the annotation that it was written from; "" where there is none.

        Raises:
            UsageError: nobody said by which scheme this was coded.
        """
        if not self._schemes:
            raise UsageError(_NO_SCHEME, _NO_SCHEME_HINT, code="K146")
        one, found = noted.annotation, self._known(noted, own or noted.annotation.scheme)
        if one.subject and not self._may_be(one.subject):
            self._findings.add("K145", noted.place, _NO_SUBJECT, _NO_SUBJECT_HINT)
        if found is None:
            known = ", ".join(b.code for scheme in self._schemes for b in scheme.behaviours)
            self._findings.add(
                "K141", noted.place, _UNKNOWN.format(name=one.behaviour[:40]), _KNOWN.format(names=known)
            )
            return one
        scheme, behaviour = found
        self.used[scheme.id] = scheme
        fitted = replace(
            one,
            scheme=scheme.id,
            behaviour=behaviour.code,
            modifiers=self._modifiers(noted, scheme, behaviour, (one.scheme or own) == scheme.id),
            subject=one.subject or ("" if scheme.subjects else self._nobody),
        )
        if behaviour.kind == "point":
            self.cut_to_points += one.stop_ns is not None
            return replace(fitted, stop_ns=None, open=False)
        if one.stop_ns is None and noted.there:  # ELAN shows a moment, which a state is not
            return replace(fitted, stop_ns=one.start_ns, open=False)
        if one.stop_ns is None:
            self._findings.add("K142", noted.place, _OPEN.format(name=behaviour.code), _OPEN_HINT)
        return fitted

    def check(self) -> None:
        """Go on if all fitted. Raises: TableRefused."""
        self._findings.check()

    def _known(self, noted: CodedItem, own: str) -> tuple[Scheme, Behaviour] | None:
        """Find a behaviour; of those that share a word, the one of the vocabulary that it was taken from."""
        word, vocabulary = noted.annotation.behaviour, noted.vocabulary
        for scheme in sorted(self._schemes, key=lambda one: one.id != own):
            behaviour = scheme.behaviour(word) if noted.annotation.scheme == scheme.id else None
            if behaviour is not None:
                return scheme, behaviour
            of_vocabulary = [one for one in scheme.behaviours if one.group == plain_code(vocabulary)]
            found = _called(word, of_vocabulary) if vocabulary else None
            found = found or _called(word, scheme.behaviours)
            if found is not None:
                return scheme, found
        return None

    def _may_be(self, subject: str) -> bool:
        named = {name for scheme in self._schemes for name in scheme.subjects}
        return is_code(subject) or subject in ROLES or subject in named

    def _modifiers(
        self, noted: CodedItem, scheme: Scheme, behaviour: Behaviour, by_codes: bool
    ) -> Mapping[str, str]:
        """Return the codes of modifiers; one without a name is that of its place.

        What was written from here is said ``by_codes`` wherever a word would be another's too.
        """
        found: dict[str, str] = {}
        sets, placed = [scheme.modifiers[code] for code in behaviour.modifiers], in_boris_order(behaviour)
        for name, value in noted.annotation.modifiers.items():
            at = int(name) - 1 if name.isdecimal() else -1
            modifier = _called(name, sets, by_codes)
            if modifier is None and 0 <= at < len(placed):
                modifier = scheme.modifiers.get(placed[at])
            of_scheme = "" if modifier is None else _said(value, modifier, by_codes)
            if modifier is None or not of_scheme:
                known = "; ".join(f"{one.code} = {_sayable(one)}" for one in sets) or "—"
                hint = _KNOWN_MODIFIERS.format(behaviour=behaviour.code, names=known)
                shown = f"{name} = {value}"[:40]
                self._findings.add("K141", noted.place, _UNKNOWN.format(name=shown), hint)
            else:
                found[modifier.code] = of_scheme
        return {code: found[code] for code in behaviour.modifiers if code in found}


def _said(words: str, modifier: Modifier, by_codes: bool) -> str:
    """Return what was said by its codes; "" where that cannot be said here."""
    if modifier.kind == "number":
        return words.strip() if is_number(words) else ""
    parts = words.split(BETWEEN) if modifier.kind == "several" else [words]
    found = [_called(part, modifier.values, by_codes) for part in parts]
    return BETWEEN.join(one.code for one in found if one is not None) if all(found) else ""


def _sayable(modifier: Modifier) -> str:
    return "1.5" if modifier.kind == "number" else ", ".join(value.code for value in modifier.values)


class _Named(Protocol):
    """What a scheme calls by a code and by a title, and another program by a word."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def word(self) -> str: ...


_One = TypeVar("_One", bound=_Named)


def _called(word: str, those: Iterable[_One], by_codes: bool = False) -> _One | None:
    """Find by the code, by the title, or as another program's word from which the code was made."""
    word, ones = word.strip(), list(those)
    code = next((one for one in ones if by_codes and word == one.code), None)
    if code is not None:
        return code
    ways: tuple[Callable[[_One], bool], ...] = (
        lambda one: word == one.word,
        lambda one: word == one.code,
        lambda one: word in (one.title.fr, one.title.en),
        lambda one: folded(word) in (folded(one.title.fr), folded(one.title.en)),
        lambda one: plain_code(word) == one.code,
    )
    return next((one for way in ways for one in ones if way(one)), None)


_NO_SCHEME = msg("Nobody said by which scheme this file was coded.")
_NO_SCHEME_HINT = msg("--scheme NAME or FILE: 'nao-sessions scheme' names those that ship.")
_UNKNOWN = msg("'{name}' is in none of the schemes of this coding")
_KNOWN = msg("known behaviours: {names}")
_KNOWN_MODIFIERS = msg("modifiers of '{behaviour}': {names}")
_OPEN = msg("the state '{name}' has no end")
_OPEN_HINT = msg("code its end in BORIS (Ctrl+U, 'Fix unpaired events'), then do this again")
_NO_SUBJECT = msg("this subject is neither a code (P07) nor a role (nao, adult, group)")
_NO_SUBJECT_HINT = msg("in ELAN it is the tier's 'Participant', in BORIS the subject: write a code there")
