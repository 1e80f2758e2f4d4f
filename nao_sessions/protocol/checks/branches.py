"""The checks on conditions: tried in vain (P211), never true, always true (P217, P218), results that cannot
be there yet (P220).
"""

from __future__ import annotations

from itertools import pairwise

from nao_sessions.protocol.checks.domains import Domains
from nao_sessions.protocol.checks.graph import over, step_of
from nao_sessions.protocol.checks.sites import CONDITIONS, Site
from nao_sessions.protocol.checks.subject import Subject, short
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import Command, Entry, Step
from nao_sessions.text.messages import msg


def check_branches(subject: Subject) -> None:
    """Tell branches and conditions that decide nothing."""
    _after_the_last(subject)
    domains = Domains(subject.protocol, subject.known)
    for site in subject.sites:
        if site.kind in CONDITIONS:
            _decided(subject, site, domains)
    _too_early(subject)


def _after_the_last(subject: Subject) -> None:
    """Tell the branches after one that is open to all."""
    protocol = subject.protocol
    entries = [entry for level in protocol.all_levels() for entry in level.entries()]
    exits: list[Step | Entry | Command] = [*protocol.steps.values(), *entries, *protocol.commands.values()]
    for exit_ in exits:
        for before, branch in pairwise(exit_.next):
            if before.condition is None:
                subject.tell(
                    "P211",
                    branch.place,
                    msg("this entry is never tried: the one before has no 'if'"),
                )


def _decided(subject: Subject, site: Site, domains: Domains) -> None:
    """Tell a condition that never holds, or always."""
    decided = domains.decided(site)
    if decided is None or site.expression is None:
        return
    source = quoted(site.expression.source)
    if decided:
        subject.tell(
            "P218",
            site.place,
            msg("this condition always holds: {source}", source=source),
            msg("take it out, or correct the value that is compared"),
        )
    else:
        subject.tell(
            "P217",
            site.place,
            msg("this condition never holds: {source}", source=source),
            msg("the value compared is none of those that can come; check its spelling"),
        )


def _too_early(subject: Subject) -> None:
    """Tell results that are read where their step cannot have been visited."""
    protocol, graph = subject.protocol, subject.graph
    after: dict[str, set[str]] = {}
    anywhere = graph.reached(target for targets in graph.commands.values() for target in targets)
    told: set[tuple[str, str]] = set()
    for site in subject.sites:
        for path in site.paths:
            if path[0] != "results" or site.step is None or path[1] not in protocol.steps:
                continue
            read, given = site.step, path[1]
            if given not in after:
                places = {given, over(given)} & set(graph.edges)
                after[given] = {step_of(place) for place in graph.reached(places) | anywhere} | {
                    *protocol.ancestors(given)
                }
            if read in after[given] or (read, given) in told:
                continue
            told.add((read, given))
            subject.tell(
                "P220",
                site.place,
                msg(
                    "'{given}' never comes before '{read}': its results are empty here",
                    given=short(given),
                    read=short(read),
                ),
                msg("read the results of a step that comes before"),
            )
