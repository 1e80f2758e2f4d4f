"""The terms of a trial and of a session's end: judgements, helps, outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nao_sessions.text.messages import Text, msg, msgc, msgn


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
        definition=msg("Nothing in the trial is right or wrong, or nobody confirmed the answer."),
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
        definition=msg("The session came to its goodbye, by itself or because the adult led it there."),
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
        label=msg("stopped by the adult"),
        definition=msg("The adult closed the session at once, without its goodbye."),
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
