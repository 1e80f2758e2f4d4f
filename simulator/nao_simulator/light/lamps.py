"""Names of lamps: device names, short names and groups, as ALLeds lists them for a NAO V6.

Source: ALLeds and NAO V6 led pages; a lamp of three colours counts as three devices.
"""

from __future__ import annotations

from collections.abc import Mapping

COLOURS = ("Red", "Green", "Blue")
_SIDES = ("Right", "Left")
_HEAD = (
    "Front/Right/0", "Front/Right/1", "Middle/Right/0", "Rear/Right/0", "Rear/Right/1", "Rear/Right/2",
    "Rear/Left/2", "Rear/Left/1", "Rear/Left/0", "Middle/Left/0", "Front/Left/1", "Front/Left/0",
)  # fmt: skip


def _short_names() -> dict[str, tuple[str, ...]]:
    """Return the devices of every lamp by its short name: three where it has colours, else one."""
    lamps: dict[str, tuple[str, ...]] = {}
    for side in _SIDES:
        for n in range(1, 9):
            lamps[f"{side}FaceLed{n}"] = tuple(
                f"Face/Led/{colour}/{side}/{(n - 1) * 45}Deg/Actuator/Value" for colour in COLOURS
            )
        for n in range(1, 11):
            lamps[f"{side}EarLed{n}"] = (f"Ears/Led/{side}/{(n - 1) * 36}Deg/Actuator/Value",)
    for n, place in enumerate(_HEAD):
        lamps[f"Brain{n}"] = (f"Head/Led/{place}/Actuator/Value",)
    lamps["ChestLed"] = tuple(f"ChestBoard/Led/{colour}/Actuator/Value" for colour in COLOURS)
    for side in _SIDES:
        lamps[f"{side}FootLed"] = tuple(f"{side[0]}Foot/Led/{colour}/Actuator/Value" for colour in COLOURS)
    return lamps


LAMPS: Mapping[str, tuple[str, ...]] = _short_names()
DEVICES: tuple[str, ...] = tuple(device for devices in LAMPS.values() for device in devices)


def _faces(side: str, *numbers: int) -> list[str]:
    return [f"{side}FaceLed{n}" for n in numbers]


def _groups() -> dict[str, tuple[str, ...]]:
    """Return the short names of lamps in each of the robot's groups."""
    ears = {side: [f"{side}EarLed{n}" for n in range(1, 11)] for side in _SIDES}
    brain = [f"Brain{n}" for n in range(12)]
    groups: dict[str, list[str]] = {
        "AllLeds": list(LAMPS),
        "FaceLeds": [*_faces("Right", *range(1, 9)), *_faces("Left", *range(1, 9))],
        "EarLeds": [*ears["Right"], *ears["Left"]],
        "BrainLeds": brain,
        "BrainLedsBack": [name for name, place in zip(brain, _HEAD, strict=True) if place.startswith("Rear")],
        "BrainLedsMiddle": [
            name for name, place in zip(brain, _HEAD, strict=True) if place.startswith("Mid")
        ],
        "BrainLedsFront": [
            name for name, place in zip(brain, _HEAD, strict=True) if place.startswith("Front")
        ],
        "BrainLedsLeft": [name for name, place in zip(brain, _HEAD, strict=True) if "Left" in place],
        "BrainLedsRight": [name for name, place in zip(brain, _HEAD, strict=True) if "Right" in place],
        "ChestLeds": ["ChestLed"],
        "FeetLeds": ["RightFootLed", "LeftFootLed"],
        "RightFootLeds": ["RightFootLed"],
        "LeftFootLeds": ["LeftFootLed"],
    }
    for side in _SIDES:
        groups[f"{side}FaceLeds"] = _faces(side, *range(1, 9))
        groups[f"{side}EarLeds"] = ears[side]
        groups[f"{side}EarLedsFront"] = ears[side][:5]
        groups[f"{side}EarLedsBack"] = ears[side][5:]
        groups[f"{side}EarLedsEven"] = ears[side][1::2]
        groups[f"{side}EarLedsOdd"] = ears[side][::2]
        # 0 degrees is at the top, angles grow towards the robot's left on both eyes (est).
        for part, numbers in (("Top", (8, 1, 2)), ("Bottom", (4, 5, 6))):
            groups[f"FaceLeds{side}{part}"] = _faces(side, *numbers)
        outer, inner = ((6, 7, 8), (2, 3, 4)) if side == "Right" else ((2, 3, 4), (6, 7, 8))
        groups[f"FaceLeds{side}External"] = _faces(side, *outer)
        groups[f"FaceLeds{side}Internal"] = _faces(side, *inner)
    for part in ("Top", "Bottom", "External", "Internal"):
        groups[f"FaceLeds{part}"] = [*groups[f"FaceLedsRight{part}"], *groups[f"FaceLedsLeft{part}"]]
    for k in range(8):  # documented mapping of the Choregraphe numbering
        right, left = f"RightFaceLed{8 - k}", f"LeftFaceLed{k + 1}"
        groups[f"FaceLedRight{k}"], groups[f"FaceLedLeft{k}"] = [right], [left]
        groups[f"FaceLed{k}"] = [right, left]
    return {name: tuple(members) for name, members in groups.items()}


GROUPS: Mapping[str, tuple[str, ...]] = _groups()


def _single_colours() -> dict[str, tuple[str, ...]]:
    """Return the groups of one colour: ``AllLedsRed``, ``LeftFaceLedsBlue``, ``ChestLedsGreen`` and so on."""
    found: dict[str, tuple[str, ...]] = {}
    for group in ("AllLeds", "LeftFaceLeds", "RightFaceLeds", "ChestLeds", "LeftFootLeds", "RightFootLeds"):
        devices = [device for lamp in GROUPS[group] for device in LAMPS[lamp]]
        for colour in COLOURS:
            found[f"{group}{colour}"] = tuple(device for device in devices if f"/{colour}/" in device)
    return found


COLOUR_GROUPS: Mapping[str, tuple[str, ...]] = _single_colours()


def colour_of(device: str) -> str | None:
    """Return the colour of a device: Red, Green or Blue; None for the white lamps of the head."""
    if device.startswith("Ears"):
        return "Blue"
    return next((colour for colour in COLOURS if f"/{colour}/" in device), None)
