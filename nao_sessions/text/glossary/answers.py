"""The terms of the room: the ways to answer, people, the parts of Nao that feel, devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nao_sessions.text.glossary.term import PlainTerm
from nao_sessions.text.messages import Text, msg, msgc


@dataclass(frozen=True, slots=True)
class SenseTerm:
    """A way to answer.

    Attributes:
        label: What the child does, without a subject.
        definition: What it means.
        noun: What came: « un toucher »; None where nothing comes from the child itself.
        event: The same as a sentence: « l'enfant touche Nao »; None where no page needs it.
        wish: What Nao waits for; None where that is the noun.
        verb: What the child does, as an order would say it; None where that is the label.
    """

    label: Text
    definition: Text
    noun: Text | None = None
    event: Text | None = None
    wish: Text | None = None
    verb: Text | None = None

    @property
    def act(self) -> Text:
        """What the child does, where a protocol names no sign of it."""
        return self.verb or self.label


SENSES: Mapping[str, SenseTerm] = {
    "touch": SenseTerm(
        label=msg("touching Nao"),
        definition=msg("The child touches Nao's head, hands, feet or chest button."),
        noun=msg("a touch"),
        event=msg("the child touches Nao"),
        wish=msg("to be touched"),
    ),
    "word": SenseTerm(
        label=msg("saying a word"),
        definition=msg("Nao hears one of the words that the protocol lists. Who said it, it does not know."),
        noun=msg("a word"),
        event=msg("the child says a word"),
    ),
    "board": SenseTerm(
        label=msg("touching the board"),
        definition=msg("The child chooses a picture on its tablet, by finger or by switch."),
        noun=msg("a choice on the board"),
    ),
    "card": SenseTerm(
        label=msg("showing a card"),
        definition=msg("The child holds a printed card in front of Nao's camera."),
        noun=msg("a card"),
        event=msg("the child shows a card"),
    ),
    "gaze": SenseTerm(
        label=msg("looking at Nao"),
        definition=msg("Nao's camera sees a face turned towards Nao."),
        noun=msg("a look at Nao"),
        event=msg("the child looks at Nao"),
        wish=msg("a look"),
        verb=msg("look at Nao"),
    ),
    "face": SenseTerm(
        label=msg("showing one's face"),
        definition=msg("Nao's camera sees a face, wherever it looks. Whose face it is, Nao does not know."),
        noun=msg("a face"),
        event=msg("a face is seen"),
        verb=msg("show one's face"),
    ),
    "speech": SenseTerm(
        label=msg("speaking"),
        definition=msg("Nao hears that somebody speaks, whatever is said."),
        noun=msg("somebody speaking"),
        event=msg("somebody speaks"),
        wish=msg("to be spoken to"),
        verb=msg("speak (whatever it is)"),
    ),
    "professional": SenseTerm(
        label=msg("the adult says it for the child"),
        definition=msg("The adult sees how the child answered, and presses a button."),
        event=msg("the adult says it for the child"),
    ),
}

PEOPLE: Mapping[str, PlainTerm] = {
    "child": PlainTerm(msg("Child"), msg("Whoever plays with Nao. In data: a code, never a name.")),
    "adult": PlainTerm(
        msg("Adult"),
        msg(
            "Whoever leads the session: speech therapist, teacher, psychologist... In protocols and data it "
            "is also called *professional*."
        ),
    ),
}

PARTS: Mapping[str, PlainTerm] = {
    "head.front": PlainTerm(
        msg("the front of the head"), msg("The foremost of the three touch plates on top of the head.")
    ),
    "head.middle": PlainTerm(
        msg("the middle of the head"), msg("The second of the three touch plates on top of the head.")
    ),
    "head.rear": PlainTerm(
        msg("the back of the head"), msg("The rearmost of the three touch plates on top of the head.")
    ),
    "hand.left": PlainTerm(
        msg("the left hand"),
        msg("The touch plates on Nao's own left hand: on the right for whoever faces it."),
    ),
    "hand.right": PlainTerm(
        msg("the right hand"),
        msg("The touch plates on Nao's own right hand: on the left for whoever faces it."),
    ),
    "foot.left": PlainTerm(
        msg("the left foot"), msg("The bumpers at the tip of Nao's own left foot: they are pressed.")
    ),
    "foot.right": PlainTerm(
        msg("the right foot"), msg("The bumpers at the tip of Nao's own right foot: they are pressed.")
    ),
    "chest": PlainTerm(
        msg("the chest button"),
        msg("The lit button in the middle of the chest. Held for three seconds, it switches Nao off."),
    ),
}
"""The parts that feel a touch; left and right are Nao's own."""

ROLES: Mapping[str, PlainTerm] = {
    "lead": PlainTerm(msg("Console"), msg("The tablet of whoever leads the session: every page.")),
    "second": PlainTerm(
        msg("Second adult"), msg("The buttons Yes and Not yet, to score while the other one leads.")
    ),
    "watch": PlainTerm(msg("Observer"), msg("Watches the session live, and can change nothing.")),
    "board": PlainTerm(
        msgc("a device's role", "Board"), msg("The pictures of one child, to answer by touching.")
    ),
    "group": PlainTerm(msg("Group's screen"), msg("The large screen that all the children look at.")),
}
"""What a device on the room's network is let in as, and what it is for."""
