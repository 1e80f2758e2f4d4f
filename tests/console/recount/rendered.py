"""The numbers on rendered pages, read back from their HTML and their sentences, in French.

Nothing of the program is imported here: the words that numbers stand beside are written down once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "input", "br", "img", "hr"}
REASONS = {
    "une pause": "paused", "un retour au calme": "calm", "plus aucun enfant n'était là": "left",
    "l'adulte a appuyé sur Arrêter": "adult", "Nao a été arrêté par sa tête": "head",
    "Nao a été arrêté": "somebody",
    "le programme s'est interrompu": "crash", "l'ordinateur s'est mis en veille": "slept",
    "Nao est tombé": "fell", "Nao a répondu de nouveau": "back",
    "Nao n'a plus répondu": "lost", "Nao n'a pas pu parler": "speech_failed",
    "le protocole tournait en rond": "stalled", "le protocole n'avait pas de suite": "no_branch",
}  # fmt: skip
WORDS = {
    "réussi": "correct",
    "réussi avec aide": "prompted",
    "non réussi": "incorrect",
    "fois pas de réponse": "no_response",
    "pas de réponse": "no_response",
    "refus": "refused",
    "non coté": "void",
    "sans jugement": "unscored",
    "n'a pas répondu (noté par l'adulte)": "unscored",
    "où l'adulte a répondu": "by_adult",
    "l'adulte a répondu": "by_adult",
    "dont on ne sait pas qui a répondu": "by_nobody",
    "on ne sait pas qui a répondu": "by_nobody",
    "où un autre enfant a répondu": "by_other",
    "un autre enfant a répondu": "by_other",
}
VOIDS = {
    "mot entendu": "heard",
    "sortie de l'enfant": "left",
    "arrêt du programme": "crash",
    "mis de côté": "adult",
    "redemandé": "redone",
    "passé": "skipped",
    "retour au calme": "calm",
    "séance terminée": "ended",
    "bouton": "button",
    "temps écoulé": "time",
    "interrompu": "interrupted",
    "corrigé après coup": "corrected",
}
HELPS = {
    "aide visuelle": "visual",
    "aide verbale": "verbal",
    "aide gestuelle": "gestural",
    "modèle": "model",
    "guidance physique partielle": "physical_partial",
    "guidance physique totale": "physical_full",
    "visuelle": "visual",
    "verbale": "verbal",
    "gestuelle": "gestural",
    "guidance partielle": "physical_partial",
    "guidance totale": "physical_full",
    "sans précision": "none",
}


class Node:
    """One element of a page: its name, its attributes, what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.inside: list[Node | str] = []

    @property
    def text(self) -> str:
        """All text in it, with ordinary single spaces."""
        parts = [one if isinstance(one, str) else one.text for one in self.inside]
        return re.sub(r"\s+", " ", " ".join(parts).replace("\u00a0", " ")).strip()

    @property
    def lines(self) -> list[str]:
        """The lines of what is written in it."""
        return "".join(one for one in self.inside if isinstance(one, str)).replace("\u00a0", " ").split("\n")

    def every(self, tag: str = "", class_: str = "") -> Iterator[Node]:
        """Give the elements in it of a name, of a class."""
        for one in self.inside:
            if isinstance(one, Node):
                if tag in ("", one.tag) and class_ in ("", *one.attributes.get("class", "").split()):
                    yield one
                yield from one.every(tag, class_)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def page(html: str) -> Node:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.root


def number(text: str) -> float:
    """Read a number as French writes it."""
    return float(text.replace(",", "."))


def seconds(text: str) -> float:
    """Read a length: « 3 min 46 s »."""
    match = re.fullmatch(r"(?:(\d+) min)? ?(?:([\d,]+) s)?", text.strip())
    assert match is not None, text
    return 60 * int(match[1] or 0) + number(match[2] or "0")


