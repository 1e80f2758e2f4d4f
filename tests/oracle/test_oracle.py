"""The engine and the verdicts of rehearsals, beside an interpreter that shares no code with them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from nao_sessions.core.errors import ProtocolRefused
from nao_sessions.protocol import load_files
from tests.oracle.generator import protocol_text
from tests.oracle.interpreter import Session
from tests.oracle.protocols import HEAD, QUESTIONS
from tests.oracle.reach import explore
from tests.oracle.runs import Pair, compare_run
from tests.oracle.values import read_protocol
from tests.oracle.verdicts import compare_verdicts
from tests.oracle.waits import Stimulus

HERE = Path(__file__).parent
MOST_STATES = 80


ONLY_A_NOTE = (
    HEAD
    + """\
commands: {finish: {next: fin}}
start: debut
steps:
  debut:
    do:
      - choose: [{say: "Bonjour."}, {note: "Rien n'est dit."}]
    after: {wait: 5 s, next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""
)
RARELY_DRAWN = (
    HEAD
    + """\
commands: {finish: {next: fin}, change: {do: [{choose: [{say: "Une."}, {say: "Deux."}]}], next: fin}}
start: debut
steps:
  debut: {do: [{say: "Bonjour."}], after: {wait: 5 s, next: fin}}
  fin: {do: [{say: "Fin."}], end: completed}
"""
)

TOUCHED_DURING_A_PROMPT = (
    HEAD
    + """commands: {finish: {next: fin}}
items: {liste: [{id: a, answer: oui}]}
start: jeu
steps:
  jeu:
    trials:
      items: liste
      ask: [{say: "Oui ou non ?"}]
      answers: {oui: {board: oui}, non: {board: non}}
      correct: = item.answer
      patience: 5 s
      prompts: [{help: verbal, do: [{say: "Regarde."}]}]
    when: [{touch: head, next: fin}]
    after: {wait: 8 s, next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""
)


def accepted(seeds: range) -> list[int]:
    """Return the seeds whose protocols have no error in check's eyes."""
    kept = []
    for seed in seeds:
        try:
            load_files({"essai.yaml": protocol_text(seed).encode()}, "essai.yaml")
        except ProtocolRefused:
            continue
        kept.append(seed)
    return kept


REFUSED = {6, 10, 11, 12, 14, 19, 22, 24, 26, 27, 29, 41, 42, 46, 50, 58}
"""Seeds whose protocols check refuses. Written down, since asking takes a second of each collection."""
SEEDS = [seed for seed in range(70) if seed not in REFUSED]


@pytest.mark.parametrize(
    "name", ["interpreter", "waits", "moments", "trials", "values", "parts", "generator", "reach"]
)
def test_the_oracle_imports_nothing_of_what_it_judges(name: str) -> None:
    tree = ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    ]
    assert [module for module in imported if "nao" in module or module in ("course", "played")] == []


def test_most_of_the_small_protocols_are_accepted() -> None:
    assert accepted(range(70)) == SEEDS
    assert len(SEEDS) > 50


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("patient", [1.0, 0.7], ids=["when Nao is done", "while Nao speaks"])
def test_engine_and_oracle_go_the_same_way(seed: int, patient: float) -> None:
    """Same steps, sentences, data, judgements, helps, deadlines and buttons for the same inputs."""
    assert compare_run(protocol_text(seed), seed, patient=patient) is None


def test_a_touch_kept_for_the_end_of_a_prompt_is_acted_on_though_an_answer_came_too() -> None:
    """Nobody waits for ever: the trial is decided, then the touch leads on, as the log said it would."""
    pair = Pair(TOUCHED_DURING_A_PROMPT)
    for move in ("done", "time", "touch head.front", "board oui", "done", "done"):
        pair.play(Stimulus(*move.split()))
    assert pair.difference is None
    assert pair.oracle.outcome == "completed"


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS[:30])
def test_exploration_reaches_what_the_oracle_reaches(seed: int) -> None:
    assert compare_verdicts(protocol_text(seed), MOST_STATES, search=False).differences == ()


@pytest.mark.parametrize("key", ["non", "incorrect", "refused", "no_response", "void"])
def test_what_only_the_professional_can_tell_is_among_all_states(key: str) -> None:
    """An exploration said of an answer of hers, and of *void*, that nothing leads there."""
    text = QUESTIONS.replace("non: {board: non}", "non: {professional: true}")
    text = text.replace("      pause: 4 s", f'      feedback: {{{key}: [{{say: "Bien."}}]}}')
    verdicts = compare_verdicts(HEAD + text, 200)
    assert verdicts.complete
    assert f"jeu/feedback/{key}" in verdicts.oracle.parts
    assert verdicts.differences == ()


@pytest.mark.parametrize("text", [ONLY_A_NOTE, RARELY_DRAWN], ids=["a note alone", "another draw"])
def test_a_possibility_that_is_drawn_is_never_said_to_be_out_of_reach(text: str) -> None:
    verdicts = compare_verdicts(text, MOST_STATES)
    assert any("/choose.1" in part for part in verdicts.oracle.parts)
    assert verdicts.differences == ()


def test_the_oracle_finds_every_outcome_and_nothing_else() -> None:
    text = HEAD + (
        "commands: {finish: {next: fin}}\nalways: {silence: 60 s}\nstart: debut\nsteps:\n"
        '  debut: {do: [{say: "Bonjour."}], buttons: [{label: "Non", next: refus}],\n'
        "    after: {wait: 5 s, next: fin}}\n"
        '  jamais: {do: [{say: "Jamais."}], end: distress}\n'
        '  refus: {do: [{say: "Tant pis."}], end: refused}\n'
        '  fin: {do: [{say: "Fin."}], end: completed}\n'
    )
    reach = explore(read_protocol(text))
    assert reach.outcomes == {"completed", "refused"}
    assert reach.complete
    assert "jamais" not in reach.parts
    assert {"debut", "debut/buttons.0", "debut/after.0", "refus", "fin"} <= reach.parts


def test_a_run_tells_engine_and_oracle_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """An oracle that forgets to void an interrupted trial is found out: the comparison can fail."""
    monkeypatch.setattr(Session, "_record", lambda self, trial: None)
    found = [seed for seed in SEEDS[:20] if compare_run(protocol_text(seed), seed, patient=1.0) is not None]
    assert found


def test_a_session_of_the_oracle_is_a_session() -> None:
    session = Session(read_protocol(ONLY_A_NOTE))
    session.begin()
    session.send(Stimulus("done"), 1_000)
    session.send(Stimulus("time"), 6_000)
    session.send(Stimulus("done"), 7_000)
    assert session.trace == [
        ("entered", "debut"),
        ("do", "say", "Bonjour."),
        ("entered", "fin"),
        ("do", "say", "Fin."),
        ("ended", "completed"),
    ]
