"""The two protocols side by side, and the comparisons of what stands everywhere: texts, lists, moments.

Elements of two lists belong together by the alignment of least cost (Needleman and Wunsch 1970): equal ones,
then like ones, in their order; two lists give one answer, always the same.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nao_sessions.protocol.diff.meaning import Side
from nao_sessions.protocol.diff.report import DiffReport
from nao_sessions.protocol.flow import Act, Choose, Moment, Show, Speech
from nao_sessions.protocol.outline.telling import ACTS, ONLY_IF, Telling, act_line, block_line, moment_line
from nao_sessions.protocol.wording import quote
from nao_sessions.text.messages import Text, msg, verbatim

Pair = tuple[int | None, int | None]

_LONGEST_COMPARED = 400
"""Characters of an element, in words, that are compared to find its counterpart."""


def telling_of(side: Side) -> Telling:
    """Return what writes one protocol in sentences: texts and expressions as in the file, steps by name."""
    return Telling(
        side.protocol,
        Speech.as_written,
        lambda expression: verbatim(expression.source),
        lambda name: quote(name.rpartition(".")[2]),
        languages=True,
    )


@dataclass(frozen=True, slots=True)
class Both:
    """The two protocols side by side; the names of the first are read as those of the second."""

    before: Side
    after: Side
    tell_before: Telling
    tell_after: Telling

    @classmethod
    def of(cls, before: Side, after: Side) -> Both:
        """Return the pair of two protocols to compare."""
        return cls(before, after, telling_of(before), telling_of(after))

    def differ(self, before: object, after: object) -> bool:
        """Return whether two values differ in meaning."""
        return bool(self.before.meaning(before) != self.after.meaning(after))

    def value(
        self,
        report: DiffReport,
        what: str,
        label: Text,
        before: Any,
        after: Any,
        tell: Callable[[Telling, Any], Text],
    ) -> None:
        """Compare one value; a difference is reported as a whole."""
        if self.differ(before, after):
            mine = None if before is None else tell(self.tell_before, before)
            report.changed(what, label, mine, None if after is None else tell(self.tell_after, after))

    def speech(
        self, report: DiffReport, what: str, label: Text, before: Speech | None, after: Speech | None
    ) -> None:
        """Compare one text, language by language."""
        mine = {} if before is None else dict(before.by_language)
        theirs = {} if after is None else dict(after.by_language)
        languages = [*theirs, *(language for language in mine if language not in theirs)]
        for language in languages:
            one, other = mine.get(language), theirs.get(language)
            if self.differ(one, other):
                of = f" ({language})" if len(languages) > 1 else ""
                named = msg("{label}{of}", label=label, of=of)
                report.changed(what, named, *(None if t is None else quote(t.source) for t in (one, other)))

    def block(
        self, report: DiffReport, what: str, where: Text, before: str | None, after: str | None
    ) -> None:
        """Compare what two blocks do, moment by moment."""
        mine = () if before is None else self.before.protocol.blocks[before]
        theirs = () if after is None else self.after.protocol.blocks[after]
        self.listed(
            report,
            what,
            where,
            mine,
            theirs,
            moment_line,
            lambda one, other: self._moment(report, what, where, one, other),
        )

    def listed(
        self,
        report: DiffReport,
        what: str,
        where: Text,
        before: Sequence[Any],
        after: Sequence[Any],
        tell: Callable[[Telling, Any], Text],
        pair: Callable[[Any, Any], None],
    ) -> None:
        """Compare two lists: elements added, removed, moved; ``pair`` compares two that belong together."""
        mine = [self.before.meaning(one) for one in before]
        theirs = [self.after.meaning(one) for one in after]
        my_words = [tell(self.tell_before, one) for one in before]
        their_words = [tell(self.tell_after, one) for one in after]
        pairs = align(
            mine,
            theirs,
            lambda i, j: likeness(my_words[i].fr[:_LONGEST_COMPARED], their_words[j].fr[:_LONGEST_COMPARED]),
        )
        gone = [mine[i] for i, j in pairs if i is not None and j is None]
        for i, j in pairs:
            if i is not None and j is not None:
                if mine[i] != theirs[j]:
                    pair(before[i], after[j])
            elif j is not None:
                if theirs[j] in gone:
                    gone.remove(theirs[j])
                    report.moved(what, where, their_words[j])
                else:
                    report.added(what, where, their_words[j])
        come = [theirs[j] for i, j in pairs if i is None and j is not None]
        for i, j in pairs:
            if i is None or j is not None:
                continue
            if mine[i] in come:
                come.remove(mine[i])
            else:
                report.removed(what, where, my_words[i])

    def _moment(self, report: DiffReport, what: str, where: Text, before: Moment, after: Moment) -> None:
        """Compare two moments, act by act."""
        label = msg("{where}, {only_if}", where=where, only_if=ONLY_IF)
        self.value(
            report, f"{what}.if", label, before.condition, after.condition, lambda t, one: t.compute(one)
        )
        mine = {act.verb: act for act in before.acts}
        theirs = {act.verb: act for act in after.acts}
        for verb in (*mine, *(verb for verb in theirs if verb not in mine)):
            one, other = mine.get(verb), theirs.get(verb)
            if self.differ(one, other):
                self._act(report, f"{what}.{verb}", where, one, other)

    def _act(self, report: DiffReport, what: str, where: Text, before: Act | None, after: Act | None) -> None:
        act = after or before
        assert act is not None
        label = msg("{where}, {act}", where=where, act=ACTS[act.verb])
        mine, theirs = before and before.argument, after and after.argument
        if isinstance(mine, Speech) and isinstance(theirs, Speech):
            self.speech(report, what, label, mine, theirs)
        elif isinstance(mine, Show) and isinstance(theirs, Show):
            self._show(report, what, label, mine, theirs)
        elif isinstance(mine, Choose) and isinstance(theirs, Choose):
            self._choose(report, what, label, mine, theirs)
        else:
            report.changed(
                what,
                label,
                None if before is None else act_line(self.tell_before, before, labelled=True),
                None if after is None else act_line(self.tell_after, after, labelled=True),
            )

    def _show(self, report: DiffReport, what: str, label: Text, before: Show, after: Show) -> None:
        self.speech(report, f"{what}.text", label, before.text, after.text)
        if self.differ(replace(before, text=None), replace(after, text=None)):
            report.changed(what, label, self.tell_before.show(before), self.tell_after.show(after))

    def _choose(self, report: DiffReport, what: str, label: Text, before: Choose, after: Choose) -> None:
        """Compare the options of a random choice: what each does, and its weight."""
        mine = [Option(block, weight) for block, weight in before.options]
        theirs = [Option(block, weight) for block, weight in after.options]

        def pair(one: Option, other: Option) -> None:
            self.block(report, what, label, one.block, other.block)
            if one.weight != other.weight:
                words = _tell_option(self.tell_before, one), _tell_option(self.tell_after, other)
                report.changed(f"{what}.weight", label, *words)

        self.listed(report, what, label, mine, theirs, _tell_option, pair)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the possibilities of a ``choose``."""

    block: str
    weight: int


