"""Positions for sentences and labels: what is said, shown, written on buttons, and what the head holds."""

from __future__ import annotations

from tests.protocol.french.french_forms import (
    BLOCK,
    FLOW,
    MARK,
    Position,
    about,
    act_in,
    allowed,
    button,
    datum,
    one_trial,
    plain_about,
    said_in,
    setting,
    setting_choices,
    shown_text,
    step_title,
    title_of,
    with_lines,
    without_last,
)
from tests.protocol.small_protocols import changed, with_do, with_steps

_EN = 'en: "Hello."'

SENTENCE_POSITIONS = (
    Position("say", with_do("- say:<T>\n"), BLOCK, said_in()),
    Position("say {}", with_do("- {say:<T>, gesture: hello}\n"), FLOW, said_in()),
    Position("say [{}]", with_steps("accueil: {do: [{say:<T>}], next: fin}\n"), FLOW, said_in()),
    Position("say fr:", with_do(f"- say:\n    fr:<T>\n    {_EN}\n"), BLOCK, said_in()),
    Position("say {fr:}", with_do(f"- say: {{fr:<T>, {_EN}}}\n"), FLOW, said_in()),
    Position("note", with_do("- note:<T>\n"), BLOCK, said_in()),
    Position("adult", with_do("- adult:<T>\n"), BLOCK, said_in()),
    Position("adult {}", with_do("- {adult:<T>}\n"), FLOW, said_in()),
    Position("show text", with_do("- show:\n    text:<T>\n"), BLOCK, shown_text),
    Position("show {text}", with_do("- show: {text:<T>}\n"), FLOW, shown_text),
    Position("title", changed(' "Essai"', MARK), BLOCK, title_of),
    Position("title {fr:}", changed(' "Essai"', f" {{fr:<T>, {_EN}}}"), FLOW, title_of),
    Position("title of a step", with_steps("accueil:\n  title:<T>\n  next: fin\n"), BLOCK, step_title),
    Position("title of a step {}", with_steps("accueil: {title:<T>, next: fin}\n"), FLOW, step_title),
    Position(
        "label",
        with_steps("accueil:\n  buttons:\n    - label:<T>\n      next: fin\n"),
        BLOCK,
        button,
    ),
    Position("label {}", changed(' "Suite"', MARK), FLOW, button),
    Position(
        "label of a setting",
        with_lines("settings:\n  n:\n    type: integer\n    default: 1\n    label:<T>\n"),
        BLOCK,
        setting,
    ),
    Position(
        "label of a setting {}",
        with_lines("settings: {n: {type: integer, default: 1, label:<T>}}\n"),
        FLOW,
        setting,
    ),
    Position(
        "say of a command",
        changed("  finish: {next: fin}\n", "  finish: {next: fin}\n  calm:\n    do:\n      - say:<T>\n"),
        BLOCK,
        said_in("commands/calm/do"),
    ),
    Position(
        "say of a routine",
        with_lines("routines:\n  r:\n    - say:<T>\n"),
        BLOCK,
        said_in("routines/r"),
    ),
    Position(
        "adult of a prompt",
        one_trial("prompts:\n  - help: model\n    adult:<T>\n"),
        BLOCK,
        said_in("accueil/prompts.0"),
    ),
    Position(
        "say of a feedback {}",
        one_trial("correct: pomme\nfeedback: {correct: [{say:<T>}]}\n"),
        FLOW,
        said_in("accueil/feedback/correct"),
    ),
)
"""Texts for people: read by one reader, said or shown."""

HEAD_POSITIONS = (
    *(
        position
        for name in ("goals", "material", "stop_signs", "records")
        for position in (
            Position(name, with_lines(f"{name}:<T>\n"), BLOCK, about(name)),
            Position(f"{name} -", with_lines(f"{name}:\n  -<T>\n"), BLOCK, about(name)),
            Position(f"{name} []", with_lines(f'{name}: [<T>, "autre"]\n'), FLOW, without_last(about(name))),
        )
    ),
    Position("inclusion -", with_lines("population:\n  inclusion:\n    -<T>\n"), BLOCK, about("inclusion")),
    Position(
        "non_inclusion {[]}", with_lines("population: {non_inclusion: [<T>]}\n"), FLOW, about("non_inclusion")
    ),
    *(
        position
        for name in ("authors", "sources")
        for position in (
            Position(name, with_lines(f"{name}:<T>\n"), BLOCK, plain_about(name)),
            Position(f"{name} -", with_lines(f"{name}:\n  -<T>\n"), BLOCK, plain_about(name)),
            Position(
                f"{name} []", with_lines(f'{name}: [<T>, "autre"]\n'), FLOW, without_last(plain_about(name))
            ),
        )
    ),
    Position(
        "role",
        with_lines('approved:\n  - role:<T>\n    date: "2026-11-24"\n'),
        BLOCK,
        lambda protocol: [protocol.about.approved[0].role],
    ),
    Position(
        "role {}",
        with_lines('approved: [{role:<T>, date: "2026-11-24"}]\n'),
        FLOW,
        lambda protocol: [protocol.about.approved[0].role],
    ),
    Position("version", changed(' "1.0.0"', MARK), BLOCK, lambda protocol: [protocol.version]),
    Position("allow", with_lines("allow:\n  P201:<T>\n"), BLOCK, allowed),
    Position("allow {}", with_lines("allow: {P201:<T>}\n"), FLOW, allowed),
    Position("datum", with_lines("data:\n  mot:<T>\n"), BLOCK, datum),
    Position("datum {}", with_lines("data: {mot:<T>, n: 0}\n"), FLOW, datum),
    Position(
        "datum {default}",
        with_lines("data: {mot: {type: text, default:<T>}}\n"),
        FLOW,
        datum,
    ),
    Position(
        "set",
        with_do("- set:\n    mot:<T>\n", 'data: {mot: "rien"}\n'),
        BLOCK,
        lambda protocol: [act_in()(protocol).argument[0][1]],  # type: ignore[index]
    ),
    Position(
        "set {}",
        with_do("- set: {mot:<T>}\n", 'data: {mot: "rien"}\n'),
        FLOW,
        lambda protocol: [act_in()(protocol).argument[0][1]],  # type: ignore[index]
    ),
    Position(
        "choices of a setting -",
        with_lines(
            "settings:\n  m:\n    type: choice\n    default: b\n    choices:\n      -<T>\n      - b\n"
        ),
        BLOCK,
        setting_choices,
    ),
    Position(
        "choices of a setting []",
        with_lines("settings: {m: {type: choice, default: b, choices: [<T>, b]}}\n"),
        FLOW,
        setting_choices,
    ),
)
"""What stands in a file's head: for the sheet, for the record, and values."""
