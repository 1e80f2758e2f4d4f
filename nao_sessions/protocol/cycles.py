"""Strongly connected components of a directed graph: the parts in which every place leads to every other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


def components(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the strongly connected components, each after those that it leads to.

    Tarjan (1972), "Depth-first search and linear graph algorithms", without recursion.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []

    def begin(place: str) -> tuple[str, Iterator[str]]:
        index[place] = low[place] = len(index)
        stack.append(place)
        on_stack.add(place)
        return place, iter(graph.get(place, ()))

    for root in graph:
        if root in index:
            continue
        work = [begin(root)]
        while work:
            place, targets = work[-1]
            for target in targets:
                if target not in index:
                    work.append(begin(target))
                    break
                if target in on_stack:
                    low[place] = min(low[place], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[place])
                if low[place] == index[place]:
                    # Looked for from the top: in a long chain the place stands there, far from the bottom.
                    cut = len(stack) - 1
                    while stack[cut] != place:
                        cut -= 1
                    found.append(stack[cut:])
                    on_stack.difference_update(stack[cut:])
                    del stack[cut:]
    return found


def cyclic(component: list[str], graph: Mapping[str, Iterable[str]]) -> bool:
    """Tell whether a component turns: it has several places, or one that leads to itself."""
    return len(component) > 1 or component[0] in graph.get(component[0], ())
