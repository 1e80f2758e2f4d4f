"""The step in which the game is played: its trials, for one child or in turns, and the helps."""

from __future__ import annotations

from nao_sessions.protocol.scaffold.activity import Activity, Help, Tongue, indented, quote
from nao_sessions.protocol.scaffold.wishes import Wishes
from nao_sessions.protocol.trials import HELPS


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
        """Give what is suppressed, with the reason, where nobody helps by choice."""
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
        """Give the table of items."""
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
        """Give the step: trials, or a group in which each child has its turn."""
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
        told = ["  - eyes: green", f"    say: {quote(text)}"] if green else [f"  - say: {quote(text)}"]
        return [f"{judgement}:", *told, *indented(self.activity.after, 2)]

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
        for one in self._helps:
            lines.append(f"  - help: {one.kind}")
            if one.adult:
                lines.append(f"    adult: {quote(one.adult)}")
            if one.do:
                lines += ["    do:", *indented(one.do, 6)]
        return lines


def _sentence(text: str) -> str:
    """Give a remark as a sentence."""
    return f"{text[0].upper()}{text[1:]}."


def _helps(wishes: Wishes, activity: Activity) -> list[Help]:
    """Give the helps of whoever helps; both: Nao's, and then the adult's that are stronger."""
    nao, adult = list(activity.nao_helps), list(activity.adult_helps)
    if wishes.helper == "both":
        strongest = max(HELPS.index(one.kind) for one in nao)
        stronger = [one for one in adult if HELPS.index(one.kind) > strongest] or adult[-1:]
        helps = [*nao, *stronger]
    else:
        helps = {"nao": nao, "adult": adult, "nobody": []}[wishes.helper]
    return sorted(helps, key=lambda one: HELPS.index(one.kind))
