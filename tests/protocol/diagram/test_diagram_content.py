"""What the drawing says: every step and every way out once, trials and groups as such, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from nao_sessions.protocol.diagram.legend import KEYS, explained
from nao_sessions.protocol.diagram.style import EDGES, GROUNDS, HEADS, INK, LINE_COLOUR, SOFT, WHITE
from nao_sessions.protocol.flow import BACK, DONE, Branch, Level, Protocol
from tests.protocol.diagram.drawn import SVG, Drawn
from tests.protocol.diagram.drawn_protocols import FILES, NAMES, drawing_of, drawn, protocol_of


def ways(owner: str, branches: tuple[Branch, ...]) -> Iterator[tuple[str, str | None]]:
    for number, branch in enumerate(branches):
        yield f"{owner}{number}", branch.target


def entries(level: Level) -> Iterator[tuple[str, str | None]]:
    for entry in level.entries():
        if entry.next:
            yield from ways(f"{entry.id}/next.", entry.next)
        else:
            yield entry.id, None


def all_ways(protocol: Protocol) -> dict[str, str | None]:
    """Give every way out of a flow and where it leads, as the flow itself has them."""
    found: list[tuple[str, str | None]] = list(entries(protocol.always))
    for name, command in protocol.commands.items():
        found += (
            ways(f"commands/{name}/next.", command.next) if command.next else [(f"commands/{name}", None)]
        )
    for step in protocol.steps.values():
        found += entries(step.level)
        found += ways(f"{step.name}/next.", step.next)
        if step.trials is not None and step.trials.give_up is not None:
            found.append((f"{step.name}/give_up", step.trials.give_up.target))
        if step.end is not None:
            found.append((f"{step.name}/end", None))
    assert len({way for way, _ in found}) == len(found)
    return dict(found)


def shown(picture: Drawn, way: str) -> list[str]:
    """Give the texts of a way's row."""
    row = next(element for element in picture.exits if element.attrib["data-exit"] == way)
    return [text.text or "" for text in row.iter(f"{SVG}text")]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    given: str = request.param
    return given


def test_every_step_is_drawn_once(name: str) -> None:
    assert Counter(drawn(name).steps) == Counter(list(protocol_of(name).steps))


def test_every_way_out_is_drawn_once_on_its_own_card(name: str) -> None:
    picture, protocol = drawn(name), protocol_of(name)
    expected = all_ways(protocol)
    assert Counter(element.attrib["data-exit"] for element in picture.exits) == Counter(list(expected))
    for way, card in picture.exit_card.items():
        owner = way.rpartition("/buttons.")[0] or way.split("/")[0]
        if card in protocol.steps and not owner.endswith("always"):
            assert way.startswith(card), (way, card)


def test_a_way_has_a_line_to_its_step_or_names_the_number_of_it(name: str) -> None:
    picture, protocol = drawn(name), protocol_of(name)
    lines = {way: line for line in picture.lines for way in line.exits}
    numbers = {step: picture.words(step)[0] for step in picture.steps}
    assert len(set(numbers.values())) == len(numbers)
    for way, target in all_ways(protocol).items():
        if target in (None, BACK):
            assert way not in lines or protocol.used_by(picture.exit_card[way]) is not None, way
            continue
        if target == DONE:
            continue
        assert target is not None
        last = shown(picture, way)[-1]
        assert last in (numbers[target], f"→ {numbers[target]}")
        assert (way in lines) == (not last.startswith("→")), way
        if way in lines:
            assert lines[way].target == target


def test_the_step_that_everything_begins_with_has_the_first_number(name: str) -> None:
    picture, protocol = drawn(name), protocol_of(name)
    assert numbers_of(picture, protocol.start) == "1"
    for group, step in protocol.steps.items():
        if step.start is not None:
            assert numbers_of(picture, step.start) == f"{numbers_of(picture, group)}.1"


def test_a_step_that_is_reached_without_a_line_says_from_where(name: str) -> None:
    picture, protocol = drawn(name), protocol_of(name)
    lines = {way for line in picture.lines for way in line.exits}
    for way, target in all_ways(protocol).items():
        if target in protocol.steps and way not in lines:
            assert target is not None
            assert any(text.startswith("vient de") for text in picture.words(target)), (way, target)


