"""The pictures are one set: drawn alike, small, with a name, without text, and each of them is used."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.library.library_course import FOLDER

PICTURES = sorted((FOLDER / "pictures").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "g", "path", "circle", "ellipse", "rect"}
LARGEST_BYTES = 6_000


def test_every_picture_that_is_named_is_there_and_every_one_there_is_named() -> None:
    named = {
        name
        for path in FOLDER.glob("*.yaml")
        if path.suffixes == [".yaml"]
        for name in re.findall(r"pictures/[a-z-]+\.svg", path.read_text(encoding="utf-8"))
    }
    assert named == {f"pictures/{path.name}" for path in PICTURES}


@pytest.mark.parametrize("path", PICTURES, ids=[path.stem for path in PICTURES])
def test_it_is_drawn_like_the_others(path: Path) -> None:
    root = ET.parse(path).getroot()  # ours, and small
    assert root.get("viewBox") == "0 0 200 200"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= DRAWN
    outer = root.find(f"{SVG}g")
    assert outer is not None
    assert (outer.get("stroke"), outer.get("stroke-width")) == ("#3d4054", "5")


@pytest.mark.parametrize("path", PICTURES, ids=[path.stem for path in PICTURES])
def test_it_has_a_name_is_small_and_asks_for_nothing_from_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    root = ET.fromstring(text)
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text
    assert len(text.encode()) < LARGEST_BYTES
    assert not re.search(r"href|url\(|@import|<style|<script|<text|<!", text)


@pytest.mark.parametrize("path", PICTURES, ids=[path.stem for path in PICTURES])
def test_it_has_no_bright_red(path: Path) -> None:
    for red, green, blue in re.findall(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", path.read_text("utf-8")):
        bright = int(red, 16) > 180 and int(green, 16) < 90 and int(blue, 16) < 90
        assert not bright, f"#{red}{green}{blue}"


def test_no_two_pictures_have_the_same_name() -> None:
    titles = [ET.parse(path).getroot().findtext(f"{SVG}title") for path in PICTURES]
    assert len(set(titles)) == len(titles)
