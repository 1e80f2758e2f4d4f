"""The page of agreements: a family is written down by presses alone, and the preparation knows its adults."""

from __future__ import annotations

import datetime
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.pairing.roles import may
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.privacy.ledger.file import LEDGER_FILE, LedgerFile
from nao_sessions.privacy.ledger.rules import Presence, may_record, may_use
from nao_sessions.privacy.ledger.values import WordLine
from tests.console.console_house import asking, house_in, put_people, put_protocol
from tests.console.stub_launcher import StubLauncher
from tests.privacy.families import MEANS

NOW = datetime.datetime.now().astimezone()
TODAY = NOW.date()
ADULT = str(TODAY + datetime.timedelta(days=2000))
UNTIL = str(TODAY + datetime.timedelta(days=300))


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConsoleConfig:
    """A console with one participant and a house of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = house_in(tmp_path)
    put_protocol(found, "tour-de-role")
    return found


def text(client: TestClient, address: str = "/agreements") -> str:
    return unescape(client.get(address).text).replace("\u00a0", " ")


def post(client: TestClient, act: str, /, **form: object) -> int:
    return client.post(f"/agreements/{act}", data=form, follow_redirects=False).status_code


def answered(client: TestClient, code: str, by: str | list[str], word: str, **more: object) -> int:
    form = {
        "act": "record",
        "purpose": "support",
        "recorder": ["camera:room", "log"],
        "given_on": str(TODAY),
        "until": UNTIL,
    }
    return post(client, "answer", code=code, by=by, word=word, **{**form, **more})


def usable(code: str) -> bool:
    now = datetime.datetime.now().astimezone()
    return may_use(LedgerFile.default().read(), (code,), "camera:room", "support", now).allowed


def filmed(code: str) -> bool:
    here = Presence((code,), ("A01",), {code: "yes"}, TODAY)
    found = may_record(
        LedgerFile.default().read(),
        here,
        ("camera:room",),
        "support",
        datetime.datetime.now().astimezone(),
        MEANS,
    )
    return found["camera:room"].allowed


def objects_to_log(code: str) -> bool:
    """Return whether somebody objects to the log of a child."""
    here = Presence((code,), ("A01",), {code: "yes"}, TODAY)
    now = datetime.datetime.now().astimezone()
    found = may_record(LedgerFile.default().read(), here, ("log",), "support", now, MEANS)
    return any(reason.is_objection for reason in found["log"].reasons)


def decided(client: TestClient, **more: str) -> int:
    """Write down that the institution records children, by the camera of the room."""
    form = {
        "by": "D01",
        "paper": "DEC-1",
        "opinion_on": "2026-05-02",
        "favourable": "yes",
        "assessed_on": "2026-05-01",
        "decided_on": str(TODAY),
        "until": UNTIL,
        "sure": "yes",
    }
    return post(client, "decision", recorder=["camera:room"], **{**form, **more})


def write_family(client: TestClient, code: str) -> None:
    """Write down a decision, a purpose, a professional, a child of two parents, and what they say."""
    assert decided(client) == 303
    assert post(client, "purpose", purpose="support", legal="consent", notice="2026-09") == 303
    assert post(client, "adult", role="staff") == 303
    assert post(client, "child", code=code, family="two", adult_from=ADULT) == 303
    assert answered(client, "A01", "self", "informed") == 303
    assert answered(client, code, "H1", "agrees") == 303


def test_the_institution_decides_and_no_longer_wants_it_by_presses_alone(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        assert "L'établissement n'a pas décidé d'enregistrer des enfants." in text(client)
        assert decided(client, sure="") == 422
        assert decided(client, opinion_on="") == 422
        assert decided(client, favourable="") == 422
        write_family(client, code)
        assert answered(client, code, "H2", "agrees") == 303
        assert filmed(code)
        shown = text(client)
        assert "L'établissement décide d'enregistrer des enfants (D01, DEC-1) : la caméra room" in shown
        assert "L'établissement n'a pas décidé d'enregistrer des enfants par le son" in shown
        assert post(client, "decision_over", by="D01") == 422  # it was not confirmed
        assert post(client, "decision_over", by="D01", sure="yes") == 303
        assert not filmed(code)
        shown = text(client)
        assert (
            shown.count("L'établissement n'a pas décidé d'enregistrer des enfants.") == 2
        )  # and at the child


def test_a_family_is_written_down_and_withdraws_by_presses_alone(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        assert "Pas encore écrit" in text(client)
        write_family(client, code)
        assert not filmed(code)
        assert answered(client, code, "H2", "agrees") == 303
        assert filmed(code)
        assert f"H1 pour {code} : d'accord, enregistrement par la caméra room" in text(client)
        assert post(client, "withdraw", code=code, by="H2") == 422  # it was not confirmed
        assert filmed(code)
        assert post(client, "withdraw", code=code, by="H2", sure="yes") == 303
        assert not filmed(code)
        assert f"H2 pour {code} : retrait, tout (caméras, micros, journal)" in text(client)


def test_to_use_the_pictures_is_a_question_of_its_own_on_the_page(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        answered(client, code, "H2", "agrees")
        assert (filmed(code), usable(code)) == (True, False)

        def card() -> str:
            return text(client).partition(f'id="{code}"')[2].partition('class="card"')[0]

        page = text(client)
        assert "S'en servir (montrer, remettre, copier) :" in page
        assert card().count("Oui : la caméra room") == 1  # to film it; not yet to use it
        assert "Pour un professionnel, il suffit d'être informé" in page
        for by in ("H1", "H2"):
            answered(client, code, by, "agrees", act="use")
        assert (filmed(code), usable(code)) == (True, True)
        assert card().count("Oui : la caméra room") == 2


def test_one_holder_is_enough_where_the_institution_reads_filming_as_a_usual_act(
    config: ConsoleConfig,
) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        assert not filmed(code)
        post(client, "purpose", purpose="support", legal="consent", notice="2026-09", holders="one")
        assert filmed(code)


def test_while_those_who_speak_for_a_child_disagree_it_is_not_filmed(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        answered(client, code, "H2", "agrees")
        assert post(client, "disagreement", code=code, stands="yes") == 422  # it was not confirmed
        assert post(client, "disagreement", code=code, stands="yes", sure="yes") == 303
        assert not filmed(code)
        assert "Ils ne sont plus en désaccord" in text(client)
        assert post(client, "disagreement", code=code, stands="yes", sure="yes") == 303  # a second page
        assert not filmed(code)
        assert post(client, "disagreement", code=code, stands="no", sure="yes") == 303
        assert filmed(code)


def test_a_disagreement_ends_where_one_alone_decides_and_none_can_begin_there(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        answered(client, code, "H2", "agrees")
        assert post(client, "disagreement", code=code, stands="yes", sure="yes") == 303
        death = {"code": code, "family": "death", "stays": "H2", "adult_from": ADULT}
        assert post(client, "child", **death) == 303
        assert filmed(code)
        assert "/agreements/disagreement" not in text(client)
        assert post(client, "disagreement", code=code, stands="yes", sure="yes") == 422
        assert filmed(code)


def test_in_a_changed_family_who_stays_is_still_heard_and_who_is_new_answers_anew(
    config: ConsoleConfig,
) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        answered(client, code, "H2", "agrees")
        changed = {"code": code, "adult_from": ADULT}
        # the first parent has died: the second decides alone, by what the second has said
        assert post(client, "child", family="death", stays="H2", **changed) == 303
        assert [one.code for one in LedgerFile.default().read().persons[code].holders] == ["H2"]
        assert filmed(code)
        # a guardian comes in the place of both, and is not taken for somebody who answered
        assert post(client, "child", family="guardianship", **changed) == 303
        assert [one.code for one in LedgerFile.default().read().persons[code].holders] == ["H3"]
        assert not filmed(code)
        # a guardian does not stay as a parent
        assert post(client, "child", family="death", stays=["H3"], **changed) == 422
        # two new parents: the words of H1 and H2, who are others, are not theirs
        assert post(client, "child", family="two", **changed) == 303
        assert [one.code for one in LedgerFile.default().read().persons[code].holders] == ["H4", "H5"]


def test_no_to_the_film_is_not_no_to_the_log(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        answered(client, code, "H2", "agrees")
        film = {"recorder": ["camera:room", "sound:room"]}
        assert post(client, "answer", code=code, by="H1", word="refuses", given_on=str(TODAY), **film) == 303
        page = text(client)
        assert f"H1 pour {code} : refus, la caméra room et le son de la caméra room" in page
        assert "Oui : le journal d'événements" in page
        assert "Non : la caméra room et le son de la caméra room<ul>" in page
        assert f"{code} : H1, qui répond de l'enfant, refuse : la caméra room et le son" in page
        assert "Aucun journal n'est écrit" not in page
        assert post(client, "withdraw", code=code, by="H2", recorder="log", sure="yes") == 303
        assert objects_to_log(code)  # one who speaks for the child is enough, but a no is a no
        assert "Aucun journal n'est écrit" in text(client)


def test_the_page_says_what_still_lacks_and_for_what(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        page = text(client)
        assert "Aujourd'hui, pour : l'accompagnement de l'enfant" in page
        lacks = "n'a pas encore répondu pour la caméra room et le son"
        assert f"{code} : H2, qui répond de l'enfant, {lacks}" in page
        assert "Personne n'a dit quel adulte" not in page
        assert "Le journal est écrit quand même" not in page  # one who speaks for the child is enough
        post(client, "child", code="P99", family="two", adult_from=ADULT)
        page = text(client)
        page = page[page.index('id="P99"') :]
        assert "Non : la caméra room et le son de la caméra room<ul><li>P99 : H1" in page
        assert "Le journal est écrit quand même. Reste à régler :<ul><li>P99 : H1" in page
        assert "</li><li>P99 : H2" in page  # what lacks stands line by line


def test_what_could_not_be_written_stays_in_its_form(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        typed = {
            "code": code,
            "by": "H2",
            "word": "agrees",
            "recorder": "camera:room",
            "given_on": str(TODAY),
        }
        answer = client.post(
            "/agreements/answer", data={**typed, "act": "record", "purpose": "support", "until": ""}
        )
        assert (answer.status_code, "G137" in answer.text) == (422, True)
        for name, value in (("by", "H2"), ("word", "agrees"), ("recorder", "camera:room")):
            assert f'name="{name}" value="{value}" checked' in answer.text
        assert client.get("/agreements/answer", follow_redirects=False).headers["location"] == "/agreements"


def test_a_refusal_of_everything_is_said_and_needs_no_other_field(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    refusal = {"code": code, "by": "H1", "word": "refuses", "given_on": str(TODAY)}
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        answered(client, code, "H2", "agrees")
        before = LedgerFile.default().history()
        answer = client.post("/agreements/answer", data=refusal)
        assert (answer.status_code, "« Non à quoi ? »" in unescape(answer.text).replace("\u00a0", " ")) == (
            422,
            True,
        )
        assert LedgerFile.default().history() == before
        assert post(client, "answer", everything="yes", **refusal) == 303
        assert not filmed(code)


def test_a_paper_of_two_parents_is_written_down_once(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        before = len(LedgerFile.default().history())
        assert answered(client, code, ["H1", "H2"], "agrees", act=["record", "use"]) == 303
        said = [one.line for one in LedgerFile.default().history()[before:]]
        assert [(line.by, line.act) for line in said if isinstance(line, WordLine)] == [
            ("H1", "record"),
            ("H1", "use"),
            ("H2", "record"),
            ("H2", "use"),
        ]
        assert usable(code)


@pytest.mark.parametrize(
    ("act", "form", "code"),
    [
        ("purpose", {"purpose": "support", "notice": "v1"}, "G137"),
        ("purpose", {"purpose": "support", "legal": "consent", "notice": ""}, "G111"),
        ("child", {"code": "P07", "family": "two"}, "G137"),
        ("child", {"code": "Zoé", "family": "two", "adult_from": ADULT}, "G112"),
        ("child", {"code": "P07", "family": "unknown", "adult_from": ADULT}, "G137"),
        (
            "answer",
            {"code": "P07", "by": "H1", "word": "agrees", "purpose": "support", "given_on": "soon"},
            "G137",
        ),
        ("withdraw", {"code": "P99", "by": "self", "sure": "yes"}, "G139"),
        ("withdraw", {"code": "P99", "by": "self"}, "G137"),
        ("disagreement", {"code": "P99", "stands": "yes"}, "G137"),
    ],
)
def test_what_cannot_be_written_is_told_on_the_page(
    act: str, form: dict[str, str], code: str, config: ConsoleConfig
) -> None:
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        answer = client.post(f"/agreements/{act}", data=form)
    assert (answer.status_code, code in answer.text) == (422, True)
    assert LedgerFile.default().history() == ()


def test_a_ledger_that_cannot_be_read_is_told_and_nothing_is_offered(config: ConsoleConfig) -> None:
    (code,) = put_people(config, 1)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions, ())) as client:
        write_family(client, code)
        path = LedgerFile.default().house.path / LEDGER_FILE
        path.write_bytes(path.read_bytes()[:-200])
        answer = client.get("/agreements")
        assert (answer.status_code, "G12" in answer.text) == (422, True)
        assert 'name="adult"' not in text(client, "/prepare/tour-de-role")


def test_the_adults_of_the_ledger_are_ticked_once_and_remembered(config: ConsoleConfig) -> None:
    codes = put_people(config, 2)
    launcher = StubLauncher(config.sessions, ())
    with asking(config, SessionRegistry(), launcher) as client:
        assert "Aucun adulte n'est encore" in text(client, "/prepare/tour-de-role")
        write_family(client, codes[0])
        said = {"participant": list(codes), **{f"agreement.{code}": "yes" for code in codes}}
        client.post("/prepare/tour-de-role/look", data={**said, "adult": ["A01", "Zoé"]})
        assert 'name="adult" value="A01" checked' in text(client, "/prepare/tour-de-role")
        assert "Tu seras filmé." in text(client, "/prepare/tour-de-role")
    assert launcher.looked[-1].adults == ("A01",)


def test_agreements_are_written_at_this_computer_and_by_no_tablet() -> None:
    for act in ("answer", "withdraw", "child", "adult", "purpose", "disagreement"):
        assert not may("lead", None, "POST", f"/agreements/{act}")
    for role in ("second", "watch", "board", "group"):
        assert not may(role, "P07", "GET", "/agreements")  # type: ignore[arg-type]
