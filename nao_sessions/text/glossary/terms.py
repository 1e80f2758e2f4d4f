"""The terms: of a trial and a session's end, of a session and its commands, of the room, people and devices.

Each has a label and a definition; a concept adds the forms that its pages need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from nao_sessions.text.messages import Text, msg, msgc, msgn


class Term(Protocol):
    """A term of the glossary."""

    @property
    def label(self) -> Text:
        """The term on its own, wherever no sentence is around it."""

    @property
    def definition(self) -> Text:
        """What the term means, in a sentence for somebody who has never used the program."""


def labels(terms: Mapping[str, Term]) -> Mapping[str, Text]:
    """Return the label of each term, by its key."""
    return {key: term.label for key, term in terms.items()}


@dataclass(frozen=True, slots=True)
class JudgementTerm:
    """How a trial was judged.

    Attributes:
        label: The term, alone or in a sentence.
        definition: What it means.
        counted: The term after a number: ``counted(2)`` reads « 2 réussis ».
        trials: The trials that were judged so, as a result that a protocol reads; None where it cannot.
        button: What the console's button says that judges so; None where that is the label.
    """

    label: Text
    definition: Text
    counted: Callable[[int], Text]
    trials: Text | None = None
    button: Text | None = None

    @property
    def on_button(self) -> Text:
        """What the console's button says that judges so."""
        return self.button or self.label


@dataclass(frozen=True, slots=True)
class HelpTerm:
    """A level of help.

    Attributes:
        label: The term, alone or in a sentence.
        definition: What it means.
        short: The term where the concept is named beside it (« aide : visuelle »).
        gloss: A few words for whoever reads it for the first time.
    """

    label: Text
    definition: Text
    short: Text
    gloss: Text | None = None

    @property
    def explained(self) -> Text:
        """The label, with its gloss in brackets where it has one."""
        if self.gloss is None:
            return self.label
        return msg("{label} ({gloss})", label=self.label, gloss=self.gloss)


@dataclass(frozen=True, slots=True)
class OutcomeTerm:
    """How a session ended. French agrees with *séance*.

    Attributes:
        label: The term, after « séance » or alone.
        definition: What it means.
        short: The term of sessions that are only counted; None where it is the label.
        of_protocol: How a protocol that another one uses ended; None where it cannot end so.
        of_group: How a session of several children ended, where the log does not say whose word it was.
    """

    label: Text
    definition: Text
    short: Text | None = None
    of_protocol: Text | None = None
    of_group: Text | None = None


JUDGEMENTS: Mapping[str, JudgementTerm] = {
    "correct": JudgementTerm(
        label=msg("correct"),
        definition=msg("The child gave the expected answer, and no help had been given."),
        counted=lambda n: msgn("{n} correct", "{n} correct", n),
        trials=msg("correct trials"),
    ),
    "prompted": JudgementTerm(
        label=msg("correct with help"),
        definition=msg("The child gave the expected answer after at least one help."),
        counted=lambda n: msgn("{n} correct with help", "{n} correct with help", n),
        trials=msg("trials correct with help"),
    ),
    "incorrect": JudgementTerm(
        label=msg("incorrect"),
        definition=msg("The child's last answer was another one than expected."),
        counted=lambda n: msgn("{n} incorrect", "{n} incorrect", n),
        trials=msg("incorrect trials"),
    ),
    "no_response": JudgementTerm(
        label=msg("no response"),
        definition=msg("Nothing came from the child in the time allowed, after the last help either."),
        counted=lambda n: msgn("{n} with no response", "{n} with no response", n),
        trials=msg("trials: no response"),
        button=msg("No response"),
    ),
    "refused": JudgementTerm(
        label=msg("refusal"),
        definition=msg("The child showed or said that it did not want to answer."),
        counted=lambda n: msgn("{n} refusal", "{n} refusals", n),
        trials=msg("refusals"),
        button=msg("Refusal"),
    ),
    "void": JudgementTerm(
        label=msg("not scored"),
        definition=msg(
            "The trial does not count: the adult set it aside, or something cut it short, such as a stop, a "
            "time to calm down or the child's leaving."
        ),
        counted=lambda n: msgn("{n} not scored", "{n} not scored", n),
        trials=msg("trials not scored"),
        button=msg("Not scored"),
    ),
    "unscored": JudgementTerm(
        label=msg("not judged"),
        definition=msg("Nothing in the trial is right or wrong, nobody confirmed the answer, or none came."),
        counted=lambda n: msgn("{n} not judged", "{n} not judged", n),
    ),
}


