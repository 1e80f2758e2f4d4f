"""What the session page shows beside the protocol, and what is lit: never more than the page knows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from nao_sessions.live.loop import Incoming
from tests.browser.access import findings
from tests.browser.chromium import intercept
from tests.browser.leading import (
    IN_TURNS,
    PATIENT_MS,
    PROTOCOL,
    SHORT,
    WITH_HELPS,
    WITH_STOP,
    Lead,
    lit,
)

pytestmark = pytest.mark.browser
SIZES = [(1366, 768), (1180, 820), (1024, 768), (1920, 1080)]


def test_a_refusal_ends_with_the_next_press_that_counts_and_is_read_above_an_open_panel(lead: Lead) -> None:
    page = lead.page
    page.locator("#more").click()
    lead.console.put("command", name="change")
    news = page.locator("#news")
    expect(news).to_have_text("Ce protocole ne le prévoit pas.", timeout=PATIENT_MS)
    box = news.bounding_box()
    assert box is not None
    on_top = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).id",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert on_top == "news"
    page.locator("#pause").click()
    expect(page.locator("#trouble")).to_be_visible(timeout=PATIENT_MS)
    expect(news).to_be_empty()


def test_what_the_guard_no_longer_reaches_is_told_until_it_does(lead: Lead) -> None:
    standing = lead.page.locator("#standing")
    lead.do(lead.running.session.loop.note, "guard", "robot_lost", {})
    expect(standing).to_have_text("Le gardien de l'arrêt n'atteint plus Nao.", timeout=PATIENT_MS)
    lead.do(lead.running.session.loop.note, "guard", "robot_back", {})
    expect(standing).to_be_empty(timeout=PATIENT_MS)


def test_the_bar_of_time_goes_with_what_it_was_the_time_of(lead: Lead) -> None:
    """Looked at in the very moment that the sentence above it changes: nothing is to be read beside it."""
    page = lead.page
    page.get_by_role("button", name="On commence").first.click()
    expect(page.locator("#patience")).to_be_visible(timeout=PATIENT_MS)
    page.evaluate(
        """() => {
          const told = (window.beside = []);
          const doing = document.getElementById("doing");
          new MutationObserver(() =>
            told.push([doing.textContent, document.getElementById("patience").hidden]),
          ).observe(doing, { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.locator("#pause").click()
    expect(page.locator("#doing")).to_have_text("En pause", timeout=PATIENT_MS)
    assert page.evaluate("window.beside") == [["En pause", True]]


def test_the_picture_of_a_camera_that_records_nothing_is_grey_as_what_is_past(lead: Lead) -> None:
    page, session = lead.page, lead.running.session
    session.recorder_facts["salle"] = {"event": "status", "at": 2**60, "frames": 9}
    expect(page.locator("#recording")).to_have_text("Enregistre", timeout=PATIENT_MS)
    page.evaluate(
        """() => {
          const picture = document.createElement("img");
          Object.assign(picture.dataset, { camera: "salle" });
          document.querySelector(".room").prepend(Object.assign(picture, { className: "picture" }));
        }"""
    )
    picture = page.locator("img[data-camera=salle]")
    lead.do(session.loop.note, "recorder", "frozen", {"name": "salle", "segment": 1, "from": 0})
    expect(page.locator("#recording")).to_have_text("N'enregistre pas", timeout=PATIENT_MS)
    assert picture.evaluate("one => getComputedStyle(one).filter") == "grayscale(1)"
    back = {"name": "salle", "segment": 1, "reason": "frozen", "from": 0, "to": 1}
    lead.do(session.loop.note, "recorder", "gap", back)
    expect(page.locator("#recording")).to_have_text("Enregistre", timeout=PATIENT_MS)
    assert picture.evaluate("one => getComputedStyle(one).filter") == "none"


def test_recorders_that_end_with_the_session_are_no_false_alarm_and_its_clock_stands(lead: Lead) -> None:
    page, session = lead.page, lead.running.session
    session.recorder_facts["room"] = {"event": "closed", "at": 0, "frames": 9}
    expect(page.locator("#recording")).to_have_text("N'enregistre pas", timeout=PATIENT_MS)
    expect(page.locator("#standing")).to_contain_text("« room » n'enregistre pas", timeout=PATIENT_MS)
    lead.console.put("command", name="close")
    expect(page.locator("#doing")).to_have_text("Le dossier de la séance se ferme", timeout=PATIENT_MS)
    expect(page.locator("#recording")).to_have_text("Enregistrement terminé", timeout=PATIENT_MS)
    expect(page.locator("#standing")).to_be_empty()
    assert "off" not in (page.locator("#recording").get_attribute("class") or "").split()


def test_a_nao_that_has_fallen_does_not_answer_on_the_same_screen(lead: Lead) -> None:
    robot = lead.page.locator("#robot")
    expect(robot).to_have_text("Nao répond", timeout=PATIENT_MS)
    lead.do(lead.launcher.robots[-1].tell, "fell")
    expect(lead.page.locator("#doing")).to_have_text("Nao est tombé", timeout=PATIENT_MS)
    expect(robot).to_have_text("Nao est tombé")
    expect(lead.page.locator("#trouble-lines")).to_contain_text("Fermer tout de suite")
    expect(lead.page.locator("#trouble [data-act=finish]")).to_be_disabled()
    lead.page.locator("#trouble [data-act=resume]").click()
    expect(robot).to_have_text("Nao répond (relevé, d'après vous)", timeout=PATIENT_MS)


def test_a_nao_that_falls_after_a_stop_is_told_with_what_to_do_and_without_what_would_be_refused(
    lead: Lead,
) -> None:
    page = lead.page
    page.locator("#stop").click()
    expect(page.locator("#doing")).to_have_text("Nao est arrêté", timeout=PATIENT_MS)
    expect(page.locator("#trouble-lines li")).to_have_count(2)
    expect(page.locator("#trouble-lines")).to_contain_text("Terminer reste éteint après un arrêt")
    lead.do(lead.launcher.robots[-1].tell, "fell")
    expect(page.locator("#doing")).to_have_text("Nao est tombé", timeout=PATIENT_MS)
    expect(page.locator("#trouble-lines")).to_contain_text("Ne relevez pas Nao par les bras")
    expect(page.locator("#trouble-lines")).not_to_contain_text("Sinon, Terminer")
    expect(page.locator("#trouble [data-act=finish]")).to_be_disabled()


def test_what_is_to_be_done_is_read_to_its_end_though_notices_stand_above_it(lead: Lead) -> None:
    """The last line is the way out of a session whose Nao is lost: a tablet has to show it."""
    page, note = lead.page, lead.running.session.loop.note
    page.set_viewport_size({"width": 1180, "height": 820})
    lead.do(lead.launcher.robots[-1].tell, "lost")
    expect(page.locator("#doing")).to_have_text("Nao ne répond plus", timeout=PATIENT_MS)
    page.locator("#stop").click()
    lead.do(note, "guard", "robot_lost", {})
    lead.do(note, "guard", "still", {"doing": ["no answer"], "stages": {"latch": 1, "sent": None}})
    expect(page.locator("#trouble-lines")).to_contain_text("Fermer tout de suite", timeout=PATIENT_MS)
    expect(page.locator("#session")).to_contain_text("L'arrêt n'a pas encore atteint Nao", timeout=PATIENT_MS)
    seen = page.locator("#trouble-lines").evaluate("one => one.scrollHeight - one.clientHeight")
    assert seen <= 1


def test_a_nao_that_answers_again_is_not_told_as_lost_anywhere_on_the_screen(lead: Lead) -> None:
    page = lead.page
    lead.do(lead.launcher.robots[-1].tell, "lost")
    expect(page.locator("#doing")).to_have_text("Nao ne répond plus", timeout=PATIENT_MS)
    expect(page.locator("#robot")).to_have_text("Nao ne répond plus")
    expect(page.locator("#trouble [data-act=resume]")).to_be_disabled()
    lead.do(lead.launcher.robots[-1].tell, "back")
    expect(page.locator("#doing")).to_have_text("Nao répond de nouveau", timeout=PATIENT_MS)
    expect(page.locator("#robot")).to_have_text("Nao répond")
    expect(page.locator("#trouble [data-act=resume]")).to_be_enabled()
    expect(page.locator("body")).not_to_contain_text("ne répond plus")


def test_how_much_patience_is_left_is_the_same_after_the_page_was_loaded_again(lead: Lead) -> None:
    page = lead.page
    lead.to_the_question()
    left = page.locator("#patience-left")
    for loaded in range(2):
        if loaded:
            page.reload()
        expect(left).to_have_text(re.compile("encore 59[0-7] s"), timeout=PATIENT_MS)
        share = float(page.locator("#patience-bar").evaluate("(bar) => bar.style.transform.slice(7, -1)"))
        seconds = int(re.findall(r"\d+", left.inner_text())[0])
        assert share == pytest.approx(seconds / 600, abs=1.5 / 600)


OF_THREE = PROTOCOL.replace(
    "        petit: [{word: petit}]\n", "        petit: [{word: petit}]\n        aucun: [{word: aucun}]\n"
)


@pytest.mark.parametrize("lead", [OF_THREE], indirect=True)
def test_the_big_button_of_a_question_without_right_or_wrong_says_that_it_notes_no_answer(lead: Lead) -> None:
    lead.to_the_question()
    page = lead.page
    expect(page.locator("#yes-label")).to_have_text("Continuer sans réponse notée", timeout=PATIENT_MS)
    page.locator("#yes").click()
    expect(page.locator("#session")).to_contain_text("Aucune réponse n'est notée", timeout=PATIENT_MS)
    lead.console.wait(lambda view: view.step == "fin")
    log = lead.running.session.begun.folder.events.read_text(encoding="utf-8")
    assert '"answer":"","judgement":null' in log


def test_the_bar_says_what_it_counts_and_counts_no_limit_of_the_session(lead: Lead) -> None:
    page = lead.page
    lead.console.wait(lambda view: bool(view.buttons) and view.sentence is None)
    expect(page.locator("#doing")).to_have_text("Nao attend que vous appuyiez", timeout=PATIENT_MS)
    expect(page.locator("#patience")).to_be_hidden()  # the only deadline is the limit of 40 minutes
    lead.to_the_question()
    expect(page.locator("#patience-left")).to_contain_text("délai de réponse", timeout=PATIENT_MS)
    page.locator("#not-yet").click()
    expect(page.locator("#yes-label")).to_have_text("Fini", timeout=PATIENT_MS)
    expect(page.locator("#patience-left")).to_contain_text(
        "La séance continue d'elle-même", timeout=PATIENT_MS
    )


def test_what_became_of_a_press_passes_with_the_next_screen_once_it_can_have_been_read(lead: Lead) -> None:
    shown = lead.page.evaluate(
        """async () => {
          const { Notices } = await import("/static/session_notices.js");
          const began = performance.now();
          let now = began;
          performance.now = () => now;
          const notices = new Notices();
          notices.tellPress("Votre deuxième appui n'a pas compté");
          const after = (seconds) => {
            now = began + 1000 * seconds;
            notices.draw();
            return document.getElementById("news").textContent !== "";
          };
          const found = [after(1)];
          notices.nextScreen();
          return [...found, after(4), after(5.1)];
        }"""
    )
    assert shown == [True, True, False]


@pytest.mark.parametrize("width", [1366, 1180, 1024])
def test_a_long_place_moves_nothing_and_its_trial_is_never_cut(lead: Lead, width: int) -> None:
    page = lead.page
    page.set_viewport_size({"width": width, "height": 768})
    lead.to_the_question()
    expect(page.locator("#where")).to_have_text("essai 1 sur 1", timeout=PATIENT_MS)
    before = page.locator("#children button").first.bounding_box()
    page.locator("#where-steps").evaluate("(one) => (one.textContent = 'Un nom bien long · '.repeat(12))")
    assert page.locator("#children button").first.bounding_box() == before
    # in one look: what stands beside them may come to be known meanwhile, and move both
    room = page.evaluate(
        """() => document.getElementById("time").getBoundingClientRect().left
          - document.getElementById("where-trial").getBoundingClientRect().right"""
    )
    assert room >= 0


def test_a_stop_that_nobody_answers_is_an_alarm_and_nothing_else_is_lit_beside_it(lead: Lead) -> None:
    page = lead.page
    lead.to_the_question()
    expect(page.locator("#yes")).to_be_enabled(timeout=PATIENT_MS)
    intercept(page, "**/session/act*", lambda route: route.abort())
    page.locator("#stop").click()
    expect(page.locator("#yes")).to_be_disabled()
    expect(page.locator("#alarms .notice-alarm")).to_contain_text("bouton de poitrine", timeout=PATIENT_MS)
    assert lit(page) == ["Arrêter"]
    page.unroute("**/session/act*")
    expect(page.locator("#doing")).to_have_text("Nao est arrêté", timeout=PATIENT_MS)
    expect(page.locator("#alarms")).to_be_empty(timeout=PATIENT_MS)
    expect(page.locator("#trouble [data-act=resume]")).to_be_enabled()
    expect(page.locator("#trouble [data-act=finish]")).to_be_disabled()  # it would be refused


def test_a_stop_is_sent_at_once_when_the_link_is_back_whatever_its_timers_say(lead: Lead) -> None:
    """No timer of the page ever comes here: what is sent again is sent for the link's sake alone."""
    sent = lead.page.evaluate(
        """async () => {
          const { StopPress } = await import("/static/session_stop.js");
          const none = () => {};
          const told = { onWay: none, onUnanswered: none, onStopped: none, onLate: none };
          const counts = [];
          let count = 0;
          window.fetch = () => ((count += 1), Promise.reject(new TypeError("no network")));
          window.setTimeout = () => 0;
          const settled = async () => { for (let turn = 0; turn < 20; turn += 1) await null; };
          const stops = new StopPress({ seat: "s", role: "lead", heard: { guard: null }, ...told });
          stops.press(performance.now());
          for (const back of [none, () => dispatchEvent(new Event("online")), () => stops.linkIsBack()]) {
            back();
            await settled();
            counts.push(count);
          }
          return counts;
        }"""
    )
    assert sent == [1, 2, 3]


def test_a_stop_without_a_link_says_at_once_that_nothing_has_answered_it(lead: Lead) -> None:
    page = lead.page
    lead.to_the_question()
    lead.context.set_offline(True)
    page.locator("#stop").click()
    expect(page.locator("#alarms")).to_contain_text("L'arrêt n'a pas encore de réponse")
    lead.context.set_offline(False)
    expect(page.locator("#doing")).to_have_text("Nao est arrêté", timeout=PATIENT_MS)
    expect(page.locator("#alarms")).to_be_empty(timeout=PATIENT_MS)


TAP_AS_A_HELP_BEGINS = """(id) => new MutationObserver((changes, itself) => {
  itself.disconnect();
  const button = document.getElementById(id);
  button.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
}).observe(document.getElementById("helps"), { childList: true })"""
NO_FURTHER_HELP = "Pas d'autre aide pour cet appui\u00a0: Nao venait de commencer cette aide."


@pytest.mark.parametrize("lead", [WITH_HELPS], indirect=True)
def test_a_judging_press_as_a_help_begins_is_of_the_same_question(lead: Lead) -> None:
    """It was dropped with « Votre deuxième appui n'a pas compté », though there was no first press."""
    page = lead.page
    lead.to_the_question()
    page.evaluate(TAP_AS_A_HELP_BEGINS, "not-yet")
    lead.console.put("command", name="prompt")
    expect(page.locator("#news")).to_have_text(NO_FURTHER_HELP, timeout=PATIENT_MS)
    expect(page.locator("#helps")).to_have_text("aide verbale")
    page.evaluate(TAP_AS_A_HELP_BEGINS, "yes")
    lead.console.put("command", name="prompt")
    lead.console.wait(lambda view: view.step == "fin")
    lines = lead.running.session.begun.folder.events.read_text(encoding="utf-8")
    # Which help counts is told by how long before the finger came down it had begun.
    assert lines.count('"judgement":"prompted"') + lines.count('"judgement":"correct"') == 1
    assert lines.count('"name":"judge"') == 1
    expect(page.locator("#news")).to_be_empty(timeout=PATIENT_MS)


@pytest.mark.parametrize("lead", [WITH_HELPS], indirect=True)
def test_what_became_of_a_press_passes_with_the_next_help_too(lead: Lead) -> None:
    page = lead.page
    lead.to_the_question()
    page.evaluate(TAP_AS_A_HELP_BEGINS, "not-yet")
    lead.console.put("command", name="prompt")
    expect(page.locator("#news")).to_have_text(NO_FURTHER_HELP, timeout=PATIENT_MS)
    page.evaluate(
        "() => { const now = performance.now.bind(performance); performance.now = () => now() + 6000; }"
    )
    lead.console.put("command", name="prompt")
    expect(page.locator("#helps")).to_contain_text("aide gestuelle", timeout=PATIENT_MS)
    expect(page.locator("#news")).to_be_empty()


TAP_AS_THE_PANEL_GOES = """() => new MutationObserver((changes, itself) => {
  itself.disconnect();
  const yes = document.getElementById("yes");
  yes.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  yes.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
}).observe(document.getElementById("other-panel"), { attributeFilter: ["hidden"] })"""


def test_the_panel_of_a_trial_closes_with_it_and_a_finger_on_its_way_hits_nothing(lead: Lead) -> None:
    """It stayed open over the next question, and *Refus* then counted for that one."""
    page = lead.page
    lead.to_the_question()
    page.locator("#other").click()
    expect(page.locator("#other-panel [data-judge=refused]")).to_be_visible()
    page.evaluate(TAP_AS_THE_PANEL_GOES)
    lead.console.put("command", name="redo")
    expect(page.locator("#other-panel")).to_be_hidden(timeout=PATIENT_MS)
    expect(page.locator("#where-trial")).to_contain_text("essai 2", timeout=PATIENT_MS)
    expect(page.locator("#news")).to_contain_text(
        "Cet appui n'a pas compté\u00a0: l'écran venait de changer."
    )
    lines = lead.running.session.begun.folder.events.read_text(encoding="utf-8")
    assert '"name":"redo"' in lines
    assert '"name":"judge"' not in lines


@pytest.mark.parametrize("lead", [WITH_STOP], indirect=True)
def test_a_stop_that_a_child_says_in_a_pause_is_told_with_the_way_out(lead: Lead) -> None:
    page = lead.page
    page.set_viewport_size({"width": 1180, "height": 820})
    lead.to_the_question()
    for press, way_out in (("pause", "Terminer."), ("stop", "Fermer tout de suite.")):
        lead.console.put("command", name=press)
        expect(page.locator("#trouble [data-act=resume]")).to_be_enabled(timeout=PATIENT_MS)
        lead.console.put("word", word="stop", confidence=0.6)
        notice = page.locator("[data-notice=heard_paused]")
        expect(notice).to_contain_text(way_out, timeout=PATIENT_MS)
        expect(notice).to_be_in_viewport(ratio=1)
        expect(page.locator("#trouble [data-act=resume]")).to_be_in_viewport(ratio=1)
        assert findings(page) == []
        lead.console.put("command", name="resume")
        expect(notice).to_have_count(0, timeout=PATIENT_MS)


def test_a_trial_that_ended_while_the_page_had_no_link_is_told_when_it_is_back(lead: Lead) -> None:
    page = lead.page
    lead.to_the_question()
    lead.context.set_offline(True)
    expect(page.locator("#cut-off")).to_be_visible(timeout=PATIENT_MS)
    lead.console.put("command", name="judge", **{"as": "no_response"})
    lead.console.wait(lambda view: view.trial is None)
    lead.context.set_offline(False)
    expect(page.locator("#standing")).to_contain_text(
        "Pendant la coupure\u00a0: essai 1, sans cotation", timeout=PATIENT_MS
    )


def test_a_page_that_hears_nothing_claims_nothing_and_lights_the_stop_alone(lead: Lead) -> None:
    page = lead.page
    lead.console.put("command", name="pause")
    expect(page.locator("#trouble [data-act=resume]")).to_be_enabled(timeout=PATIENT_MS)
    lead.context.set_offline(True)
    expect(page.locator("#cut-off")).to_be_visible(timeout=PATIENT_MS)
    assert lit(page) == ["Arrêter"]
    expect(page.locator("#recording-text")).to_have_text("État inconnu")
    expect(page.locator("#robot")).to_be_empty()
    lead.context.set_offline(False)
    expect(page.locator("#robot")).to_have_text("Nao répond", timeout=PATIENT_MS)
    expect(page.locator("#trouble [data-act=resume]")).to_be_enabled()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_screen_that_watches_can_stop_and_take_over_and_nothing_else(
    lead: Lead, width: int, height: int
) -> None:
    lead.to_the_question()
    other = lead.open(width=width, height=height)
    expect(other.locator("#take-over")).to_be_enabled(timeout=PATIENT_MS)
    assert lit(other) == ["Prendre la main", "Arrêter"]
    other.locator("#take-over").click()  # it is seen, and nothing lies over it
    expect(other.locator("#yes")).to_be_enabled(timeout=PATIENT_MS)
    expect(lead.page.locator("#yes")).to_be_disabled(timeout=PATIENT_MS)
    assert lit(lead.open("/watch", width, height)) == ["Arrêter"]


def test_a_second_adult_is_offered_what_judges_and_nothing_that_would_be_refused(lead: Lead) -> None:
    lead.console.wait(lambda view: bool(view.buttons) and view.sentence is None)
    other = lead.open("/session?as=second")
    expect(other.locator("#doing")).to_have_text("Nao attend que vous appuyiez", timeout=PATIENT_MS)
    assert lit(other) == ["Arrêter"]  # the step's main button is the leader's
    lead.to_the_question()
    expect(other.locator("#yes-label")).to_have_text("grand", timeout=PATIENT_MS)
    expect(other.locator("#yes")).to_be_enabled()
    assert lit(other) == ["grand", "petit", "Autre…", "Arrêter"]
    other.locator("#other").click()
    for name in ("skip", "redo"):
        expect(other.locator(f"#other-panel [data-act={name}]")).to_be_disabled()
    other.locator("#other-panel [data-answer=grand]").click()
    expect(other.locator("#doing")).not_to_contain_text("Nao attend la réponse", timeout=PATIENT_MS)
    other.keyboard.press("KeyR")
    expect(other.locator("#news")).to_contain_text("seul l'écran qui mène", timeout=PATIENT_MS)


FIRST_ANSWER_LATE = """() => {
  const real = window.fetch;
  let held = false;
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    if (held || !String(asked[0]).startsWith("/session/act")) return answer;
    held = true;
    await new Promise((go) => setTimeout(go, 1500));
    setTimeout(() => (document.body.dataset.came = "late"), 500);
    return answer;
  };
}"""


def test_why_a_press_does_not_count_stays_when_one_before_it_is_answered_later(lead: Lead) -> None:
    other = lead.open("/session?as=second")
    lead.to_the_question()
    expect(other.locator("#yes")).to_be_enabled(timeout=PATIENT_MS)
    other.evaluate(FIRST_ANSWER_LATE)
    other.locator("#yes").click()
    expect(other.locator("#doing")).not_to_contain_text("Nao attend la réponse", timeout=PATIENT_MS)
    other.keyboard.press("KeyR")
    refused = other.locator("#news")
    expect(refused).to_contain_text("seul l'écran qui mène", timeout=PATIENT_MS)
    expect(other.locator("body")).to_have_attribute("data-came", "late", timeout=PATIENT_MS)
    expect(refused).to_contain_text("seul l'écran qui mène")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_notice_moves_a_button_of_the_pad_or_of_the_step_and_all_are_on_the_screen(
    lead: Lead, width: int, height: int
) -> None:
    page = lead.page
    page.set_viewport_size({"width": width, "height": height})
    lead.console.wait(lambda view: view.sentence is None)

    def places() -> list[Any]:
        boxes: list[Any] = page.evaluate(
            """() => [...document.querySelectorAll('.pad button, #step-buttons button')]
            .map((one) => one.getBoundingClientRect())
            .map(({ x, y, right, bottom, width, height }) => [x, y, right, bottom, width, height])"""
        )
        return boxes

    expect(page.locator("#step-buttons button")).to_have_count(1, timeout=PATIENT_MS)
    before = places()
    assert all(
        x >= 0 and y >= 0 and right <= width and bottom <= height for x, y, right, bottom, *_ in before
    )
    assert all(wide >= 44 and high >= 44 for *_, wide, high in before)
    lead.do(lead.running.session.loop.note, "guard", "failed", {})
    lead.do(lead.running.session.loop.note, "guard", "robot_lost", {})
    lead.console.put("command", name="change")
    expect(page.locator("#alarms p")).to_have_count(1, timeout=PATIENT_MS)
    expect(page.locator("#news")).not_to_be_empty(timeout=PATIENT_MS)
    assert places() == before
    assert findings(page) == []


def test_a_question_of_two_answers_is_asked_with_them_and_the_second_one_counts(lead: Lead) -> None:
    page = lead.page
    lead.to_the_question()
    expect(page.locator("#yes-label")).to_have_text("grand", timeout=PATIENT_MS)
    expect(page.locator("#not-yet-label")).to_have_text("petit")
    page.locator("#not-yet").click()
    expect(page.locator("#yes-label")).to_have_text("Fini", timeout=PATIENT_MS)
    lines = lead.running.session.begun.folder.events.read_text(encoding="utf-8")
    [trial] = [line for line in lines.splitlines() if '"kind":"trial"' in line]
    assert '"answer":"petit"' in trial


def test_whoever_began_or_went_on_leads_although_another_screen_was_there_sooner(lead: Lead) -> None:
    other = lead.open("/session#lead")
    expect(other.locator("#control-line")).to_be_hidden(timeout=PATIENT_MS)
    expect(lead.page.locator("#control-line")).to_be_visible(timeout=PATIENT_MS)
    assert other.url.endswith("/session")
    other.reload()  # leading was asked for once
    expect(other.locator("#doing")).not_to_be_empty(timeout=PATIENT_MS)
    expect(other.locator("#control-line")).to_be_hidden()


def test_a_voice_that_can_get_no_louder_says_so_and_a_press_says_what_it_did(lead: Lead) -> None:
    page = lead.page
    page.locator("#more").click()
    louder, softer = (page.locator(f"#more-panel [data-act={name}]") for name in ("louder", "softer"))
    expect(louder).to_be_disabled(timeout=PATIENT_MS)
    expect(louder).to_have_text("Plus fort (au maximum)")
    softer.click()
    expect(page.locator("#news")).to_contain_text("volume 90\u00a0%", timeout=PATIENT_MS)
    expect(louder).to_be_enabled()
    expect(louder.locator(".bound")).to_be_hidden()


@pytest.mark.parametrize("what", ["calm", "goto", "improvise", "gesture"])
def test_the_panel_of_what_is_seldom_needed_closes_once_something_of_it_is_done(
    lead: Lead, what: str
) -> None:
    page = lead.page
    lead.to_the_question()
    page.locator("#more").click()
    if what == "calm":
        page.locator("#more-panel [data-act=calm]").click()
    elif what == "goto":
        page.locator("#goto-form button").click()
    elif what == "improvise":
        page.locator("#improvised").fill("Regarde la pomme.")
        page.locator("#improvise [type=submit]").click()
    else:
        page.locator("#gesture-form button").click()
    expect(page.locator("#more-panel")).to_be_hidden(timeout=PATIENT_MS)
    expect(page.locator("#more")).to_be_focused()


def test_a_screen_whose_leader_is_gone_is_not_told_that_another_one_leads(lead: Lead) -> None:
    page, line = lead.page, lead.page.locator("#control-line")
    other = lead.open()
    other.locator("#take-over").click()
    expect(line).to_contain_text("Cet écran regarde", timeout=PATIENT_MS)
    other.close()
    expect(line).to_contain_text("Plus aucun écran ne mène la séance", timeout=PATIENT_MS)
    page.locator("#take-over").click()
    expect(line).to_be_hidden(timeout=PATIENT_MS)


def test_a_sentence_that_nao_cannot_say_is_there_to_be_read(lead: Lead) -> None:
    page = lead.page
    robot = lead.launcher.robots[-1]
    lead.console.wait(lambda view: bool(view.buttons) and view.sentence is None)
    lead.do(robot.fail_next, "say", "no voice")
    lead.console.put("button", id=lead.running.view.buttons[0].id)
    expect(page.locator("#unsaid")).to_contain_text("Le grand ou le petit", timeout=PATIENT_MS)
    lead.do(robot.fail_next, "say", "no voice")
    page.locator("#trouble [data-act=resume]").click()
    expect(page.locator("#adult")).to_contain_text("Lisez à voix haute", timeout=PATIENT_MS)


@pytest.mark.parametrize("lead", [SHORT], indirect=True)
def test_a_pause_in_which_the_time_runs_out_says_where_going_on_leads(lead: Lead) -> None:
    page = lead.page
    page.locator("#pause").click()
    expect(page.locator("#trouble")).to_contain_text("continue là où la séance en était", timeout=PATIENT_MS)
    expect(page.locator("#standing")).to_contain_text("s'achève dans 2 min", timeout=PATIENT_MS)
    expect(page.locator("#standing")).to_contain_text("Le temps permis est écoulé", timeout=PATIENT_MS)
    expect(page.locator("#trouble")).to_contain_text("mène à l'au revoir", timeout=PATIENT_MS)
    expect(page.locator("#trouble")).to_contain_text("se ferme d'elle-même à 8:")
    page.locator("#more").click()
    page.locator("#more-panel [data-act=extend]").click()
    expect(page.locator("#standing")).to_be_empty(timeout=PATIENT_MS)
    expect(page.locator("#trouble")).to_contain_text("continue là où la séance en était")


def test_a_child_who_is_back_is_told_and_that_a_press_is_awaited(lead: Lead) -> None:
    page, codes = lead.page, lead.running.session.begun.journal.state.participants
    for code in codes:
        page.locator(f"#children [data-act=leave][data-participant={code}]").click()
    expect(page.locator("#doing")).to_have_text("Plus aucun enfant n'est là", timeout=PATIENT_MS)
    page.locator(f"#children [data-act=return][data-participant={codes[1]}]").click()
    expect(page.locator("#doing")).to_have_text("Un enfant est de nouveau là", timeout=PATIENT_MS)
    expect(page.locator("#trouble")).to_contain_text("Reprendre la continue")
    expect(page.locator("#trouble")).not_to_contain_text("Revient")


@pytest.mark.parametrize("lead", [IN_TURNS], indirect=True)
def test_an_answer_out_of_turn_and_whether_an_easy_trial_can_be_asked_are_shown(lead: Lead) -> None:
    page = lead.page
    lead.to_the_question()
    page.locator("#more").click()
    expect(page.locator("#no-easy")).to_be_visible()
    page.locator("[data-close=more]").click()
    turn, other = lead.running.view.turn, lead.running.session.begun.journal.state.participants[2]
    assert turn not in (None, other)
    touched = Incoming("board", "board", {"choice": "petit", "by": other}, participant=other)
    lead.do(lead.running.session.loop.put, touched)
    told = f"Réponse non comptée, hors de son tour, de {other}"
    expect(page.locator("#given")).to_contain_text(told, timeout=PATIENT_MS)
    expect(page.locator("#given")).to_contain_text("petit")
    page.locator("#yes").click()
    expect(page.locator("#where-trial")).to_contain_text("essai 2 sur 2", timeout=PATIENT_MS)
    page.locator("#more").click()
    expect(page.locator("#no-easy")).to_be_hidden(timeout=PATIENT_MS)


def test_a_screen_without_a_keyboard_shows_no_list_of_keys(lead: Lead, browser: Browser) -> None:
    lead.page.locator("#more").click()
    expect(lead.page.locator(".keys summary")).to_be_visible()
    tablet = browser.new_context(
        viewport={"width": 1180, "height": 820}, is_mobile=True, has_touch=True, locale="fr-FR"
    )
    page = tablet.new_page()
    page.goto(lead.console.address)
    page.goto(f"{lead.console.at}/session")
    page.locator("#take-over").tap(timeout=PATIENT_MS)
    page.locator("#more").tap(timeout=PATIENT_MS)
    expect(page.locator("#journal summary")).to_be_visible()
    expect(page.locator(".keys")).to_be_hidden()
    tablet.close()
