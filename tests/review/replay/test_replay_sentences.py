"""Events in sentences: each kind that a session writes, in both languages; unknown ones as they stand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nao_sessions import engine
from nao_sessions.core.events import Direction, Event
from nao_sessions.record.results.counts import completed_words
from nao_sessions.review.replay.narration import Context
from nao_sessions.review.replay.sentences import told
from nao_sessions.review.replay.words import REFUSALS
from nao_sessions.text.messages import Localized, verbatim
from tests.review.replay.synthetic_session import scripted_events

ENGINE = Path(engine.__file__).parent
P07 = Context(participants=["P07"], titles={"tri": Localized(fr="Le tri", en="Sorting")})


def _event(direction: Direction, source: str, kind: str, **data: Any) -> Event:
    return Event(1, direction, 0, source, kind, data)


def _out(kind: str, **data: Any) -> Event:
    return _event("out", "engine", kind, **data)


def _do(verb: str, **data: Any) -> Event:
    return _out("do", id="a1", verb=verb, **data)


def _robot(kind: str, **data: Any) -> Event:
    return _event("in", "robot", kind, **data)


def _pressed(kind: str, **data: Any) -> Event:
    return _event("in", "professional", kind, **data)


@pytest.mark.parametrize(
    ("event", "lane", "french"),
    [
        (
            _robot("touch", part="hand.left", pressed=True)._replace(participant="P07"),
            "child",
            "P07 touche la main gauche",
        ),
        (_robot("touch", part="chest", pressed=True), "child", "Quelqu'un touche le bouton de la poitrine"),
        (
            _robot("touch", part="foot.left", pressed=False),
            "technical",
            "Quelqu'un ne touche plus le pied gauche",
        ),
        (_robot("word", word="oui", confidence=0.4), "child", "Nao entend « oui » (confiance 40 %)"),
        (_robot("word", word="oui"), "child", "Nao entend « oui »"),
        (_robot("lost", why="heartbeat"), "note", "Nao ne répond plus"),
        (_robot("battery", percent=61), "technical", "Batterie de Nao : 61 %"),
        (_robot("speech", speaking=True), "technical", "La voix de Nao commence"),
        (_pressed("button", id="tri"), "adult", "Bouton « Le tri »"),
        (_pressed("button", id="autre/buttons.0"), "adult", "Bouton « autre/buttons.0 »"),
        (
            _event("in", "board", "board", choice="chien")._replace(participant="P12"),
            "child",
            "Choix sur la tablette : « chien » (P12)",
        ),
        (_pressed("command", name="calm"), "adult", "Commande : retour au calme"),
        (
            _pressed("command", name="finish", after="easy_trial"),
            "adult",
            "Commande : terminer, « après un essai facile » ; aucun n'a été posé",
        ),
        (_pressed("command", name="calm", press="a-1"), "adult", "Commande : retour au calme"),
        (
            _pressed("command", name="improvise", text="Ah {participant}"),
            "adult",
            "Commande : faire dire à Nao, « Ah P07 »",
        ),
        (_pressed("command", name="goto", step="tri"), "adult", "Commande : aller à une étape, « Le tri »"),
        (_pressed("command", name="goto", step="b"), "adult", "Commande : aller à une étape, sans titre"),
        (
            _pressed("command", name="improvise", gesture="hello"),
            "adult",
            "Commande : faire faire un geste à Nao, « dit bonjour de la main »",
        ),
        (
            _pressed("command", **{"name": "judge", "as": "yes", "by": "second"}),
            "adult",
            "Commande : juger la réponse, « oui, par le second adulte »",
        ),
        (
            _event("in", "console", "command", name="close"),
            "note",
            "La console a été fermée : elle ferme la séance",
        ),
        (_event("in", "engine", "timer"), "technical", "Le délai est écoulé"),
        (_event("in", "session", "begin"), "note", "Début de la séance"),
        (_event("in", "session", "resumed"), "note", "Reprise après une interruption"),
        (_event("in", "recover", "resumed"), "note", "La séance s'est interrompue ici, et n'a pas repris"),
        (
            _event("in", "clocks", "slept", seconds=12.6),
            "note",
            "L'ordinateur s'est mis en veille pendant 13 s",
        ),
        (_event("in", "guard", "halted"), "note", "Nao est arrêté par le programme qui veille sur lui"),
        (
            _event("in", "guard", "halted", why="professional"),
            "note",
            "Nao est arrêté : l'adulte a appuyé sur Arrêter",
        ),
        (_event("note", "guard", "quiet", stages={}), "technical", "Nao ne parle plus et ne bouge plus"),
        (
            _event("note", "robot", "clock", offset_ns=5, uncertainty_ns=200_000),
            "technical",
            "L'horloge de Nao a été comparée à celle de l'ordinateur : ±0,2 ms",
        ),
        (_event("in", "guard", "halted", why="head"), "note", "Nao est arrêté : sa tête a été tenue"),
        (_out("entered", step="tri"), "step", "Étape « Le tri »"),
        (_out("entered", step="bilan"), "step", "Étape sans titre"),
        (_out("group_done", step="tri", by="done"), "technical", "Groupe « Le tri » terminé"),
        (_do("say", text="Bonjour {participant}"), "speech", "Nao dit « Bonjour ‹P07› »"),
        (
            _do("say", text="Au revoir {participant}", participant="P12"),
            "speech",
            "Nao dit « Au revoir ‹P12› »",
        ),
        (_do("sound", file="cloche.wav"), "speech", "Nao joue le son « cloche.wav »"),
        (_do("gesture", name="hello"), "action", "Nao dit bonjour de la main"),
        (_do("gesture", name="new"), "action", "Nao « new »"),
        (_do("posture", name="sit"), "action", "Posture de Nao : assis"),
        (_do("look", where="table"), "action", "Regard de Nao : la table devant Nao"),
        (_do("eyes", colour="blue"), "action", "Yeux de Nao : bleu"),
        (_do("listen", words=["oui", "non"]), "technical", "Nao écoute : oui, non"),
        (_do("listen", words=[]), "technical", "Nao n'écoute plus"),
        (_do("fly", height=3), "action", "Nao : fly (height = 3)"),
        (_out("halt", ids=["a1"]), "action", "Nao est interrompu"),
        (_out("set", name="bons_choix", value=2.0), "technical", "« bons choix » : 2"),
        (
            _out("set", name="participant.suite", value=3, participant="P07"),
            "technical",
            "« suite » : 3 (P07)",
        ),
        (_out("voice", volume=80), "technical", "Voix de Nao : volume = 80"),
        (_out("adult", text="Guidez {participant}."), "adult", "À faire par l'adulte : Guidez P07."),
        (
            _out("response", sense="touch", value="chest", why="taken", latency_ns=1_240_000_000),
            "child",
            "Réponse : le bouton de la poitrine, 1,2 s après la phrase",
        ),
        (
            _out("response", sense="word", value="oui", why="not_heard"),
            "technical",
            "Pas entendu, Nao parlait : « oui »",
        ),
        (_out("paused", why="fell"), "note", "Pause : Nao est tombé"),
        (_out("paused", why="paused"), "note", "Pause"),
        (_out("continued", paused_ns=1), "note", "La séance continue"),
        (_out("robot_back"), "note", "Nao est de nouveau là"),
        (_out("adaptation", command="repeat"), "adult", "Adaptation : répéter"),
        (
            _out("refused", what="repeat", why="nothing_said"),
            "technical",
            "Sans effet : répéter (rien n'a encore été dit)",
        ),
        (_out("notice", seconds_left=120), "note", "Il reste 120 s"),
        (_out("notice", seconds_left=0), "note", "La durée prévue est atteinte"),
        (_out("error", code="stalled", text="1000 hops"), "note", "Erreur : 1000 hops (stalled)"),
        (_out("ended", outcome="distress"), "note", "La séance est arrêtée : détresse de l'enfant"),
        (_event("note", "recorder", "frozen", segment=2), "note", "L'image est figée (segment 2)"),
        (
            _event("note", "recorder", "rolling", segment=1, name="table"),
            "note",
            "L'enregistrement commence (table, segment 1)",
        ),
        (
            _event(
                "note", "recorder", "gap", segment=1, reason="frozen", to=5 * 10**9, **{"from": 3 * 10**9}
            ),
            "note",
            "Pendant 2 secondes, rien n'en est venu (segment 1)",
        ),
        (_event("note", "recorder", "gap", segment=2), "note", "Trou dans l'enregistrement (segment 2)"),
        (
            _event("note", "recorder", "well_again", segment=2),
            "note",
            "L'enregistrement est de nouveau en ordre (segment 2)",
        ),
        (_event("note", "recorder", "polished", lens=1), "technical", "polished (lens = 1)"),
        (
            _event("note", "robot", "about", system="2.8", body="6.0"),
            "technical",
            "Nao : système 2.8, corps 6.0",
        ),
        (_event("note", "guard", "ready", pid=1), "technical", "Le gardien veille"),
        (_event("note", "clocks", "utc_jumped", seconds=3), "technical", "Lecture des horloges"),
        (_event("in", "telescope", "sighted", moons=4), "technical", "sighted (moons = 4)"),
    ],
)
def test_an_event_is_told_in_french(event: Event, lane: str, french: str) -> None:
    said = told(event, P07)
    assert (said.lane, said.sentence.fr) == (lane, french)


@pytest.mark.parametrize(
    ("how", "french"),
    [
        ("not_yet", "Commande : juger la réponse, « pas encore »"),
        ("yes", "Commande : juger la réponse, « oui »"),
        ("heard", "Commande : juger la réponse, « c'est bien ça »"),
        ("not_heard", "Commande : juger la réponse, « mal entendu »"),
        ("no_response", "Commande : juger la réponse, « pas de réponse »"),
        ("of_a_newer_program", "Commande : juger la réponse, « of_a_newer_program »"),
    ],
)
def test_how_the_adult_judged_is_told_in_the_words_of_the_page(how: str, french: str) -> None:
    pressed = _event("in", "professional", "command", name="judge", **{"as": how})
    assert told(pressed, P07).sentence.fr == french


def test_a_session_that_was_led_to_its_end_is_told_so() -> None:
    ended = _out("ended", outcome="completed")
    assert told(ended, P07).sentence.fr == "La séance est menée à son terme"
    lines = [
        _out("entered", step="jeu", by="begin"),
        _out("entered", step="fin", by="commands/change"),
        ended,
    ]
    said = told(ended, replace(P07, completed=completed_words(lines))).sentence
    assert said.fr == "La séance est conduite à sa fin ; une activité a été quittée avant son terme"
    assert said.en == "The session was led to its end; an activity was left before it was over"


def test_a_verb_of_a_newer_program_is_told_as_each_language_writes() -> None:
    said = told(_do("dance", steps=3), P07).sentence
    assert (said.fr, said.en) == ("Nao : dance (steps = 3)", "Nao: dance (steps = 3)")


@pytest.mark.parametrize("how", ["finished", "stopped", "failed", "lost"])
def test_an_ending_names_what_ended(how: str) -> None:
    asked = _do("say", text="Bravo !")
    context = Context(actions={"a7": asked})
    said = told(_robot("done", action="a7", how=how), context)
    assert said.sentence.fr.endswith(" : Nao dit « Bravo ! »")
    assert said.alert == (how in ("failed", "lost"))


def test_an_ending_of_an_unknown_action_is_told() -> None:
    said = told(_robot("done", action="a9", how="finished"), P07)
    assert said.sentence == Localized(fr="Fini : a9", en="Finished: a9")


def test_braces_in_what_a_person_wrote_are_harmless() -> None:
    said = told(_out("note", text="{0} {nobody} {participant.x}"), P07)
    assert said.sentence.fr == "Note : {0} {nobody} {participant.x}"


@pytest.mark.parametrize("data", [{}, {"part": None}, {"id": {}}, {"text": 3}, {"verb": []}, {"action": [1]}])
def test_an_event_with_other_fields_than_expected_is_shown_all_the_same(data: dict[str, Any]) -> None:
    for event in scripted_events():
        said = told(Event(1, event.dir, 0, event.source, event.kind, data), P07)
        assert said.sentence.fr != ""
        assert said.sentence.en != ""


def test_a_sentence_for_several_children_names_their_codes() -> None:
    context = Context(participants=["P07", "P12"])
    said = told(_out("note", text="{participants}, {participant}"), context)
    assert said.sentence.fr == "Note : P07, P12, P07, P12"


def test_a_sentence_for_one_of_several_children_names_whose_turn_it_is() -> None:
    context = Context(participants=["P07", "P12"], child="P12")
    said = told(_do("say", text="{participant}, à toi !"), context)
    assert said.sentence.fr == "Nao dit « ‹P12›, à toi ! »"


def test_a_judgement_that_was_taken_back_is_told_as_none() -> None:
    again = _out("rejudged", was="correct", number=1, judgement=None)
    assert told(again, P07).sentence.fr == "Essai 1 rejugé : sans jugement"


@pytest.mark.parametrize(
    ("what", "why", "french"),
    [
        ("resume", "not_paused", "Sans effet : reprendre (la séance n'est pas en pause)"),
        (
            "judge correct",
            "nothing_to_judge",
            "Sans effet : juger la réponse, « réussi » (il n'y a rien à juger)",
        ),
        ("tri", "not_here", "Sans effet : Le tri (ce bouton n'est pas proposé ici)"),
        ("timer", "not_due", "Sans effet : un délai (aucun délai n'est écoulé)"),
        ("touch", "not_running", "Sans effet : un toucher (la séance ne tourne pas)"),
        ("dance", "of_a_newer_program", "Sans effet : dance (of_a_newer_program)"),
    ],
)
def test_what_was_refused_is_told_in_words(what: str, why: str, french: str) -> None:
    assert told(_out("refused", what=what, why=why), P07).sentence.fr == french


def test_every_reason_for_which_the_engine_refuses_has_its_words() -> None:
    source = "".join(path.read_text("utf-8") for path in ENGINE.glob("*.py"))
    calls = re.findall(r'"refused",[^\n]*why=([^\n]*)\)', source)
    reasons = {word for call in calls for word in re.findall(r'"(\w+)"', call)}
    assert len(reasons) > 15
    assert reasons <= set(REFUSALS)


CALLED = Context(
    titles={
        "bonjour": Localized(fr="Le bonjour", en="The hello"),
        "pictures/train.svg": verbatim("un train"),
    },
    settings={
        "bonjour:patience": (Localized(fr="Délai de réponse accordé", en="Time allowed"), "duration"),
        "bonjour:repos": (Localized(fr="Nao se repose", en="Nao rests"), "bool"),
    },
)


@pytest.mark.parametrize(
    ("name", "value", "french", "english"),
    [
        (
            "patience",
            10.0,
            "Délai de réponse accordé : 10 s (« Le bonjour »)",
            "Time allowed: 10 s (“The hello”)",
        ),
        ("repos", False, "Nao se repose : non (« Le bonjour »)", "Nao rests: no (“The hello”)"),
        ("mots", ["oui", "non"], "« mots » : oui, non (« Le bonjour »)", "“mots”: oui, non (“The hello”)"),
    ],
)
def test_a_value_of_a_used_file_is_told_in_that_files_words(
    name: str, value: Any, french: str, english: str
) -> None:
    said = told(_out("set", name=f"bonjour:{name}", value=value), CALLED).sentence
    assert (_plain(said.fr), _plain(said.en)) == (french, english)


@pytest.mark.parametrize(
    ("picture", "french"),
    [
        ("pictures/train.svg", "La tablette montre : chat, un train"),
        ("pictures/photo.jpg", "La tablette montre : chat, une image"),
    ],
)
def test_a_picture_on_the_board_is_told_by_its_title_and_never_by_its_file(picture: str, french: str) -> None:
    board = _out("board", choices=["chat"], picture=picture, text=None, highlight=None)
    assert _plain(told(board, CALLED).sentence.fr) == french


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_what_elan_had_without_a_text_is_told_as_that() -> None:
    said = told(_event("note", "import", "blank", tier="regard"), P07)
    assert (said.sentence.fr, said.sentence.en) == ("(sans texte) · regard", "(without text) · regard")


def test_of_a_session_without_a_robot_it_is_told_what_was_asked_of_the_adult() -> None:
    led = Context(adult_led=True)
    asked = told(_out("do", id="a1", verb="say", text="Bonjour !"), led).sentence
    assert asked.in_language("en") == "Asked of the adult: to say “Bonjour !”"
    stopped = _out("paused", why="stopped")
    assert told(stopped, led).sentence.in_language("en") == "Paused: the adult pressed Stop"
    assert told(stopped, Context()).sentence.in_language("en") == "Paused: Nao is stopped"
