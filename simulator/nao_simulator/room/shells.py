"""The shells of Nao as data: which balls make up each part, in the frame of its link, in millimetres.

Measured against the vendor's drawings (574 mm high, 275 wide): proportions that anyone who has met a Nao
would recognise. Left parts are given; right ones mirror them.
"""

from __future__ import annotations

from dataclasses import dataclass

from nao_simulator.room.brush import Paint, paint

Ball = tuple[float, float, float, float]

WHITE = paint((240, 240, 243), shine=0.9, depth=0.26)
COLOUR = paint((226, 84, 44), shine=0.35, depth=0.28)
GREY = paint((128, 132, 140), shine=0.3, depth=0.35)
DARK = paint((70, 73, 82), shine=0.25, depth=0.35)


@dataclass(frozen=True, slots=True)
class Shell:
    """One part: the link that carries it, its balls (x, y, z, radius in mm), its paint.

    `nearer_mm` settles which of two overlapping parts of one limb is in front.
    """

    link: str
    paint: Paint
    balls: tuple[Ball, ...]
    nearer_mm: float = 0.0
    name: str = ""


_MIDDLE = (
    Shell("Torso", GREY, ((0, 0, 88, 33), (0, 0, 120, 27)), -8),  # neck
    Shell("Torso", GREY, ((2, 16, -22, 36), (2, -16, -22, 36), (0, 0, 10, 40)), -14),  # waist
    Shell("Torso", WHITE, ((0, 34, -72, 33), (0, -34, -72, 33), (4, 0, -42, 38)), 4),  # pelvis
    Shell(
        "Torso",
        WHITE,
        (
            (-4, 52, 92, 38),
            (-4, -52, 92, 38),
            (10, 30, 70, 42),
            (10, -30, 70, 42),
            (10, 16, 18, 38),
            (10, -16, 18, 38),
        ),
        10,
        "chest",
    ),
    Shell("Head", DARK, ((-12, 0, 72, 50), (-4, 0, 74, 50), (6, 0, 70, 44)), -8, "crest"),
    Shell(
        "Head",
        WHITE,
        (
            (-6, 26, 58, 43),
            (-6, -26, 58, 43),
            (16, 26, 56, 42),
            (16, -26, 56, 42),
            (14, 16, 24, 36),
            (14, -16, 24, 36),
            (-10, 0, 30, 40),
        ),
        22,
        "head",
    ),
)
_LEFT = (
    Shell("Head", COLOUR, ((-4, 58, 50, 26), (-2, 44, 52, 34)), -6, "ear"),
    Shell("LUpperArm", COLOUR, ((0, 0, 2, 34), (4, 6, 0, 34)), 6),  # shoulder
    Shell("LUpperArm", WHITE, ((26, 8, 0, 27), (76, 13, 0, 24))),
    Shell("LForearm", GREY, ((0, 0, 0, 22),), -2),  # elbow
    Shell("LForearm", WHITE, ((22, 0, 0, 22), (46, 0, 0, 27)), 2),
    Shell("LWrist", COLOUR, ((-8, 0, 0, 28), (6, 0, 0, 26)), 3),  # cuff
    Shell("LWrist", GREY, ((24, 0, -4, 18), (44, 0, -6, 17)), 3, "hand"),
    Shell("LThigh", GREY, ((0, 0, 0, 34),), -20),  # hip
    Shell("LThigh", WHITE, ((4, 2, -16, 35), (10, 0, -78, 30), (-8, 0, -62, 28)), 2),
    Shell("LThigh", COLOUR, ((20, 4, -26, 24), (22, 2, -66, 22)), 12),  # front of the thigh
    Shell("LShin", GREY, ((4, 0, 0, 27),), 0),  # knee
    Shell("LShin", WHITE, ((8, 0, -22, 28), (-10, 0, -40, 28), (4, 0, -88, 25))),
    Shell("LFoot", GREY, ((0, 0, 0, 25),), -4),  # ankle
    Shell(
        "LFoot",
        WHITE,
        (
            (-30, 22, -29.19, 16),
            (-30, -18, -29.19, 16),
            (60, 28, -30.19, 15),
            (60, -20, -30.19, 15),
            (14, 4, -8, 26),
        ),
        2,
        "foot",
    ),
    Shell(
        "LFoot",
        COLOUR,
        ((72, 28, -31.19, 14), (72, -20, -31.19, 14), (88, 14, -31.19, 14), (88, -8, -31.19, 14)),
        6,
    ),
)


def _mirrored(shell: Shell) -> Shell:
    link = "R" + shell.link[1:] if shell.link != "Head" else shell.link
    balls = tuple((x, -y, z, radius) for x, y, z, radius in shell.balls)
    return Shell(link, shell.paint, balls, shell.nearer_mm, "right." + shell.name if shell.name else "")


SHELLS: tuple[Shell, ...] = (*_MIDDLE, *_LEFT, *(_mirrored(shell) for shell in _LEFT))

# Where a hand touches Nao (mm): vendor's sensor frames; link, then place.
TOUCH_PLACES: dict[str, tuple[str, tuple[float, float, float]]] = {
    "head.front": ("Head", (31.2, 0.0, 101.4)),
    "head.middle": ("Head", (1.0, 0.0, 109.9)),
    "head.rear": ("Head", (-25.7, 0.0, 104.5)),
    "hand.left": ("LWrist", (38.0, 0.0, 25.0)),
    "hand.right": ("RWrist", (38.0, 0.0, 25.0)),
    "foot.left": ("LFoot", (87.6, 14.0, -20.0)),
    "foot.right": ("RFoot", (87.6, -14.0, -20.0)),
    "chest": ("Torso", (49.9, 1.6, 55.2)),
}
FINGERS = ((69.07, 11.57, -3.04), (69.07, -11.57, -3.04), (48.95, 0.0, -26.38))
FINGER_LENGTH_MM = 14.36
FINGER_RADIUS_MM = 7.5
# At a closed hand every phalanx is turned by this against the one before (vendor).
FINGER_TURN_RAD = 1.0