def test_loops_are_dashed_and_lead_up_and_other_lines_lead_down(name: str) -> None:
    for line in drawn(name).lines:
        if line.source in drawn(name).boxes and line.target in drawn(name).boxes:
            source, target = drawn(name).boxes[line.source], drawn(name).boxes[line.target]
            assert line.loop == (target.y <= source.y), line


def test_nothing_in_the_drawing_runs_or_is_fetched(name: str) -> None:
    picture = drawn(name)
    allowed = {
        "svg",
        "title",
        "desc",
        "style",
        "defs",
        "symbol",
        "path",
        "rect",
        "circle",
        "text",
        "g",
        "use",
        "a",
    }
    ids = {element.attrib["id"] for element in picture.root.iter() if "id" in element.attrib}
    for element in picture.root.iter():
        assert element.tag.removeprefix(SVG) in allowed
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            assert "url(" not in value
            if "href" in attribute:
                assert value[1:] in ids
                assert value.startswith("#")
    style = picture.root.find(f"{SVG}style")
    assert style is not None
    assert style.text is not None
    assert "@import" not in style.text
    assert "url(" not in style.text


def test_it_has_a_title_and_a_description_for_who_does_not_see_it() -> None:
    picture = drawn("demo")
    labels = picture.root.attrib["aria-labelledby"].split()
    found = {element.attrib.get("id"): element.text for element in picture.root}
    assert found[labels[0]] == "Diagramme du protocole « Première rencontre »"
    count = len(protocol_of("demo").steps)
    ends = "Se termine par : L'enfant ne veut plus, Au revoir."
    assert found[labels[1]] == f"{count} étapes, dont 1 groupe. Commence par « Bonjour ». {ends}"


def test_hostile_titles_are_written_as_they_are() -> None:
    picture = drawn("hostile-20")
    titles = [text.text.replace("\u00a0", " ") for text in picture.texts if text.look == "title"]
    assert any(title.startswith("<script>alert('x')") for title in titles)
    assert any("]]> --> %%" in title for title in titles)
    assert all("\u202e" not in text.text for text in picture.texts)
    assert "<script" not in drawing_of("hostile-20").replace("&lt;script", "")
    assert any(title.endswith("…") for title in titles)
    full = [element.text for element in picture.root.iter(f"{SVG}title")]
    assert any("Anticonstitutionnellement" * 8 in (text or "") for text in full)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_legend_explains_every_sign_in_a_readers_words(language: str) -> None:
    for name in ("tri-fruits", "demo", "lot-60-1"):
        picture = drawn(name, "fr" if language == "fr" else "en")
        told = re.sub(r"[\s\u00a0]+", " ", " ".join(picture.words("legend")))
        used = {element.attrib["href"].partition("-sign-")[2] for element in picture.root.iter(f"{SVG}use")}
        assert used & set(KEYS)
        for sign in used & set(KEYS):
            text = explained(sign).in_language("fr" if language == "fr" else "en")
            assert re.sub(r"[\s\u00a0]+", " ", text) in told, (name, sign)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_sign_is_explained_by_what_is_typed(language: str) -> None:
    typed = r"\b(any|true|robot|nothing|participant|next|head|hand\.left)\b\s?(:|,)|…"
    for sign in KEYS:
        assert re.findall(typed, explained(sign).in_language("fr" if language == "fr" else "en")) == [], sign


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_text_of_a_real_protocol_is_cut_and_none_shows_a_path(name: str) -> None:
    for text in drawn(name).texts:
        assert "…" not in text.text, text
        assert not re.search(r"\b(item|settings|data|participant|trials|results|event)\.[a-z]", text.text), (
            text
        )


@pytest.mark.parametrize("name", NAMES)
def test_every_step_that_a_way_without_a_line_comes_from_is_named_whole(name: str) -> None:
    picture, protocol = drawn(name), protocol_of(name)
    number = {step: numbers_of(picture, step) for step in protocol.steps}
    joined = {drawn_way for line in picture.lines for drawn_way in line.exits}
    for element in picture.exits:
        target, way = element.attrib["data-to"], element.attrib["data-exit"]
        source = picture.exit_card[way]
        if target in protocol.steps and source in protocol.steps and way not in joined:
            told = " ".join(text.text for text in picture.texts if (text.card, text.look) == (target, "from"))
            assert number[source] in told.replace("\u00a0", " ").split(" "), (way, told)


