"""Who may be recorded: all who are there count, one no is a no, and what is not known is a no."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.ledger.rules import (
    Decision,
    Means,
    Presence,
    check_log,
    may_record,
    may_use,
    refusal,
    undecided,
    why_not,
    withheld,
)
from nao_sessions.privacy.ledger.values import (
    DecisionOverLine,
    DisagreementLine,
    Ledger,
    Line,
    PersonLine,
    PurposeLine,
)
from nao_sessions.text.messages import msg
from tests.privacy.families import (
    CAMERA,
    DECISION,
    LOG,
    MEANS,
    MICROPHONE,
    NOW,
    PURPOSE,
    RECORDERS,
    SOUND,
    TEACHER,
    TODAY,
    USUAL,
    child,
    ledger,
    present,
    said,
)

DAY = datetime.timedelta(days=1)
BIRTHDAY = datetime.date(2026, 12, 1)


def decided(
    found: Ledger,
    presence: Presence | None = None,
    now: datetime.datetime = NOW,
    means: Means = MEANS,
) -> dict[str, Decision]:
    return may_record(found, presence or present(), RECORDERS, "support", now, means)


def reasons(decision: Decision) -> list[tuple[str, str]]:
    return [(reason.kind, reason.person) for reason in decision.reasons]


def film(found: Ledger, presence: Presence | None = None, now: datetime.datetime = NOW) -> list[str]:
    return [reason.kind for reason in decided(found, presence, now)[CAMERA].reasons]


def test_a_child_whose_parents_both_agreed_and_that_says_yes_today_may_be_recorded() -> None:
    assert [decision.allowed for decision in decided(ledger()).values()] == [True] * 4


@pytest.mark.parametrize("answer", ["", "no", "unsure", "none", "unfilmed"])
def test_whatever_the_parents_signed_only_a_yes_of_the_child_is_one(answer: str) -> None:
    found = decided(ledger(), present(answer=answer))
    assert (found[CAMERA].allowed, found[MICROPHONE].allowed) == (False, False)
    assert found[LOG].allowed == (answer != "no")


def test_a_yes_of_yesterday_is_none_today() -> None:
    assert film(ledger(), replace(present(), asked_on=TODAY - DAY)) == ["child_no_yes"]


OTHERWISE: dict[str, tuple[tuple[Line, ...], list[str]]] = {
    "one of two has not answered": ((PURPOSE, child(), said("H1")), ["silent"]),
    "one of two refuses": ((*USUAL, said("H2", "refuses")), ["refuses"]),
    "one of two withdraws": ((*USUAL, said("H1", "withdraws")), ["withdraws"]),
    "one who refused agrees again": ((*USUAL, said("H2", "refuses"), said("H2")), []),
    "one was informed only": ((*USUAL, said("H2", "informed")), ["informed_only"]),
    "they disagree": ((*USUAL, DisagreementLine("P07")), ["disagreement"]),
    "they disagree no longer": ((*USUAL, DisagreementLine("P07"), DisagreementLine("P07", False)), []),
    "they disagreed, and one alone decides since": (
        (*USUAL, DisagreementLine("P07"), child("P07", "parent", needs=1, proof="death")),
        [],
    ),
    "they disagreed, one was alone, and there is another again": (
        (*USUAL, DisagreementLine("P07"), child("P07", "parent", needs=1, proof="death"), child()),
        [],
    ),
    "they disagree, and only one is known": (
        (*USUAL, DisagreementLine("P07"), child("P07", "parent")),
        ["disagreement", "too_few"],
    ),
    "only one parent is known": ((PURPOSE, child("P07", "parent"), said("H1")), ["too_few"]),
    "one alone, as was seen": (
        (PURPOSE, child("P07", "parent", needs=1, proof="exclusive"), said("H1")),
        [],
    ),
    "nobody is known": ((PURPOSE, child(holders=())), ["nobody"]),
    "the service alone": (
        (PURPOSE, child("P07", "ase", needs=1, proof="delegation"), said("H1")),
        ["ase_alone"],
    ),
    "the service beside the parents, silent": (
        (PURPOSE, child("P07", "parent", "parent", "ase"), said("H1"), said("H2")),
        ["silent"],
    ),
    "a guardian": ((PURPOSE, child("P07", "guardian", needs=1, proof="guardianship"), said("H1")), []),
    "the agreement ended yesterday": ((*USUAL, said("H1", until=TODAY - DAY)), ["expired"]),
    "it ends today": ((*USUAL, said("H1", until=TODAY)), []),
    "it begins tomorrow": ((*USUAL, said("H1", given_on=TODAY + DAY)), ["not_yet"]),
    "it was given for another purpose": (
        (PURPOSE, child(), said("H1"), said("H2", purposes=("research",))),
        ["silent"],
    ),
    "it was given for using": ((PURPOSE, child(), said("H1"), said("H2", act="use")), ["silent"]),
    "the notice changed since": ((*USUAL, replace(PURPOSE, notice="2026-12")), ["notice"] * 3),
    "no purpose was written down": ((child(), said("H1"), said("H2")), ["purpose"]),
    "a child said no for good": ((*USUAL, said("self", "refuses")), ["child_no"]),
    "recording is read as usual": (
        (replace(PURPOSE, holders="one"), child(), said("H1")),
        [],
    ),
    "read as usual, and the other refuses": (
        (replace(PURPOSE, holders="one"), child(), said("H1"), said("H2", "refuses")),
        ["refuses"],
    ),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_family_may_be_filmed_or_not(name: str) -> None:
    lines, expected = OTHERWISE[name]
    assert film(ledger(DECISION, TEACHER, said("self", "informed", "A01"), lines=lines)) == expected


OPEN = replace(MEANS, encrypted=False)
STRICT = replace(DECISION, disk_vouched=False)
WITH_NAO = replace(DECISION, robot="nao.local")
OVER = DecisionOverLine("D01", TODAY)
DECIDED: dict[str, tuple[tuple[Line, ...], Means, list[str], list[str]]] = {
    "nobody decided": ((), MEANS, ["undecided"], []),
    "nobody decided, and the disk is open": ((), OPEN, ["undecided", "open_disk"], ["open_disk"]),
    "it was decided": ((STRICT,), MEANS, [], []),
    "of an open disk nothing was said": ((STRICT,), OPEN, ["open_disk"], ["open_disk"]),
    "the institution answers for the disk": ((DECISION,), OPEN, [], []),
    "it ended yesterday": ((replace(DECISION, until=TODAY - DAY),), MEANS, ["decision_ended"], []),
    "what ended answers for no disk": (
        (replace(DECISION, until=TODAY - DAY),),
        OPEN,
        ["decision_ended", "open_disk"],
        ["open_disk"],
    ),
    "it holds from tomorrow": ((replace(DECISION, decided_on=TODAY + DAY),), MEANS, ["decision_ended"], []),
    "another version": ((replace(DECISION, version="0.0.9"),), MEANS, ["other_version"], []),
    "another camera": ((replace(DECISION, recorders=("camera:door",)),), MEANS, ["other_recorder"], []),
    "no robot was decided, and one is there": (
        (DECISION,),
        replace(MEANS, robot="nao.local"),
        ["other_robot"],
        [],
    ),
    "this robot": ((WITH_NAO,), replace(MEANS, robot="nao.local"), [], []),
    "what was decided for a robot holds without one": ((WITH_NAO,), MEANS, [], []),
    "one of two robots": ((DECISION, WITH_NAO), replace(MEANS, robot="nao.local"), [], []),
    "it was taken back": ((DECISION, WITH_NAO, OVER), MEANS, ["undecided"], []),
    "it was decided again": ((DECISION, OVER, DECISION), MEANS, [], []),
    "the newer one counts": ((DECISION, replace(DECISION, version="0.0.9")), MEANS, ["other_version"], []),
}


@pytest.mark.parametrize("name", DECIDED)
def test_no_child_is_recorded_without_the_institutions_own_decision(name: str) -> None:
    decisions, means, of_film, of_log = DECIDED[name]
    families = [line for line in USUAL if line != DECISION]
    found = ledger(lines=(*decisions, *families))
    asked = decided(found, means=means)
    assert [reason.kind for reason in asked[CAMERA].reasons] == of_film
    assert [reason.kind for reason in asked[LOG].reasons] == of_log
    here = undecided(found, means, (CAMERA, LOG), TODAY)
    assert [reason.kind for reason in here[CAMERA].reasons] == of_film
    adults = decided(found, Presence((), ("A01",)), means=means)
    assert adults[CAMERA].allowed  # it is about children


def test_a_log_on_an_open_disk_begins_no_session_of_children() -> None:
    with pytest.raises(UsageError, match="encrypted") as refused:
        check_log(decided(ledger(STRICT), means=OPEN))
    assert refused.value.code == "G136"
    check_log(decided(ledger(STRICT)))


def test_each_recorder_is_agreed_to_apart() -> None:
    found = decided(ledger(said("H1", "withdraws", recorders=(MICROPHONE,))))
    assert [name for name, decision in found.items() if decision.allowed] == [CAMERA, SOUND, LOG]
    assert film(ledger(said("H1", "withdraws", recorders=()))) == ["withdraws"]


def test_the_sound_of_a_camera_is_agreed_to_apart_and_is_none_without_its_picture() -> None:
    found = decided(ledger(said("H1", "withdraws", recorders=(SOUND,))))
    assert (found[CAMERA].allowed, reasons(found[SOUND])) == (True, [("withdraws", "P07")])
    assert withheld(found) == [found[SOUND]]
    found = decided(ledger(said("H1", "refuses", recorders=(CAMERA,))))
    assert reasons(found[SOUND]) == [("refuses", "P07")]
    assert withheld(found) == [found[CAMERA]]


def test_of_a_group_one_no_is_a_no_for_all() -> None:
    other = (child("P12"), said("H1", person="P12"))
    assert reasons(decided(ledger(*other), present("P07", "P12"))[CAMERA]) == [("silent", "P12")]
    assert film(ledger(*other, said("H2", person="P12")), present("P07", "P12")) == []


def test_whoever_is_not_in_the_ledger_is_not_filmed() -> None:
    assert reasons(decided(ledger(), present("P07", "P99"))[CAMERA]) == [("unknown", "P99")]
    assert film(ledger(), present(adults=("A01", "A99"))) == ["unknown"]
    assert film(ledger(), present(adults=())) == ["no_adult"]
    assert film(ledger(), present("A01")) == ["no_child"]


@pytest.mark.parametrize(
    ("role", "word", "expected"),
    [
        ("staff", "informed", []),
        ("staff", "agrees", []),
        ("staff", "refuses", ["refuses"]),
        ("visitor", "informed", ["informed_only"]),
        ("visitor", "agrees", []),
        ("visitor", None, ["silent"]),
    ],
)
def test_adults_of_the_room_have_a_word_each(role: str, word: str | None, expected: list[str]) -> None:
    lines: list[Line] = [PersonLine("A02", role)]  # type: ignore[arg-type]
    if word is not None:
        lines.append(said("self", word, "A02"))  # type: ignore[arg-type]
    assert film(ledger(*lines), present(adults=("A01", "A02"))) == expected


def test_at_eighteen_the_word_of_the_parents_has_ended() -> None:
    young = ledger(child(adult_from=BIRTHDAY))
    asked = replace(present(), asked_on=BIRTHDAY)
    assert film(young) == []
    assert film(young, asked, NOW + DAY) == ["of_age"]
    early, own = said("self"), said("self", given_on=BIRTHDAY)
    assert film(ledger(child(adult_from=BIRTHDAY), early), asked, NOW + DAY) == ["of_age"]
    assert film(ledger(child(adult_from=BIRTHDAY), own), asked, NOW + DAY) == []
    refusing = ledger(child(adult_from=BIRTHDAY), own, said("H1", "refuses"))
    assert film(refusing, asked, NOW + DAY) == []


def test_a_clock_that_went_back_films_nobody() -> None:
    found = replace(ledger(), newest=NOW)
    assert film(found) == []
    assert film(found, now=NOW - datetime.timedelta(seconds=1)) == ["clock"]


def test_the_log_asks_one_holder_and_heeds_every_no() -> None:
    one = (PURPOSE, TEACHER, said("self", "informed", "A01"), child(), said("H1"))
    assert decided(ledger(lines=one))[LOG].allowed
    assert reasons(decided(ledger(said("H2", "refuses"), lines=one))[LOG]) == [("refuses", "P07")]
    told = (*one[:4], said("H1", "informed"))
    assert not decided(ledger(lines=told))[LOG].allowed
    public = PurposeLine("support", "public_task", PURPOSE.notice)
    assert decided(ledger(public, lines=told))[LOG].allowed
    assert not decided(ledger(public, lines=told))[CAMERA].allowed


def test_using_a_film_asks_all_holders_anew() -> None:
    one = replace(PURPOSE, holders="one")
    used = [said("H1", act="use"), said("H2", act="use")]
    staff = said("self", "informed", "A01", act="use")
    assert not may_use(ledger(), ["P07"], CAMERA, "support", NOW).allowed
    assert not may_use(ledger(one, used[0]), ["P07"], CAMERA, "support", NOW).allowed
    assert may_use(ledger(one, *used), ["P07"], CAMERA, "support", NOW).allowed
    assert may_use(ledger(*used, staff), ["P07", "A01"], CAMERA, "support", NOW).allowed
    withdrawn = ledger(*used, said("H1", "withdraws", act=None, recorders=(), purposes=()))
    assert not may_use(withdrawn, ["P07"], CAMERA, "support", NOW).allowed


def test_a_reason_is_told_in_french_that_a_parent_reads() -> None:
    (reason,) = decided(ledger(said("H2", "refuses")))[CAMERA].reasons
    assert reason.text.fr == "P07\u00a0: H2, qui répond de l'enfant, refuse\u00a0: la caméra room."
    assert reason.is_objection


def test_what_is_not_answered_is_told_once_with_all_that_it_is_about() -> None:
    answers = [said("H1"), said("H2", recorders=(CAMERA,))]
    found = decided(
        Ledger.of([DECISION, PURPOSE, child(), TEACHER, *answers, said("self", "informed", "A01")])
    )
    about = "sound of camera room and microphone table"
    assert why_not(list(found.values())).en == (
        f"P07: H2, who speaks for the child, has not answered yet about {about}."
    )


def test_a_ledger_that_cannot_be_read_is_a_no_for_each_recorder() -> None:
    found = refusal(msg("It cannot be read."), RECORDERS)
    assert [decision.allowed for decision in found.values()] == [False] * 4
