"""Children stand in the order of their codes, and no step is called by its name in the file."""

from __future__ import annotations

from nao_sessions.core.events import Event
from nao_sessions.protocol.part_names import titles_of
from nao_sessions.review.replay.narration import Context
from nao_sessions.review.replay.page_model import code_order
from nao_sessions.review.replay.sentences import told
from nao_sessions.text.messages import Localized

PROTOCOL = b"""\
protocol: 1
id: essai
version: "1.0.0"
title: "Essai"
language: fr
commands: {finish: {next: fin}}
start: bonjour
steps:
  bonjour: {do: [{say: "Bonjour."}], next: pause}
  pause: {do: [{wait: 1 s}], next: fin}
  fin: {title: "La fin", do: [{say: "Au revoir."}], end: completed}
"""
STEPS = ("bonjour", "pause", "fin")


def entered(step: str, **titles: str) -> str:
    context = Context(titles={name.replace("_", "."): Localized(fr=fr, en=fr) for name, fr in titles.items()})
    return told(Event(1, "out", 0, "engine", "entered", {"step": step}), context).sentence.fr


def test_codes_are_ordered_by_their_numbers() -> None:
    assert sorted(["P10", "V2", "P9", "adult", "P1b"], key=code_order) == ["P1b", "P9", "P10", "V2", "adult"]


def test_an_untitled_step_is_called_as_the_nearest_group_around_it() -> None:
    assert entered("jeu.tour.question", jeu="Le jeu") == "Étape « Le jeu »"
    assert entered("jeu.tour.question", jeu="Le jeu", jeu_tour="Un tour") == "Étape « Un tour »"
    assert entered("jeu.tour.question", jeu_tour_question="Fruit ?") == "Étape « Fruit ? »"
    assert entered("q1") == "Étape sans titre"


def test_untitled_steps_outside_groups_are_told_apart_by_what_is_said_in_them() -> None:
    words = titles_of({"p.yaml": PROTOCOL}, "p.yaml")
    context = Context(titles=words.titles, untitled=words.untitled)
    entered = [told(Event(1, "out", 0, "engine", "entered", {"step": step}), context) for step in STEPS]
    assert [one.sentence.fr.replace("\xa0", " ") for one in entered] == [
        "Étape où Nao dit « Bonjour. »",
        "Étape sans titre (l. 10)",
        "Étape « La fin »",
    ]


def test_a_used_files_settings_and_the_pictures_have_their_words() -> None:
    files = {
        "p.yaml": USING,
        "rituel.yaml": USED,
        "chat.svg": b"<svg>\n<title>un chat gris</title></svg>",
        "train.svg": b"<svg>\n<title>un\n  train &amp; des rails</title></svg>",
        "photo.svg": b"<svg/>",
    }
    words = titles_of(files, "p.yaml")
    assert {name: (label.fr, kind) for name, (label, kind) in words.settings.items()} == {
        "bonjour:patience": ("Délai accordé", "duration"),
        "bonjour:tours": ("tours", "integer"),
    }
    assert words.titles["chat.svg"].fr == "le chat"
    assert words.titles["train.svg"].fr == "un train & des rails"
    assert "photo.svg" not in words.titles


USED = b"""\
protocol: 1
id: rituel
version: "1.0.0"
title: "Rituel"
language: fr
settings:
  patience: {type: duration, default: 10 s, label: "D\xc3\xa9lai accord\xc3\xa9"}
  tours: {type: integer, default: 2}
commands: {finish: {next: fin}}
start: fin
steps:
  fin: {end: completed}
"""
USING = b"""\
protocol: 1
id: jeu
version: "1.0.0"
title: "Jeu"
language: fr
commands: {finish: {next: fin}}
start: bonjour
steps:
  bonjour: {title: "Le bonjour", use: rituel.yaml, next: train}
  train:
    do:
      - show: {picture: train.svg}
      - show: {picture: photo.svg}
      - show: {choices: [{word: "le chat", picture: chat.svg}]}
    next: fin
  fin: {end: completed}
"""


ITEMS = b"""\
protocol: 1
id: essai
version: "1.0.0"
title: "Essai"
language: fr
items:
  visages:
    - {id: fache, question: "Qui est f\xc3\xa2ch\xc3\xa9 ?", answer: "f\xc3\xa2ch\xc3\xa9"}
    - {id: peur, question: "Qui a peur ?", answer: peur}
  suites: [{id: deux_b, un: vert, deux: violet}]
  images: [{id: chat_1, picture: chat.svg, answer: chat}, {id: peur, picture: chat.svg, answer: chat}]
commands: {finish: {next: fin}}
start: fin
steps:
  fin: {end: completed}
"""


def test_a_trial_and_a_round_are_called_by_their_items_own_words() -> None:
    words = titles_of({"p.yaml": ITEMS, "chat.svg": b"<svg><title>un chat</title></svg>"}, "p.yaml")
    context = Context(titles=words.titles, items=words.items)

    def trial(item: str, *correct: str) -> str:
        data = {"number": 6, "item": item, "correct": list(correct) or None}
        return told(Event(1, "out", 0, "engine", "question", data), context).sentence.fr.replace("\xa0", " ")

    def turn(item: str) -> str:
        data = {"group": "suites", "round": 1, "item": item}
        return told(Event(1, "out", 0, "engine", "turn", data), context).sentence.fr.replace("\xa0", " ")

    assert trial("fache", "fâché") == "Essai 6 : « Qui est fâché ? »"
    assert trial("chat_1", "chat") == "Essai 6 : « un chat »"
    assert trial("peur", "peur") == "Essai 6 (attendu : « peur »)"  # two items have this id: what is expected
    assert (trial("autre", "any"), trial("autre")) == ("Essai 6", "Essai 6")
    assert (turn("deux_b"), turn("autre")) == ("Tour 1 : « vert, violet »", "Tour 1")
