"""What the page of the discovery and its strip show: pure functions, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nao_sessions.console.discover.coach import KeptEvidence, Progress, Scene
from nao_sessions.console.discover.progress import Discovery
from nao_sessions.console.discover.scenes import SCENES
from nao_sessions.console.discover.words import WORDS
from nao_sessions.console.telling import told
from nao_sessions.text.languages import Language


@dataclass(frozen=True, slots=True)
class Card:
    """A scene as the page offers it; ``after`` names its session where only the end page is left."""

    number: int
    name: str
    title: str
    gesture: str
    minutes: str
    done: bool
    next: bool
    running: bool
    after: str


def cards_of(
    discovery: Discovery, running: str | None, now: Progress | None, language: Language
) -> tuple[Card, ...]:
    """Give the six cards; ``running`` names the session that runs, ``now``: how far the scene in hand is."""
    first_left = next((one.number for one in SCENES if one.number not in discovery.done), 0)
    return tuple(_card(one, discovery, running, now, one.number == first_left, language) for one in SCENES)


def _card(
    scene: Scene,
    discovery: Discovery,
    running: str | None,
    now: Progress | None,
    first_left: bool,
    language: Language,
) -> Card:
    in_hand = scene.number == discovery.scene and bool(discovery.session)
    runs = in_hand and running == discovery.session
    left_after = in_hand and now is not None and now.ended and _only_kept_is_left(scene, now)
    return Card(
        number=scene.number,
        name=told(WORDS["scene"].format(number=scene.number), language),
        title=told(scene.title, language),
        gesture=told(scene.gesture, language),
        minutes=told(WORDS["minutes"].format(minutes=scene.minutes), language),
        done=scene.number in discovery.done,
        next=first_left,
        running=runs,
        after=discovery.session if left_after and not runs else "",
    )


def strip_of(scene: Scene, now: Progress, language: Language) -> dict[str, Any]:
    """Return the coach's strip as JSON values; ``lost``: the session ended before the scene did."""
    task = now.next
    after = now.ended and _only_kept_is_left(scene, now)
    part = None if task is None else task.part
    return {
        "scene": scene.number,
        "title": told(scene.title, language),
        "step": min(now.done + 1, len(scene.tasks)),
        "steps": len(scene.tasks),
        "told": "" if task is None else told(task.told, language),
        "part": None if part is None else {"id": part.id, "label": told(part.label, language)},
        "complete": now.complete,
        "lost": now.ended and not now.complete and not after,
    }


def _only_kept_is_left(scene: Scene, now: Progress) -> bool:
    """Tell whether nothing is left but what is done on the end page."""
    left = scene.tasks[now.done :]
    return bool(left) and all(isinstance(task.until, KeptEvidence) for task in left)
