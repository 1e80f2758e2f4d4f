"""Speech: events, queue, language, tags, and a cut that is immediate."""

from __future__ import annotations

import pytest

from tests.simulator.simulator_wire import Wire, error_of, until

LONG = "Il était une fois, dans une forêt profonde, un tout petit robot qui cherchait sa maison."


def test_a_sentence_tells_its_start_its_words_and_its_end(wire: Wire) -> None:
    done, started = wire.listen("ALTextToSpeech/TextDone"), wire.listen("ALTextToSpeech/TextStarted")
    words, sentence = wire.listen("ALTextToSpeech/CurrentWord"), wire.listen("ALTextToSpeech/CurrentSentence")
    status = wire.listen("ALTextToSpeech/Status")
    assert wire.service("ALTextToSpeech").say("Bonjour les amis") is None
    assert started.wait(2) == [True, False]
    assert done.wait(2) == [False, True]
    assert words.wait(4) == ["Bonjour", "les", "amis", ""]
    assert sentence.wait(2) == ["Bonjour les amis", ""]
    assert [text for _, text in status.wait(3)] == ["enqueued", "started", "done"]
    assert wire.service("ALMemory").getData("ALTextToSpeech/TextDone") == 1


def test_stop_all_cuts_while_say_runs_and_forgets_what_waits(wire: Wire) -> None:
    voice = wire.service("ALTextToSpeech")
    interrupted = wire.listen("ALTextToSpeech/TextInterrupted")
    started, asked = len(wire.effects("speech.started")), len(wire.calls("ALTextToSpeech", "say"))
    # One after the other: libqi turns calls within two milliseconds of each other round, once in a hundred.
    first = voice.say(LONG, _async=True)
    until(lambda: len(wire.effects("speech.started")) > started)
    second = voice.say("Jamais dit.", _async=True)
    until(lambda: len(wire.calls("ALTextToSpeech", "say")) == asked + 2)
    voice.stopAll()
    assert first.value(5000) is None
    assert second.value(5000) is None
    assert interrupted.wait(1) == [True]
    assert wire.effects("speech.cut")[-1]["text"] == LONG
    assert wire.effects("speech.dropped")[-1]["text"] == "Jamais dit."
    assert "Jamais dit." not in [line["text"] for line in wire.effects("speech.started")]
    assert wire.state()["speaking"] is False


def test_the_cut_is_traced_after_the_call_that_asked_for_it(wire: Wire) -> None:
    voice = wire.service("ALTextToSpeech")
    started = len(wire.effects("speech.started"))
    said = voice.say(LONG, _async=True)
    until(lambda: len(wire.effects("speech.started")) > started)
    voice.stopAll()
    said.value(5000)
    lines = wire.lines()
    call = max(n for n, line in enumerate(lines) if line.get("method") == "stopAll")
    cut = max(n for n, line in enumerate(lines) if line.get("effect") == "speech.cut")
    assert call < cut
    assert lines[call]["at"] <= lines[cut]["at"]


def test_two_sentences_are_said_one_after_the_other(wire: Wire) -> None:
    voice = wire.service("ALTextToSpeech")
    before = len(wire.effects("speech.ended"))
    for future in [voice.say("Un.", _async=True), voice.say("Deux.", _async=True)]:
        future.value(10000)
    spoken = [line for line in wire.lines() if str(line.get("effect", "")).startswith("speech.")][-4:]
    assert [line["effect"] for line in spoken] == ["speech.started", "speech.ended"] * 2
    assert len(wire.effects("speech.ended")) == before + 2


def test_a_cancelled_call_is_cancelled_and_its_sentence_cut(wire: Wire) -> None:
    started, cut = len(wire.effects("speech.started")), len(wire.effects("speech.cut"))
    future = wire.service("ALTextToSpeech").say(LONG, _async=True)
    until(lambda: len(wire.effects("speech.started")) > started)
    future.cancel()
    until(future.isCanceled)
    assert len(wire.effects("speech.cut")) == cut + 1


def test_an_empty_text_is_over_at_once_and_says_nothing(wire: Wire) -> None:
    started = len(wire.effects("speech.started"))
    assert wire.service("ALTextToSpeech").say("  ") is None
    assert len(wire.effects("speech.started")) == started