def reasons(text: str) -> dict[str, int]:
    """Read why a session stood still, and how often: « Nao est tombé (3 fois), une pause »."""
    told = {}
    for part in text.split(", "):
        match = re.fullmatch(r"(.*?)(?: \((\d+) fois\))?", part)
        assert match is not None, part
        told[REASONS[match[1]]] = int(match[2] or 1)
    return told


def trials(text: str) -> tuple[int, dict[str, int]] | None:
    """Read how many trials there were, and by which judgement: « 3 essais : 2 réussis, 1 refus. »"""
    text = re.sub(rf" \((?:dont \d+ )?{ERRORS}\)", "", text)
    match = re.search(r"(\d+) essais? : ([^.]*)\.", text)
    if match is None:
        return None
    judged = {}
    for part in match[2].split(", "):
        count, words = part.split(" ", 1)
        judged[WORDS[singular(words)]] = int(count)
    return int(match[1]), judged


ERRORS = "avec au moins une réponse fausse avant la dernière aide"


def errors(text: str) -> int:
    """Read of how many trials without a response it is said that wrong answers came before."""
    match = re.search(rf"\((?:dont (\d+) )?{ERRORS}\)", text)
    return 0 if match is None else int(match[1] or 1)


def changed(text: str) -> int:
    """Read how many judgements it is said that they were changed afterwards."""
    match = re.search(r"(Un|\d+) jugements? (?:a|ont) été changés? après la séance", text)
    return 0 if match is None else int(match[1].replace("Un", "1"))


EASY = r"(?:L'un|(\d+)) d'e(?:ux|ntre eux) (?:est|sont) (?:un|des) essais? faciles?"


def easy(text: str) -> int:
    """Read of how many trials it is said that they are the easy one before the end."""
    match = re.search(EASY, text)
    return 0 if match is None else int(match[1] or 1)


def singular(words: str) -> str:
    """Give words without the marks of their plural."""
    return re.sub(r"(réussi|coté)s\b", r"\1", words.lower())


def plotted(desc: str) -> dict[str, int]:
    """Read what a plot says of itself: « réussi 2, non coté 1 »."""
    return {WORDS[words]: int(n) for words, n in re.findall(r"([^,\d]+?) (\d+)(?:, |$)", desc)}


def latency(text: str) -> dict[str, Any]:
    """Read what is told of latencies: median, how sure, how many, least, most, and those that were cut."""
    found: dict[str, Any] = {"count": 0, "cut": 0, "not_own": 0, "away": 0}
    for many in re.findall(
        r"(?:Le temps d'une réponse n'est pas compté|Les temps de (\d+) réponses ne sont pas comptés) ici : "
        r"l'enfant était alors noté absent",
        text,
    ):
        found["away"] += int(many or 1)
    for many, why in re.findall(
        r"(Une|\d+) réponses? n(?:e sont|'est) pas comptées? ici : "
        r"(une interruption|quelqu'un d'autre|l'adulte|on ne sait pas de qui)",
        text,
    ):
        found["cut" if why == "une interruption" else "not_own"] += 1 if many == "Une" else int(many)
    match = re.search(r"Temps de latence(?:, jusqu'à[^:]*)? : (-?[\d,]+) s", text)
    if match is None:
        return found
    found |= {"count": 1, "median": match[1]}
    spread = re.search(r"médiane de (\d+) réponses, de (-?[\d,]+) s à (-?[\d,]+) s", text)
    if spread is not None:
        found |= {"count": int(spread[1]), "least": spread[2], "most": spread[3]}
    return found


def last_answer(text: str) -> tuple[str, set[str]] | None:
    """Read a child's last answer where none is right, and what is said of it."""
    words = r"(l'enfant a répondu en dernier|la dernière réponse est)(?: :)? « (.*?) »"
    match = re.search("ni bonne ni mauvaise réponse, " + words, text)
    if match is None:
        return None
    known = {
        "entered": "indiquée par l'adulte",
        "late": "venue après une autre, ou trop tard",
        "early": "venue avant la fin de la question",
        "paused": "venue pendant une pause",
        "away": "alors noté·e absent·e",
        "void": "compte comme « non coté »",
    }
    return match[2], {name for name, said in known.items() if said in text}


