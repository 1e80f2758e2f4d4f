"""What ends or calms a session, what is recorded, and how long things last: what a committee reads first."""

from __future__ import annotations

from nao_sessions.core.paper.html import Html, el, html, lines, table
from nao_sessions.core.text import Text
from nao_sessions.protocol.flow import Remembered
from nao_sessions.protocol.sheet.counts import stops
from nao_sessions.protocol.sheet.head import speeches
from nao_sessions.protocol.sheet.moments import GOES_ON, block, facts, goes
from nao_sessions.protocol.sheet.steps import level
from nao_sessions.protocol.sheet.writing import Writing
from nao_sessions.protocol.wording import COMMANDS, OUTCOMES, VALUE_TYPES, duration, same

BUILT_IN = Text(
    fr="À toute étape, sans que l'auteur ait rien à prévoir : redire, aide suivante, juger, refaire, passer, "
    "aller "
    "à une étape, pause et reprise, phrase ou geste improvisé, plus fort, moins fort, plus lentement, et "
    "Arrêter. "
    "Ce qui s'écarte du protocole est noté comme une adaptation.",
    en="In any step, whether or not the author foresaw it: repeat, next help, judge, redo, skip, go to a "
    "step, pause "
    "and resume, an improvised sentence or gesture, louder, softer, slower, and Stop. What departs from the "
    "protocol "
    "is recorded as an adaptation.",
)
STOP = Text(
    fr="« Arrêter » agit aussitôt, à tout moment : la parole et les gestes de Nao sont coupés, il reste "
    "debout ou "
    "assis sans tomber, et seule une personne peut reprendre.",
    en="“Stop” acts at once, at any time: Nao's speech and gestures are cut, it stays standing or seated and "
    "does "
    "not fall, and only a person can resume.",
)
UNSAID = Text(fr="Le protocole ne le dit pas.", en="The protocol does not say.")


def stopping(writing: Writing) -> Html:
    """Give what the child may do to stop, and every rule that ends or calms a session."""
    protocol = writing.protocol
    rules = [STOP]
    if protocol.limit_ms is not None:
        limit, closing = duration(protocol.limit_ms), duration(protocol.closing_ms)
        rules.append(Text(
            fr=f"À {limit.fr}, pauses comprises, l'essai ou la phrase en cours se termine, puis la séance "
            "finit. "
            f"Elle s'arrête d'elle-même {closing.fr} plus tard si cette fin n'en finit pas. "
            "L'adulte est prévenu deux minutes avant et peut donner cinq minutes de plus.",
            en=f"At {limit.en}, pauses included, the trial or sentence under way ends, and then the session "
            "finishes. "
            f"It ends by itself {closing.en} later if that closing does not come to its end. "
            "The adult is told two minutes before, and may give five minutes more.",
        ))  # fmt: skip
    for name in writing.numbers:
        step = protocol.steps[name]
        where = writing.telling.step(name)
        if step.trials is not None:
            rules += [
                Text(fr=f"À l'{where.fr}, {rule.fr}.", en=f"In {where.en}, {rule.en}.")
                for rule in stops(writing, step.trials)
            ]
        if step.end is not None and protocol.used_by(name) is None:
            ending = OUTCOMES[step.end]
            rules.append(Text(fr=f"L'{where.fr} finit la séance : {ending.fr}.",
                              en=f"The session ends with {where.en}: {ending.en}."))  # fmt: skip
    signs = speeches(writing, protocol.about.stop_signs)
    none = el("p", writing(UNSAID))
    return html(
        el(
            "h3",
            writing(Text(fr="Ce que l'enfant peut faire pour arrêter", en="What the child may do to stop")),
        ),
        signs or none,
        el("h3", writing(Text(fr="Ce qui arrête ou calme la séance", en="What ends or calms a session"))),
        lines(writing(rule) for rule in rules),
        _everywhere(writing),
    )


def _everywhere(writing: Writing) -> Html:
    """Give what is heard, felt and waited for at any time."""
    entries = level(writing, writing.protocol.always)
    if not entries:
        return Html("")
    title = Text(fr="Ce qui vaut à toute étape", en="What holds in every step")
    return html(el("h3", writing(title)), entries)


def buttons(writing: Writing) -> Html:
    """Give the commands that the professional has at any time, and what they say and do."""
    heads = [
        writing(Text(fr="Commande", en="Command")),
        writing(Text(fr="Ce qui est dit et fait", en="What is said and done")),
        writing(Text(fr="Ensuite", en="Then")),
    ]
    rows = [
        (
            writing(COMMANDS.get(command.name, same(command.name))),
            block(writing, command.block),
            goes(writing, command.next) or html("↩ ", writing(GOES_ON)),
        )
        for command in writing.protocol.commands.values()
    ]
    return html(table(rows, heads), el("p", writing(BUILT_IN), class_="note"))


def recorded(writing: Writing) -> Html:
    """Give what is recorded of a session, and why."""
    protocol = writing.protocol
    kept = [_kept(writing, one) for one in protocol.remembered]
    log = Text(
        fr="Chaque réponse, la façon dont elle est donnée, l'aide, le temps de latence et le jugement ; "
        "chaque phrase "
        "et chaque geste de Nao ; chaque bouton de l'adulte. Pour que la séance puisse être relue, comptée "
        "et "
        "rejouée sans que personne ait à noter pendant qu'elle a lieu.",
        en="Every answer, how it was given, the help, the latency and the judgement; every sentence and "
        "gesture of "
        "Nao's; every button of the adult's. So that a session can be read again, counted and replayed "
        "without "
        "anybody taking notes while it lasts.",
    )
    names = Text(
        fr="Le programme n'écrit aucun nom : un enfant est un code. Un prénom dit à voix haute s'entend dans "
        "le son.",
        en="The program writes no name: a child is a code. A first name that is spoken is heard in the "
        "sound.",
    )
    counted = ", ".join(datum.name for datum in protocol.data)
    return facts(
        writing,
        [
            (Text(fr="Filmé", en="Filmed"), speeches(writing, protocol.about.records) or writing(UNSAID)),
            (Text(fr="Écrit dans le journal", en="Written into the record"), writing(log)),
            (Text(fr="Compté pendant la séance", en="Counted in the session"), counted),
            (Text(fr="Retenu de chaque enfant", en="Remembered of each child"), lines(kept)),
            (Text(fr="Noms", en="Names"), writing(names)),
        ],
    )


def _kept(writing: Writing, one: Remembered) -> Html:
    label = el("code", one.name) if one.label is None else writing.speech(one.label)
    how = Text(fr="gardé d'une séance à l'autre", en="kept from session to session")
    if not one.keep:
        how = Text(fr="oublié à la fin de la séance", en="forgotten at the end of the session")
    return html(label, f" ({writing(VALUE_TYPES[one.type])}) — {writing(how)}")
