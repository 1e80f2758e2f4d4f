"""The diagram as Mermaid: the same ways as the flow, and what the real Mermaid makes of it in Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from nao_sessions.protocol.diagram import mermaid
from nao_sessions.protocol.diagram.mermaid import LONGEST, SIGNS, coded
from nao_sessions.protocol.flow import BACK, DONE, Protocol
from tests.browser.chromium import chromium
from tests.protocol.diagram.drawn_protocols import FILES, NAMES, protocol_of

ROOT = Path(__file__).parents[3]
DRAWN = (*FILES, "lot-5-0", "lot-20-1", "lot-60-1", "lot-150-0", "hostile-20")

RENDER = """async text => {
  await mermaid.parse(text);
  const { svg } = await mermaid.render('drawn', text);
  document.body.innerHTML = svg;
  const all = selector => [...document.querySelectorAll(selector)];
  return {
    nodes: all('g.node').map(node => node.textContent),
    arrows: all('path.flowchart-link').length,
    clusters: all('g.cluster').length,
    script: all('body script, body [onload], body [onerror], body iframe').length,
  };
}"""


def arrows(protocol: Protocol) -> int:
    """Count the pairs of a step and a step, or the end of its group, that a way of a flow leads between."""
    count = 1 + sum(step.start is not None for step in protocol.steps.values())
    for step in protocol.steps.values():
        targets = [branch.target for entry in step.level.entries() for branch in entry.next]
        targets += [branch.target for branch in step.next]
        if step.trials is not None and step.trials.give_up is not None:
            targets.append(step.trials.give_up.target)
        if step.end is not None and step.parent is not None and protocol.used_by(step.name) == step.parent:
            targets.append(DONE)
        count += len({target for target in targets if target != BACK})
    return count


def ways_on(protocol: Protocol) -> int:
    """Count the ways of a flow that lead to a step or to the end of a group."""
    count = 0
    for step in protocol.steps.values():
        branches = [branch for entry in step.level.entries() for branch in entry.next] + list(step.next)
        count += sum(branch.target != BACK for branch in branches)
        count += step.trials is not None and step.trials.give_up is not None
        count += (
            step.end is not None and step.parent is not None and protocol.used_by(step.name) == step.parent
        )
    return count


def test_its_signs_are_explained_and_need_no_font_of_emoji() -> None:
    assert all(len(sign) == 1 and ord(sign) < 0x2800 for sign in SIGNS.values())
    text = mermaid(protocol_of("tri-fruits"), "fr")
    (legend,) = re.findall(r"^  legend\[\"(.*)\"\]:::aside$", text, re.MULTILINE)
    assert "◷ un temps d'attente" in legend
    assert "« … » ce que Nao dit" in legend.replace("\u00a0", " ")
    assert "carte" not in legend


@pytest.mark.parametrize("name", NAMES)
def test_every_step_that_a_way_leads_to_is_reached_by_one_arrow_with_the_words_of_all_ways(name: str) -> None:
    text = mermaid(protocol_of(name), "fr")
    pairs = re.findall(r"^ +(\w+) -->(?:\|.*\|)? (\w+)$", text, re.MULTILINE)
    assert len(pairs) == len(set(pairs)) == arrows(protocol_of(name))
    told = [one for label in re.findall(r"-->\|\"(.*?)\"\|", text) for one in label.split("<br/>")]
    assert len(told) == ways_on(protocol_of(name))
    assert text == mermaid(protocol_of(name), "fr")


def test_what_mermaid_would_take_for_its_own_is_coded() -> None:
    assert coded('a"b') == "a#34;b"
    assert coded("%%{init}%% <b>#;|`") == ("#37;#37;#123;init#125;#37;#37; #60;b#62;#35;;#124;#96;")
    assert coded("fa:fa-ban") == "fa#58;fa-ban"
    assert "\n" not in coded("a\nb")


def lacking(reason: str) -> None:
    """Skip where a tool is missing; where the tests were asked for, that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def drawing_page() -> Iterator[Page]:
    if shutil.which("npm") is None:
        lacking("npm is not installed")
    found = subprocess.run(
        ["sh", str(ROOT / "tools" / "mermaid-script")], capture_output=True, text=True, check=False
    )
    if found.returncode:
        lacking(f"Mermaid could not be fetched: {found.stderr[-400:]}")
    with chromium() as browser:
        page = browser.new_page()
        page.add_script_tag(path=found.stdout.strip())
        page.evaluate("mermaid.initialize({ startOnLoad: false })")
        yield page


@pytest.mark.mermaid
@pytest.mark.parametrize("name", DRAWN)
def test_the_real_mermaid_draws_every_node_and_every_arrow(name: str, drawing_page: Page) -> None:
    protocol = protocol_of(name)
    shown = drawing_page.evaluate(RENDER, mermaid(protocol, "fr"))
    groups = sum(step.start is not None for step in protocol.steps.values())
    assert shown["arrows"] == arrows(protocol)
    assert shown["clusters"] == groups
    leaves = len(protocol.steps) - groups
    aside = len([level for level in (protocol.always.entries(), protocol.commands) if level])
    assert len(shown["nodes"]) == leaves + 2 * groups + 2 + aside


@pytest.mark.mermaid
def test_the_real_mermaid_shows_hostile_titles_as_they_are(drawing_page: Page) -> None:
    protocol = protocol_of("hostile-20")
    shown = drawing_page.evaluate(RENDER, mermaid(protocol, "fr"))
    text = re.sub(r"[\s\u00a0]+", " ", drawing_page.evaluate("document.body.textContent"))
    for written in (
        "<script>alert('x')</script><b onload=x>",
        "`code` #quot; &amp; #35;",
        "]]> --> %% ; graph TD",
    ):
        assert written in text
    assert shown["script"] == 0
    assert all(len(line) <= LONGEST + 12 for line in shown["nodes"][0].splitlines())