HELPS: Mapping[str, HelpTerm] = {
    "none": HelpTerm(
        label=msg("no help"),
        definition=msg("The question alone."),
        short=msg("none"),
    ),
    "visual": HelpTerm(
        label=msg("visual help"),
        definition=msg("Something to see puts the child on the way: a picture, a colour, a light."),
        short=msg("visual"),
    ),
    "verbal": HelpTerm(
        label=msg("verbal help"),
        definition=msg("Words put the child on the way: the first sound, a hint, the answer said."),
        short=msg("verbal"),
    ),
    "gestural": HelpTerm(
        label=msg("gestural help"),
        definition=msg("A gesture puts the child on the way: showing, pointing, looking at the answer."),
        short=msg("gestural"),
        gloss=msg("showing, pointing"),
    ),
    "model": HelpTerm(
        label=msg("model"),
        definition=msg("Nao or the adult does what is asked in front of the child, who then does it."),
        short=msg("model"),
        gloss=msg("the adult does it first"),
    ),
    "physical_partial": HelpTerm(
        label=msg("partial physical guidance"),
        definition=msg("The adult touches the child's arm or hand to start the movement; the child ends it."),
        short=msg("partial guidance"),
    ),
    "physical_full": HelpTerm(
        label=msg("full physical guidance"),
        definition=msg("The adult guides the child's hand through the whole movement."),
        short=msg("full guidance"),
    ),
}
"""The levels of help, from none to the strongest."""


OUTCOMES: Mapping[str, OutcomeTerm] = {
    "completed": OutcomeTerm(
        label=msg("completed"),
        definition=msg(
            "The session came to its goodbye: by itself, led there by the adult, or by way of calming down."
        ),
        short=msg("over"),
        of_protocol=msgc("masculine", "completed"),
    ),
    "refused": OutcomeTerm(
        label=msg("ended: the child refused"),
        definition=msg("The child no longer wanted to go on, and the session ended for that reason."),
        of_protocol=msg("the child refused"),
        of_group=msg("ended: a child refused"),
    ),
    "distress": OutcomeTerm(
        label=msg("ended: the child in distress"),
        definition=msg("The child was not well, and the session did not go on after the calming down."),
        of_protocol=msg("the child in distress"),
        of_group=msg("ended: a child in distress"),
    ),
    "technical": OutcomeTerm(
        label=msg("ended: technical cause"),
        definition=msg("Nao, the computer or the room did not let the session go on."),
        of_protocol=msg("technical cause"),
    ),
    "time": OutcomeTerm(
        label=msg("ended: time is up"),
        definition=msg("The duration that the protocol allows was reached."),
        of_protocol=msg("time is up"),
    ),
    "stopped": OutcomeTerm(
        label=msg("closed at once, without its goodbye"),
        definition=msg("The session was closed without its goodbye: by the adult, or with the console."),
    ),
    "interrupted": OutcomeTerm(
        label=msgc("feminine, one session", "interrupted"),
        definition=msg(
            "Nobody ended the session: the program or the computer stopped before. What was recorded until "
            "then is kept."
        ),
    ),
}
"""The short form of ``completed`` says less, since a session that the adult led to its goodbye early ends as
completed, too."""


def shorts(terms: Mapping[str, HelpTerm] | Mapping[str, OutcomeTerm]) -> Mapping[str, Text]:
    """Return the short form of each term, for use where its concept is named beside it."""
    return {key: term.short or term.label for key, term in terms.items()}


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


@dataclass(frozen=True, slots=True)
class PlainTerm:
    """A term that has one form."""

    label: Text
    definition: Text


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


@dataclass(frozen=True, slots=True)
class PauseTerm:
    """Why a session stands still.

    Attributes:
        label: A heading, in the present: the page of the session.
        definition: What it means.
        reason: The same, in a sentence: « en pause : ... ».
        past: The same, told afterwards: the report.
    """

    label: Text
    definition: Text
    reason: Text
    past: Text


@dataclass(frozen=True, slots=True)
class CommandTerm:
    """What the adult may order at any time.

    Attributes:
        label: The command with its object, alone.
        definition: What it does.
        in_sentence: The command in a sentence, or after « commande : ».
        button: What its button says; None where that is the label.
        by_adult: The same with its subject: « l'adulte reprend »; None where no page needs it.
    """

    label: Text
    definition: Text
    in_sentence: Text
    button: Text | None = None
    by_adult: Text | None = None

    @property
    def on_button(self) -> Text:
        """What the command's button says."""
        return self.button or self.label


