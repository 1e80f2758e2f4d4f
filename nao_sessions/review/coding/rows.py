"""What coders wrote, and what was judged live, as rows of the replay's timeline.

A row for each coder, subject and group, since what two children do at once would cover each other in one.
Read only; a coder's file that cannot be read has a row that says so, and hides no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nao_sessions.analysis.coding.folder import scheme_copy
from nao_sessions.analysis.formats.words import BETWEEN
from nao_sessions.analysis.schemes.model import Behaviour, Scheme
from nao_sessions.analysis.schemes.yaml_files import load_scheme
from nao_sessions.core.codes import code_words
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.events import Event
from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.record.additions.annotations import Annotation, Coding, coders_of, read_coding
from nao_sessions.record.results.trials import MARK, live_annotations
from nao_sessions.review.coding.words import WORDS
from nao_sessions.review.replay.narration import worded
from nao_sessions.review.replay.rows import Row, RowMark
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, msgc, verbatim

_LIVE = msg("Live")
_MARKED = msgc("noun", "Mark")
_OPEN = msg("its end was not coded")
_UNREADABLE = msg("{coder}: a coding that cannot be read")


def coding_rows(folder: Path, events: Sequence[Event]) -> tuple[Row, ...]:
    """Return a row for each coder, subject and group of behaviours, and one for live judgements."""
    rows = [row for coder in coders_of(folder) for row in _rows_of(folder, coder)]
    live = live_annotations(events)
    if live:
        rows.append(Row("live", _LIVE, tuple(_live(one) for one in live)))
    return tuple(rows)


def _rows_of(folder: Path, coder: str) -> Iterator[Row]:
    try:
        coding = read_coding(folder, coder)
    except NaoSessionsError:
        yield Row("coding", _UNREADABLE.format(coder=coder), ())
        return
    for scheme in dict.fromkeys(one.scheme for one in coding.annotations):
        annotations = [one for one in coding.annotations if one.scheme == scheme]
        known = _scheme(folder, coding, scheme)
        subjects = sorted({one.subject for one in annotations})
        for subject in subjects:
            of = [one for one in annotations if one.subject == subject]
            # with one subject alone it stands in the marks
            named = verbatim(coder)
            if subject and len(subjects) > 1:
                named = joined([named, code_words(subject)], " · ")
            yield from _rows_by_scheme(named, of, known)


def _scheme(folder: Path, coding: Coding, wanted: str) -> Scheme | None:
    """Return the copy of a scheme beside the codings, as it was opened last; None where none can be read."""
    digests = [
        str(opened.get("digest"))
        for sitting in coding.sittings
        if isinstance(opened := sitting.get("scheme"), dict) and opened.get("id") == wanted
    ]
    for digest in reversed(digests):
        try:
            return load_scheme(scheme_copy(folder, wanted, digest))
        except (NaoSessionsError, OSError):
            continue
    return None


def _rows_by_scheme(whose: Text, annotations: Sequence[Annotation], scheme: Scheme | None) -> Iterator[Row]:
    kinds: dict[str, Behaviour] = {one.code: one for one in scheme.behaviours} if scheme else {}
    groups: dict[str, list[Annotation]] = {}
    for one in annotations:
        known = kinds.get(one.behaviour)
        point = known.kind == "point" if known else one.stop_ns is None and not one.open
        groups.setdefault("" if point else (known.group if known else "") or one.behaviour, []).append(one)
    for group, theirs in sorted(groups.items(), key=lambda item: item[0] == ""):
        named = scheme.stream_title(group) if scheme else verbatim(group)
        title = named if group else WORDS["points"]
        both = msg("{whose} · {title}", whose=whose, title=title)
        yield Row("coding", both, tuple(_mark(one, kinds, scheme) for one in theirs))


def _mark(one: Annotation, kinds: dict[str, Behaviour], scheme: Scheme | None) -> RowMark:
    """Return an annotation as a mark, in the scheme's titles where these are known."""
    label = kinds[one.behaviour].title if one.behaviour in kinds else verbatim(one.behaviour)
    values = [_value(scheme, name, code) for name, code in one.modifiers.items()]
    if values:
        label = msg(
            "{label} ({values})",
            label=label,
            values=joined(values),
        )
    further = _subject_and_comment(one)
    if one.open:
        further.append(_OPEN)
    return RowMark(one.start_ns, joined([label, *further], " · "), one.stop_ns, label, faint=one.open)


def _value(scheme: Scheme | None, name: str, code: str) -> Text:
    known = scheme.modifiers.get(name) if scheme else None
    titles = {value.code: value.title for value in known.values} if known else {}
    several = known is not None and known.kind == "several"
    return joined(
        [titles.get(one, verbatim(one)) for one in (code.split(BETWEEN) if several else [code])], ", "
    )


def _live(one: Annotation) -> RowMark:
    """Return a judgement or a mark that was made in the session as a mark of the timeline."""
    what = _MARKED if one.behaviour == MARK else worded(JUDGEMENTS, one.behaviour)
    return RowMark(one.start_ns, joined([what, *_subject_and_comment(one)], " · "))


def _subject_and_comment(one: Annotation) -> list[Text]:
    """Return of an annotation's subject and comment what is not empty, in words."""
    return [words(text) for words, text in ((code_words, one.subject), (verbatim, one.comment)) if text]
