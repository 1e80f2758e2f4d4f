"""Two samples of rehearsed sessions beside each other: what chance does not explain.

A difference is reported when its probability by chance is so small that among all that is compared one would
be found in ``ALPHA`` of comparisons; or when a session took a way that the earlier version does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nao_sessions.rehearsal.comparison.chances import Share, least_of_share, of_averages, of_share, threshold
from nao_sessions.rehearsal.comparison.sample import Key, Sample
from nao_sessions.rehearsal.reports.observations import Words

ALPHA = 0.02
"""The largest share of comparisons of a version with itself that report something, at each of three looks."""

MEASURED = 60
"""The sessions in which a number has to be measured before its averages are compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing that comes more or less often than before, in circumstances; or, without a thing, an average.

    ``now`` and ``before`` are shares, or averages; ``again`` are the options of a session that shows the
    thing, and ``new`` is whether they are for the new version.
    """

    circumstances: Words
    thing: Words
    now: float
    before: float
    now_of: int
    before_of: int
    chance: float
    again: str = ""
    new: bool = True


def differences(
    now: Sample, before: Sample, ways: frozenset[Words] = frozenset(), alpha: float = ALPHA
) -> list[Difference]:
    """Return the differences between versions that chance does not explain, the least probable first.

    Args:
        now: sessions of the new version.
        before: of the earlier one.
        ways: ways on that the earlier one has, whether its sessions took them or not.
        alpha: the largest share of comparisons of a version with itself that report something.
    """
    known = _targets(before, ways)
    shares = dict(_shares(now, before))
    averages = {
        name: (one, before.numbers[name])
        for name, one in now.numbers.items()
        if one.times >= MEASURED and name in before.numbers and before.numbers[name].times >= MEASURED
    }
    least = [least_of_share(share) for share in shares.values()]
    below = threshold([*least, *(0.0 for _ in averages)], alpha)
    found = []
    for (key, share), possible in zip(shares.items(), least, strict=True):
        circumstances, thing = key
        targets = known.get(circumstances, set())
        new_way = thing[0] == "to" and len(targets) == 1 and thing not in targets
        chance = of_share(share) if possible <= below else 1.0
        if chance <= below or new_way:
            more = share.now * share.before_all >= share.before * share.now_all
            found.append(
                Difference(
                    circumstances, thing, share.now / share.now_all, share.before / max(1, share.before_all),
                    share.now_all, share.before_all, chance,
                    (now if more else before).seeds.get(key, ""), more,
                )
            )  # fmt: skip
    for name, (one, old) in averages.items():
        chance = of_averages(one, old)
        if chance <= below:
            found.append(Difference(("average", name), (), one.mean, old.mean, one.times, old.times, chance))
    return sorted(found, key=lambda one: (one.chance, one.circumstances, one.thing))


def _targets(before: Sample, ways: frozenset[Words]) -> dict[Words, set[Words]]:
    """Return where the ways of the earlier version lead; *back*, or a turn, leads to more than one step."""
    known: dict[Words, set[Words]] = {}
    for circumstances, thing in before.things:
        if thing[0] == "to":
            known.setdefault(circumstances, set()).add(thing)
    for way in ways:
        known.setdefault(way[:2], set()).add(way[2:])
    return known


def _shares(now: Sample, before: Sample) -> Iterator[tuple[Key, Share]]:
    """Yield each thing that came in some sessions with its circumstances, but not in all of both versions."""
    for key in {**before.things, **now.things}:
        circumstances, thing = key
        share = Share(
            now.things.get(key, 0),
            now.circumstances.get(circumstances, 0),
            before.things.get(key, 0),
            before.circumstances.get(circumstances, 0),
        )
        new_way = thing[0] == "to" and share.now and not share.before
        both = share.now_all and share.before_all
        if new_way or (both and 0 < share.now + share.before < share.now_all + share.before_all):
            yield key, share
