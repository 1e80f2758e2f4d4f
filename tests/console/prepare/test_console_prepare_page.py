"""The page of preparation: what is typed is kept, what is missing is told, and a session begins."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.launcher import Picture
from nao_sessions.console.people import read_people, write_people
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.live.preflight import SOUND, CheckLine
from nao_sessions.text.messages import Localized
from tests.console.console_house import asking, house_in, put_people, put_protocol
from tests.console.recount.rendered import page as read_page
from tests.console.stub_launcher import GREY_PIXEL, StubLauncher

PICTURES = "/prepare/tour-de-role/picture"

WELL = CheckLine("robot", "well", Localized(fr="Nao est réveillé.", en="Nao is awake."))
FULL = CheckLine(
    "disk",
    "refused",
    Localized(fr="La séance ne tient pas.", en="The session does not fit."),
    Localized(fr="Libérez de la place.", en="Make room."),
    "R130",
)
NO_GROUND = CheckLine(
    "ground", "refused", Localized(fr="Il faut un motif.", en="A ground is needed."), code="G101"
)
OPEN_VOLUME = CheckLine("volume", "refused", Localized(fr="Non chiffré.", en="Not encrypted."), code="G102")


@dataclass
class Place:
    """A house with one group protocol and three participants."""

    config: ConsoleConfig
    codes: tuple[str, ...]
    launcher: StubLauncher


@pytest.fixture
def place(tmp_path: Path) -> Place:
    config = house_in(tmp_path)
    put_protocol(config, "tour-de-role")
    return Place(config, put_people(config, 3), StubLauncher(config.sessions, (WELL,)))


def _said_yes(codes: tuple[str, ...], told: str = "log pictures sound") -> dict[str, object]:
    return {"participant": list(codes), "told": told, **{f"agreement.{code}": "yes" for code in codes}}


def _text(client: TestClient, address: str = "/prepare/tour-de-role") -> str:
    return unescape(client.get(address).text).replace("\u00a0", " ")


def test_the_page_asks_for_the_settings_with_their_bounds(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        page = _text(client)
    assert "Délai de réponse accordé" in page
    assert "D'habitude 12 s, de 8 s à 1 min" in page
    assert 'name="setting.tours" value="2" inputmode="decimal" type="number" step="1" min="1" max="4"' in page


def test_a_clap_is_offered_where_something_records_and_nowhere_else(place: Place) -> None:
    begin = {**_said_yes(place.codes[:2]), "setting.tours": "1", "clap": "yes", "act": "begin"}
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        assert 'name="clap"' in _text(client)
        place.launcher.shows.clear()
        assert 'name="clap"' not in _text(client)
        client.post("/prepare/tour-de-role", data=begin)  # from a page that was loaded before
        assert _where_it_leads(client) == "/session#lead"
        assert not place.launcher.asked[-1].clap
        _end(client, place)


def test_the_page_asks_for_the_phase_of_a_study_and_says_what_is_wrong_with_it(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        assert '<details class="study"' in _text(client)
        data = {**_said_yes(place.codes[:2]), "setting.phase": "avant, après", "act": "begin"}
        refused = client.post("/prepare/tour-de-role", data=data)
    assert refused.status_code == 422
    assert '<details class="study" open>' in refused.text
    assert 'id="setting-phase"' in refused.text
    assert "La phase est un mot" in refused.text
    assert place.launcher.asked == []


def test_a_participant_is_added_and_nothing_typed_is_lost(place: Place) -> None:
    one, other, _ = place.codes
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        typed = {"participant": [one], "setting.tours": "3", "ground": "accord", "act": f"add:{other}"}
        answer = client.post("/prepare/tour-de-role", data=typed)
        assert (answer.status_code, answer.headers["location"]) == (303, "/prepare/tour-de-role#who")
        page = _text(client)
    assert page.index(f'name="participant" value="{one}"') < page.index(f'name="participant" value="{other}"')
    assert 'name="setting.tours" value="3"' in page
    assert 'value="accord"' in page


def test_who_was_moved_is_at_hand_for_the_next_press(place: Place) -> None:
    one, other, _ = place.codes
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        data = {"participant": [one, other], "act": f"up:{other}"}
        answer = client.post("/prepare/tour-de-role", data=data)
        assert answer.headers["location"] == f"/prepare/tour-de-role#seat-{other}"
        assert f'id="seat-{other}"' in _text(client)


def test_a_look_keeps_what_is_typed_and_tells_what_is_left(place: Place) -> None:
    place.launcher.lines = (WELL, FULL)
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        data = {**_said_yes(place.codes), "setting.tours": "4"}
        data |= dict.fromkeys((f"agreement.{code}" for code in place.codes[1:]), "")
        looked = client.post("/prepare/tour-de-role/look", data=data).json()
        page = _text(client)
    assert [line["verdict"] for line in looked["lines"]] == ["well", "refused"]
    assert looked["lines"][1]["remedy"] == "Libérez de la place."
    assert looked["lines"][1]["overridable"]
    assert [one["where"] for one in looked["missing"]] == [f"agreement-{code}" for code in place.codes[1:]]
    assert not looked["ready"]
    assert 'name="setting.tours" value="4"' in page
    assert place.launcher.looked[-1].participants == place.codes


def test_what_only_a_technician_minds_is_told_where_it_is_not_well(place: Place) -> None:
    kept = Localized(fr="Le journal aura sa réserve.", en="The log will have its reserve.")
    place.launcher.lines = (WELL, CheckLine("reserve", "well", kept))
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        well = client.post("/prepare/tour-de-role/look", data={"clap": "no"}).json()
        place.launcher.lines = (WELL, CheckLine("reserve", "warning", kept, code="R132"))
        warned = client.post("/prepare/tour-de-role/look", data={"clap": "no"}).json()
    assert [line["key"] for line in well["lines"]] == ["robot"]
    assert [line["key"] for line in warned["lines"]] == ["robot", "reserve"]


def test_a_session_begins_once_all_is_ready(place: Place) -> None:
    registry = SessionRegistry()
    with asking(place.config, registry, place.launcher) as client:
        data = {**_said_yes(place.codes[:2]), "setting.tours": "1", "clap": "yes", "act": "begin"}
        answer = client.post("/prepare/tour-de-role", data=data)
        assert answer.headers["location"] == "/beginning"
        assert _where_it_leads(client) == "/session#lead"
        assert client.get("/beginning").headers["location"] == "/session#lead"
        (wanted,) = place.launcher.asked
        assert wanted.participants == place.codes[:2]
        assert wanted.settings["tours"] == "1"
        assert wanted.agreements == dict.fromkeys(place.codes[:2], "yes")
        assert wanted.clap
        assert registry.running is not None
        page = _text(client)
        _end(client, place)
    assert 'name="setting.tours" value="1"' in page
    assert "checked" not in page[page.index('id="agreement"') :]


def test_a_session_without_a_trace_needs_no_yes_to_a_film_and_is_not_remembered(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        unsure = {f"agreement.{code}": "unsure" for code in place.codes[:2]}
        data = {"participant": list(place.codes[:2]), **unsure, "traceless": "yes", "clap": "yes"}
        client.post("/prepare/tour-de-role", data={**data, "act": "begin"})
        assert _where_it_leads(client) == "/session#lead"
        (wanted,) = place.launcher.asked
        assert (wanted.traceless, wanted.unrecorded, wanted.clap) == (True, True, False)
        _end(client, place)
        page = _text(client)
    assert 'name="traceless" value="yes" aria' in page  # and not checked
    assert 'name="participant"' not in page
    assert not (place.config.keep / "preparations.json").exists()


def test_one_child_that_plays_but_is_not_filmed_means_a_session_without_a_film(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        said = {f"agreement.{place.codes[0]}": "unfilmed", f"agreement.{place.codes[1]}": "yes"}
        data = {**_said_yes(place.codes[:2]), **said, "clap": "yes", "act": "begin"}
        client.post("/prepare/tour-de-role", data=data)
        assert _where_it_leads(client) == "/session#lead"
        (wanted,) = place.launcher.asked
        assert wanted.participants == place.codes[:2]
        assert (wanted.unrecorded, wanted.clap, wanted.instead) == (True, False, {})
        assert wanted.agreements == {place.codes[0]: "unfilmed", place.codes[1]: "yes"}
        _end(client, place)


def test_who_said_yes_before_a_film_was_told_is_asked_again(place: Place) -> None:
    where = [f"agreement-{code}" for code in place.codes[:2]]
    with asking(place.config, SessionRegistry(), place.launcher) as client:

        def look(**more: object) -> dict[str, Any]:
            data = {**_said_yes(place.codes[:2]), **more}
            return client.post("/prepare/tour-de-role/look", data=data).json()

        assert look()["told"] == ["log", "pictures", "sound"]
        assert 'data-told-kind="log pictures sound"' in (page := _text(client))
        assert "Tu seras filmé." in page
        place.launcher.would_record = frozenset()  # a parent has not answered
        assert (look()["told"], look(told="log")["missing"]) == (["log"], [])
        assert 'data-told-kind="log"' in _text(client)
        place.launcher.would_record = frozenset({"microphone:table"})  # and answers of the sound
        heard = look(told="log")
        assert (heard["told"], [one["where"] for one in heard["missing"]]) == (["log", "sound"], where)
        assert heard["again"] == list(place.codes[:2])
        assert look(told="log sound")["missing"] == []
        place.launcher.would_record = frozenset({"camera:room"})  # as much, and something else
        begin = {**_said_yes(place.codes[:2]), "told": "log sound", "act": "begin"}
        assert client.post("/prepare/tour-de-role", data=begin).status_code == 422
        assert (look(told="log pictures")["told"], look()["missing"]) == (["log", "pictures"], [])
        place.launcher.would_record = frozenset()
        assert look()["missing"] == []  # told more than is so: a yes stays one
    assert place.launcher.asked == []


def test_who_was_told_that_nothing_is_kept_is_asked_again_before_a_log_is(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:

        def look(told: str, **more: object) -> dict[str, Any]:
            data = {**_said_yes(place.codes[:2], told), **more}
            return client.post("/prepare/tour-de-role/look", data=data).json()

        assert (look("log", traceless="yes")["told"], look("", traceless="yes")["again"]) == ([], [])
        place.launcher.would_record = frozenset()
        assert (found := look(""))["told"] == ["log"]
        assert found["again"] == list(place.codes[:2])


def test_a_child_who_is_filmed_after_all_presses_once_and_the_others_are_asked_again(place: Place) -> None:
    one, other = place.codes[:2]
    with asking(place.config, SessionRegistry(), place.launcher) as client:

        def look(told: str, **agreements: str) -> dict[str, Any]:
            said = {f"agreement.{code}": answer for code, answer in agreements.items()}
            data = {**_said_yes((one, other), told), **said}
            return client.post("/prepare/tour-de-role/look", data=data).json()

        assert look("log pictures sound", **{one: "unfilmed"})["told"] == ["log"]
        found = look("log")  # the page has told since that nobody is filmed
        assert (found["told"], found["again"]) == (["log", "pictures", "sound"], [other])
        # the same press that reaches the console twice, as where a newer look took its place, counts once
        assert look("log")["again"] == [other]


def test_a_slow_look_takes_nothing_back_that_was_typed_meanwhile(place: Place) -> None:
    one, other, _ = place.codes
    place.launcher.held_up = (one,)
    with asking(place.config, SessionRegistry(), place.launcher) as client, ThreadPoolExecutor(1) as pool:
        earlier = {"participant": [one], "setting.tours": "1"}
        slow = pool.submit(client.post, "/prepare/tour-de-role/look", data=earlier)
        while not place.launcher.is_held_up:
            time.sleep(0.01)
        client.post("/prepare/tour-de-role/look", data={**_said_yes((one, other)), "setting.tours": "3"})
        place.launcher.held_up = None
        assert slow.result().status_code == 200
        page = _text(client)
    assert 'name="setting.tours" value="3"' in page
    assert f'name="participant" value="{other}"' in page


def test_while_it_is_asked_who_objects_pictures_stay_for_those_it_was_asked_of_alone(place: Place) -> None:
    who = place.codes[:2]
    with asking(place.config, SessionRegistry(), place.launcher) as client, ThreadPoolExecutor(1) as pool:

        def look(*codes: str) -> int:
            return client.post("/prepare/tour-de-role/look", data=_said_yes(codes)).status_code

        def pictured_meanwhile(*codes: str) -> int:
            place.launcher.is_held_up, place.launcher.held_up = False, codes
            slow = pool.submit(look, *codes)
            while not place.launcher.is_held_up:
                time.sleep(0.01)
            shown = client.get(f"{PICTURES}/room").status_code
            place.launcher.held_up = None
            assert slow.result() == 200
            return shown

        assert look(*who) == 200
        assert pictured_meanwhile(*who) == 200
        assert pictured_meanwhile(*place.codes[1:]) == 204
        assert client.get(f"{PICTURES}/room").status_code == 200


def test_what_a_family_said_is_not_at_the_foot_of_a_screen_that_children_look_at(place: Place) -> None:
    said = Localized(fr="P12 : H1 refuse.", en="P12: H1 refuses.")
    place.launcher.lines = (CheckLine("ground", "refused", said, code="G104"),)
    data = _said_yes(place.codes[:2])
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        (line,) = client.post("/prepare/tour-de-role/look", data=data).json()["lines"]
        page = _text(client)
    assert (line["sentence"], line["at_foot"]) == (
        "P12\u00a0: H1 refuse.",
        "Les accords\u00a0: voir au point 3.",
    )
    assert "Accords" in line["remedy"]
    assert "nao-sessions" not in line["remedy"]
    assert "H1 refuse" not in page[page.index('<footer class="begin"') :]


def test_the_adults_in_the_room_are_named_among_adults_as_well(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        assert 'id="adults"' in _text(client)
        put_protocol(place.config, "tour-de-role", status="draft")
        assert 'id="adults"' in _text(client)


def test_the_phase_of_a_session_is_not_that_of_the_next(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        data = {**_said_yes(place.codes[:2]), "setting.phase": "baseline", "act": "begin"}
        client.post("/prepare/tour-de-role", data=data)
        assert _where_it_leads(client) == "/session#lead"
        (wanted,) = place.launcher.asked
        assert wanted.settings["phase"] == "baseline"
        _end(client, place)
        page = _text(client)
    assert "baseline</" not in page
    assert 'name="setting.phase" value=""' in page


def test_a_session_does_not_begin_while_a_child_has_not_answered(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        data = {"participant": list(place.codes[:2]), f"agreement.{place.codes[0]}": "yes", "act": "begin"}
        answer = client.post("/prepare/tour-de-role", data=data)
    assert answer.status_code == 422
    assert f"Il faut demander à {place.codes[1]}." in answer.text
    assert 'data-words-remaining="La séance n&#39;a pas commencé. Avant de commencer' in answer.text
    assert place.launcher.asked == []


@pytest.mark.parametrize("gone", ["set aside", "unreadable", "never there"])
def test_a_child_who_is_on_no_list_any_more_keeps_a_session_from_beginning_without_it(
    gone: str, place: Place
) -> None:
    (first, other, last), keep = place.codes, place.config.keep
    data = _said_yes((first, other, "P9999") if gone == "never there" else (first, other, last))
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        _text(client)
        if gone == "set aside":
            people = read_people(keep)
            badge = people.get(last)
            write_people(keep, people.changed(last, symbol=badge.symbol, colour=badge.colour, aside=True))
        elif gone == "unreadable":
            (keep / "participants.json").write_text("{", encoding="utf-8")
        answer = client.post("/prepare/tour-de-role", data={**data, "act": "begin"})
        assert (answer.status_code, place.launcher.asked) == (422, [])
        code = "P9999" if gone == "never there" else last
        assert f"{code} n'est plus sur la liste des participants" in unescape(answer.text)
        assert f'value="{code}"' in answer.text  # it stays on the page until somebody takes it out
        assert client.post("/prepare/tour-de-role/look", data=data).json()["ready"] is False
        if gone != "unreadable":
            client.post("/prepare/tour-de-role", data={**data, "act": f"remove:{code}"})
            data = _said_yes((first, other))
            assert client.post("/prepare/tour-de-role", data={**data, "act": "begin"}).status_code == 303
            assert _where_it_leads(client) == "/session#lead"
            _end(client, place)


def test_a_child_who_said_no_is_filmed_neither_alone_nor_among_others(place: Place) -> None:
    first, other, last = place.codes
    data = {**_said_yes(place.codes), f"agreement.{last}": "no"}
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        answer = client.post("/prepare/tour-de-role", data={**data, "act": "begin"})
        assert answer.status_code == 303, unescape(answer.text)
        assert _where_it_leads(client) == "/session#lead"
        _end(client, place)
    (wanted,) = place.launcher.asked
    assert (wanted.participants, wanted.unrecorded) == ((first, other), True)
    assert wanted.agreements[last] == "no"


def test_a_red_line_keeps_a_session_from_beginning_unless_it_is_overridden(place: Place) -> None:
    place.launcher.lines = (FULL,)
    data = {**_said_yes(place.codes[:2]), "act": "begin"}
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        assert client.post("/prepare/tour-de-role", data=data).status_code == 422
        assert client.post("/prepare/tour-de-role", data={**data, "despite": "R130"}).status_code == 303
        assert _where_it_leads(client) == "/session#lead"
        _end(client, place)
    assert place.launcher.asked[0].despite == ("R130",)


def test_a_ground_that_is_missing_cannot_be_overridden(place: Place) -> None:
    place.launcher.lines = (NO_GROUND,)
    data = {**_said_yes(place.codes[:2]), "act": "begin", "despite": "G101"}
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        answer = client.post("/prepare/tour-de-role", data=data)
    assert answer.status_code == 422
    assert 'value="G101"' not in answer.text


def test_the_reason_for_an_open_volume_is_asked_for_where_it_is_needed(place: Place) -> None:
    place.launcher.lines = (OPEN_VOLUME,)
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        looked = client.post("/prepare/tour-de-role/look", data={"clap": "no"}).json()
    assert looked["ask_unencrypted"]
    assert [one["remedy"].startswith("Répondez") for one in looked["lines"]] == [True]


def test_what_a_robot_answered_to_the_program_is_for_the_terminal(place: Place) -> None:
    why = Localized(fr="(réponse : Connect error: 1)", en="(answer: Connect error: 1)")
    place.launcher.lines = (CheckLine("robot", "refused", why, why, code="D301"),)
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        (line,) = client.post("/prepare/tour-de-role/look", data={"clap": "no"}).json()["lines"]
    assert "Connect error" not in line["remedy"]


def test_an_error_at_the_beginning_is_told_in_place_and_nothing_typed_is_lost(place: Place) -> None:
    place.launcher.error = DeviceUnavailable(
        Localized(fr="Nao ne répond pas.", en="Nao does not answer."),
        Localized(fr="Est-il allumé ?", en="Is it on?"),
        code="R301",
    )
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        data = {**_said_yes(place.codes[:2]), "setting.tours": "4", "act": "begin"}
        assert client.post("/prepare/tour-de-role", data=data).status_code == 303
        assert _where_it_leads(client) == "/prepare/tour-de-role"
        page = _text(client)
        again = _text(client)
    assert "Nao ne répond pas." in page
    assert "R301" in page
    assert "Est-il allumé ?" in page
    assert 'name="setting.tours" value="4"' in page
    assert f'name="agreement.{place.codes[0]}" value="yes" checked' in page
    assert "R301" not in again


def test_a_second_session_does_not_begin_beside_one_that_runs(place: Place) -> None:
    data = {**_said_yes(place.codes[:2]), "act": "begin"}
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        client.post("/prepare/tour-de-role", data=data)
        _where_it_leads(client)
        answer = client.post("/prepare/tour-de-role", data=data)
        _end(client, place)
    assert answer.status_code == 409
    assert "C107" in answer.text
    assert len(place.launcher.asked) == 1


def _told_at_the_end(page: str) -> str:
    """What the page says beside the button that begins."""
    return page[page.index("data-remaining") :]


def test_beside_a_session_that_runs_not_all_is_ready(place: Place) -> None:
    data = {**_said_yes(place.codes[:2]), "act": "begin"}
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        client.post("/prepare/tour-de-role", data=data)
        _where_it_leads(client)
        looked = client.post("/prepare/tour-de-role/look", data=data).json()
        page = _told_at_the_end(_text(client))
        _end(client, place)
    assert not looked["ready"]
    assert looked["missing"][0]["where"] == "/session"
    assert '<a href="/session">Une séance est en cours' in page
    assert "<p>Tout est prêt.</p>" not in page


def test_after_an_attempt_that_failed_not_all_is_ready_but_it_may_be_tried_again(place: Place) -> None:
    no_picture = Localized(fr="La caméra ne donne aucune image.", en="The camera gives no picture.")
    place.launcher.error = DeviceUnavailable(no_picture, code="D106")
    data = {**_said_yes(place.codes[:2]), "act": "begin"}
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        client.post("/prepare/tour-de-role", data=data)
        _where_it_leads(client)
        page = _told_at_the_end(_text(client))
        looked = client.post("/prepare/tour-de-role/look", data=data).json()
        client.post("/prepare/tour-de-role", data=data)
        _where_it_leads(client)
        _end(client, place)
    assert "<p>Tout est prêt.</p>" not in page
    assert "La dernière tentative n'a pas abouti : La caméra ne donne aucune image." in page
    assert (looked["ready"], len(looked["against"])) == (True, 1)
    assert len(place.launcher.asked) == 2


def test_a_camera_without_a_picture_and_a_sound_that_is_listened_to_are_not_all_ready(place: Place) -> None:
    listening = CheckLine(f"{SOUND}room", "warning", Localized(fr="On écoute…", en="Listening..."))
    place.launcher.lines = (WELL, listening)
    place.launcher.shows["room"] = None
    data = _said_yes(place.codes[:2])
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        looked = client.post("/prepare/tour-de-role/look", data=data).json()
        page = _told_at_the_end(_text(client))
        unrecorded = {**data, "unrecorded": "yes"}
        without = client.post("/prepare/tour-de-role/look", data=unrecorded).json()
        place.launcher.shows["room"] = Picture(GREY_PIXEL, 0)
        place.launcher.lines = (WELL,)
        well = client.post("/prepare/tour-de-role/look", data=data).json()
    assert looked["ready"]
    assert [one["sentence"] for one in looked["against"]] == [
        "On écoute…",
        "La caméra «\u00a0room\u00a0» ne montre pas d'image.",
    ]
    assert "Pas encore tout à fait prêt" in page
    assert "<p>Tout est prêt.</p>" not in page
    assert (without["against"], well["against"]) == ([], [])


def test_what_was_prepared_is_there_again_after_the_program_was_ended(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        data = {**_said_yes(place.codes[1:]), "setting.tours": "3", "ground": "accord", "act": "begin"}
        client.post("/prepare/tour-de-role", data=data)
        _where_it_leads(client)
        _end(client, place)
    with asking(place.config, SessionRegistry(), StubLauncher(place.config.sessions)) as client:
        page = _text(client)
    assert 'name="setting.tours" value="3"' in page
    assert 'value="accord"' in page
    assert f'name="participant" value="{place.codes[1]}"' in page
    assert 'value="yes" checked' not in page


def test_a_draft_on_a_real_robot_is_rehearsed_by_adults_alone(place: Place) -> None:
    put_protocol(place.config, "emotions", status="draft")
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        page = _text(client, "/prepare/emotions")
        data = {"participant": ["V01"], "act": "begin"}
        client.post("/prepare/emotions", data={**data, "act": "add:V02"})
        seated = read_page(client.get("/prepare/emotions").text).text
        assert client.post("/prepare/emotions", data=data).status_code == 303
        _where_it_leads(client)
        _end(client, place)
    assert 'class="rehearsal"' in page
    assert all(part in seated for part in ("Rôle 1", "Rôle 2", "Rôle 3"))
    assert "V0" not in seated
    assert "Répétition, entre adultes" in page
    assert place.codes[0] not in page
    (wanted,) = place.launcher.asked
    assert wanted.rehearsal
    assert wanted.participants == ("V01",)


def test_an_approved_protocol_on_a_real_robot_is_no_rehearsal(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        page = _text(client)
    assert 'class="rehearsal"' not in page
    assert "V01" not in page


def test_a_camera_shows_what_it_sees_or_that_it_shows_nothing(place: Place) -> None:
    place.launcher.shows["dark"] = None
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        page = _text(client)
        assert client.get(f"{PICTURES}/room").status_code == 204  # nobody has been asked about yet
        client.post("/prepare/tour-de-role/look", data=_said_yes(place.codes[:2]))
        assert client.get(f"{PICTURES}/room").headers["content-type"] == "image/jpeg"
        assert client.get(f"{PICTURES}/dark").status_code == 204
        assert client.get(f"{PICTURES}/elsewhere").status_code == 404
    # none is sent with the page: only on request
    assert "Rien n'en est gardé." in page
    assert f'src="{PICTURES}' not in page


@pytest.mark.parametrize(
    "said",
    [
        {"agreement.{0}": "no"},
        {"agreement.{0}": "unfilmed"},
        {"unrecorded": "yes"},
        {"traceless": "yes"},
    ],
)
def test_no_camera_shows_the_room_once_a_child_said_no_or_nobody_is_filmed(
    place: Place, said: dict[str, str]
) -> None:
    data = _said_yes(place.codes[:2])
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        told = client.post("/prepare/tour-de-role/look", data=data).json()
        assert (told["hidden"], client.get(f"{PICTURES}/room").status_code) == ([], 200)
        change = {key.format(place.codes[0]): answer for key, answer in said.items()}
        told = client.post("/prepare/tour-de-role/look", data={**data, **change}).json()
        assert (told["hidden"], client.get(f"{PICTURES}/room").status_code) == (["room"], 204)


def test_a_camera_that_a_family_objects_to_shows_nothing_and_the_others_do(place: Place) -> None:
    place.launcher.shows["face"] = Picture(GREY_PIXEL, 0)
    place.launcher.hidden = frozenset({"face"})
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        told = client.post("/prepare/tour-de-role/look", data=_said_yes(place.codes[:2])).json()
        assert (told["hidden"], told["against"]) == (["face"], [])
        assert client.get(f"{PICTURES}/face").status_code == 204
        assert client.get(f"{PICTURES}/room").status_code == 200


def test_a_line_of_sound_has_a_bar_that_shows_the_level_of_its_source(place: Place) -> None:
    heard = Localized(fr="On entend la salle.", en="The room is heard.")
    place.launcher.lines = (WELL, CheckLine("sound:table", "well", heard))
    place.launcher.loud = {"table": -31.5, "room": None}
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        looked = client.post("/prepare/tour-de-role/look", data={"clap": "no"}).json()
        assert [line["level"] for line in looked["lines"]] == ["", "table"]
        assert client.get("/prepare/sound/levels").json() == {"table": -31.5, "room": None}
        page = _text(client)
    assert 'data-level="table"' in page
    assert 'aria-label="Niveau du son, table"' in page


@pytest.mark.parametrize("name", ["nowhere", "casse", "old"])
def test_only_a_protocol_that_can_be_prepared_is(place: Place, name: str) -> None:
    (place.config.protocols / "casse.yaml").write_text("protocol: 1\nid: casse\n", encoding="utf-8")
    put_protocol(place.config, "rimes", status="retired").rename(place.config.protocols / "old.yaml")
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        assert client.get(f"/prepare/{name}").status_code == 404


def test_a_form_that_is_too_long_or_of_another_kind_is_refused(place: Place) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        assert client.post("/prepare/tour-de-role", data={"ground": "x" * 70_000}).status_code == 413
        assert client.post("/prepare/tour-de-role", json={"ground": "x"}).status_code == 400
        assert (
            client.post(
                "/prepare/tour-de-role",
                content=b"ground=%ff%fe",
                headers={"content-type": "application/x-www-form-urlencoded"},
            ).status_code
            == 400
        )


@dataclass
class Tab:
    """A page of preparation that is open in a browser: it says again and again what it shows."""

    client: TestClient
    shows: dict[str, object]

    @classmethod
    def opened(cls, client: TestClient, codes: tuple[str, ...]) -> Tab:
        """Open the page: it shows what holds."""
        page = client.get("/prepare/tour-de-role").text
        hidden = re.findall(r'<input type="hidden" name="(told|page|edition)" value="([^"]*)"', page)
        said = re.findall(r'<input type="radio" name="(agreement[^"]+)" value="(\w+)" checked', page)
        assert len(hidden) == 3
        return cls(client, {"participant": list(codes), "setting.tours": "1", **dict(said), **dict(hidden)})

    def answer(self, code: str, answer: str) -> None:
        """Answer a child's question on this page."""
        self.shows[f"agreement.{code}"] = answer

    def look(self) -> bool:
        """Ask as the page does; return whether it knows what holds."""
        looked = self.client.post("/prepare/tour-de-role/look", data=self.shows).json()
        if "edition" in looked:
            self.shows["edition"] = str(looked["edition"])
            self.shows["told"] = " ".join(looked["told"])
        return "edition" in looked

    def begin(self) -> int:
        """Press on the button that begins; return the status."""
        answer = self.client.post(
            "/prepare/tour-de-role", data={**self.shows, "act": "begin"}, follow_redirects=False
        )
        return int(answer.status_code)


