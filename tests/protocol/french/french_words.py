"""Positions for items and words: what is said by way of a table, heard, touched, chosen, compared."""

from __future__ import annotations

from tests.protocol.french.french_forms import (
    BLOCK,
    CELL,
    FLOW,
    Position,
    answer,
    choices,
    element,
    elements,
    given,
    item,
    item_list,
    one_trial,
    stimulus,
    way,
    with_table,
    without_last,
    word_of,
)
from tests.protocol.small_protocols import COMMANDS, HEAD, STEPS, with_do, with_steps

ITEM_POSITIONS = (
    Position(
        "item",
        with_table('  mots:\n    - id: a\n      texte:<T>\n    - {id: b, texte: "autre"}\n'),
        BLOCK,
        item("texte"),
    ),
    Position(
        "item {}",
        with_table('  mots:\n    - {id: a, texte:<T>}\n    - {id: b, texte: "autre"}\n'),
        FLOW,
        item("texte"),
    ),
    Position(
        "item {}, first",
        with_table('  mots: [{texte:<T>, id: a}, {id: b, texte: "autre"}]\n'),
        FLOW,
        item("texte"),
    ),
    Position("id of an item", with_table("  mots:\n    - id:<T>\n      n: 1\n"), BLOCK, item("id")),
    Position("id of an item {}", with_table("  mots: [{id:<T>, n: 1}]\n"), FLOW, item("id")),
    Position(
        "item -",
        with_table('  mots:\n    - id: a\n      choix:\n        -<T>\n        - "autre"\n'),
        BLOCK,
        item_list("choix"),
    ),
    Position(
        "item []", with_table('  mots:\n    - {id: a, choix: [<T>, "autre"]}\n'), FLOW, item_list("choix")
    ),
    Position(
        "item [{word}]",
        with_table('  mots:\n    - {id: a, choix: [{word:<T>}, "autre"]}\n'),
        FLOW,
        item_list("choix"),
    ),
    *(
        Position(
            f"CSV {name}",
            HEAD + "items: {mots: mots.csv}\n" + COMMANDS + STEPS,
            CELL,
            item("texte"),
            csv=f"id{separator}texte{separator}rang\na{separator}<T>{separator}un\nb{separator}autre{separator}deux\n",
        )
        for name, separator in (("comma", ","), ("semicolon", ";"), ("tab", "\t"))
    ),
    Position(
        "CSV last cell",
        HEAD + "items: {mots: mots.csv}\n" + COMMANDS + STEPS,
        CELL,
        item("texte"),
        csv="id;texte\na;<T>\nb;autre\n",
    ),
    Position(
        "CSV one column",
        HEAD + "items: {mots: mots.csv}\n" + COMMANDS + STEPS,
        CELL,
        item("texte"),
        csv="texte\n<T>\nautre\n",
    ),
)
"""Texts of items, said by way of ``{item.texte}``."""

_WHEN = 'accueil:\n  buttons: [{{label: "Suite", next: fin}}]\n  when:\n'

WORD_POSITIONS = (
    *(
        position
        for sense in ("word", "board")
        for position in (
            Position(
                f"when {sense}",
                with_steps(_WHEN.format() + f"    - {sense}:<T>\n      next: fin\n"),
                BLOCK,
                stimulus,
            ),
            Position(
                f"when {sense} -",
                with_steps(_WHEN.format() + f"    - {sense}:\n        -<T>\n      next: fin\n"),
                BLOCK,
                stimulus,
            ),
            Position(
                f"when {{{sense}}}",
                with_steps(_WHEN.format() + f"    - {{{sense}:<T>, next: fin}}\n"),
                FLOW,
                stimulus,
            ),
            Position(
                f"when {{{sense}: []}}",
                with_steps(_WHEN.format() + f'    - {{{sense}: [<T>, "autre"], next: fin}}\n'),
                FLOW,
                without_last(stimulus),
            ),
        )
    ),
    Position(
        "answer :",
        one_trial("answers:\n <T>: [{board: a}]\n  autre: [{board: b}]\n"),
        ("plain", "double", "single", "escaped"),
        answer,
    ),
    Position("answer {}", one_trial("answers: {<T>: [{board: a}], autre: [{board: b}]}\n"), FLOW, answer),
    Position("way board", one_trial("answers:\n  oui:\n    - board:<T>\n"), BLOCK, way),
    Position("way {board}", one_trial("answers: {oui: {board:<T>}}\n"), FLOW, way),
    Position(
        "way {word: []}",
        one_trial('answers: {oui: [{word: [<T>, "autre"]}]}\n'),
        FLOW,
        without_last(way),
    ),
    Position("way word -", one_trial("answers:\n  oui:\n    - word:\n        -<T>\n"), BLOCK, way),
    Position(
        "from -",
        one_trial('answers:\n  from:\n    -<T>\n    - "autre"\n  by: [board]\n'),
        BLOCK,
        elements,
    ),
    Position("from []", one_trial('answers: {from: [<T>, "autre"], by: [board]}\n'), FLOW, elements),
    Position(
        "choices -",
        with_do('- show:\n    choices:\n      -<T>\n      - "autre"\n'),
        BLOCK,
        without_last(choices),
    ),
    Position("choices []", with_do('- show: {choices: [<T>, "autre"]}\n'), FLOW, without_last(choices)),
    Position("element {word}", with_do("- show: {choices: [{word:<T>, card: 3}]}\n"), FLOW, choices),
    Position("element {say}", with_do("- show: {choices: [{word: a, say:<T>}]}\n"), FLOW, element("say")),
    Position(
        "element {words: []}",
        with_do('- show: {choices: [{word: a, words: [<T>, "autre"]}]}\n'),
        FLOW,
        without_last(element("words")),
    ),
    Position("point", with_do("- point:<T>\n"), BLOCK, word_of()),
    Position("highlight {}", with_do("- {highlight:<T>}\n"), FLOW, word_of()),
)
"""Words that are heard, touched, or chosen: what is compared, not only said."""

ANSWERED_POSITIONS = (
    Position(
        "correct",
        one_trial("correct:<T>\nanswers: {from: [<A>], by: [board]}\n"),
        BLOCK,
        lambda protocol: [protocol.steps["accueil"].trials.correct],  # type: ignore[union-attr]
    ),
    Position(
        "correct []",
        one_trial('correct: [<T>, "autre"]\nanswers: {from: [<A>, "autre"], by: [board]}\n'),
        FLOW,
        lambda protocol: list(protocol.steps["accueil"].trials.correct)[:-1],  # type: ignore[union-attr, arg-type]
    ),
    Position(
        "feedback",
        one_trial("answers: {from: [<A>], by: [board]}\nfeedback:\n <T>: [{say: 'Oui.'}]\n"),
        ("plain", "double", "single", "escaped"),
        lambda protocol: [key for key, _ in protocol.steps["accueil"].trials.feedback],  # type: ignore[union-attr]
    ),
    Position(
        "feedback {}",
        one_trial("answers: {from: [<A>], by: [board]}\nfeedback: {<T>: [{say: 'Oui.'}]}\n"),
        FLOW,
        lambda protocol: [key for key, _ in protocol.steps["accueil"].trials.feedback],  # type: ignore[union-attr]
    ),
    Position(
        "with",
        with_steps("accueil:\n  use: autre.yaml\n  with:\n    mot:<T>\n  next: fin\n"),
        BLOCK,
        given,
    ),
    Position("with {}", with_steps("accueil: {use: autre.yaml, with: {mot:<T>}, next: fin}\n"), FLOW, given),
)
"""What names an answer that must exist elsewhere, or a setting of a used file."""