def helps(text: str) -> set[str]:
    """Read which helps a success came with."""
    return _helps(re.search(r"A réussi avec : ([^.]*)\.", text))


def helps_after(text: str) -> set[str]:
    """Read which helps had been given in trials that an adult judged correct."""
    return _helps(
        re.search(
            r"essais? (?:jugé réussi|jugés réussis) par un adulte, de l'aide avait été donnée : ([^.]*)\.",
            text,
        )
    )


def _helps(match: re.Match[str] | None) -> set[str]:
    if match is None:
        return set()
    return {HELPS[one] for one in re.sub(r" \([^)]*\)", "", match[1]).split(", ")}


def agrees(shown: str, value: float) -> bool:
    """Tell whether a number is the value, rounded to as many decimals as are shown."""
    decimals = len(shown.partition(",")[2])
    return abs(number(shown) - value) <= 0.5 * 10**-decimals + 1e-9


NOT_COUNTED = {
    "sans répondre à la question d'un essai, un « stop » par exemple": "no_question",
    "de réponses qui n'ont pas terminé leur essai": "not_final",
    "coupées par une interruption": "interrupted",
    "l'enfant étant alors noté absent": "away",
    "données ou indiquées par quelqu'un d'autre": "not_own",
    "de réponses dont on ne sait pas de qui elles sont": "nobody",
    "d'essais non cotés": "void",
    "d'essais jugés sans réponse, ou refusés": "no_answer",
    "de reprises pour correction": "repeated",
}


def info(text: str) -> dict[str, Any]:
    """Read what `info` says of responses and latencies."""
    text = text.replace("\u00a0", " ")
    (first,) = re.findall(
        r"réponses captées : (\d+) \(suivies d'effet, ou proposées à l'adulte : (\d+)\) · "
        r"latences comptées : (\d+)"
        r"(?: \((-?[\d,]+)…(-?[\d,]+) s\))? · étapes passées sans réponse : (\d+)",
        text,
    )
    responses, acted_on, counted, silences = (int(first[n]) for n in (0, 1, 2, 5))
    least, most = first[3:5]
    not_counted = re.search(r"latences non comptées : (\d+) \((.*)\)", text)
    parts = [] if not_counted is None else [one.rsplit(" : ", 1) for one in not_counted[2].split(" · ")]
    return {
        "responses": responses,
        "acted_on": acted_on,
        "counted": counted,
        "least": least,
        "most": most,
        "silences": silences,
        "not_counted": 0 if not_counted is None else int(not_counted[1]),
        "errors": int(found[1])
        if (found := re.search(rf"pas de réponse : (\d+) sur \d+ {ERRORS}", text))
        else 0,
        "why_not": {NOT_COUNTED[words]: int(n) for words, n in parts},
    }


def methods(text: str) -> dict[str, int]:
    """Read how many latencies the methods section counts, and how many it says an interruption cut."""
    text = re.sub(r"\s+", " ", text.replace("\u00a0", " "))
    counts = re.findall(
        r"(?:Les temps de latence de (\d+) réponses vont|Le temps de latence d'une réponse va) d", text
    )
    both = re.search(r"mesurée dans le son pour \d+ d'entre eux sur (\d+)", text)
    cut = re.search(
        r"(?:Un temps de latence n'est pas compté|Ne sont pas comptés (\d+) temps de latence) : la séance",
        text,
    )
    away = re.search(
        r"(?:Un temps de latence n'est pas compté|Ne sont pas comptés (\d+) temps de latence) : l'enfant",
        text,
    )
    if both is not None:
        counts.append(both[1])
    errors = re.search(r"« pas de réponse » \(\d+ dans les tables\), (un|\d+) (?:avait|avaient) eu", text)
    return {
        "errors": 0 if errors is None else int(errors[1].replace("un", "1")),
        "counted": sum(int(one or 1) for one in counts),
        "interrupted": 0 if cut is None else int(cut[1] or 1),
        "away": 0 if away is None else int(away[1] or 1),
    }