def test_a_page_that_does_not_know_what_a_child_said_on_another_one_says_nothing(place: Place) -> None:
    first, second, third = place.codes
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        one = Tab.opened(client, place.codes)
        assert one.look()
        for code in place.codes:
            one.answer(code, "yes")
        assert (one.look(), one.look()) == (True, True)
        two = Tab.opened(client, place.codes)
        assert (two.shows[f"agreement.{first}"], two.look()) == ("yes", True)
        one.answer(first, "no")
        assert one.look()
        # Neither what it goes on showing, nor another child's answer, nor the button.
        assert not two.look()
        two.answer(second, "yes")
        assert (two.look(), two.begin()) == (False, 409)
        assert place.launcher.asked == []
        assert Tab.opened(client, place.codes).shows[f"agreement.{first}"] == "no"
        # Once it is shown anew it may answer, and then the first one has to be.
        two = Tab.opened(client, place.codes)
        two.answer(third, "unfilmed")
        assert (two.look(), one.look(), two.look()) == (True, False, True)


def test_a_look_that_arrives_behind_a_press_does_not_take_back_what_was_pressed(place: Place) -> None:
    first, second, _ = place.codes
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        one = Tab.opened(client, (first,))
        assert one.look()
        late = Tab(client, dict(one.shows))  # sent before the press, and still under way
        client.post("/prepare/tour-de-role", data={**one.shows, "act": f"add:{second}"})
        assert not late.look()
        seats = re.findall(r'name="participant" value="([^"]*)"', client.get("/prepare/tour-de-role").text)
        assert seats == [first, second]


def test_what_was_said_for_one_session_is_not_said_for_the_next_by_a_page_that_stayed_open(
    place: Place,
) -> None:
    with asking(place.config, SessionRegistry(), place.launcher) as client:
        one = Tab.opened(client, place.codes)
        one.look()
        for code in place.codes:
            one.answer(code, "yes")
        assert one.look()
        two = Tab.opened(client, place.codes)
        assert (two.look(), one.begin()) == (True, 303)
        assert _where_it_leads(client) == "/session#lead"
        _end(client, place)
        assert not two.look()
        assert f"agreement.{place.codes[0]}" not in Tab.opened(client, place.codes).shows


def _where_it_leads(client: TestClient) -> str:
    """Ask until the session is set up: the waiting page's own question, as often as it would put it."""
    until_s = time.monotonic() + 30
    while time.monotonic() < until_s:
        to = client.get("/beginning/state").json()["to"]
        if to is not None:
            return str(to)
        time.sleep(0.01)
    raise AssertionError("it is still being set up")


def _end(client: TestClient, place: Place) -> None:
    """End the sessions on the loop that they run on."""
    assert client.portal is not None
    client.portal.call(place.launcher.close)
