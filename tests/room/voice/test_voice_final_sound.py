"""The kind of a sentence's last sound is read from its letters, silent ones left out."""

from __future__ import annotations

import pytest

from nao_sessions.room.voice.ending import final_sound
from tests.room.voice.question_speech import TUNING, Voice, say


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("Touche ma tête.", "voiceless plosive"),
        ("Regarde les images.", "voiced fricative"),
        ("Dis-le doucement", "nasal vowel"),
        ("Où est le chat ?", "vowel"),
        ("C'est vert !", "liquid"),
        ("Une bague ?", "voiced plosive"),
        ("Il en a dix.", "voiceless fricative"),
        ("Viens jouer…", "vowel"),
        ("C'est l'hiver.", "liquid"),
        ("La montagne ?", "nasal"),
        ("Bonjour {participant} !", None),
        ("Il y en a 7.", None),
        ("…", None),
    ],
)
def test_french(text: str, sound: str | None) -> None:
    assert final_sound(text, "fr") == sound


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("Touch my head.", "voiced plosive"),
        ("Show me the cat", "voiceless plosive"),
        ("Look at the images.", "voiced fricative"),
        ("Where is the fish?", "voiceless fricative"),
        ("Say my name!", "nasal"),
        ("Take the ball.", "liquid"),
        ("Is it you?", "vowel"),
    ],
)
def test_english(text: str, sound: str) -> None:
    assert final_sound(text, "en") == sound


def test_a_language_without_a_table_tells_nothing() -> None:
    assert final_sound("Wo ist die Katze?", "de") is None


@pytest.mark.parametrize(("name", "language"), [("fr", "fr"), ("en-us", "en")])
def test_the_table_agrees_with_the_phonemes_of_espeak(name: str, language: str) -> None:
    said = say(Voice("espeak", name, language, 150), TUNING.words[language])
    agree = [final_sound(one.text, language) == one.final for one in said]
    assert sum(agree) / len(agree) > 0.9
