"""A first protocol as a file: one thing a line, sentences between quotes, a comment where a choice is made.

What only the team can say (for whom, by whom, after what) stands there as a comment to be filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nao_sessions.protocol.loading import check_files
from nao_sessions.protocol.scaffold import looking, moving
from nao_sessions.protocol.scaffold.looking import Activity, Help, Tongue, indented, quote
from nao_sessions.protocol.scaffold.wishes import METHODS, Method, Wishes
from nao_sessions.protocol.trials import HELPS
from nao_sessions.text.languages import Language, unbroken

# How many trials fit into the time that was wished: as many as the checks of durations let pass.

MOST_TRIALS = 12
"""Trials for one child, in one game: attention lasts no longer."""

OF_TIME = frozenset({"P236", "P237", "P238"})
"""The checks that compare what a session takes with what it may take."""


def fitted(wishes: Wishes, protocol_id: str, *, schema: bool = False) -> str:
    """Return a protocol's text with as many trials a child as the time allows, at least one."""
    fewest, most = 1, MOST_TRIALS
    while fewest < most:
        middle = (fewest + most + 1) // 2
        text = written(wishes, protocol_id, middle, schema=schema)
        found = check_files({"a.yaml": text.encode()}, "a.yaml")
        if OF_TIME & {one.code for one in found}:
            most = middle - 1
        else:
            fewest = middle
    return written(wishes, protocol_id, fewest, schema=schema)


# The step in which the game is played: its trials, for one child or in turns, and the helps.


class Game:
    """The game of a protocol, as lines of its file."""

    def __init__(self, wishes: Wishes, activity: Activity, t: Tongue) -> None:
        self.activity = activity
        self.group = wishes.children > 1
        self.name = t("jeu", "game")
        self._table = t("liste", "list")
        self._t = t
        self._helps = _helps(wishes, activity)
        self._most_first = wishes.order == "most_to_least"

    def allowed(self) -> list[str]:
        """Return the lines that suppress a check, with the reason, where nobody helps by choice."""
        if self._helps or self.activity.prompt_on_wrong_only:
            return []
        t = self._t
        return [
            "",
            t("# Un contrôle écarté, et pourquoi.", "# A check that is suppressed, and why."),
            "allow:",
            "  P405: "
            + quote(t("on observe ce que l'enfant fait seul", "what the child does alone is observed")),
        ]

    def items(self) -> list[str]:
        """Return the lines of the table of items."""
        t = self._t
        return [
            "# " + _sentence(self.activity.about_items),
            *([t("# Les images sont à dessiner, dans le dossier pictures/.",
                 "# The pictures have to be drawn, in the folder pictures/.")]
              if "pictures/" in "".join(self.activity.rows) else []),
            "items:",
            f"  {self._table}:",
            *indented(self.activity.rows, 4),
        ]  # fmt: skip

    def step(self) -> list[str]:
        """Return the lines of the step: trials, or a group in which each child has a turn."""
        t, title = self._t, quote(self.activity.title)
        enough = [
            "  buttons:",
            f"    - label: {quote(t('Ça suffit', 'Enough'))}",
            f"      next: {t('bilan', 'closing')}",
            f"  next: {t('bilan', 'closing')}",
        ]
        count = f"= settings.{t('essais', 'trials')}"
        if not self.group:
            return [f"{self.name}:", f"  title: {title}", *indented(self._trials(count), 2), *enough]
        question = t("question", "question")
        return [
            t("# Chaque enfant a son tour.", "# Each child has a turn."),
            f"{self.name}:",
            f"  title: {title}",
            "  each: participant",
            f"  rounds: {count}",
            f"  start: {question}",
            "  steps:",
            f"    {question}:",
            *indented(self._trials("1"), 6),
            "      next: done",
            *enough,
        ]

    def _trials(self, count: str) -> list[str]:
        activity, t = self.activity, self._t
        turn = [
            "- look: participant",
            f"  say: {quote(t('{participant}, à toi !', '{participant}, your turn!'))}",
        ]
        right = activity.praise or t("Oui, c'est ça !", "Yes, that is it!")
        return [
            "trials:",
            f"  items: {self._table}",
            *indented(activity.order, 2),
            f"  count: {count}",
            "  ask:",
            *indented(turn if self.group else [], 4),
            "    - eyes: white",
            *indented(activity.ask, 4),
            "  # " + _sentence(activity.about_answers),
            "  answers:",
            *indented(activity.answers, 4),
            f"  correct: {activity.correct}",
            "  patience: = settings.patience",
            *indented(self._prompts(), 2),
            t("  # Après l'essai : jamais un mot sur la faute, toujours la bonne réponse.",
              "  # After a trial: never a word about the mistake, always the right answer."),
            "  feedback:",
            *indented(self._feedback("correct", right, green=True), 4),
            *indented(self._feedback("incorrect", activity.told), 4),
            *indented(self._feedback("no_response", activity.told), 4),
            "  pause: 2 s",
        ]  # fmt: skip

    def _feedback(self, judgement: str, text: str, *, green: bool = False) -> list[str]:
        lines = ["  - eyes: green", f"    say: {quote(text)}"] if green else [f"  - say: {quote(text)}"]
        return [f"{judgement}:", *lines, *indented(self.activity.after, 2)]

    def _prompts(self) -> list[str]:
        if not self._helps:
            return []
        t = self._t
        lines = [t("# Les aides, de la moindre à la plus forte.", "# The helps, from the least to the most.")]
        if self.activity.prompt_on_wrong_only:
            lines += ["prompt_on:", "  - wrong"]
        if self._most_first and len(self._helps) > 1:
            lines += [
                t("# On commence par la plus forte ; deux réussites de suite, et l'on aide moins.",
                  "# The strongest comes first; after two right answers in a row there is less help."),
                "prompting:",
                "  procedure: most_to_least",
                "  fade_after: 2",
                "  raise_after: 1",
            ]  # fmt: skip
        lines.append("prompts:")
        for prompt in self._helps:
            lines.append(f"  - help: {prompt.kind}")
            if prompt.adult:
                lines.append(f"    adult: {quote(prompt.adult)}")
            if prompt.do:
                lines += ["    do:", *indented(prompt.do, 6)]
        return lines