PAUSES: Mapping[str, PauseTerm] = {
    "paused": PauseTerm(
        label=msg("Paused"),
        definition=msg("The adult asked for a pause. Nao waits."),
        reason=msg("asked for"),
        past=msg("a pause"),
    ),
    "stopped": PauseTerm(
        label=msg("Nao is stopped"),
        definition=msg(
            "Nao was stopped: by a button, by its head or by the guard of the stop. "
            "It does nothing until *Go on*."
        ),
        reason=msg("Nao is stopped"),
        past=msg("the adult pressed Stop"),
    ),
    "calm": PauseTerm(
        label=msg("Calming down"),
        definition=msg("The child is given the time it needs, for as long as the adult wishes."),
        reason=msg("calming down"),
        past=msg("a time to calm down"),
    ),
    "crash": PauseTerm(
        label=msg("The program had been interrupted"),
        definition=msg("The program ended without closing the session, and took it up again afterwards."),
        reason=msg("the program had been interrupted"),
        past=msg("the program was interrupted"),
    ),
    "slept": PauseTerm(
        label=msg("The computer had gone to sleep"),
        definition=msg("The computer slept during the session, its lid closed for example."),
        reason=msg("the computer had gone to sleep"),
        past=msg("the computer went to sleep"),
    ),
    "fell": PauseTerm(
        label=msg("Nao has fallen"),
        definition=msg("Nao itself has felt that it fell."),
        reason=msg("Nao has fallen"),
        past=msg("Nao fell"),
    ),
    "lost": PauseTerm(
        label=msg("Nao no longer answers"),
        definition=msg("The computer no longer reaches Nao: it is off, or the network is cut."),
        reason=msg("Nao no longer answers"),
        past=msg("Nao no longer answered"),
    ),
    "stalled": PauseTerm(
        label=msg("The protocol goes round in circles"),
        definition=msg(
            "The protocol leads from step to step without ever waiting for anything: a fault in its writing."
        ),
        reason=msg("the protocol goes round in circles"),
        past=msg("the protocol went round in circles"),
    ),
    "no_branch": PauseTerm(
        label=msg("The protocol has no way on here"),
        definition=msg("No condition of a branch holds: a fault in the protocol's writing."),
        reason=msg("the protocol has no way on here"),
        past=msg("the protocol had no way on"),
    ),
    "left": PauseTerm(
        label=msg("No child is there any more"),
        definition=msg("Every child has left, by the adult's word. The session waits for one to come back."),
        reason=msg("no child is there any more"),
        past=msg("no child was there any more"),
    ),
    "speech_failed": PauseTerm(
        label=msg("Nao could not speak"),
        definition=msg("Nao was asked to say a sentence and could not. The adult may say it in its place."),
        reason=msg("Nao could not speak"),
        past=msg("Nao could not speak"),
    ),
}


