"""A first protocol as a file: one thing a line, sentences between quotes, a comment where a choice is made.

What only the team can say (for whom, by whom, after what) stands there as a comment to be filled in.
"""

from __future__ import annotations

import re

from nao_sessions.protocol.scaffold.activity import Tongue, indented, quote
from nao_sessions.protocol.scaffold.game import Game
from nao_sessions.protocol.scaffold.methods import activity, tongue_of
from nao_sessions.protocol.scaffold.wishes import METHODS, Wishes
from nao_sessions.protocol.schema.typography import french

PATIENCE_S = 8
"""How long an answer is waited for at first; the professional tunes it."""


def written(wishes: Wishes, protocol_id: str, trials: int, *, schema: bool = False) -> str:
    """Write a protocol.

    Args:
        wishes: what was answered.
        protocol_id: its id.
        trials: how many trials each child has, at first; the professional tunes it.
        schema: whether the language's schema lies beside it, for the author's editor.
    """
    t = tongue_of(wishes.language)
    game = Game(wishes, activity(wishes.method, wishes.language), t)
    lines = [
        *(["# yaml-language-server: $schema=./protocol.schema.json"] if schema else []),
        *_top(wishes, protocol_id, game.activity.title, t),
        *_about(wishes, game.activity.material, t),
        "",
        *_settings(trials, game.group, t),
        *game.allowed(),
        "",
        *game.items(),
        "",
        *_commands(t),
        "",
        f"start: {t('accueil', 'welcome')}",
        "steps:",
        *indented(_welcome(game, t), 2),
        "",
        *indented(game.step(), 2),
        "",
        *indented(_closing(game.group, t), 2),
    ]
    if wishes.language == "fr":
        # The objective is the author's own: it stays as it was typed.
        own = f"  - {quote(wishes.objective)}"
        lines = [line if line == own or line.lstrip().startswith("#") else _spaced(line) for line in lines]
    return "\n".join((*lines, ""))


def _spaced(line: str) -> str:
    """Put the no-break spaces of French into the sentences of a line."""
    return re.sub(r'"([^"]*)"', lambda match: f'"{french(match[1])}"', line)


def _top(wishes: Wishes, protocol_id: str, title: str, t: Tongue) -> list[str]:
    method = METHODS[wishes.method].in_language(wishes.language)
    return [
        t(f"# Un premier protocole : {method}.", f"# A first protocol: {method}."),
        t("# Les phrases de Nao sont entre guillemets : changez-les librement.",
          "# Nao's sentences are between quotes: change them freely."),
        t("# Après un changement : nao-sessions check, puis nao-sessions try.",
          "# After a change: nao-sessions check, then nao-sessions try."),
        "protocol: 1",
        f"id: {protocol_id}",
        'version: "0.1.0"',
        f"title: {quote(title)}",
        f"language: {wishes.language}",
        "status: draft",
    ]  # fmt: skip


def _about(wishes: Wishes, material: str, t: Tongue) -> list[str]:
    ages = wishes.ages
    whom = ["# population:", "#   inclusion:", t('#     - "enfants qui …"', '#     - "children who …"')]
    if ages is not None:
        of = t(f"enfants de {ages[0]} à {ages[1]} ans", f"children of {ages[0]} to {ages[1]} years")
        whom = ["population:", "  inclusion:", f"    - {quote(of)}"]
    return [
        "goals:",
        f"  - {quote(wishes.objective)}",
        t("# À compléter : effacez le # et remplissez.", "# To be filled in: delete the # and fill in."),
        *whom,
        "# authors:",
        t('#   - "équipe de …"', '#   - "team of …"'),
        "# sources:",
        t('#   - "auteur, année, titre"', '#   - "author, year, title"'),
        "material:",
        f"  - {quote(material)}",
        t("# Le niveau de compréhension : words, short_sentences, sentences ou stories.",
          "# The level of comprehension: words, short_sentences, sentences or stories."),
        f"comprehension: {wishes.comprehension}",
        t("# Ce que l'enfant peut faire pour arrêter, même sans parler.",
          "# What the child may do to stop, even without speaking."),
        "stop_signs:",
        f"  - {quote(t('dire « stop »', 'saying “stop”'))}",
        f"  - {quote(t('se lever, partir', 'getting up, going away'))}",
        f"  - {quote(t('le geste « fini »', 'the sign for “finished”'))}",
        t("# Ce que la vidéo doit montrer.", "# What the video has to show."),
        "records:",
        f"  - {quote(t('les enfants, de face', 'the children, from the front'))}",
        f"  - {quote(t('Nao en entier', 'the whole of Nao'))}",
        "duration:",
        f"  expected: {wishes.minutes} min",
        f"  limit: {wishes.minutes + max(5, wishes.minutes // 2)} min",
        "participants:",
        "  min: 1",
        f"  max: {wishes.children}",
    ]  # fmt: skip


def _settings(trials: int, group: bool, t: Tongue) -> list[str]:
    count = t("essais", "trials")
    label = (
        t("Essais par enfant", "Trials for each child") if group else t("Nombre d'essais", "Number of trials")
    )
    return [
        t("# Ce que l'adulte règle avant la séance.", "# What the adult tunes before a session."),
        "settings:",
        "  patience:",
        "    type: duration",
        f"    default: {PATIENCE_S} s",
        "    min: 5 s",
        "    max: 60 s",
        f"    label: {quote(t('Délai de réponse accordé', 'Time allowed for an answer'))}",
        f"  {count}:",
        "    type: integer",
        f"    default: {trials}",
        "    min: 1",
        "    max: 30",
        f"    label: {quote(label)}",
    ]


