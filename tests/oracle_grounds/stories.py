"""Stories of families and groups: plain happenings on days, drawn by a seed; no line of a ledger.

A story is what an educator could tell. It is put into the ledger by ``acts``, and judged by ``judge``, which
share nothing but these values. Half of all families are drawn as they should be and then marred in one or two
ways, since nearly all that is drawn freely is a no.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

TODAY = 1000
"""Days are counted; the session is on this one."""
CAMERAS_AND_MICROPHONES = ("camera:room", "sound:room", "camera:face", "sound:face", "microphone:table")
"""A camera with a microphone in it is two: what it sees, and what it hears."""
ALL_RECORDERS = (*CAMERAS_AND_MICROPHONES, "log")
WANTS = ("support", "research")
PAPERS = ("paper-1", "paper-2")


@dataclass
class Said:
    """On a day, somebody said something about some recorders for some purposes."""

    day: int
    who: str
    what: str
    """yes, told, no, takes-back"""
    recorders: tuple[str, ...]
    wants: tuple[str, ...]
    paper: str
    last_day: int
    about_using: bool = False


@dataclass
class Somebody:
    """A child with those who answer for it, or an adult of the room, and all that was said."""

    code: str
    kind: str
    """child, worker, guest"""
    eighteen_on: int | None = None
    answering: dict[str, str] = field(default_factory=dict)
    """Who answers for the child, by the role in its life: mother, father, guardian, delegate, service."""
    seen: str | None = None
    """The paper that was seen where one alone decides."""
    quarrels: list[tuple[int, bool]] = field(default_factory=list)
    """Days on which a quarrel of those who answer begins, or ends."""
    said: list[Said] = field(default_factory=list)
    written_down: bool = True


@dataclass
class Institution:
    """What was chosen for a purpose."""

    basis: str = "consent"
    paper: str = "paper-1"
    one_parent_films: bool = False
    chosen: bool = True


@dataclass
class Resolution:
    """On a day the house resolved, on paper, to film children: how long, with which machine, by what."""

    day: int
    last_day: int
    release: str
    machine: str
    recorders: tuple[str, ...]
    answers_for_disk: bool
    taken_back: int | None = None
    """The day on which the house resolved the contrary."""


@dataclass
class Story:
    """A session on one day: who is there, and all that was said before."""

    wants: dict[str, Institution]
    everybody: list[Somebody]
    children: list[str]
    adults: list[str]
    today: dict[str, str]
    """What each child said when it was asked."""
    asked_today: bool
    for_what: str
    clock_days_off: int = 0
    resolutions: list[Resolution] = field(default_factory=list)
    release: str = "r2"
    machine: str = ""
    """The address of the robot that is there, "" without one."""
    disk_locked: bool = True


def draw(seed: int) -> Story:
    """Return one story; the same seed, the same story."""
    dice = random.Random(seed)
    wants = {
        want: Institution(
            dice.choice(("consent", "consent", "public_task", "legitimate_interest")),
            dice.choice(("paper-1", "paper-1", "paper-2")),
            dice.random() < 0.2,
            dice.random() < 0.97,
        )
        for want in WANTS
    }
    for_what = dice.choice(("support", "support", "support", "research"))
    tidy = dice.random() < 0.75
    children = [_child(dice, f"P{n:02}", wants, tidy) for n in range(1, dice.choice((1, 1, 2, 3, 4)) + 1)]
    adults = [_adult(dice, f"A{n:02}", wants, tidy) for n in range(1, dice.choice((1, 1, 2, 3)) + 1)]
    everybody = [*children, *adults]
    answers = ("yes",) * 30 + ("no", "unsure", "none", "")
    story = Story(
        wants,
        everybody,
        [one.code for one in children],
        [one.code for one in adults] if dice.random() < 0.97 else [],
        {one.code: dice.choice(answers) if not tidy or dice.random() < 0.1 else "yes" for one in children},
        dice.random() < 0.97,
        for_what,
        dice.choice((0,) * 40 + (-1, -365)),
    )
    _resolve(random.Random(seed + 1_000_000), story)
    if tidy:
        for _ in range(dice.choice((0, 0, 0, 1, 1, 2))):
            _mar(dice, story)
    _pass_off(random.Random(seed + 2_000_000), story)
    for one in everybody:
        one.said.sort(key=lambda said: said.day)
        one.written_down = one.written_down and dice.random() < 0.99
    return story


def _pass_off(dice: random.Random, story: Story) -> None:
    """Have somebody name a child among the adults, now and then: in its own place or beside it."""
    if dice.random() < 0.04:
        code = dice.choice(story.children)
        story.adults.append(code)
        if dice.random() < 0.7:
            story.children.remove(code)


def _resolve(dice: random.Random, story: Story) -> None:
    """Have the house resolve to film children: as it should be, or with something amiss."""
    story.machine = dice.choice(("", "nao.local", "nao.local"))
    story.disk_locked = dice.random() < 0.8
    amiss = dice.randrange(30)
    good = Resolution(
        TODAY - dice.randrange(0, 180),  # with its last day, a year at most: a longer one is not taken
        TODAY + dice.randrange(0, 180),
        story.release,
        story.machine or dice.choice(("", "nao.local")),
        CAMERAS_AND_MICROPHONES,
        dice.random() < 0.7,
    )
    match amiss:
        case 0:
            return
        case 1:
            good.last_day = TODAY - 1
            good.day = min(good.day, good.last_day)
        case 2:
            good.day, good.last_day = TODAY + 1, TODAY + 9
        case 3:
            good.release = "r1"
        case 4:
            good.machine = "10.0.0.9"
        case 5:
            good.recorders = tuple(one for one in CAMERAS_AND_MICROPHONES if dice.random() < 0.5) or (
                "camera:face",
            )
        case 6:
            good.taken_back = TODAY
    if dice.random() < 0.2:
        older = Resolution(
            TODAY - 400, TODAY - 300, "r1", dice.choice(("", "nao.local")), ("camera:room",), False
        )
        story.resolutions.append(older)
    story.resolutions.append(good)
    if amiss == 6 and dice.random() < 0.4:
        again = Resolution(TODAY, TODAY + 5, story.release, story.machine, CAMERAS_AND_MICROPHONES, True)
        story.resolutions.append(again)


_FAMILIES = (
    *("two", "two", "two", "separated", "separated", "one", "one-unproved", "guardian", "delegate"),
    *("service-and-parents", "service-alone", "young-adult", "tomorrow-adult", "nobody"),
)


def _child(dice: random.Random, code: str, wants: dict[str, Institution], tidy: bool) -> Somebody:
    family = dice.choice(_FAMILIES)
    answering, seen = {
        "two": ({"H1": "mother", "H2": "father"}, None),
        "separated": ({"H1": "mother", "H2": "father"}, None),
        "one": ({"H1": "mother"}, dice.choice(("death", "withdrawn", "exclusive", "one_filiation"))),
        "one-unproved": ({"H1": "father"}, None),
        "guardian": ({"H1": "guardian"}, "guardianship"),
        "delegate": ({"H1": "delegate"}, "delegation"),
        "service-and-parents": ({"H1": "mother", "H2": "father", "H3": "service"}, None),
        "service-alone": ({"H1": "service"}, "delegation"),
        "young-adult": ({"H1": "mother", "H2": "father"}, None),
        "tomorrow-adult": ({"H1": "mother", "H2": "father"}, None),
        "nobody": ({}, None),
    }[family]
    if tidy and family in ("one-unproved", "service-alone", "nobody"):
        answering, seen = {"H1": "mother", "H2": "father"}, None
    eighteen = {"young-adult": TODAY - dice.choice((0, 0, 1, 90)), "tomorrow-adult": TODAY + 1}
    child = Somebody(
        code, "child", eighteen.get(family, TODAY + dice.randrange(2, 4000)), dict(answering), seen
    )
    speakers = [*answering, *(["self"] if family == "young-adult" else [])]
    for who in speakers:
        came_of_age = child.eighteen_on if who == "self" else None
        child.said += _words(dice, who, wants, tidy, came_of_age)
    if family == "separated" and not tidy and dice.random() < 0.4:
        child.quarrels.append((TODAY - dice.randrange(1, 200), True))
        if dice.random() < 0.4:
            child.quarrels.append((TODAY - dice.randrange(0, 1), False))
    return child


def _adult(dice: random.Random, code: str, wants: dict[str, Institution], tidy: bool) -> Somebody:
    adult = Somebody(code, dice.choice(("worker", "worker", "worker", "guest")))
    adult.said += _words(dice, "self", wants, tidy, None)
    if adult.kind == "worker":
        for said in adult.said:
            if said.what == "yes" and dice.random() < 0.7:
                said.what = "told"
    return adult


def _words(
    dice: random.Random, who: str, wants: dict[str, Institution], tidy: bool, not_before: int | None
) -> list[Said]:
    """Return what somebody said: one good yes about everything, or whatever comes."""
    if tidy:
        day = (
            TODAY - dice.randrange(1, 300)
            if not_before is None
            else dice.randrange(not_before - 1, TODAY + 1)
        )
        return [
            Said(day, who, "yes", ALL_RECORDERS, (want,), wants[want].paper, TODAY + dice.randrange(0, 200))
            for want in WANTS
        ]
    found = []
    for _ in range(dice.choice((0, 1, 1, 1, 2, 3))):
        day = TODAY - dice.randrange(-3, 400)
        about = tuple(one for one in ALL_RECORDERS if dice.random() < 0.85)
        for_what = tuple(want for want in WANTS if dice.random() < 0.8)
        what = dice.choice(("yes",) * 8 + ("told", "told", "no", "takes-back"))
        if what in ("yes", "told") and not (about and for_what):
            continue
        last_day = max(day, TODAY + dice.choice((-200, -1, 0, 1, 150, 150, 150)))
        paper = dice.choice(PAPERS[:1] * 3 + PAPERS[1:])
        found.append(Said(day, who, what, about, for_what, paper, last_day, dice.random() < 0.1))
    return found


def _mar(dice: random.Random, story: Story) -> None:
    """Spoil one thing of a story in which all is well, for one person and perhaps one recorder."""
    one = dice.choice(story.everybody)
    words = [said for said in one.said if story.for_what in said.wants]
    if not words:
        return
    said = dice.choice(words)
    recorders = dice.choice(((dice.choice(ALL_RECORDERS),), ALL_RECORDERS, ()))
    match dice.randrange(15):
        case 0:
            one.said.append(Said(TODAY, said.who, "takes-back", recorders, (), "", TODAY))
        case 1:
            one.said.append(Said(TODAY - 1, said.who, "no", recorders, (story.for_what,), "", TODAY))
        case 2:
            said.last_day = max(said.day, TODAY - dice.choice((0, 1)))
        case 3:
            said.recorders = tuple(name for name in ALL_RECORDERS if name not in recorders[:1])
        case 4:
            said.paper = dice.choice(PAPERS)
        case 5:
            one.said.remove(said)
        case 6 if said.what == "yes":
            said.what = "told"
        case 7:
            one.said.append(Said(TODAY - 2, "self", "no", recorders, (), "", TODAY))
        case 8:
            one.quarrels.append((TODAY - 5, True))
            if dice.random() < 0.5:
                one.quarrels.append((TODAY - 1, False))
        case 9 if one.kind == "child" and len(one.answering) > 1:
            gone = dice.choice(list(one.answering))
            del one.answering[gone]
            one.said = [word for word in one.said if word.who != gone]
        case 10:
            said.day = TODAY + 1
            said.last_day = max(said.last_day, said.day)
        case 11:
            story.today[dice.choice(story.children)] = dice.choice(("no", "unsure", "none", ""))
        case 12 | 13:
            said.recorders = tuple(name for name in said.recorders if not name.startswith("sound:"))
        case _:
            said.about_using = True
