"""What an ethics committee will ask about a protocol, and does not find in its file.

A question is listed, never an answer made up: the sheet is signed by people who know why.
"""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.core.text import Text
from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.trials import PROPOSING, AnswersFrom, Trials

TITLE = Text(
    fr="Ce qu'un comité demandera et qui manque", en="What a committee will ask for and does not find here"
)
NOTHING_MISSING = Text(
    fr="Rien de ce que cette fiche sait chercher ne manque.",
    en="Nothing that this sheet looks for is missing.",
)

_HEAD = (
    ("goals", Text(fr="Quels sont les objectifs ? (goals)", en="What are the goals? (goals)")),
    ("inclusion", Text(
        fr="À quels enfants s'adresse-t-il ? (population, inclusion)",
        en="For which children is it meant? (population, inclusion)")),
    ("non_inclusion", Text(
        fr="Quels enfants ne doivent pas y participer ? (population, non_inclusion)",
        en="Which children must not take part? (population, non_inclusion)")),
    ("comprehension", Text(
        fr="Quel niveau de compréhension faut-il ? (comprehension)",
        en="Which level of comprehension is needed? (comprehension)")),
    ("stop_signs", Text(
        fr="Que peut faire un enfant pour arrêter, s'il ne parle pas ? (stop_signs)",
        en="What may a child do to stop who does not speak? (stop_signs)")),
    ("records", Text(
        fr="Qu'est-ce qui doit être filmé, et qu'est-ce qui ne doit pas l'être ? (records)",
        en="What must be filmed, and what must not? (records)")),
    ("material", Text(fr="Quel matériel faut-il ? (material)", en="Which material is needed? (material)")),
    ("sources", Text(
        fr="Sur quels travaux la méthode s'appuie-t-elle ? (sources)",
        en="Which published work is the method based on? (sources)")),
    ("authors", Text(fr="Qui l'a écrit ? (authors)", en="Who wrote it? (authors)")),
)  # fmt: skip


def missing(protocol: Protocol) -> tuple[Text, ...]:
    """Give what is missing, in the order in which a committee reads."""
    return (*_head(protocol), *_approval(protocol), *_steps(protocol))


def _head(protocol: Protocol) -> Iterator[Text]:
    for field, question in _HEAD:
        if not getattr(protocol.about, field):
            yield question
    if protocol.expected_ms is None:
        yield Text(fr="Combien de temps dure une séance ? (duration, expected)",
                   en="How long is a session? (duration, expected)")  # fmt: skip
    if protocol.limit_ms is None:
        yield Text(fr="Quand une séance s'arrête-t-elle au plus tard ? (duration, limit)",
                   en="When does a session end at the latest? (duration, limit)")  # fmt: skip
    if "calm" not in protocol.commands:
        yield Text(
            fr="Que se passe-t-il si un enfant a besoin de calme ? (commands, calm ; sans elle, tout est mis "
            "en pause)",
            en="What happens when a child needs to calm down? (commands, calm; without it all is paused)",
        )


def _approval(protocol: Protocol) -> Iterator[Text]:
    approvals = protocol.about.approved
    if not approvals:
        yield Text(fr="Qui l'a approuvé, et quand ? (approved)", en="Who approved it, and when? (approved)")
        return
    digest = approval_digest(protocol.sources)
    for one in approvals:
        if one.sha256 is None:
            yield Text(
                fr=f"Quelle version a été approuvée par « {one.role} » ? (approved, sha256)",
                en=f"Which bytes did “{one.role}” approve? (approved, sha256)",
            )
        elif one.sha256.lower() != digest:
            yield Text(
                fr=f"Le fichier a changé depuis l'accord de « {one.role} » ({one.date}) : un nouvel accord "
                "est "
                "nécessaire.",
                en=f"The file has changed since “{one.role}” approved it ({one.date}): it needs approval "
                "again.",
            )


def _steps(protocol: Protocol) -> Iterator[Text]:
    for name, step in protocol.steps.items():
        short = name.rpartition(".")[2]
        if step.trials is None:
            continue
        block = step.trials
        if block.correct is not None and not block.prompts:
            yield Text(
                fr=f"Quelle aide reçoit un enfant qui ne répond pas, à « {short} » ? (prompts)",
                en=f"Which help does a child get who does not answer, in “{short}”? (prompts)",
            )
        if _only_doubtful(block):
            yield Text(
                fr=f"À « {short} », comment répond un enfant que le micro ne comprend pas ? (answers)",
                en=f"In “{short}”, how does a child answer whom the microphone does not understand? "
                "(answers)",
            )
    for value in protocol.remembered:
        if value.keep and value.label is None:
            yield Text(
                fr=f"Que veut dire « {value.name} », gardé d'une séance à l'autre ? (remember, label)",
                en=f"What does “{value.name}” mean, which is kept from session to session? (remember, label)",
            )


def _only_doubtful(block: Trials) -> bool:
    """Tell whether an answer can be given in no way that decides."""
    if isinstance(block.answers, AnswersFrom):
        return bool(block.answers.by) and set(block.answers.by) <= PROPOSING
    return any(answer.ways and {way.sense for way in answer.ways} <= PROPOSING for answer in block.answers)