def _commands(t: Tongue) -> list[str]:
    return [
        t("# Les boutons toujours là : encourager, se calmer, quitter l'activité, finir.",
          "# The buttons that are always there: encourage, calm down, leave the activity, finish."),
        "commands:",
        "  encourage:",
        "    do:",
        "      - say: " + quote(t("Continue, c'est bien !", "Go on, well done!")),
        "  calm:",
        f"    next: {t('calme', 'calm')}",
        "  change:",
        f"    next: {t('bilan', 'closing')}",
        "  finish:",
        f"    next: {t('aurevoir', 'goodbye')}",
        "",
        "always:",
        "  when:",
        f"    - word: {t('[stop, arrête]', '[stop]')}",
        f"      next: {t('calme', 'calm')}",
    ]  # fmt: skip


def _welcome(game: Game, t: Tongue) -> list[str]:
    hello = t("Bonjour {participant} !", "Hello {participant}!")
    place = t("Installez l'enfant face à Nao.", "Seat the child facing Nao.")
    if game.group:
        hello = t("Bonjour {participants} !", "Hello {participants}!")
        place = t("Installez les enfants face à Nao.", "Seat the children facing Nao.")
    return [
        f"{t('accueil', 'welcome')}:",
        f"  title: {quote(t('Bonjour', 'Hello'))}",
        "  do:",
        f"    - adult: {quote(place)}",
        "    - posture: stand",
        t(
            "    # Sous un même tiret, tout commence ensemble.",
            "    # Under one dash everything begins together.",
        ),
        "    - look: ahead" if game.group else "    - look: participant",
        f"      say: {quote(hello)}",
        "      gesture: hello",
        *(f"    - say: {quote(sentence)}" for sentence in game.activity.intro),
        "  buttons:",
        *_button(t("On commence", "We begin"), game.name, main=True),
        *_button(t("Ne veut pas", "Does not want to"), t("refus", "refusal")),
        "  after:",
        "    wait: 20 s",
        f"    next: {game.name}",
    ]


def _button(label: str, target: str, *, main: bool = False) -> list[str]:
    lines = [f"    - label: {quote(label)}", f"      next: {target}"]
    return [*lines, "      main: true"] if main else lines


def _closing(group: bool, t: Tongue) -> list[str]:
    thanks = t("Merci d'avoir joué !", "Thank you for playing!")
    bye = t("Au revoir {participants} !", "Goodbye {participants}!")
    bye = bye if group else bye.replace("participants", "participant")
    calm, refusal, distress = t("calme", "calm"), t("refus", "refusal"), t("detresse", "distress")
    stop = t("D'accord, on arrête.", "All right, we stop.")
    return [
        f"{t('bilan', 'closing')}:",
        f"  title: {quote(t('Encore ?', 'Once more?'))}",
        "  do:",
        "    - show: nothing",
        "    - eyes: white",
        f"      say: {quote(thanks)}",
        "  buttons:",
        *_button(t("Encore", "Once more"), t("jeu", "game")),
        *_button(t("C'est fini", "It is over"), t("aurevoir", "goodbye"), main=True),
        "  after:",
        "    wait: 30 s",
        f"    next: {t('aurevoir', 'goodbye')}",
        "",
        t("# De là, on revient à ce que l'on faisait.", "# From here you go back to what you were doing."),
        f"{calm}:",
        f"  title: {quote(t('Retour au calme', 'Calming down'))}",
        "  do:",
        "    - eyes: blue",
        f"      say: {quote(t('On fait une pause.', 'Time for a break.'))}",
        f"    - say: {quote(t('On souffle doucement.', 'We breathe out softly.'))}",
        "      gesture: calm",
        "  buttons:",
        *_button(t("Reprendre", "Go on"), "back", main=True),
        *_button(t("Ne veut plus", "Wants to stop"), refusal),
        *_button(t("Va mal", "Is distressed"), distress),
        "  after:",
        "    wait: 5 min",
        f"    next: {t('aurevoir', 'goodbye')}",
        "",
        f"{refusal}:",
        f"  title: {quote(t('Ne veut plus', 'Wants to stop'))}",
        "  do:",
        "    - show: nothing",
        f"    - say: {quote(stop)}",
        "    - posture: rest",
        "  end: refused",
        "",
        f"{distress}:",
        f"  title: {quote(t('Va mal', 'Is distressed'))}",
        "  do:",
        "    - show: nothing",
        "    - adult: "
        + quote(t("Restez avec l'enfant. Nao se tait.", "Stay with the child. Nao is silent.")),
        "    - posture: rest",
        "  end: distress",
        "",
        f"{t('aurevoir', 'goodbye')}:",
        f"  title: {quote(t('Au revoir', 'Goodbye'))}",
        "  do:",
        "    - show: nothing",
        "    - eyes: white",
        f"      say: {quote(bye)}",
        "      gesture: bye",
        "    - posture: rest",
        "  end: completed",
    ]