def _sentence(text: str) -> str:
    """Return a remark as a sentence."""
    return f"{text[0].upper()}{text[1:]}."


def _helps(wishes: Wishes, activity: Activity) -> list[Help]:
    """Return the helps of whoever helps; both: Nao's, and then the adult's that are stronger."""
    nao, adult = list(activity.nao_helps), list(activity.adult_helps)
    if wishes.helper == "both":
        strongest = max(HELPS.index(one.kind) for one in nao)
        stronger = [one for one in adult if HELPS.index(one.kind) > strongest] or adult[-1:]
        helps = [*nao, *stronger]
    else:
        helps = {"nao": nao, "adult": adult, "nobody": []}[wishes.helper]
    return sorted(helps, key=lambda one: HELPS.index(one.kind))


# The activities by their method, in the language of the protocol.

_MADE: Mapping[Method, Callable[[Tongue], Activity]] = {
    "emotions": looking.emotions,
    "naming": looking.naming,
    "sorting": looking.sorting,
    "rhymes": looking.rhymes,
    "imitation": moving.imitation,
    "instructions": moving.instructions,
    "go_nogo": moving.go_nogo,
    "story": looking.story,
}


def tongue_of(language: Language) -> Tongue:
    """Return a function that returns one of two texts, French and English, by the language."""

    def tongue(fr: str, en: str) -> str:
        return fr if language == "fr" else en

    return tongue


PATIENCE_S = 8
"""How long an answer is waited for at first; the professional tunes it."""


def written(wishes: Wishes, protocol_id: str, trials: int, *, schema: bool = False) -> str:
    """Return the text of a protocol made from wishes.

    Args:
        wishes: what was answered.
        protocol_id: its id.
        trials: how many trials each child has, at first; the professional tunes it.
        schema: whether the language's schema lies beside it, for the author's editor.
    """
    t = tongue_of(wishes.language)
    game = Game(wishes, _MADE[wishes.method](t), t)
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
    """Return a line with the no-break spaces of French in its quoted sentences."""
    return re.sub(r'"([^"]*)"', lambda match: f'"{unbroken(match[1])}"', line)


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
