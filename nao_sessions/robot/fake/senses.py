"""What a fake Nao sees and hears when it is asked to watch: cards, gazes, faces, voices, as a test tells it.

Told on changes only, as by the port's contract; what it is not asked to watch for is not noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nao_sessions.robot.port import SENSES

Tell = Callable[..., None]


class FakeSenses:
    """The eyes and ears of a fake; ``tell`` is given a kind and its data, ``deaf`` says when Nao speaks."""

    def __init__(self, tell: Tell, deaf: Callable[[], bool]) -> None:
        self.watched: tuple[str, ...] = ()
        self._tell, self._deaf = tell, deaf
        self._card: str | None = None
        self._face = self._looking = False
        self._told: dict[str, bool] = {}

    def watch(self, senses: Iterable[str]) -> str:
        """Watch for these senses from now on; give what is wrong with them, or nothing."""
        wanted = tuple(dict.fromkeys(str(sense) for sense in senses))
        unknown = [sense for sense in wanted if sense not in SENSES]
        before, self.watched = self.watched, tuple(sense for sense in SENSES if sense in wanted)
        for sense in self.watched:
            if sense not in before:
                self._begin(sense)
        return f"unknown sense: {unknown[0]}" if unknown else ""

    def show_card(self, card: int | str | None) -> bool:
        """Hold a card up, or put it away (None); true when it was noticed."""
        new = None if card is None else str(card)
        changed, self._card = new != self._card, new
        if new is None or not changed or "card" not in self.watched:
            return False
        self._tell("card", card=new)
        return True

    def face(self, seen: bool) -> bool:
        """Turn a face to Nao, or away, and its eyes with it; true when it was noticed."""
        self._face, self._looking = seen, self._looking and seen
        gaze = self._change("gaze", self._looking)
        return self._change("face", seen) or gaze

    def look(self, looking: bool) -> bool:
        """Look at Nao, which shows the face, or look away; true when it was noticed."""
        self._face, self._looking = self._face or looking, looking
        face = self._change("face", self._face)
        return self._change("gaze", looking) or face

    def speak(self, speaking: bool) -> bool:
        """Begin to speak to Nao, or end; true when it was noticed: not while Nao speaks itself."""
        if speaking and self._deaf():
            return False
        return self._change("speech", speaking)

    def nao_speaks(self) -> None:
        """Nao begins to speak, and hears nobody any more."""
        self._change("speech", False)

    def _begin(self, sense: str) -> None:
        """Notice what is there already: a card that is held up, a face, a gaze."""
        self._told.pop(sense, None)
        if sense == "card" and self._card is not None:
            self._tell("card", card=self._card)
        elif sense == "face" and self._face:
            self._change("face", True)
        elif sense == "gaze" and self._looking:
            self._change("gaze", True)

    def _change(self, sense: str, now: bool) -> bool:
        if sense not in self.watched or self._told.get(sense, False) == now:
            return False
        self._told[sense] = now
        if sense == "face":
            self._tell("face", seen=now)
        elif sense == "gaze":
            self._tell("gaze", where="robot", looking=now)
        else:
            self._tell("utterance", speaking=now)
        return True