def _tell_option(telling: Telling, option: Option) -> Text:
    """Return an option of a random choice in words, with its weight."""
    return msg("{done} (× {weight})", done=block_line(telling, option.block), weight=option.weight)


ALIKE = 0.4
"""How alike two elements have to be (0 to 1) to be the same one, changed."""

_WHOLE = 1_000
_GAP = 600
"""What it costs to leave an element alone, in thousandths of a pair that has nothing in common."""

MOST_PAIRS = 40_000
"""Comparisons of one pair of lists; longer lists are aligned by what is equal in them alone."""


def align(before: Sequence[Any], after: Sequence[Any], likeness: Callable[[int, int], float]) -> list[Pair]:
    """Return pairs of positions, in order; None on one side where an element has no counterpart.

    Args:
        before: what the elements of the first list mean.
        after: the same, of the second.
        likeness: how alike two elements are that are not equal, 0 to 1.
    """
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    rows, columns = len(before) - head - tail, len(after) - head - tail
    pairs: list[Pair] = [(index, index) for index in range(head)]
    if rows * columns > MOST_PAIRS:
        pairs += _by_equals(before[head : head + rows], after[head : head + columns], head)
    else:
        pairs += _cheapest(before, after, head, rows, columns, likeness)
    return pairs + [(head + rows + index, head + columns + index) for index in range(tail)]


def _cheapest(
    before: Sequence[Any],
    after: Sequence[Any],
    head: int,
    rows: int,
    columns: int,
    likeness: Callable[[int, int], float],
) -> list[Pair]:
    def cost(row: int, column: int) -> int:
        if before[head + row] == after[head + column]:
            return 0
        alike = likeness(head + row, head + column)
        return round(_WHOLE * (1 - alike)) if alike >= ALIKE else 2 * _GAP + 1

    costs = [[cost(row, column) for column in range(columns)] for row in range(rows)]
    total = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(1, rows + 1):
        total[row][0] = row * _GAP
    for column in range(1, columns + 1):
        total[0][column] = column * _GAP
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            total[row][column] = min(
                total[row - 1][column - 1] + costs[row - 1][column - 1],
                total[row - 1][column] + _GAP,
                total[row][column - 1] + _GAP,
            )
    pairs: list[Pair] = []
    row, column = rows, columns
    while row or column:
        here = total[row][column]
        if row and column and here == total[row - 1][column - 1] + costs[row - 1][column - 1]:
            row, column = row - 1, column - 1
            pairs.append((head + row, head + column))
        elif row and here == total[row - 1][column] + _GAP:
            row -= 1
            pairs.append((head + row, None))
        else:
            column -= 1
            pairs.append((None, head + column))
    return pairs[::-1]


def _by_equals(before: Sequence[Any], after: Sequence[Any], head: int) -> list[Pair]:
    pairs: list[Pair] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            pairs += [(head + low + index, head + start + index) for index in range(high - low)]
            continue
        pairs += [(head + index, None) for index in range(low, high)]
        pairs += [(None, head + index) for index in range(start, end)]
    return pairs


def likeness(before: str, after: str) -> float:
    """Return the similarity of two texts, 0 to 1."""
    return difflib.SequenceMatcher(None, before, after, autojunk=False).ratio()
