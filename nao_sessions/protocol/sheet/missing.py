"""What an ethics committee will ask about a protocol or a series, and does not find in its file.

A question is listed, never an answer made up: the sheet is signed by people who know why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nao_sessions.core.text import Text
from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.flow import About, Protocol
from nao_sessions.protocol.series import Series
from nao_sessions.protocol.trials import PROPOSING, AnswersFrom, Trials
from nao_sessions.protocol.wording import STATUSES, quote

TITLE = Text(
    fr="Ce qu'un comité demandera et qui manque", en="What a committee will ask for and does not find here"
)
NOTHING_MISSING = Text(
    fr="Rien de ce que cette fiche sait chercher ne manque.",
    en="Nothing that this sheet looks for is missing.",
)


@dataclass(frozen=True, slots=True)
class Question:
    """What will be asked, and the key of the file under which its answer is written."""

    text: Text
    key: str = ""


_GOALS = Question(Text(fr="Quels sont les objectifs ?", en="What are the goals?"), "goals")
_NON_INCLUSION = Question(
    Text(fr="Quels enfants ne doivent pas y participer ?", en="Which children must not take part?"),
    "population: non_inclusion",
)
_HEAD = (
    ("goals", _GOALS),
    ("inclusion", Question(
        Text(fr="À quels enfants s'adresse-t-il ?", en="For which children is it meant?"),
        "population: inclusion")),
    ("non_inclusion", _NON_INCLUSION),
    ("comprehension", Question(
        Text(fr="Quel niveau de compréhension faut-il ?", en="Which level of comprehension is needed?"),
        "comprehension")),
    ("stop_signs", Question(
        Text(fr="Que peut faire un enfant pour arrêter, s'il ne parle pas ?",
             en="What may a child do to stop who does not speak?"),
        "stop_signs")),
    ("records", Question(
        Text(fr="Qu'est-ce qui doit être filmé, et qu'est-ce qui ne doit pas l'être ?",
             en="What must be filmed, and what must not?"),
        "records")),
    ("material", Question(Text(fr="Quel matériel faut-il ?", en="Which material is needed?"), "material")),
    ("sources", Question(
        Text(fr="Sur quels travaux la méthode s'appuie-t-elle ?",
             en="Which published work is the method based on?"),
        "sources")),
    ("authors", Question(Text(fr="Qui l'a écrit ?", en="Who wrote it?"), "authors")),
)  # fmt: skip

_HEAD_OF_SERIES = (
    ("goals", _GOALS),
    ("inclusion", Question(
        Text(fr="À quels enfants s'adresse-t-elle ?", en="For which children is it meant?"),
        "population: inclusion")),
    ("non_inclusion", _NON_INCLUSION),
    ("sources", Question(
        Text(fr="Sur quels travaux le plan s'appuie-t-il ?", en="Which published work is the plan based on?"),
        "sources")),
    ("authors", Question(Text(fr="Qui l'a écrite ?", en="Who wrote it?"), "authors")),
)  # fmt: skip


def missing(protocol: Protocol) -> tuple[Question, ...]:
    """Give what is missing of a protocol, in the order in which a committee reads."""
    who = Text(fr="Qui l'a approuvé, et quand ?", en="Who approved it, and when?")
    return (
        *(question for field, question in _HEAD if not getattr(protocol.about, field)),
        *_head(protocol),
        *_approval(protocol.about, approval_digest(protocol.sources), who),
        *_steps(protocol),
    )


def missing_of_series(series: Series) -> tuple[Question, ...]:
    """Give what is missing of a series; what is missing of its protocols stands on their own sheets."""
    who = Text(fr="Qui a approuvé la série, et quand ?", en="Who approved the series, and when?")
    return (
        *(question for field, question in _HEAD_OF_SERIES if not getattr(series.about, field)),
        *_plan(series),
        *_approval(series.about, approval_digest(series.sources), who),
    )


def _head(protocol: Protocol) -> Iterator[Question]:
    if protocol.expected_ms is None:
        asked = Text(fr="Combien de temps dure une séance ?", en="How long is a session?")
        yield Question(asked, "duration: expected")
    if protocol.limit_ms is None:
        asked = Text(fr="Quand une séance s'arrête-t-elle au plus tard ?",
                     en="When does a session end at the latest?")  # fmt: skip
        yield Question(asked, "duration: limit")
    if "calm" not in protocol.commands:
        asked = Text(
            fr="Que se passe-t-il si un enfant a besoin de calme\u00a0? Rien n'est prévu\u00a0: "
            "tout serait mis en pause.",
            en="What happens when a child needs to calm down? Nothing is foreseen: all would be paused.",
        )
        yield Question(asked, "commands: calm")


def _approval(about: About, digest: str, who: Text) -> Iterator[Question]:
    if not about.approved:
        yield Question(who, "approved")
    for one in about.approved:
        if one.sha256 is None:
            asked = Text(
                fr=f"Quelle version a été approuvée par « {one.role} » ?",
                en=f"Which version did “{one.role}” approve?",
            )
            yield Question(asked, "approved: sha256")
        elif one.sha256.lower() != digest:
            asked = Text(
                fr=f"Le fichier a changé depuis l'accord de {quote(one.role).fr} ({one.date})\u00a0: "
                "un nouvel accord est nécessaire.",
                en=f"The file has changed since “{one.role}” approved it ({one.date}): it needs approval "
                "again.",
            )
            yield Question(asked)


def _steps(protocol: Protocol) -> Iterator[Question]:
    for name, step in protocol.steps.items():
        if step.trials is None:
            continue
        title: Text = Text(fr=name.rpartition(".")[2], en=name.rpartition(".")[2])
        if step.title is not None:
            title = step.title.as_written()
        block = step.trials
        if block.correct is not None and not block.prompts:
            asked = Text(
                fr=f"Quelle aide reçoit un enfant qui ne répond pas, à « {title.fr} » ?",
                en=f"Which help does a child get who does not answer, in “{title.en}”?",
            )
            yield Question(asked, "prompts")
        if _only_doubtful(block):
            asked = Text(
                fr=f"À « {title.fr} », comment répond un enfant que le micro ne comprend pas ?",
                en=f"In “{title.en}”, how does a child answer whom the microphone does not understand?",
            )
            yield Question(asked, "answers")
    for value in protocol.remembered:
        if value.keep and value.label is None:
            asked = Text(
                fr=f"Que veut dire « {value.name} », gardé d'une séance à l'autre ?",
                en=f"What does “{value.name}” mean, which is kept from session to session?",
            )
            yield Question(asked, "remember: label")


def _only_doubtful(block: Trials) -> bool:
    """Tell whether an answer can be given in no way that decides."""
    if isinstance(block.answers, AnswersFrom):
        return bool(block.answers.by) and set(block.answers.by) <= PROPOSING
    return any(answer.ways and {way.sense for way in answer.ways} <= PROPOSING for answer in block.answers)


def _plan(series: Series) -> Iterator[Question]:
    if not series.measures:
        yield Question(
            Text(fr="Que mesure-t-on à chaque séance ?", en="What is measured in every session?"), "measures"
        )
    if not series.stopping:
        asked = Text(fr="Quand la série s'arrête-t-elle pour un enfant ?",
                     en="When does the series stop for a child?")  # fmt: skip
        yield Question(asked, "stopping")
    kinds = {phase.kind for phase in series.phases}
    if "baseline" not in kinds:
        asked = Text(fr="À quoi les résultats seront-ils comparés ? Aucune phase n'est une ligne de base.",
                     en="What will the results be compared with? No phase is a baseline.")  # fmt: skip
        yield Question(asked, "phases: kind: baseline")
    if "intervention" in kinds and not any(phase.mastery for phase in series.phases):
        asked = Text(
            fr="À partir de quand un enfant a-t-il réussi ?", en="When has a child reached the goal?"
        )
        yield Question(asked, "mastery")
    for name, protocol in series.protocols.items():
        if protocol.status != "approved":
            title, state = protocol.title.as_written(), STATUSES[protocol.status]
            asked = Text(
                fr=f"Le protocole {quote(title.fr).fr} ({name}) est-il approuvé\u00a0? "
                f"Son état\u00a0: {state.fr}.",
                en=f"Is the protocol “{title.en}” ({name}) approved? Its status: {state.en}.",
            )
            yield Question(asked, "status")
