"""Praise follows success only, and consolation never praises.

A moment is known by its place: the feedback of a judgement or of an answer, a help, a question, where a delay
leads, the end of a refusal. Praise is known by what it shows: gestures and lamps that the catalogue calls so,
and signs that a protocol itself keeps for success. The words of a sentence give a remark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nao_sessions.core.errors import Place
from nao_sessions.protocol.catalogue import CONSOLING, NEUTRAL_COLOURS, PRAISING
from nao_sessions.protocol.checks.promises.breach import Breach, acts_of, moments_of
from nao_sessions.protocol.checks.promises.endings import DISTRESS, REFUSED, begins_with, means
from nao_sessions.protocol.checks.trials import answers_for, items_of, right_for
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import BACK, DONE, Act, Entry, Protocol, Show, Speech, Step
from nao_sessions.protocol.trials import ANY, NOT_PASSED, PASSED, Trials
from nao_sessions.text.messages import Text, by_language, msg

CORRECT = "correct"

Sign = tuple[str, str]
"""A verb and what it shows: (gesture, cheer), (eyes, green), (sound, sounds/bravo.ogg)."""


def broken_praise(protocol: Protocol) -> Iterator[Breach]:
    """Yield praise where nothing succeeded, and consolation where something did."""
    customs = _Customs(protocol)
    for step in protocol.steps.values():
        if step.trials is not None:
            yield from _feedback(protocol, customs, step, step.trials)
            yield from _before_the_answer(protocol, step.trials)
            yield from _lamp_left(protocol, step.trials)
    yield from _after_nothing(protocol)
    yield from _endings(protocol)


def signs(protocol: Protocol, block: str) -> Iterator[tuple[Sign, Place]]:
    """Yield the signs of success or failure that a block shows, each with its place."""
    for act in acts_of(protocol, block):
        sign = _sign(act)
        if sign is not None:
            yield sign, act.place


def _sign(act: Act) -> Sign | None:
    argument = act.argument
    if act.verb == "show" and isinstance(argument, Show):
        return ("show", argument.picture) if isinstance(argument.picture, str) else None
    if act.verb not in ("gesture", "eyes", "sound") or not isinstance(argument, str):
        return None
    return None if act.verb == "eyes" and argument in NEUTRAL_COLOURS else (act.verb, argument)


def _praises(sign: Sign) -> bool:
    return sign[1] in PRAISING.get(sign[0], ())


class _Customs:
    """The signs that a protocol itself keeps for success, and those that it keeps for failure or for calm."""

    def __init__(self, protocol: Protocol) -> None:
        self.success: Counter[Sign] = Counter()
        self.failure: Counter[Sign] = Counter()
        self.blocks = 0
        """Blocks whose feedback for success shows something."""
        for step in protocol.steps.values():
            for key, block in () if step.trials is None else step.trials.feedback:
                shown = {sign for sign, _ in signs(protocol, block)}
                if key in PASSED:
                    self.success.update(shown)
                    self.blocks += key == CORRECT and bool(shown)
                elif key in NOT_PASSED:
                    self.failure.update(shown)
        self.usual = frozenset(sign for sign, count in self.success.items() if count > self.failure[sign])
        calm = {sign for block in _bad_ends(protocol) for sign, _ in signs(protocol, block)}
        most = max((self.success[one] for one in self.success if one[0] == "eyes"), default=0)
        self.own = frozenset(
            sign for sign in self.usual - calm if sign[0] == "eyes" and self.success[sign] == most
        )
        """The colours chosen for success: no other is shown more often then, and calm has another one."""


@dataclass(frozen=True, slots=True)
class _Said:
    speech: Speech
    place: Place


def _sentences(protocol: Protocol, block: str) -> list[_Said]:
    return [
        _Said(act.argument, act.place)
        for act in acts_of(protocol, block)
        if act.verb == "say" and isinstance(act.argument, Speech)
    ]


def _feedback(protocol: Protocol, customs: _Customs, step: Step, trials: Trials) -> Iterator[Breach]:
    if trials.correct is None:
        return
    feedback = dict(trials.feedback)
    for key, block in trials.feedback:
        failing = key in NOT_PASSED or (key not in PASSED and _may_be_wrong(protocol, step, trials, key))
        if failing:
            yield from _praise_in(protocol, block, customs.usual if key in NOT_PASSED else frozenset())
        elif key in PASSED:
            yield from _comfort_in(protocol, customs, block, key)
    passed = {_text(one): one for one in _sentences(protocol, feedback.get(CORRECT, ""))}
    failed = {
        _text(one) for key in NOT_PASSED if key in feedback for one in _sentences(protocol, feedback[key])
    }
    for words, said in passed.items():
        if words in failed:
            yield _spoken(said, msg("'{words}': the same words follow a success and a failure"))
            break


def _text(said: _Said) -> tuple[str, str]:
    words = said.speech.as_written()
    return words.fr, words.en


def _may_be_wrong(protocol: Protocol, step: Step, trials: Trials, answer: str) -> bool:
    """Return whether an answer is wrong for some item, as far as that is known."""
    rights = [right_for(trials, item) for item in items_of(protocol, step)]
    known = [right for right in rights if right is not None]
    answers = {one for item in items_of(protocol, step) for one in answers_for(trials, item) or ()}
    return answer in answers and any(answer not in right and ANY not in right for right in known)


def _praise_in(protocol: Protocol, block: str, usual: frozenset[Sign]) -> Iterator[Breach]:
    for sign, place in signs(protocol, block):
        if _praises(sign) or sign in usual:
            yield _too_early(place, sign, msg("'{shown}' says success, and this is no success"))
            return
    for said in _sentences(protocol, block):
        if begins_with(said.speech, "praise"):
            yield _spoken(said, msg("'{words}': these words praise, and this is no success"))
            return


def _comfort_in(protocol: Protocol, customs: _Customs, block: str, key: str) -> Iterator[Breach]:
    shown = list(signs(protocol, block))
    praised = any(_praises(sign) or sign in customs.usual for sign, _ in shown)
    for sign, place in shown:
        if sign[1] in CONSOLING.get(sign[0], ()) and sign not in customs.own:
            yield Breach(
                "P244",
                place,
                msg("a success is shown as what consoles: {sign}: {sign2}", sign=sign[0], sign2=sign[1]),
                msg("show success in the same way everywhere: eyes: green, gesture: cheer"),
            )
            return
    if key != CORRECT:
        return  # less for a success with help is differential reinforcement
    said = _sentences(protocol, block)
    comfort = next((one for one in said if begins_with(one.speech, "comfort")), None)
    if comfort is not None and not any(begins_with(one.speech, "praise") for one in said):
        yield _spoken(comfort, msg("'{words}': these words console or correct, and this is a success"))
    elif not praised and customs.blocks > 1 and protocol.blocks.get(block):
        yield Breach(
            "P249",
            protocol.blocks[block][0].place,
            msg("here, success is not shown as elsewhere in this protocol"),
            msg("show it in the same way everywhere"),
        )


def _before_the_answer(protocol: Protocol, trials: Trials) -> Iterator[Breach]:
    """Yield praise in a question or a help: what the feedback of success shows, or a gesture of praise."""
    feedback = dict(trials.feedback)
    success = {sign for key in PASSED if key in feedback for sign, _ in signs(protocol, feedback[key])}
    for block in (trials.ask, *(prompt.block for prompt in trials.prompts)):
        for sign, place in signs(protocol, block):
            by_gesture = sign[0] == "gesture" and _praises(sign) and sign[1] != "yes"
            if (sign in success and sign[0] != "show") or by_gesture:
                yield _too_early(place, sign, msg("'{shown}' says success, and there is no answer yet"))
                break


def _lamp_left(protocol: Protocol, trials: Trials) -> Iterator[Breach]:
    """Yield feedback during which the lamp of an earlier success may still be on."""
    feedback = dict(trials.feedback)
    green = {
        sign for key in PASSED if key in feedback for sign, _ in signs(protocol, feedback[key])
        if sign[0] == "eyes"
    }  # fmt: skip
    if trials.correct is None or not green or _sets_eyes(protocol, trials.ask):
        return
    if any(_last_colour(protocol, feedback[key]) == "neutral" for key in PASSED if key in feedback):
        return
    for key in NOT_PASSED:
        if key in feedback and not _sets_eyes(protocol, feedback[key]):
            place = next((moment.place for moment in protocol.blocks[feedback[key]]), trials.place)
            yield Breach(
                "P251",
                place,
                msg(
                    "Nao's eyes may still have the colour of an earlier success: neither the question nor "
                    "this "
                    "feedback changes it"
                ),
                msg("add eyes: white to the question"),
            )
            return


def _sets_eyes(protocol: Protocol, block: str) -> bool:
    return any(
        act.verb == "eyes" and moment.condition is None
        for moment in moments_of(protocol, block)
        for act in moment.acts
    )


def _last_colour(protocol: Protocol, block: str) -> str:
    colours = [act.argument for act in acts_of(protocol, block) if act.verb == "eyes"]
    return "neutral" if colours and colours[-1] in NEUTRAL_COLOURS else ""


def _after_nothing(protocol: Protocol) -> Iterator[Breach]:
    """Yield praise that a delay or a refusal's button leads to, though nobody did anything.

    Where the adult alone can go on, a delay turns the page; where a child is waited for, it is a silence.
    """
    for level in protocol.all_levels():
        for entry in level.entries():
            declined = any(means(entry.label, one) for one in ("refuses", "declines", "distressed"))
            if declined or (entry.kind in ("after", "silence") and level.when):
                yield from _led_to(protocol, entry)


def _led_to(protocol: Protocol, entry: Entry) -> Iterator[Breach]:
    targets = [branch.target for branch in entry.next if branch.target not in (BACK, DONE)]
    for block in (entry.block, *(protocol.steps[target].block for target in targets)):
        for sign, place in signs(protocol, block):
            if _praises(sign):
                where = entry.place if block != entry.block else place
                yield _too_early(where, sign, msg("'{shown}' says success, and nobody has answered"))
                return


def _endings(protocol: Protocol) -> Iterator[Breach]:
    """Yield praise at the end of a refusal or distress, and where somebody is to be calmed."""
    everywhere = Counter(sign for block in protocol.blocks for sign, _ in signs(protocol, block))
    for block in _bad_ends(protocol):
        for sign, place in signs(protocol, block):
            # A lamp that this protocol lights nowhere else says nothing of success in it.
            if _praises(sign) and (sign[0] == "gesture" or everywhere[sign] > 1):
                yield _too_early(
                    place, sign, msg("'{shown}' says success, and the child refuses or is unwell")
                )
                break
        else:
            cheers = (one for one in _sentences(protocol, block) if begins_with(one.speech, "cheers"))
            for said in list(cheers)[:1]:
                yield _spoken(said, msg("'{words}': these words praise, and the child refuses or is unwell"))


def _bad_ends(protocol: Protocol) -> list[str]:
    """Return the blocks of steps that end as refused or in distress, and those that calm somebody."""
    blocks = [step.block for step in protocol.steps.values() if step.end in (REFUSED, DISTRESS)]
    calm = protocol.commands.get("calm")
    if calm is not None:
        blocks.append(calm.block)
        blocks += [protocol.steps[one.target].block for one in calm.next if one.target in protocol.steps]
    return blocks


def _too_early(place: Place, sign: Sign, why: Text) -> Breach:
    shown = f"{sign[0]}: {quoted(sign[1])}"
    return Breach(
        "P243",
        place,
        why.format(shown=shown),
        msg("keep this sign for success: feedback: correct"),
    )


def _spoken(said: _Said, what: Text) -> Breach:
    words = said.speech.as_written()
    return Breach(
        "P249",
        said.place,
        what.format(words=by_language(lambda language: quoted(words.in_language(language)))),
        msg("say something else, or move the sentence"),
    )
