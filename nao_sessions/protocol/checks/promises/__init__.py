"""The promises that every protocol makes, without an earlier version to compare.

What is promised, in words, and what in the flow does not keep it. What a rehearsal must see happen is in
``rehearsal/``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.graph import FlowGraph
from nao_sessions.protocol.checks.promises.breach import Breach
from nao_sessions.protocol.checks.promises.closing import broken_closing
from nao_sessions.protocol.checks.promises.endings import broken_endings
from nao_sessions.protocol.checks.promises.praise import broken_praise
from nao_sessions.protocol.checks.promises.showing import broken_showing
from nao_sessions.protocol.flow import Protocol


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: its name, what is promised, how a moment is known, and the checks that hold it.

    The checks in ``remarks`` go by words and names alone.
    """

    name: str
    definition: Text
    known_by: Text
    checks: tuple[str, ...]
    remarks: tuple[str, ...] = ()


PROMISES = (
    Promise(
        "refusal",
        Text(fr="un refus finit en refus", en="a refusal ends as refused"),
        Text(
            fr="la suite d'un fichier utilisé qui a fini en refus ; la réaction au mot d'arrêt",
            en="what follows a used file that ended as refused; the reaction to the word that stops",
        ),
        ("P235", "P241"),
        ("P248",),
    ),
    Promise(
        "distress",
        Text(fr="une détresse finit en détresse", en="distress ends as distress"),
        Text(
            fr="la suite d'un fichier utilisé qui a fini en détresse ; la commande « calm »",
            en="what follows a used file that ended in distress; the command 'calm'",
        ),
        ("P235", "P242"),
        ("P248",),
    ),
    Promise(
        "praise",
        Text(fr="les félicitations ne suivent que la réussite", en="praise follows success only"),
        Text(
            fr="les retours, les aides, les délais ; les gestes, les lampes et les sons de la réussite",
            en="feedback, helps, delays; gestures, lamps and sounds of success",
        ),
        ("P243", "P251"),
        ("P249",),
    ),
    Promise(
        "consolation",
        Text(
            fr="ce qui console ne félicite pas, et une réussite n'est pas consolée",
            en="what consoles does not praise, and a success is not consoled",
        ),
        Text(
            fr="les retours ; les étapes de refus, de détresse et de calme ; les signes qui consolent",
            en="feedback; the steps of refusal, distress and calm; signs that console",
        ),
        ("P243", "P244"),
        ("P249",),
    ),
    Promise(
        "help",
        Text(fr="une aide montre la réponse", en="a help points at the answer"),
        Text(
            fr="point, highlight, look, show et gesture d'une aide ou du retour d'un échec, item par item",
            en="point, highlight, look, show and gesture of a help or of a failure's feedback, item by item",
        ),
        ("P219", "P245"),
    ),
    Promise(
        "picture",
        Text(fr="l'image est celle de l'item", en="the picture is the item's"),
        Text(
            fr="show dans la question, les aides et les retours ; le nom du fichier de l'image",
            en="show in the question, helps and feedback; the name of the picture's file",
        ),
        ("P246",),
        ("P250",),
    ),
    Promise(
        "limit",
        Text(fr="la durée permise ferme toujours la séance", en="the limit always closes the session"),
        Text(
            fr="où mène « finish » quand personne ne fait rien, et d'où l'on pourrait en repartir",
            en="where 'finish' leads when nobody does anything, and from where one could leave it again",
        ),
        ("P205", "P213", "P247"),
    ),
)  # fmt: skip


def broken_promises(protocol: Protocol, graph: FlowGraph | None = None) -> Iterator[Breach]:
    """Yield every place of a protocol where a promise is not kept, as far as its flow shows that."""
    graph = graph or FlowGraph(protocol)
    yield from broken_endings(protocol, graph)
    yield from broken_praise(protocol)
    yield from broken_showing(protocol)
    yield from broken_closing(protocol, graph)


__all__ = ["PROMISES", "Breach", "Promise", "broken_promises"]
