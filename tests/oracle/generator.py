"""Small random protocols, each decided by its seed, of what the oracle knows of the language.

Texts are all different, so that a trace says which of them was spoken; durations are all different too, so
that no two timers fall together, which would only ask which of two right answers is meant.
"""

from __future__ import annotations

import json
import random
from typing import Any

HEAD = {"protocol": 1, "id": "essai", "version": "1.0.0", "title": "Essai", "language": "fr"}
PARTS = ("head", "hand.left", "hand.right", "foot.left")
IN_LINES = ("steps", "commands", "always", "items", "data", "settings")


class Generator:
    """Makes one protocol; everything it draws comes from one random number generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.numbers = iter(range(1, 10_000))
        self.sentences = 0
        self.top: list[str] = []
        self.notes: list[dict[str, Any]] = []
        self.blocks: list[str] = []
        self.is_somebodys = False
        """Whether what is written now is for the child whose turn it is."""

    def protocol(self) -> dict[str, Any]:
        """Return a protocol as plain values."""
        r = self.random
        self.top = [f"s{n}" for n in range(r.choice([1, 1, 2, 2, 3, 4]))]
        self.has_lots = self.maybe(0.5)
        self.has_refusal = self.maybe(0.4)
        self.has_calm = self.maybe(0.3)
        self.has_children = self.maybe(0.45)
        self.has_level = self.maybe(0.25)
        ends = ["fin"] + ["refus"] * self.has_refusal
        self.targets = [*self.top, *ends]
        self.counters = [f"n{n}" for n in range(r.randint(1, 2))]
        steps = {
            name: self.step(name, self.targets, [*self.top[place:], *ends], 0)
            for place, name in enumerate(self.top, 1)
        }
        steps["fin"] = {"do": self.moments(1), "end": "completed"}
        if self.has_refusal:
            steps["refus"] = {"do": self.moments(1), "end": "refused"}
        notes = list(self.notes)  # commands and what always holds know no results
        commands: dict[str, Any] = {"finish": {"next": "fin"}}
        if self.maybe(0.5):
            commands["finish"]["do"] = self.moments(1)
        if self.maybe(0.4):
            commands["encourage"] = {"do": self.moments(1)}
        if self.maybe(0.3):
            commands["change"] = {"do": self.moments(1), "next": r.choice(self.targets)}
        if self.has_children:
            for name in ("leave", "return"):
                if self.maybe(0.6):
                    commands[name] = {"do": [{"say": f"Mot {self.number()}, {{participant}}."}]}
        always: dict[str, Any] = {"silence": self.silence()}
        if self.has_calm:
            steps["calme"] = {
                "do": self.moments(1),
                "buttons": [{"label": "Reprendre", "next": "back"}, {"label": "Assez", "next": "fin"}],
                "after": {"wait": self.duration(20, 40), "next": "fin"},
            }
            commands["calm"] = {"next": "calme"}
        for name in ("pause", "resume", "redo", "skip"):
            if self.maybe(0.2):
                commands[name] = {"do": self.moments(2)}
        if not self.has_calm and self.maybe(0.1):
            commands["calm"] = {"do": self.moments(1)}
            if self.maybe(0.5):
                always["when"] = [{"touch": "foot.right", "next": "calme"}]
        if self.maybe(0.3):
            always["buttons"] = [self.button(self.targets)]
        duration = {"limit": self.duration(20, 110)}
        if self.maybe(0.5):
            duration["closing"] = self.duration(10, 40)
        for note in notes:
            if self.blocks and self.maybe(0.6):
                note["note"] += self.results()
        return {
            **HEAD,
            **({"duration": duration} if self.maybe(0.4) else {}),
            **({"participants": self.participants()} if self.has_children or self.has_level else {}),
            "settings": {"tours": {"type": "integer", "default": r.randint(1, 3), "min": 1, "max": 9}},
            "data": {name: r.randint(0, 2) for name in self.counters},
            "items": {
                "liste": [
                    {"id": f"i{n}", "answer": r.choice(["oui", "non"]), **self.level(n)}
                    for n in range(r.choice([2, 3, 4] if self.has_level else [1, 1, 2, 3]))
                ]
            },
            "commands": commands,
            "always": always,
            "start": self.top[0],
            "steps": steps,
        }

    # -- small things ------------------------------------------------------------------------------------

    def maybe(self, chance: float) -> bool:
        """Return true as often as that."""
        return self.random.random() < chance

    def number(self) -> int:
        """Return a number that this protocol has not had yet."""
        return next(self.numbers)

    def duration(self, least: int = 3, most: int = 15) -> str:
        """Return a duration of some seconds, with milliseconds that no other duration has."""
        return f"{self.random.randint(least, most)}.{self.number():03d} s"

    def silence(self) -> Any:
        """Return what is done after a long silence."""
        wait = self.duration(60, 90)
        return wait if self.maybe(0.4) else {"wait": wait, "next": "fin"}

    def sentence(self) -> str:
        """Return a sentence that no other moment has."""
        text = f"Phrase {self.number()}"
        if self.maybe(0.2):
            text += " {data.n0}"
        if self.is_somebodys and self.maybe(0.3):
            text += " {participant}"
        return text + "."

    def condition(self) -> str:
        """Return a condition on the data and settings."""
        r = self.random
        name = f"data.{r.choice(self.counters)}"
        return r.choice(
            [
                f"{name} > {r.randint(0, 3)}",
                f"{name} == {r.randint(0, 3)}",
                f"{name} >= settings.tours",
                f"not {name} < {r.randint(1, 3)} or settings.tours == {r.randint(1, 3)}",
            ]
        )

    def assignment(self) -> dict[str, Any]:
        """Return data to change."""
        name = self.random.choice(self.counters)
        return {name: self.random.choice([f"= data.{name} + 1", self.random.randint(0, 3)])}

    def participants(self) -> dict[str, Any]:
        """Return how many children take part, and what is remembered of each."""
        level = {"type": "integer", "default": self.random.randint(1, 2), "min": 1, "max": 2, "keep": True}
        return {
            "min": 1,
            "max": 3 if self.has_children else 1,
            **({"remember": {"niveau": level}} if self.has_level else {}),
        }

    def level(self, number: int) -> dict[str, int]:
        """Return an item's level, where levels follow the child: each has items."""
        return {"level": number % 2 + 1} if self.has_level else {}

    def results(self) -> str:
        """Return what a note tells of the trials of some step."""
        step, names = self.random.choice(self.blocks), ("count", "correct", "void", "streak", "errors_in_row")
        told = [f"{{results.{step}.{name}}}" for name in self.random.sample(names, 2)]
        told.append(f"{{results.{step}.{self.random.choice(['answer', 'judgement', 'item'])}}}")
        total = self.random.choice(["count", "prompted", "incorrect", "streak"])
        return " " + " ".join([*told, f"{{results.{step}.total.{total}}}"])

    # -- moments -----------------------------------------------------------------------------------------

    def moments(self, most: int = 3) -> list[dict[str, Any]]:
        """Return one or more moments."""
        return [self.moment() for _ in range(self.random.randint(1, most))]

    def moment(self, deep: bool = True) -> dict[str, Any]:
        """Return a moment."""
        r = self.random
        kind = r.choices(
            ["say", "set", "note", "wait", "choose", "eyes"],
            [10, 3, 2, 1, 3 if deep and self.has_lots else 0, 1],
        )[0]
        moment: dict[str, Any]
        if kind == "say":
            moment = {"say": self.sentence()}
            if self.maybe(0.2):
                moment["gesture"] = r.choice(["yes", "think"])
            if self.maybe(0.15):
                moment["wait"] = self.duration(2, 5)
        elif kind == "set":
            moment = {"set": self.assignment()}
        elif kind == "note":
            moment = {"note": self.sentence()}
            self.notes.append(moment)
        elif kind == "wait":
            moment = {"wait": self.duration(2, 5)}
        elif kind == "eyes":
            moment = {"eyes": r.choice(["green", "blue"])}
        else:
            moment = {"choose": [self.option() for _ in range(r.randint(2, 3))]}
        if self.maybe(0.15):
            moment["if"] = self.condition()
        return moment

    def option(self) -> dict[str, Any]:
        """Return a possibility; what it does first tells it from its neighbours."""
        kind = self.random.choice(["say", "note", "do"])
        if kind == "do":
            return {"do": [{"say": self.sentence()}, self.moment(deep=False)]}
        option: dict[str, Any] = {kind: self.sentence()}
        if self.maybe(0.2):
            option["weight"] = 2
        return option

    # -- entries -----------------------------------------------------------------------------------------

    def way(self, targets: list[str]) -> Any:
        """Return where to go: a name, or a branch."""
        if self.maybe(0.7):
            return self.random.choice(targets)
        return [
            {"if": self.condition(), "next": self.random.choice(targets)},
            {"next": self.random.choice(targets)},
        ]

    def entry(self, targets: list[str], leaves: float = 0.7) -> dict[str, Any]:
        """Return what a reaction does."""
        entry: dict[str, Any] = {}
        if self.maybe(0.3):
            entry["set"] = self.assignment()
        if self.maybe(leaves):
            entry["next"] = self.way(targets)
        if self.maybe(0.4) or not entry:
            entry["do"] = self.moments(2)
        return entry

    def button(self, targets: list[str]) -> dict[str, Any]:
        """Return a button."""
        button = {"label": f"Bouton {self.number()}", **self.entry(targets)}
        if self.maybe(0.2):
            button["if"] = self.condition()
        return button

    def exits(self, targets: list[str], timed: bool) -> dict[str, Any]:
        """Return the entries of a step."""
        r = self.random
        exits: dict[str, Any] = {}
        if self.maybe(0.7):
            exits["buttons"] = [self.button(targets) for _ in range(r.randint(1, 2))]
        if self.maybe(0.5):
            parts = r.sample(PARTS, r.randint(1, 2))
            signs = [{"touch": part} for part in parts]
            if self.maybe(0.4):
                signs.append(r.choice([{"word": "encore"}, {"card": 5}, {"gaze": "robot"}]))
            exits["when"] = [{**sign, **self.entry(targets)} for sign in signs]
        if timed:
            exits["after"] = {"wait": self.duration(), **self.entry(targets, 0.9)}
            exits["after"].setdefault("next", r.choice(targets))
        if self.maybe(0.2):
            limit = {"limit": self.duration(15, 50), **self.entry(targets, 0.8)}
            exits["after"] = [exits["after"], limit] if timed else limit
        return exits

    # -- steps -------------------------------------------------------------------------------------------

    def step(self, name: str, targets: list[str], later: list[str], depth: int) -> dict[str, Any]:
        """Return a step; without a wait it leads on to a later one alone, so that Nao comes to rest."""
        r = self.random
        groups = (9 if self.has_children else 2, 1 if self.has_children else 0, 0)[depth]
        content = r.choices(["do", "trials", "steps"], [5, 4, groups])[0]
        step: dict[str, Any] = {}
        if content == "do" or self.maybe(0.3):
            step["do"] = self.moments()
        if content == "trials":
            step["trials"] = self.block(targets)
            self.blocks.append(name)
        elif content == "steps":
            names = [f"{name}_{n}" for n in range(r.randint(1, 3))]
            inside = [*names, "done", "done", r.choice(targets)]
            somebodys = self.is_somebodys
            if self.maybe(0.7 if self.has_children else 0.15):
                step["each"] = (
                    "participant" if self.has_children and not somebodys and self.maybe(0.8) else "liste"
                )
                if self.maybe(0.5):
                    step["rounds"] = r.choice([1, 2, 2, "= settings.tours"])
                self.is_somebodys = somebodys or step["each"] == "participant"
            step["start"] = names[0]
            step["steps"] = {
                child: self.step(child, inside, [*names[place:], "done", "done", r.choice(later)], depth + 1)
                for place, child in enumerate(names, 1)
            }
            self.is_somebodys = somebodys
            if "'done'" not in repr(step["steps"]):  # a group that nothing ends is refused
                step["steps"][names[-1]].pop("after", None)
                step["steps"][names[-1]]["next"] = "done"
        if self.maybe(0.5):
            step["next"] = self.way(later)
            if self.maybe(0.3):
                step.update(self.exits(targets, timed=False))
        else:
            step.update(self.exits(targets, timed=True))
        return step

    def block(self, targets: list[str]) -> dict[str, Any]:
        """Return a block of trials."""
        r = self.random
        block: dict[str, Any] = {
            "items": "liste",
            "ask": [{"say": f"Question {self.number()} {{item.id}} ?"}],
            "answers": self.answers(),
            "correct": r.choice(["= item.answer"] * 4 + ["oui", "any", "nothing", "nobody's"]),
            "patience": self.duration(5, 12),
        }
        if block["correct"] == "nobody's":  # without the key nothing is right or wrong
            del block["correct"]
        if self.has_lots and self.maybe(0.7):
            block["order"] = "shuffled"
        if self.maybe(0.1):
            block["each_item"] = 2
        elif self.maybe(0.4):
            block["count"] = r.choice([1, 2, 3, 4, "= settings.tours"])
        if self.maybe(0.6):
            block["prompts"] = [self.prompt() for _ in range(r.randint(1, 2))]
            if self.maybe(0.3):
                block["prompt_on"] = r.choice(["silence", "wrong"])
        if self.maybe(0.7):
            keys = r.sample(
                ["correct", "incorrect", "no_response", "prompted", "refused", "oui", "non"], r.randint(1, 4)
            )
            block["feedback"] = {key: [{"say": self.sentence()}] for key in keys}
        if self.maybe(0.3):
            block["pause"] = self.duration(2, 4)
        if self.maybe(0.2):
            block["stop_when"] = r.choice(
                ["trials.streak >= 2", "trials.incorrect > 0", "trials.rate > 0.6", "trials.count >= 2"]
            )
        if self.maybe(0.4) and "prompts" in block:
            block["prompting"] = self.prompting()
        if self.maybe(0.2) and block.get("correct", "any") not in ("any", "nothing"):
            block["correction"] = {
                "repeat": r.choice(["with_prompt", "without"] if "prompts" in block else ["without"])
            }
            if self.maybe(0.5):
                block["correction"]["then"] = "without"
        if self.has_level and (self.is_somebodys or not self.has_children) and self.maybe(0.6):
            block["order"] = "adaptive"
            block["adapt"] = {"level": "participant.niveau", "up": r.randint(1, 2), "down": r.randint(1, 2)}
            if self.maybe(0.3):
                block["adapt"]["stop_after"] = f"{r.randint(1, 3)} reversals"
        if self.maybe(0.1):
            block["end_on"] = "success"
        if self.maybe(0.15):
            block["give_up"] = {"errors_in_row": r.randint(1, 2), "next": r.choice(targets)}
        return block

    def prompting(self) -> Any:
        """Return a prompting procedure, alone or with how it fades."""
        r = self.random
        procedure = r.choice(
            ["simultaneous", "most_to_least", "most_to_least", "constant_delay", "progressive_delay"]
        )
        prompting: dict[str, Any] = {"procedure": procedure}
        if procedure == "most_to_least":
            prompting.update({"fade_after": r.randint(1, 2), "raise_after": r.randint(1, 2)})
        elif procedure.endswith("delay"):
            prompting.update({"delay": self.duration(3, 5), "zero_delay_trials": r.randint(0, 2)})
            if procedure == "progressive_delay":
                prompting.update({"step": self.duration(1, 2), "every": r.randint(1, 2)})
        return procedure if self.maybe(0.3) and procedure != "progressive_delay" else prompting

    def answers(self) -> dict[str, Any]:
        """Return the two answers, with the ways in which each may be given."""
        yes = self.random.choice([[{"board": "oui"}], [{"board": "oui"}, {"professional": True}]])
        no = self.random.choice([[{"board": "non"}], [{"board": "non"}], [{"professional": True}]])
        if self.maybe(0.4):
            yes.append({"word": "oui"})
            no.append({"word": "non"})
        if self.maybe(0.2):
            no.append(self.random.choice([{"card": 4}, {"gaze": "robot"}]))
        return {"oui": yes, "non": no}

    def prompt(self) -> dict[str, Any]:
        """Return a help."""
        prompt: dict[str, Any] = {"help": self.random.choice(["visual", "verbal", "model"])}
        prompt["do"] = [{"say": self.sentence()} for _ in range(self.random.randint(1, 2))]
        if prompt["help"] == "model":
            prompt["adult"] = self.sentence()
        if self.maybe(0.2):
            prompt["attempts"] = 2
        if self.maybe(0.15):
            prompt["after"] = self.duration(3, 9)
        return prompt


def write_protocol(protocol: dict[str, Any]) -> str:
    """Return a protocol's file: YAML in which every text stands between double quotes, as JSON writes it."""
    lines = []

    def in_lines(key: str, inner: Any, indent: str) -> bool:
        if not isinstance(inner, dict) or not inner:
            return False
        return key in IN_LINES or (bool(indent) and any(k in inner for k in ("do", "trials", "steps", "end")))

    def write(value: dict[str, Any], indent: str) -> None:
        for key, inner in value.items():
            if in_lines(key, inner, indent):
                lines.append(f"{indent}{key}:")
                write(inner, indent + "  ")
            else:
                lines.append(f"{indent}{key}: {json.dumps(inner, ensure_ascii=False)}")

    write(protocol, "")
    return "\n".join(lines) + "\n"


def protocol_text(seed: int) -> str:
    """Return the file of the protocol of a seed."""
    return write_protocol(Generator(seed).protocol())