COMMANDS: Mapping[str, CommandTerm] = {
    "encourage": CommandTerm(
        label=msg("Encourage"),
        definition=msg("Nao says one of the protocol's encouragements."),
        in_sentence=msg("encourage"),
        by_adult=msg("the adult encourages"),
    ),
    "repeat": CommandTerm(
        label=msg("Repeat"),
        definition=msg("Nao says its last sentence once more."),
        in_sentence=msg("repeat"),
        by_adult=msg("the adult has it repeated"),
    ),
    "prompt": CommandTerm(
        label=msg("Give the next help"),
        definition=msg("The next help that the protocol plans for the trial is given at once."),
        in_sentence=msg("give the next help"),
        button=msg("Help"),
        by_adult=msg("the adult gives the next help"),
    ),
    "judge": CommandTerm(
        label=msg("Judge the response"),
        definition=msg("The adult says how the child answered; another press may correct it."),
        in_sentence=msg("judge the response"),
    ),
    "redo": CommandTerm(
        label=msg("Redo the trial"),
        definition=msg("The question is asked once more; the trial before it is not scored."),
        in_sentence=msg("redo the trial"),
        by_adult=msg("the adult has the trial done again"),
    ),
    "skip": CommandTerm(
        label=msg("Skip the trial or the turn"),
        definition=msg("The session goes on to what follows. The trial in hand is not scored."),
        in_sentence=msg("skip"),
        button=msg("Skip"),
        by_adult=msg("the adult skips"),
    ),
    "change": CommandTerm(
        label=msg("Change the activity"),
        definition=msg("The session leaves the activity under way for the one that the protocol plans then."),
        in_sentence=msg("change the activity"),
        by_adult=msg("the adult changes the activity"),
    ),
    "goto": CommandTerm(
        label=msg("Go to a step"),
        definition=msg("The session goes to the step of the protocol that the adult chooses."),
        in_sentence=msg("go to a step"),
        button=msg("Go to"),
    ),
    "pause": CommandTerm(
        label=msg("Pause"),
        definition=msg("Nao waits, and the times for answering wait with it."),
        in_sentence=msgc("noun", "pause"),
        by_adult=msg("the adult pauses"),
    ),
    "resume": CommandTerm(
        label=msgc("resume a session", "Go on"),
        definition=msg("The session continues where it was, after a pause or a stop."),
        in_sentence=msg("go on"),
        by_adult=msg("the adult goes on"),
    ),
    "calm": CommandTerm(
        label=msg("Calm down"),
        definition=msg(
            "Nao does what the protocol plans for an agitated child; the session waits if it plans nothing."
        ),
        in_sentence=msg("calm down"),
        by_adult=msg("the adult asks for calming down"),
    ),
    "finish": CommandTerm(
        label=msg("Finish the session"),
        definition=msg("The session goes to its goodbye, and ends after it."),
        in_sentence=msg("finish"),
        button=msg("Finish"),
        by_adult=msg("the adult finishes the session"),
    ),
    "close": CommandTerm(
        label=msg("Close the session"),
        definition=msg("The session ends at once, without a goodbye. What was recorded is kept."),
        in_sentence=msg("close the session"),
        button=msg("Close at once"),
    ),
    "leave": CommandTerm(
        label=msg("A child leaves"),
        definition=msg("One child of the group is no longer there: it has no more turns."),
        in_sentence=msg("the child leaves"),
        button=msg("Leaves"),
    ),
    "return": CommandTerm(
        label=msg("A child comes back"),
        definition=msg("A child of the group that had left is there again."),
        in_sentence=msg("the child comes back"),
        button=msg("Comes back"),
    ),
    "improvise": CommandTerm(
        label=msg("Have Nao say"),
        definition=msg("Nao says a sentence, or makes a gesture, that the adult chooses on the spot."),
        in_sentence=msg("have Nao say"),
    ),
    "louder": CommandTerm(
        label=msg("Louder"),
        definition=msg("Nao's voice is louder, from its next sentence on."),
        in_sentence=msg("louder"),
    ),
    "softer": CommandTerm(
        label=msg("Softer"),
        definition=msg("Nao's voice is softer, from its next sentence on."),
        in_sentence=msg("softer"),
    ),
    "slower": CommandTerm(
        label=msg("Slower"),
        definition=msg("Nao speaks more slowly, from its next sentence on."),
        in_sentence=msg("slower"),
    ),
    "faster": CommandTerm(
        label=msg("Faster"),
        definition=msg("Nao speaks faster, from its next sentence on."),
        in_sentence=msg("faster"),
    ),
    "extend": CommandTerm(
        label=msg("Five more minutes"),
        definition=msg("The session may last five minutes longer than the protocol allows."),
        in_sentence=msg("five more minutes"),
    ),
    "stop": CommandTerm(
        label=msg("Stop Nao"),
        definition=msg("Nao stops moving and speaking at once, whatever it does."),
        in_sentence=msg("stop"),
        button=msg("Stop"),
    ),
}


JUDGING: Mapping[str, CommandTerm] = {
    "yes": CommandTerm(
        label=msg("Yes"),
        definition=msg("The child answered as expected: correct, or correct with help if one was given."),
        in_sentence=msg("yes"),
        by_adult=msg("the adult judges: yes"),
    ),
    "not_yet": CommandTerm(
        label=msg("Not yet"),
        definition=msg("The next help is given. Where none is left, the trial is scored: the page says how."),
        in_sentence=msg("not yet"),
        by_adult=msg("the adult judges: not yet"),
    ),
    "heard": CommandTerm(
        label=msg("That is it"),
        definition=msg("Nao understood the child well: the answer counts."),
        in_sentence=msg("that is it"),
        by_adult=msg("the adult confirms what Nao understood"),
    ),
    "not_heard": CommandTerm(
        label=msg("Misheard"),
        definition=msg("Nao did not understand the child well: what it understood does not count."),
        in_sentence=msg("misheard"),
        by_adult=msg("the adult denies what Nao understood"),
    ),
}
"""What the adult presses to judge, besides the judgements that have a button of their own."""


STATES: Mapping[str, PlainTerm] = {
    "open": PlainTerm(
        msg("not closed"), msg("The session runs, or was interrupted and may be taken up again.")
    ),
    "closed": PlainTerm(msg("closed"), msg("The session came to its end, and its folder was closed then.")),
    "recovered": PlainTerm(
        msg("recovered after a cut"),
        msg("The session was interrupted, and its folder was closed afterwards."),
    ),
    "imported": PlainTerm(
        msg("imported from elsewhere"),
        msg("The session was not led by this program: a film, a table of events."),
    ),
}
"""What became of a session's folder."""
