"""Agreement and fidelity in sentences ready to paste (``methods.txt``), with what they depend on.

Only what was done is said: sessions that one person coded have no agreement, and imported ones no fidelity.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from nao_sessions.analysis.agreement.report import Comparison, ComparisonParameters
from nao_sessions.analysis.agreement.study import Study, no_session, partly_coded, study
from nao_sessions.analysis.agreement.words import (
    NOTE,
    basis_sentences,
    figure_lines,
    nothing_compared,
    percent,
    sentence,
    single_lines,
)
from nao_sessions.analysis.coding.folder import CodedFolder, coded_by, lived, read_coded, scheme_used
from nao_sessions.analysis.fidelity.checking import COMPONENT_NAMES
from nao_sessions.analysis.fidelity.expected import TOLERANCE_NS
from nao_sessions.analysis.fidelity.trials import COMPONENTS, TrialFidelity, read_fidelity
from nao_sessions.analysis.fidelity.words import (
    INTERRUPTED,
    NAMES,
    apart,
    counts,
    in_trials,
    interrupted,
    number_of_trials,
    total,
)
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import ProtocolRefused, SchemeRefused, UsageError
from nao_sessions.record.additions.annotations import CONSENSUS, LIVE
from nao_sessions.text.formats import SEMICOLON, joined, number
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, by_language, msg, msgn


def further_sentences(
    folders: Sequence[Path], parameters: ComparisonParameters | None = None
) -> tuple[Text, ...]:
    """Return paragraphs on the agreement between coders and on fidelity to the protocol, where known.

    Raises:
        RecordError: a folder cannot be read.
    """
    return (*_agreement(folders, parameters or ComparisonParameters()), *_fidelity(folders))


def _agreement(folders: Sequence[Path], parameters: ComparisonParameters) -> Iterator[Text]:
    coded = [read_coded(path) for path in folders]
    used = {scheme for one in coded for of_coder in one.schemes.values() for scheme in of_coder}
    for name in sorted(used):
        try:
            scheme = scheme_used(coded, name, parameters.level)
        except UsageError:  # it changed from one coding to the other: they cannot be compared
            yield _CHANGED.format(scheme=name)
            continue
        except SchemeRefused:  # its copies are gone or damaged: what its codes mean is not known any more
            yield _UNREADABLE.format(scheme=name)
            continue
        yield from _of_scheme(coded, scheme, parameters)


def _of_scheme(
    coded: Sequence[CodedFolder], scheme: Scheme, parameters: ComparisonParameters
) -> Iterator[Text]:
    by_scheme = [coded_by(one, scheme.id) for one in coded]
    coders = tuple(sorted({name for one in by_scheme for name in one.by_coder} - {LIVE, CONSENSUS}))
    pairs = [coders] if len(coders) > 1 else []
    pairs += [(LIVE, coder) for coder in coders] if lived(by_scheme, scheme) else []
    for chosen in pairs:
        whole = study(coded, chosen, scheme, parameters)
        # of more than two coders all together: the pairs stand in what `agree` tells
        found = [one for one in whole.comparisons if one.coders == chosen]
        partly = partly_coded(whole)
        if not found and (whole.sessions or partly):
            why = (
                (nothing_compared(whole.basis), basis_sentences(whole.basis))
                if whole.sessions
                else (no_session(whole),)
            )
            yield joined([_SCHEME.format(scheme=scheme.title), *why, *partly], " ")
        elif found:
            head = _HEAD.format(
                count=_sessions(len(whole.sessions)),
                of=len(coded),
                scheme=scheme.title,
                id=scheme.id,
                version=scheme.version,
            )
            span, note = basis_sentences(whole.basis), NOTE.format(seed=parameters.seed)
            out = {one.session for one in whole.left_out if one.why == "nothing_noted"}
            opened = [_OPENED.format(count=_sessions(len(out)))] if out else []
            live = [_LIVE] if LIVE in chosen else []
            before, after = (head, *partly, *opened, *live), (span, note)
            paragraph = partial(_paragraph, whole, found, before, after)
            yield by_language(paragraph)


def _compared(whole: Study, found: Sequence[Comparison], language: Language) -> Iterator[str]:
    """Yield the figures, a line each: of every stream, then of each of its behaviours, then the ICC."""
    for one in found:
        yield sentence(one, whole.parameters, language, whole.scheme)
        yield from single_lines(one, whole.scheme, language)
    yield from figure_lines(whole.figures, whole.scheme, language)


def _paragraph(
    whole: Study,
    found: Sequence[Comparison],
    before: Sequence[Text],
    after: Sequence[Text],
    language: Language,
) -> str:
    first, last = (joined(part, " ").in_language(language) for part in (before, after))
    return "\n".join([first, *_compared(whole, found, language), last])


def _fidelity(folders: Sequence[Path]) -> Iterator[Text]:
    every = [of_session for path in folders if (of_session := _of_session(path))]
    found = [one for one in every if all(trial.observed for trial in one)]
    led = len(every) - len(found)
    unseen = [_UNOBSERVED.format(n=led)] if led else []
    trials = [one for of_session in found for one in of_session]
    share = total(trials)
    if share is None:
        yield from unseen
        return
    parts = []
    for component in COMPONENTS:
        done, planned = counts(trials, component)
        if planned:
            parts.append(_PART.format(name=NAMES[component], trials=in_trials(done, planned)))
    listed = joined(parts, SEMICOLON)
    adapted = [
        _PART.format(name=COMPONENT_NAMES[component], trials=in_trials(count, len(trials)))
        for component in COMPONENTS
        if (count := apart(trials, component, "adapted"))
    ]
    paragraph = (_FIDELITY_BUT_ADAPTED if adapted else _FIDELITY).format(
        percent=percent(share),
        trials=number_of_trials(len(trials)),
        sessions=_sessions(len(found)),
        parts=listed,
        adapted=joined(adapted, SEMICOLON),
    )
    more = [_OWN_PART.format(tolerance=number(TOLERANCE_NS / SECOND_NS, 2))]
    if for_adult := sum(one.for_adult for one in trials):
        more.append(_ADULTS_PART.format(n=for_adult))
    if broken_off := interrupted(trials):
        more.insert(0, INTERRUPTED.format(count=broken_off, trials=len(trials)))
    yield joined([paragraph, *more, *unseen], " ")


def _sessions(count: int) -> Text:
    return msgn("{n} session", "{n} sessions", count)


def _of_session(path: Path) -> tuple[TrialFidelity, ...]:
    """Return the fidelity of a session's trials; empty where it has none, or its protocol cannot be read.

    A question without a record of its trial is none, as in all that this text counts.
    """
    try:
        return tuple(one for one in read_fidelity(path) or () if one.recorded)
    except ProtocolRefused:  # an older program took the protocol that lies there; this one does not
        return ()


_HEAD = msg("Agreement was computed on {count} of {of}, by the scheme '{scheme}' ({id} {version}).")
_SCHEME = msg("Agreement by the scheme '{scheme}':")
_LIVE = msg(
    "LIVE is no person who codes: it is what was judged and marked in the session itself, by the program "
    "or by the adult, read from the log."
)
_OPENED = msg("Left out, since a coder opened it and neither noted anything nor called it done: {count}.")
_CHANGED = msg("The scheme '{scheme}' changed from one coding to the other: no agreement was computed.")
_UNREADABLE = msg(
    "The scheme '{scheme}' can no longer be read beside the codings: no agreement was computed."
)
_FIDELITY = msg(
    "Fidelity to the protocol, from the log: {percent}% of what was planned in {trials} of "
    "{sessions} was done as planned ({parts})."
)
_FIDELITY_BUT_ADAPTED = msg(
    "Fidelity to the protocol, from the log: the adult adapted what was planned ({adapted}); {percent}% of "
    "the rest of what was planned in {trials} of {sessions} was done as planned ({parts})."
)
_PART = msg("{name}, {trials}")
_OWN_PART = msg("Compared is the program's own part, waits to within {tolerance} s.")
_UNOBSERVED = msgn(
    "No fidelity is told of one session with trials and no robot: the adult's delivery was not observed.",
    "No fidelity is told of {n} sessions with trials and no robot: the adult's delivery was not observed.",
)
_ADULTS_PART = msgn(
    "The adult's part of one help was not observed.", "The adult's part of {n} helps was not observed."
)
