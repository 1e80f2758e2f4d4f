"""Where a text stands in the session, in words: « Aide 2 (geste) · Moment 1 », and what it is: « Nao dit ».

Read from the path of the value and from its file's nodes; nothing here is computed from a loaded protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import yaml

from nao_sessions.console.texts.sites import Path, Site, child, word
from nao_sessions.console.texts.words import LABELS, PLACES
from nao_sessions.protocol.keys.moments import SENSED
from nao_sessions.protocol.part_names import QUESTION, help_name
from nao_sessions.protocol.wording import COMMANDS, HELPS, JUDGEMENTS, SENSES
from nao_sessions.text.formats import Capital
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, verbatim


def label_of(site: Site) -> Text:
    """Say what a value is."""
    path = site.path[:-1] if site.language else site.path
    last = path[-1]
    key, number = (str(path[-2]), last + 1) if isinstance(last, int) else (last, 1)
    if key == "label" and path[0] in ("settings", "participants"):
        return LABELS["name"]
    if key == "say" and "choices" in path[-3:]:
        return LABELS["said"]
    known = LABELS.get(key)
    return verbatim(key) if known is None else known.format(n=number)


def where(root: yaml.Node, site: Site, start: int, language: Language) -> tuple[str, ...]:
    """Say where a value stands inside its section, from the outside in.

    Args:
        root: of the file.
        site: the value.
        start: how many parts of its path lead to the section.
        language: of the words; an author's own text is given in it where the file has it.
    """
    path = site.path[:-1] if site.language else site.path
    told = _Telling(root, language, path).parts(start)
    return tuple(text.in_language(language) for text in told)


class _Telling:
    """Tells the places on the way to one value."""

    def __init__(self, root: yaml.Node, language: Language, path: Path) -> None:
        self._root, self._language, self._path = root, language, path

    def parts(self, start: int) -> Iterator[Text]:
        """Give a place for each key that opens a list or a map."""
        path = self._path
        if path[-1] == "label" and path[-3:-2] == ("buttons",):
            yield PLACES["button_n"].format(n=int(path[-2]) + 1)
            return
        for at in range(start, len(path)):
            key, below = path[at], path[at + 1] if at + 1 < len(path) else None
            tell = _OPENINGS.get(str(key))
            if tell is not None and below is not None:
                yield from tell(self, path[: at + 1], below)

    def _after(self, path: Path, below: str | int) -> str | int:
        """Give the part of the value's path that follows a place."""
        at = len(path) + 1
        return self._path[at] if at < len(self._path) else ""

    def _node(self, path: Path) -> yaml.Node | None:
        return child(self._root, *path)

    def _own(self, node: yaml.Node | None) -> str:
        """Give an author's text, in the reader's language or in the first there is."""
        if isinstance(node, yaml.MappingNode) and node.value:
            return word(node, self._language) or word(node, str(node.value[0][0].value))
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""

    def moment(self, path: Path, below: str | int) -> Iterator[Text]:
        """Tell which dash of a list it is, unless it is the only one."""
        node = self._node(path)
        if isinstance(below, int) and isinstance(node, yaml.SequenceNode) and len(node.value) > 1:
            yield PLACES["moment"].format(n=below + 1)

    def ask(self, path: Path, below: str | int) -> Iterator[Text]:
        yield Capital(QUESTION)
        yield from self.moment(path, below)

    def prompt(self, path: Path, below: str | int) -> Iterator[Text]:
        if not isinstance(below, int):
            return
        helped = HELPS.get(word(self._node(path), below, "help"))
        yield (
            PLACES["prompt"].format(n=below + 1) if helped is None else Capital(help_name(below + 1, helped))
        )

    def feedback(self, path: Path, below: str | int) -> Iterator[Text]:
        judged = JUDGEMENTS.get(str(below))
        yield (
            PLACES["answer"].format(answer=below)
            if judged is None
            else PLACES["judgement"].format(judgement=judged)
        )
        yield from self.moment((*path, below), self._after(path, below))

    def button(self, path: Path, below: str | int) -> Iterator[Text]:
        if isinstance(below, int):
            label = self._own(child(self._node(path), below, "label"))
            yield PLACES["button"].format(label=label) if label else PLACES["button_n"].format(n=below + 1)

    def when(self, path: Path, below: str | int) -> Iterator[Text]:
        entry = child(self._node(path), below)
        sense = next((one for one in SENSED if child(entry, one) is not None), None)
        heard = child(entry, "word")
        words = ", ".join(self._own(one) for one in _listed(heard)) if heard is not None else ""
        if words:
            yield PLACES["when"].format(what=msg("says “{words}”", words=words))
        elif sense is not None:
            yield PLACES["when"].format(what=SENSES[sense])

    def plain(self, path: Path, below: str | int) -> Iterator[Text]:
        key = {"after": "with_time", "silence": "silence", "wait": "waiting"}[str(path[-1])]
        yield PLACES[key]

    def numbered(self, path: Path, below: str | int) -> Iterator[Text]:
        if isinstance(below, int):
            yield PLACES[str(path[-1])].format(n=below + 1)

    def trials(self, path: Path, below: str | int) -> Iterator[Text]:
        if below in ("patience", "pause", "prompting"):
            yield PLACES["trials"]

    def setting(self, path: Path, below: str | int) -> Iterator[Text]:
        label = self._own(child(self._node(path), below, "label"))
        yield PLACES["setting"].format(name=label or below)

    def command(self, path: Path, below: str | int) -> Iterator[Text]:
        yield COMMANDS.get(str(below), verbatim(below))

    def routine(self, path: Path, below: str | int) -> Iterator[Text]:
        yield PLACES["routine"].format(name=below)


def _listed(node: yaml.Node) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


_OPENINGS: Mapping[str, Callable[[_Telling, Path, str | int], Iterator[Text]]] = {
    "do": _Telling.moment,
    "ask": _Telling.ask,
    "prompts": _Telling.prompt,
    "feedback": _Telling.feedback,
    "buttons": _Telling.button,
    "when": _Telling.when,
    "after": _Telling.plain,
    "silence": _Telling.plain,
    "wait": _Telling.plain,
    "choose": _Telling.numbered,
    "choices": _Telling.numbered,
    "trials": _Telling.trials,
    "settings": _Telling.setting,
    "remember": _Telling.setting,
    "commands": _Telling.command,
    "routines": _Telling.routine,
}
