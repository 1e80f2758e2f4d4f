"""Nothing of the program recognises a face, a voice or a person, or infers what somebody feels.

Held by closed lists: the services of Nao that are named, what is taken from OpenCV, the senses and what they
say. What is not in a list fails, whatever it is called; words of recognition fail beside that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from nao_sessions.robot.naoqi.watch import EXTRACTORS, PeopleInFront
from nao_sessions.robot.port import SENSES

ROOT = Path(__file__).resolve().parent.parent.parent

SERVICES = frozenset(
    re.findall(
        r"\w+",
        "ALAnimationPlayer ALAudioDevice ALAudioPlayer ALAutonomousLife ALBasicAwareness ALBattery "
        "ALBehaviorManager ALBodyTemperature ALFaceDetection ALGazeAnalysis ALLeds ALMemory ALMotion "
        "ALPeoplePerception ALRobotModel ALRobotPosture ALSpeechRecognition ALSystem ALTextToSpeech "
        "ALVideoDevice",
    )
)
"""Services of Nao that the program may name; of faces, gazes and people *there or not* alone is read."""
OF_PEOPLE = frozenset({"FaceDetected", "GazeAnalysis/PeopleLookingAtRobot"})
"""What is asked of Nao's memory about people."""
LEDS = frozenset({"FaceLeds"})
"""The lights of Nao's eyes, whose group is called so."""
OPENCV = frozenset(
    re.findall(
        r"\w+",
        "BORDER_REPLICATE COLOR_BGR2RGB COLOR_BGR2YUV COLOR_BGR2YUV_I420 CV_16S FONT_HERSHEY_SIMPLEX "
        "FontFace "
        "GaussianBlur IMWRITE_JPEG_QUALITY INTER_AREA INTER_LINEAR LINE_AA Laplacian absdiff add aruco blur "
        "boundingRect convexHull cvtColor ellipse fillConvexPoly fillPoly getPerspectiveTransform "
        "getTextSize "
        "imencode merge multiply polylines putText rectangle remap resize setNumThreads warpPerspective",
    )
)
"""What is used of OpenCV: the same package holds a detector and a recogniser of faces."""
WORDS = re.compile(
    r"""
    learn_?face | forget_?person | face_?id\b | face_?(?:recogni|embed|encod|landmark|template|print)
    | recogni[sz]e_?(?:face|person|speaker|emotion) | voice_?print | speaker_?(?:id|recogni|verif|embed|diari)
    | (?:facial|voice|affect)_?(?:expression|emotion|recognition) | emotion_?(?:recogni|detect|analy|score)
    | (?:detect|infer|estimate|classify|predict)_?(?:emotion|mood|affect|arousal|valence|engagement|attention)
    | ALMood | ALFaceCharacteristics | ALVoiceEmotion | ALUserSession | ALEngagementZones | ALSoundLocali
    | person_?(?:reid|recogni) | biometric_?(?:templ|id) | CascadeClassifier | FaceDetectorYN | FaceRecognizer
    | \barousal\b | \bvalence\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
PACKAGES = re.compile(
    r"(?<!inter)face|emotion|dlib|mediapipe|insight|retina|openpose|py-feat|fer\b|torch|tensorflow|keras|onnx|tflite|jax|"
    r"opensmile|pyannote|resemblyzer|speechbrain|librosa|whisper|transformers|ultralytics|yolo|openvino",
    re.IGNORECASE,
)
"""Packages that recognise people, and those that run models which could."""
MODELS = {".onnx", ".pb", ".pt", ".pth", ".tflite", ".caffemodel", ".h5", ".keras", ".safetensors", ".engine"}
_SOURCES = {".py", ".js"}


def sources() -> Iterator[tuple[str, str]]:
    """Return the path and the text of each file of the program."""
    for path in sorted((ROOT / "nao_sessions").rglob("*")):
        if path.suffix in _SOURCES:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def recognising(text: str) -> set[str]:
    """Return what in a text is of recognition: its words, unknown services and parts of OpenCV."""
    services = set(re.findall(r"\bAL[A-Z][a-z]\w+", text)) - SERVICES
    people = set(re.findall(r"\b(?:Face|Gaze|People|Mood|Emotion)[A-Z]\w*(?:/\w+)?(?=\")", text))
    opencv = set(re.findall(r"\bcv2\.(\w+)", text)) - OPENCV
    return {one.group() for one in WORDS.finditer(text)} | services | (people - OF_PEOPLE - LEDS) | opencv


def test_no_word_of_recognition_is_in_the_program() -> None:
    found = {name: sorted(words) for name, text in sources() if (words := recognising(text))}
    assert found == {}


@pytest.mark.parametrize(
    "planted",
    [
        'link.send("ALFaceDetection", "learnFace", name)',
        'await link.value("ALMood", "currentPersonState")',
        'link.service("ALFaceCharacteristics")',
        'link.service("ALVoiceEmotionAnalysis")',
        'link.service("ALUnheardOf")',
        'memory.getData("PeoplePerception/PeopleList")',
        "recogniser = cv2.FaceRecognizerSF.create(model, '')",
        "network = cv2.dnn.readNet(model)",
        "from anything import detect_emotion",
        "speaker_id = embed(sound)",
        '{"arousal": 0.4}',
    ],
)
def test_what_recognises_would_be_found(planted: str) -> None:
    assert recognising(planted) != set()


def test_no_package_recognises_anybody_or_runs_a_model() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    names = re.findall(r"^([\w.-]+)==", text, re.MULTILINE)
    assert len(names) > 50
    assert [name for name in names if PACKAGES.search(name)] == []


@pytest.mark.parametrize("name", ["deepface", "face-recognition", "torch", "onnxruntime", "pyannote-audio"])
def test_such_a_package_would_be_found(name: str) -> None:
    assert PACKAGES.search(name)


def test_no_model_lies_in_the_program() -> None:
    folders = [ROOT / "nao_sessions", ROOT / "simulator", ROOT / "protocols"]
    files = [path for folder in folders for path in folder.rglob("*")]
    assert [str(path) for path in files if path.suffix in MODELS] == []


def test_nao_is_asked_for_four_senses() -> None:
    assert set(SENSES) == {"card", "face", "gaze", "speech"}


@pytest.mark.parametrize("sense", ["face", "gaze"])
def test_whoever_nao_says_is_there_only_that_somebody_is_there_is_told(sense: str) -> None:
    known = [1, 2], [[[0, 0.1, 0.2], [7, 0.9, "Léa", "happy"]], [["Léa"]]]
    assert set(EXTRACTORS) == {"face", "gaze"}
    told = PeopleInFront(speed=1.0).heard(sense, list(known), 10)  # type: ignore[arg-type]
    assert told is not None
    assert told.kind == sense
    assert set(told.data) <= {"seen", "looking", "where"}
    assert {value for value in told.data.values() if value not in (True, "robot")} == set()
