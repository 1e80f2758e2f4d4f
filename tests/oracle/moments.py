"""What Nao does in a session of the oracle: moments, one after the other."""

from __future__ import annotations

from typing import Any

from tests.oracle.waits import LET_GO, Process, Waits

ROBOT_VERBS = ("say", "gesture", "pose", "eyes", "look")
"""Keys of a moment that Nao carries out; the moment is over when all of them are."""
INSTANT_KEYS = ("set", "note", "adult", "choose", "repeat", "open", "routine")


class Moments(Waits):
    """A session's moments."""

    def _open(self) -> None:
        raise NotImplementedError

    def _perform(self, moments: list[dict[str, Any]], place: str) -> Process:
        """Carry out moments one after the other; return whether the rest was dropped."""
        self._reach(moments)
        if place != "reaction":
            yield from self._say_words()
        yield from self._close_if_due()
        for moment in moments:
            yield from self._close_if_due()
            if not self._holds(moment):
                continue
            if any(key in moment for key in INSTANT_KEYS):
                if (yield from self._instant(moment, place)):
                    return True
                continue
            while True:
                how = yield from self._moment(moment, place)
                if self.reactions and self.reactions[-1] is LET_GO:
                    return True
                back, self.returned = self.returned, False
                if back and place == "feedback":
                    self.hurried = True
                    return True
                if how == "again":
                    if self.cut:
                        if self.waited:  # only what was cut is done again
                            moment = {key: value for key, value in moment.items() if key != "wait"}
                        continue
                    moment = {"wait": moment["wait"]}
                    continue
                if how == "dropped":
                    return True
                break
        return False

    def _instant(self, moment: dict[str, Any], place: str) -> Process:
        if "set" in moment:
            self._set(moment["set"])
        elif "note" in moment:
            self.trace.append(("note", self.text(moment["note"])))
        elif "adult" in moment:
            self.trace.append(("adult", self.text(moment["adult"])))
        elif "open" in moment:
            self._open()
        elif "routine" in moment:
            return (yield from self._perform(self.protocol["routines"][moment["routine"]], place))
        elif "repeat" in moment:
            return (yield from self._repeat(moment["repeat"], place))
        elif "choose" in moment:
            option = self._chosen(moment["choose"])
            moments = (
                option["do"]
                if "do" in option
                else [{key: value for key, value in option.items() if key not in ("weight", "if")}]
            )
            return (yield from self._perform(moments, place))
        return False

    def _chosen(self, options: list[dict[str, Any]]) -> dict[str, Any]:
        """Draw one option from a bag without replacement, never the same twice in a row."""
        bag, last = self.bags.get(id(options), ([], None))
        if not bag:
            bag = [index for index, option in enumerate(options) for _ in range(option.get("weight", 1))]
        allowed = sorted({index for index in bag if index != last}) or sorted(set(bag))
        index = self.draw({number: options[number] for number in allowed})
        bag.remove(index)
        self.bags[id(options)] = (bag, index)
        self._reach(options[index])
        return options[index]

    def _set(self, source: dict[str, Any]) -> None:
        for name, written in source.items():
            value = self.value(written)
            self.data[name] = value
            self.trace.append(("set", name, value))

    def _repeat(self, what: str, place: str) -> Process:
        """Say the last sentence again; or the question: that of the trial, else the step's last sentence."""
        if what == "question":
            if self.scopes[-1].question is None:
                return False
            trial, self.trial = self.trial, self.trial or self.scopes[-1].asked
            dropped = yield from self._perform(self.scopes[-1].question, place)
            self.trial = trial
            return dropped
        return (yield from self._perform([{"say": self.said}], place))

    def _moment(self, moment: dict[str, Any], place: str) -> Process:
        began = self.now
        acting = False
        for verb in ROBOT_VERBS:
            if verb in moment:
                acting = True
                shown = self.text(moment[verb]) if verb == "say" else self.value(moment[verb])
                names = (self.addressed,) if verb == "say" and "{participant}" in shown else ()
                self.trace.append(("do", verb, shown, *names))
                if verb == "say":
                    self.said = shown
                    if place == "do":
                        self.scopes[-1].question = [{"say": shown}]
        until = began + self.duration(moment["wait"]) if "wait" in moment else None
        if not acting and until is None:
            return "over"
        return (yield from self._attend(place, acting=acting, speaking="say" in moment, until=until))
