"""A film is allowed by the program and by a second judge, or by none: families and groups by the thousand."""

from __future__ import annotations

import ast
import os
from collections import Counter
from pathlib import Path

from nao_sessions.privacy.ledger.rules import may_record
from nao_sessions.privacy.ledger.values import Ledger
from tests.oracle_grounds.acts import lines_of, means_of, newest_of, now_of, presence_of
from tests.oracle_grounds.judge import runs
from tests.oracle_grounds.stories import ALL_RECORDERS, Story, draw

COUNT = int(os.environ.get("GROUNDS_STORIES", "1000"))
SEED = int(os.environ.get("GROUNDS_SEED", "20261130"))


def ruled(story: Story) -> tuple[dict[str, bool], Counter[str]]:
    """Return what the program decides of a story, and the kinds of its reasons."""
    lines = list(lines_of(story))
    for line in lines:
        line.check()
    found = may_record(
        Ledger.of(lines, newest_of(story)),
        presence_of(story),
        ALL_RECORDERS,
        story.for_what,  # type: ignore[arg-type]
        now_of(story),
        means_of(story),
    )
    kinds = Counter(reason.kind for decision in found.values() for reason in decision.reasons)
    return {name: decision.allowed for name, decision in found.items()}, kinds


def test_the_program_and_the_judge_allow_the_same_recorders() -> None:
    differ: list[str] = []
    kinds: Counter[str] = Counter()
    allowed: Counter[str] = Counter()
    mixed = seen_unheard = 0
    for seed in range(SEED, SEED + COUNT):
        story = draw(seed)
        ours, reasons = ruled(story)
        theirs = {name: runs(story, name) for name in ALL_RECORDERS}
        kinds += reasons
        allowed += Counter(name for name, yes in theirs.items() if yes)
        mixed += len(set(theirs.values())) == 2
        seen_unheard += theirs["camera:room"] and not theirs["sound:room"]
        differ += [
            f"seed {seed}, {name}: program {ours[name]}, judge {theirs[name]}"
            for name in ALL_RECORDERS
            if ours[name] != theirs[name]
        ]
    print(
        f"stories {COUNT} from {SEED}, allowed {dict(allowed)}, mixed {mixed}, seen {seen_unheard}, "
        f"reasons {dict(kinds)}"
    )
    assert differ == []
    # the stories are no kinder than the world: every reason is met, and so is a yes of every recorder
    assert min(allowed[name] for name in ALL_RECORDERS) >= COUNT // 10
    assert mixed >= COUNT // 20
    assert seen_unheard >= COUNT // 100
    assert _REASONS - kinds.keys() == set()


_REASONS = {
    *("clock", "purpose", "no_adult", "unknown", "child_no", "child_no_yes", "of_age", "disagreement"),
    *("nobody", "ase_alone", "too_few", "refuses", "withdraws", "silent", "informed_only"),
    *("not_yet", "expired", "notice"),
    *("undecided", "decision_ended", "other_version", "other_robot", "other_recorder", "open_disk"),
}


def test_the_judge_shares_no_line_with_the_program() -> None:
    for name in ("judge.py", "stories.py"):
        tree = ast.parse((Path(__file__).parent / name).read_text(encoding="utf-8"))
        found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert {module for module in found if module and "nao_sessions" in module} == set()