def numbers_of(picture: Drawn, step: str) -> str:
    """Give the number on a step's card."""
    return next(text.text for text in picture.texts if text.card == step and text.look.startswith("number"))


def test_every_sense_and_every_kind_of_moment_has_a_sign_in_the_legend() -> None:
    signs = {
        "touch",
        "word",
        "board",
        "card",
        "gaze",
        "face",
        "speech",
        "professional",
        "button",
        "after",
        "silence",
    }
    assert signs <= set(KEYS)


def test_trials_show_question_answers_helps_in_order_and_feedback() -> None:
    words = drawn("tri-fruits").words("tri.essai")
    told = " ".join(words)
    parts = (
        "1 essai · table « aliments » (2 items) · mêlés",
        "« C'est ‹nom›. Fruit ou légume\u00a0? »",
        "fruit · main gauche",
        "légume · main droite",
        "bonne réponse : réponse attendue de l'item",
        "(réglable) pour répondre",
        "1. aide verbale",
        "2. aide gestuelle",
        "réussi",
        "non réussi",
        "pas de réponse",
    )
    places = [re.sub(r"\u00a0", " ", told).find(re.sub(r"\u00a0", " ", part)) for part in parts]
    assert -1 not in places, dict(zip(parts, places, strict=True))
    assert places == sorted(places)
    assert drawn("tri-fruits").kinds["tri.essai"] == "trials"


def test_a_group_says_for_whom_and_how_often_and_frames_its_steps() -> None:
    picture = drawn("groupe-tours")
    assert "pour chaque enfant présent · 4" in " ".join(picture.words("tours"))
    assert picture.kinds["tours"] == "group"
    assert picture.boxes["tours"].holds(picture.boxes["tours.essai"])
    assert "fin du tour" in [text.text for text in picture.texts]


def test_a_time_out_is_a_clock_with_its_duration_and_an_end_says_its_outcome() -> None:
    picture = drawn("tri-fruits")
    row = next(element for element in picture.exits if element.attrib["data-exit"].startswith("bilan/after"))
    assert [use.attrib["href"].partition("-sign-")[2] for use in row.iter(f"{SVG}use")] == ["after"]
    assert shown(picture, "bilan/after.0/next.0")[0] == "1\u00a0min"
    assert "séance menée à son terme" in " ".join(shown(picture, "aurevoir/end"))


def test_commands_and_what_holds_everywhere_stand_aside() -> None:
    picture = drawn("lot-20-1")
    assert set(picture.panels) == {"always", "commands", "legend"}
    assert not [line for line in picture.lines if line.source in picture.panels]


def test_english_has_no_word_of_the_drawings_french() -> None:
    told = " ".join(text.text for text in drawn("lot-20-1", "en").texts)
    assert re.findall(r"\b(ensuite|sinon|vient de|Légende|Partout|étape|essais|réglable|début)\b", told) == []
    assert drawn("lot-20-1", "en").root.attrib["lang"] == "en"


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_has_contrast_and_no_text_is_smaller_than_eleven_pixels() -> None:
    grounds = (WHITE, *HEADS.values(), *GROUNDS)
    assert min(contrast(INK, ground) for ground in grounds) >= 7
    assert min(contrast(SOFT, ground) for ground in grounds) >= 4.5
    assert contrast(WHITE, LINE_COLOUR) >= 7
    assert min(contrast(WHITE, edge) for edge in EDGES.values()) >= 4.2
    sizes = [float(size) for size in re.findall(r"font-size:([\d.]+)px", drawing_of("demo"))]
    assert min(sizes) >= 11


def test_an_inlined_drawing_sets_no_page() -> None:
    from nao_sessions.protocol.diagram import svg

    inlined = svg(protocol_of("demo"), "fr", standalone=False)
    assert inlined.startswith("<svg ")
    assert "@page" not in inlined
    assert "@page" in drawing_of("demo")
