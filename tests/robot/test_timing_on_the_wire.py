"""The timing model of speech against the voice of the simulator, measured on the wire.

The sentences are none of those that the model was fitted to.
"""

from __future__ import annotations

from typing import Any

import pytest

from nao_sessions.protocol.timing import action_ms, speech_ms
from nao_sessions.protocol.timing.actions import START_MS
from tests.robot.simulated_nao import SimulatedNao, eventually

FRENCH = (
    "Bonjour tout le monde.",
    "On va jouer au jeu des images.",
    "Prends la carte bleue et pose-la ici.",
    "C'est un lapin. Grand ou petit ?",
    "Où se cache la souris ?",
    "Tu as bien travaillé aujourd'hui.",
    "Écoute, je dis un mot : chapeau.",
    "Le vélo est devant la voiture.",
    "Le chien court derrière le ballon rouge.",
    "Montre-moi celui qui pleure.",
    "On range les images dans la boîte, puis on se dit au revoir.",
    "Voici une histoire : une petite fille cherche son chat.",
    "Elle regarde sous le lit, dans le jardin et derrière la porte.",
    "Que fait le garçon ?",
    "Ferme les yeux. Écoute.",
    "Oui, c'est bien lui !",
    "Qui a mangé le gâteau ?",
    "Lève-toi et viens me voir.",
    "Un oiseau chante dans le grand arbre.",
    "Quand la musique s'arrête, tu ne bouges plus.",
    "Je suis fatigué, je vais me reposer.",
    "À demain !",
    "Dis-moi ce que tu vois sur la première image.",
    "La bonne réponse est à gauche.",
)
ENGLISH = (
    "Good morning everybody.",
    "We are going to play with pictures.",
    "Take the blue card and put it here.",
    "This is a rabbit. Big or small?",
    "Where is the mouse hiding?",
    "The dog is running after the red ball.",
    "She looks under the bed, in the garden and behind the door.",
    "What is the boy doing?",
    "Close your eyes. Listen.",
    "When the music stops, you stand still.",
    "Tell me what you see in the first picture.",
    "See you tomorrow!",
)
NAMES = {"fr": "French", "en": "English"}


@pytest.fixture(scope="module")
def nao(tmp_path_factory: pytest.TempPathFactory) -> Any:
    simulated = SimulatedNao(tmp_path_factory.mktemp("timing") / "trace.jsonl", "--speed", "20")
    yield simulated
    simulated.close()


def spoken_s(nao: SimulatedNao, text: str, language: str) -> float:
    """Say a sentence, and give how long its sound lasts: the simulator's own word, not a stopwatch's."""
    before = len(nao.effects("speech.ended"))
    nao.service("ALTextToSpeech").say(text, NAMES[language])
    eventually(lambda: len(nao.effects("speech.ended")) > before, "the sentence's end")
    return float(nao.effects("speech.started")[-1]["seconds"])


@pytest.mark.parametrize(("language", "sentences"), [("fr", FRENCH), ("en", ENGLISH)])
def test_sentences_last_what_the_model_says(nao: Any, language: str, sentences: tuple[str, ...]) -> None:
    measured = [spoken_s(nao, text, language) for text in sentences]
    predicted = [(speech_ms(text, language) - START_MS) / 1000 for text in sentences]
    errors = [model / true - 1 for model, true in zip(predicted, measured, strict=True)]
    print(f"{language}: all {sum(predicted) / sum(measured) - 1:+.1%}, worst {max(errors, key=abs):+.1%}")
    assert abs(sum(predicted) / sum(measured) - 1) < 0.04
    assert max(map(abs, errors)) < 0.30


def test_a_slower_voice_lasts_what_the_model_says(nao: Any) -> None:
    text = "Le chien court derrière le ballon rouge."
    normal = spoken_s(nao, text, "fr")
    slow = spoken_s(nao, f"\\rspd=80\\ {text}", "fr")
    model = (speech_ms(text, "fr", 80) - START_MS) / (speech_ms(text, "fr") - START_MS)
    assert abs(slow / normal / model - 1) < 0.05


def test_an_action_of_the_engine_has_the_length_of_its_sentence() -> None:
    assert action_ms("say", {"text": "Bonjour.", "language": "fr", "speed": 80}) == speech_ms(
        "Bonjour.", "fr", 80
    )
