"""Sentences about the values of a flow: what an act does, how an answer is given, where a step leads.

Each sentence is plain text in both languages. How an author's text, an expression and a step are written
belongs to the reader's page, and comes in: the sheet and the comparison differ in that and in nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nao_sessions.core.text import Text
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSTURES, TOUCH_GROUPS, TOUCH_PARTS
from nao_sessions.protocol.computed import kept_name
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import (
    BACK,
    DONE,
    Act,
    Assignments,
    Await,
    Branch,
    Choose,
    Duration,
    Protocol,
    Show,
    Speech,
)
from nao_sessions.protocol.poses import POSES
from nao_sessions.protocol.trials import Element, Stimulus, WordLists
from nao_sessions.protocol.wording import SEMICOLON, alternatives, duration, joined, plain, quote, same

Who = Literal["nao", "board", "adult", "time", "record"]

NAO_LEFT = Text(fr="côté droit de l'enfant en face", en="the facing child's right side")
NAO_RIGHT = Text(fr="côté gauche de l'enfant en face", en="the facing child's left side")
"""Left and right are Nao's own everywhere in the language: which side that is for a child facing Nao."""

_SIDES = {
    "left": (Text(fr="gauche de Nao", en="Nao's left"), NAO_LEFT),
    "right": (Text(fr="droite de Nao", en="Nao's right"), NAO_RIGHT),
}
_CATALOGUES: Mapping[str, Mapping[str, Text]] = {
    "gesture": {name: one.description for name, one in GESTURES.items()},
    "posture": {name: one.description for name, one in POSTURES.items()},
    "look": {name: one.description for name, one in LOOKS.items()},
    "eyes": {name: one.description for name, one in COLOURS.items()},
    "pose": {name: one.description for name, one in POSES.items()},
}
_OPENINGS = {
    "gesture": Text(fr="geste : {what}", en="gesture: {what}"),
    "posture": Text(fr="posture : {what}", en="posture: {what}"),
    "look": Text(fr="regard : {what}", en="look: {what}"),
    "eyes": Text(fr="yeux : {what}", en="eyes: {what}"),
    "pose": Text(fr="pose à imiter : {what}", en="pose to copy: {what}"),
    "sound": Text(fr="son : {what}", en="sound: {what}"),
    "point": Text(fr="montre du bras : {what}", en="points to: {what}"),
    "highlight": Text(fr="mis en valeur : {what}", en="highlighted: {what}"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line about one act: who acts, and what; ``said``: Nao speaks it, and ``speech`` is the text."""

    who: Who
    text: Text
    said: bool = False
    speech: Speech | None = None
    options: tuple[tuple[str, int], ...] = ()
    """Blocks that this line stands for (by lot, or a routine), and how often each lies in the bag."""


def facing(side: str) -> Text:
    """Name one of Nao's sides, and which side that is for the child who faces it."""
    own, seen = _SIDES[side]
    return Text(fr=f"{own.fr} ({seen.fr})", en=f"{own.en} ({seen.en})")


@dataclass(frozen=True, slots=True)
class Telling:
    """Makes the sentences of one protocol."""

    protocol: Protocol
    write: Callable[[Speech], Text]
    """How an author's text is written."""
    compute: Callable[[Expression], Text]
    """How a computed value is written."""
    step: Callable[[str], Text]
    """How a step is named."""
    lasting: Callable[[Expression], Text] | None = None
    """How a computed number of seconds is written; None: as any computed value."""
    brief: bool = False
    """Whether words to choose from are named alone, without what stands for them."""
    turn: bool = False
    """Whether ``done`` ends a child's turn, not a group."""
    languages: bool = False
    """Whether words are given in every language of the protocol, not in the reader's alone."""

    def act(self, act: Act) -> Told:
        """Tell one act."""
        argument = act.argument
        match act.verb, argument:
            case "say", Speech():
                return Told("nao", self.quoted(argument), said=True, speech=argument)
            case "adult", Speech():
                return Told("adult", self.write(argument), speech=argument)
            case "note", Speech():
                return Told(
                    "record", _labelled(Text(fr="note au compte rendu", en="note"), self.quoted(argument))
                )
            case "show", Show():
                return Told("board", self.show(argument))
            case "highlight", str() | Expression():
                return Told("board", _OPENINGS["highlight"].format(what=self.word(argument)))
            case "wait", Await():
                return Told("time", self.awaited(argument))
            case "wait", int() | Expression():
                least = self.duration(argument)
                return Told("time", Text(fr=f"au moins {least.fr}", en=f"at least {least.en}"))
            case "set", tuple():
                return Told("record", self.assigned(argument))
            case "choose", Choose():
                text = Text(fr="une possibilité au hasard, jamais deux fois de suite la même",
                            en="one of these, drawn at random, never the same twice in a row")  # fmt: skip
                return Told("nao", text, options=argument.options)
            case "routine", str():
                name = argument.rpartition("/")[2]
                return Told(
                    "nao", _labelled(Text(fr="suite", en="routine"), quote(name)), options=((argument, 1),)
                )
            case "repeat", _:
                if argument == "sentence":
                    return Told("nao", Text(fr="redit la phrase", en="repeats the sentence"))
                return Told("nao", Text(fr="redit la question", en="repeats the question"))
            case "open", _:
                return Told("time", Text(fr="les réponses comptent à partir d'ici",
                                         en="answers count from here on"))  # fmt: skip
            case _, str() | Expression():
                return Told("nao", _OPENINGS[act.verb].format(what=self.movement(act)))
        raise AssertionError(act.verb)

    def movement(self, act: Act, word: str | None = None) -> Text:
        """Name what a gesture, a look, a colour is; ``word``: what an item makes of it."""
        argument = act.argument if word is None else word
        assert isinstance(argument, str | Expression)
        return self._catalogued(act.verb, argument)

    def _catalogued(self, verb: str, argument: str | Expression) -> Text:
        """Name a word of the catalogue, with the child's side where Nao's own is meant."""
        if isinstance(argument, Expression):
            return self.compute(argument)
        known = _CATALOGUES.get(verb, {}).get(argument)
        side = argument.rpartition("_")[2]
        if known is None:
            return facing(side) if side in _SIDES else self.word(argument)
        if side not in _SIDES or verb == "pose":
            return known
        seen = _SIDES[side][1]
        return Text(fr=f"{known.fr} ({seen.fr})", en=f"{known.en} ({seen.en})")

    def word(self, argument: str | Expression) -> Text:
        """Write a word, or what gives one."""
        return self.compute(argument) if isinstance(argument, Expression) else quote(argument)

    def quoted(self, speech: Speech) -> Text:
        """Write an author's text between quotes."""
        written = self.write(speech)
        return quote(written.fr, written.en)

    def duration(self, length: Duration) -> Text:
        """Write a duration."""
        if isinstance(length, Expression):
            return (self.lasting or self.compute)(length)
        return duration(length)

    def show(self, show: Show) -> Text:
        """Tell what the board shows."""
        parts: list[Text] = []
        if show.picture is not None:
            parts.append(_labelled(Text(fr="image", en="picture"), self._file(show.picture)))
        if show.text is not None:
            parts.append(_labelled(Text(fr="texte", en="text"), self.quoted(show.text)))
        if show.page is not None:
            page = self.protocol.pages[show.page]
            named = Text(fr=f"« {page.title} » ({page.file})", en=f"'{page.title}' ({page.file})")
            parts.append(_labelled(Text(fr="tableau de communication", en="communication board"), named))
        if isinstance(show.choices, Expression) or show.choices:
            parts.append(_labelled(Text(fr="au choix", en="to choose from"), self.elements(show.choices)))
        return (
            joined(parts, SEMICOLON) if parts else Text(fr="rien (tablette vide)", en="nothing (empty board)")
        )

    def _file(self, name: str | Expression) -> Text:
        return self.compute(name) if isinstance(name, Expression) else same(name)

    def elements(self, words: tuple[str, ...] | Expression) -> Text:
        """Write words to choose from, each with what stands for it."""
        if isinstance(words, Expression):
            return self.compute(words)
        return joined([self._element(word) for word in words], ", ")

    def _element(self, word: str) -> Text:
        if self.brief:
            return quote(word)
        element = self.protocol.elements.get(word, Element(word))
        extra: list[Text] = []
        if element.picture is not None:
            extra.append(same(element.picture))
        if element.say is not None:
            elsewhere = tuple((language, (said,)) for language, said in element.say_elsewhere)
            extra.append(_labelled(Text(fr="dit", en="said"), self._any_of((element.say,), elsewhere)))
        if element.words:
            extra.append(
                _labelled(
                    Text(fr="entendu", en="heard"), self._any_of(element.words, element.words_elsewhere)
                )
            )
        if element.card is not None:
            extra.append(_labelled(Text(fr="carte", en="card"), same(element.card), ""))
        if not extra:
            return quote(word)
        inside = joined(extra, ", ")
        named = quote(word)
        return Text(fr=f"{named.fr} ({inside.fr})", en=f"{named.en} ({inside.en})")

    def awaited(self, wait: Await) -> Text:
        """Tell a wait for something that happens."""
        limit, hold = self.duration(wait.limit), self.duration(wait.hold)
        what = self.stimulus(wait.stimulus)
        held = Text(fr=f", tenu {hold.fr}", en=f", held {hold.en}") if wait.hold else same("")
        return Text(
            fr=f"attend : {what.fr}{held.fr} ; {limit.fr} au plus",
            en=f"waits for: {what.en}{held.en}; {limit.en} at most",
        )

    def assigned(self, assignments: Assignments) -> Text:
        """Tell what a ``set`` keeps."""
        parts = []
        for name, value in assignments:
            given = self.compute(value) if isinstance(value, Expression) else plain(value)
            kept = self._kept(name)
            parts.append(Text(fr=f"{kept.fr} = {given.fr}", en=f"{kept.en} = {given.en}"))
        return _labelled(Text(fr="retenu", en="kept"), joined(parts, ", "))

    def _kept(self, name: str) -> Text:
        """Name what a ``set`` changes: a datum, or what is remembered of a child."""
        owner, _, own = name.rpartition(".")
        return kept_name(self.protocol, own, self.write) if owner == "participant" else same(name)

    def stimuli(self, stimuli: Sequence[Stimulus]) -> Text:
        """Tell what is waited for: any of these."""
        return alternatives([self.stimulus(one) for one in stimuli])

    def stimulus(self, stimulus: Stimulus) -> Text:
        """Tell what is waited for by one sense."""
        words = self._any_of(stimulus.values, stimulus.elsewhere)
        match stimulus.sense:
            case "touch":
                return _labelled(Text(fr="toucher", en="touch"), _parts(stimulus.values), "")
            case "word":
                return _labelled(Text(fr="dire", en="say"), words, "")
            case "board":
                return _labelled(Text(fr="choisir sur la tablette", en="choose on the board"), words, "")
            case "card":
                cards = alternatives([same(value) for value in stimulus.values])
                return _labelled(Text(fr="montrer la carte", en="show card"), cards, "")
            case "gaze":
                return Text(fr="regarder Nao", en="look at Nao")
            case "face":
                return Text(fr="montrer son visage", en="show one's face")
            case "speech":
                return Text(fr="parler (quoi que ce soit)", en="speak (whatever it is)")
            case "professional":
                return Text(fr="l'adulte le dit pour l'enfant", en="the adult says it for the child")

    def _any_of(self, words: tuple[str, ...], elsewhere: WordLists) -> Text:
        """Write words of which any will do, those of each language; or all languages, each by its name."""
        other = dict(elsewhere)
        if not self.languages:
            french, english = (_quoted_words(other.get(language, words)) for language in ("fr", "en"))
            return Text(fr=french.fr, en=english.en)
        told = [_quoted_words(words)]
        told += [_labelled(same(language), _quoted_words(those)) for language, those in elsewhere]
        return joined(told, SEMICOLON)

    def branches(self, branches: Sequence[Branch]) -> Text:
        """Tell where something leads."""
        told: list[Text] = []
        for number, branch in enumerate(branches):
            target = self.target(branch.target)
            if branch.condition is not None:
                condition = self.compute(branch.condition)
                target = Text(fr=f"si {condition.fr} : {target.fr}", en=f"if {condition.en}: {target.en}")
            elif number:
                target = Text(fr=f"sinon : {target.fr}", en=f"otherwise: {target.en}")
            told.append(target)
        return joined(told, SEMICOLON)

    def target(self, name: str) -> Text:
        """Name where something leads."""
        if name == BACK:
            return Text(fr="retour à ce qui était en cours", en="back to what was left")
        if name == DONE and self.turn:
            return Text(fr="fin du tour", en="end of the turn")
        if name == DONE:
            return Text(fr="fin du groupe", en="end of the group")
        return self.step(name)


def _quoted_words(words: Sequence[str]) -> Text:
    return alternatives([quote(one) for one in words])


def _parts(values: tuple[str, ...]) -> Text:
    """Name parts of Nao's body; all parts of a kind are named as one."""
    for group, parts in TOUCH_GROUPS.items():
        if set(values) == set(parts):
            return _WHOLE[group]
    return alternatives([_part(value) for value in values])


def _part(value: str) -> Text:
    side = value.rpartition(".")[2]
    name = TOUCH_PARTS[value]
    if side not in _SIDES:
        return name
    seen = _SIDES[side][1]
    return Text(
        fr=f"{name.fr} de Nao ({seen.fr})", en=f"Nao's {value.partition('.')[0]} on its {side} ({seen.en})"
    )


_WHOLE = {
    "head": Text(fr="la tête de Nao", en="Nao's head"),
    "hand": Text(fr="une main de Nao", en="a hand of Nao's"),
    "foot": Text(fr="un pied de Nao", en="a foot of Nao's"),
}


def _labelled(word: Text, what: Text, mark: str = ":") -> Text:
    """Put a word before something, with the colon that its language wants."""
    if not mark:
        return Text(fr=f"{word.fr} {what.fr}", en=f"{word.en} {what.en}")
    return Text(fr=f"{word.fr} : {what.fr}", en=f"{word.en}: {what.en}")
