"""The examination of a Nao: what it is, how it stands and feels, what else runs on it, how fast it answers.

Nothing moves, speaks or lights unless ``moves`` says that it may: children may be in the room. Nothing is
stored on Nao, and no setting of it is changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from nao_sessions.core.errors import DeviceUnavailable, Finding, Place
from nao_sessions.doctor.examined import Examined
from nao_sessions.doctor.robot_facts import facts_of_condition, facts_of_trials, unreachable_fact
from nao_sessions.doctor.robot_findings import TABLE, Asked, findings_of_condition, findings_of_trials
from nao_sessions.robot.address import Address
from nao_sessions.robot.qi_condition import ASKED, NEEDED, Condition, read_condition
from nao_sessions.robot.qi_link import CONNECT_DEADLINE_S, CallLate, LinkLost, QiLink
from nao_sessions.robot.qi_trials import Trials, try_lamps, try_posture, try_tone, try_voice
from nao_sessions.robot.qi_voice import LANGUAGES
from nao_sessions.text.messages import EMPTY_TEXT, msg

KIND = "robot"
NOT_INSTALLED = "R001"


async def examine_robot(
    address: Address,
    *,
    languages: Sequence[str] = ("fr",),
    place: str = "floor",
    moves: bool = False,
    deadline_s: float = CONNECT_DEADLINE_S,
) -> Examined:
    """Examine the Nao at an address; takes about three seconds, with ``moves`` up to a minute.

    Args:
        languages: the codes of the languages that it is to speak (``fr``, ``en``).
        place: ``table`` or ``floor``, as the room file has it: on a table no change of posture is tried.
        moves: whether it may light its eyes, sound a tone, say a word and take a posture.
        deadline_s: how long it may take to let us in.

    Raises:
        DeviceUnavailable: qi is not installed here (R001); a Nao that cannot be reached is a finding.
    """
    asked = Asked(Place(address.url), tuple(languages), place)
    title = msg("Nao ({url})", url=address.url)
    link = QiLink(address.url, (*NEEDED, *ASKED))
    try:
        await link.start(deadline_s)
    except DeviceUnavailable as error:
        if error.code == NOT_INSTALLED:
            raise
        finding = _unreachable(asked.place, error)
        return Examined(KIND, address.host, title, (unreachable_fact(),), (finding,))
    try:
        condition = await read_condition(link)
        facts = list(facts_of_condition(condition))
        findings = list(findings_of_condition(condition, asked))
        if moves and condition.led:
            findings.append(Finding("D322", asked.place, _NOT_TRIED, _LATER, "remark"))
        elif moves:
            still = any(finding.code in _MAKE_IT_UNSAFE for finding in findings)
            trials = await _try(link, condition, asked, still=still)
            facts += facts_of_trials(trials)
            findings += findings_of_trials(trials, asked)
            if still:
                findings.append(Finding("D322", asked.place, _NOT_MOVED, severity="remark"))
    except LinkLost as error:
        return Examined(KIND, address.host, title, (unreachable_fact(),), (_silent(asked.place, error),))
    finally:
        await link.close()
    return Examined(KIND, address.host, title, facts, findings)


async def _try(link: QiLink, condition: Condition, asked: Asked, *, still: bool) -> Trials:
    """Try one thing after the other, the movement last; ``still``: no movement is tried."""
    language = next((LANGUAGES[code] for code in asked.languages if code in LANGUAGES), LANGUAGES["fr"])
    lamps, tone = await try_lamps(link), await try_tone(link)
    voice = await try_voice(link, language) if language in condition.languages else None
    if still or asked.where == TABLE:
        return Trials(lamps, tone, voice)
    name = asked.postures[0]
    posture = await try_posture(link, name, awake=condition.awake is not False)
    return Trials(lamps, tone, voice, posture, name)


_MAKE_IT_UNSAFE = frozenset({"D309", "D310", "D312", "D314", "D315"})
"""Fallen, limp, moved by another program, no battery, hot: Nao is not asked to get up."""


def _unreachable(place: Place, error: DeviceUnavailable) -> Finding:
    cause = error.__cause__
    if isinstance(cause, CallLate):
        return _silent(place, cause)
    if "this is no Nao" in str(cause):
        return Finding(
            "D303",
            place,
            msg("What answers at this address is no Nao."),
            msg("Check the address: press Nao's chest button, it says it."),
        )
    hint = error.hint or EMPTY_TEXT
    return Finding(
        "D301",
        place,
        error.sentence,
        msg("{hint} Press its chest button: it says its address.", hint=hint),
    )


def _silent(place: Place, error: Exception) -> Finding:
    return Finding(
        "D302",
        place,
        msg("Nao takes the connection, and then does not answer ({why}).", why=str(error)),
        msg("Wait for a minute if it was just switched on; else switch it off and on again."),
    )


_NOT_TRIED = msg("Nothing was tried: a session leads this Nao.")
_LATER = msg("Try again after the session.")
_NOT_MOVED = msg("No movement was tried, because of the above.")