def test_tags_are_not_heard_and_a_slower_rate_lasts_longer(wire: Wire) -> None:
    voice, sentence = wire.service("ALTextToSpeech"), wire.listen("ALTextToSpeech/CurrentSentence")
    bookmarks = wire.listen("ALTextToSpeech/CurrentBookMark")
    voice.say("Bonjour")
    voice.say("\\rspd=50\\Bonjour\\pau=300\\ \\mrk=7\\")
    normal, slow = (line["seconds"] for line in wire.effects("speech.started")[-2:])
    assert slow > normal + 0.3
    assert sentence.wait(4) == ["Bonjour", "", "Bonjour", ""]
    assert bookmarks.wait(1) == [7]


def test_the_language_is_one_that_is_installed(wire: Wire) -> None:
    voice = wire.service("ALTextToSpeech")
    assert (voice.getLanguage(), voice.locale(), voice.getVoice()) == ("French", "fr_FR", "naofrf")
    assert voice.getAvailableLanguages() == ["English", "French"]
    voice.say("Hello", "English")
    assert wire.effects("speech.started")[-1]["language"] == "English"
    assert voice.getLanguage() == "French"
    voice.setLanguage("English")
    assert voice.getVoice() == "naoenu"
    voice.setLanguage("French")
    expected = "\tALTextToSpeech::setLanguage\n\tLanguage Klingon is not installed."
    assert error_of(lambda: voice.setLanguage("Klingon")) == expected


def test_parameters_are_kept_within_their_range(wire: Wire) -> None:
    voice = wire.service("ALTextToSpeech")
    voice.setParameter("speed", 80)
    assert voice.getParameter("speed") == 80.0
    voice.resetSpeed()
    assert voice.getParameter("speed") == 100.0
    expected = "\tALTextToSpeech::setParameter\n\tThe value 500 of parameter speed is not in [50, 400]."
    assert error_of(lambda: voice.setParameter("speed", 500)) == expected
    voice.setVolume(0.5)
    assert voice.getVolume() == 0.5
    voice.setVolume(1.0)


def test_an_animated_text_moves_while_it_speaks_and_waits_where_it_must(wire: Wire) -> None:
    hey = "animations/Stand/Gestures/Hey_1"
    assert wire.service("ALAnimatedSpeech").say(f"Salut ^start({hey}) les amis ^wait({hey})") is None
    story = [
        (line["effect"], line.get("text") or line.get("task"))
        for line in wire.lines()
        if str(line.get("effect", "")).startswith(("speech.", "motion."))
    ]
    assert ("speech.ended", "Salut") in story
    assert story.index(("motion.started", hey)) < story.index(("speech.started", "les amis"))
    assert story.index(("motion.ended", hey)) > story.index(("speech.ended", "les amis"))
    assert "motion.started" in [effect for effect, what in story if "BodyTalk" in str(what)]


def test_a_started_animation_is_stopped_with_the_text(wire: Wire) -> None:
    hey = "animations/Stand/Gestures/Hey_6"
    wire.service("ALAnimatedSpeech").say(f"^start({hey}) Oui", {"bodyLanguageMode": "disabled"})
    assert [line["task"] for line in wire.effects("motion.stopped")][-1] == hey


def test_stop_all_ends_an_animated_text_at_once(wire: Wire) -> None:
    started = len(wire.effects("speech.started"))
    telling = wire.service("ALAnimatedSpeech").say(
        f"{LONG} ^run(animations/Stand/Gestures/Me_1) Fin.", _async=True
    )
    until(lambda: len(wire.effects("speech.started")) > started)
    wire.service("ALTextToSpeech").stopAll()
    assert telling.value(5000) is None
    assert "Fin." not in [line["text"] for line in wire.effects("speech.started")]
    assert until(lambda: wire.state()["tasks"] == [])


@pytest.mark.parametrize("mode", ["disabled", "random", "contextual"])
def test_body_language_has_three_modes(wire: Wire, mode: str) -> None:
    speech = wire.service("ALAnimatedSpeech")
    speech.setBodyLanguageModeFromStr(mode)
    assert speech.getBodyLanguageModeToStr() == mode
    speech.setBodyLanguageMode(2)
    assert error_of(lambda: speech.setBodyLanguageModeFromStr("wild")) == (
        "\tALAnimatedSpeech::setBodyLanguageModeFromStr\n\tInvalid body language mode: wild"
    )
