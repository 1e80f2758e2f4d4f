"""A card that is held up in the room can be found in the picture, and in the stream that a camera sends."""

from __future__ import annotations

import dataclasses

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from nao_simulator.room.feed import RoomState, read_state
from nao_simulator.room.scene import Scene
from tests.simulator.room.room_process import running, state_line

PICTURE_NS = 40_000_000
STANDING = read_state(state_line())


def cards_in(grey: NDArray[np.uint8]) -> list[int]:
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_1000)
    found = cv2.aruco.ArucoDetector(dictionary).detectMarkers(np.ascontiguousarray(grey))[1]
    return [] if found is None else sorted(int(number) for number in found.flatten())


def film(seed: int, *states: RoomState) -> list[list[int]]:
    """Film each of these states for a second; give the cards of the last picture of each."""
    scene = Scene(1280, 720, seed)
    seen: list[list[int]] = []
    for number, state in enumerate(states):
        for tick in range(25):
            picture = scene.draw(state, (number * 25 + tick + 1) * PICTURE_NS)
        seen.append(cards_in(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)))
    return seen


@pytest.mark.parametrize("seed", [0, 3, 8])
@pytest.mark.parametrize("number", [0, 12, 999])
def test_a_card_is_in_the_picture_for_as_long_as_it_is_held_up(seed: int, number: int) -> None:
    shown = dataclasses.replace(STANDING, card=number)
    assert film(seed, STANDING, shown, STANDING) == [[], [number], []]


def test_one_card_can_take_the_place_of_another() -> None:
    cards = [dataclasses.replace(STANDING, card=number) for number in (5, 6)]
    assert film(1, *cards) == [[5], [6]]


def test_whoever_is_away_holds_nothing_up() -> None:
    assert film(1, dataclasses.replace(STANDING, card=5, child="absent")) == [[]]


@pytest.mark.parametrize("card", [-1, 1000, None])
def test_a_card_that_does_not_exist_is_none(card: int | None) -> None:
    assert read_state(state_line(card=card)).card is None


def test_a_card_is_found_in_the_encoded_stream() -> None:
    with running("--seed", "3") as room:
        room.tell(state_line(card=77))
        found: list[int] = []
        with av.open(room.tcp_url, format="mpegts", timeout=15.0) as container:
            for count, frame in enumerate(container.decode(video=0)):
                plane = frame.planes[0]
                rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
                found = cards_in(rows[: frame.height, : frame.width])
                if found or count > 100:
                    break
    assert found == [77]
