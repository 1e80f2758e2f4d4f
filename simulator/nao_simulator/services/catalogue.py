"""Which services the simulated robot has, and which of their methods it refuses.

A refused method exists on the wire with its signature and answers that it is not simulated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nao_simulator.robot import Robot
from nao_simulator.services.animated import AnimatedSpeech, AnimationPlayer
from nao_simulator.services.audio import AudioDevice, AudioPlayer
from nao_simulator.services.autonomy import Ability, AutonomousLife, BasicAwareness, SpeakingMovementMode
from nao_simulator.services.behaviors import BehaviorManager
from nao_simulator.services.leds import Leds
from nao_simulator.services.machine import (
    Battery,
    BodyTemperature,
    ChestButton,
    RobotModel,
    System,
    TouchService,
)
from nao_simulator.services.memory import MemoryService, ModuleCall, Subscriber
from nao_simulator.services.motion.angles import Angles
from nao_simulator.services.motion.idle import Idle
from nao_simulator.services.motion.naming import Naming
from nao_simulator.services.motion.space import Space
from nao_simulator.services.motion.stiffness import Stiffness
from nao_simulator.services.motion.tasks import Tasks
from nao_simulator.services.motion.walking import Walking
from nao_simulator.services.people import FaceDetection, GazeAnalysis, PeoplePerception
from nao_simulator.services.posture import RobotPosture
from nao_simulator.services.recognition import SpeechRecognition
from nao_simulator.services.speech import TextToSpeech
from nao_simulator.services.video import VideoDevice

REFUSED: Mapping[str, frozenset[str]] = {
    "ALMotion": frozenset(
        (
            "animation", "changePosition", "changeTransform", "getCOM", "getChainClosestObstaclePosition",
            "getSupportPolygon", "positionInterpolation", "positionInterpolations", "setPosition",
            "setPositions", "setTransform", "setTransforms", "transformInterpolation",
            "transformInterpolations", "wbEnable", "wbEnableBalanceConstraint", "wbEnableEffectorControl",
            "wbEnableEffectorOptimization", "wbFootState", "wbGoToBalance", "wbGoToBalanceWithSpeed",
            "wbSetEffectorControl",
        )
    ),
    "ALSpeechRecognition": frozenset(
        (
            "activateAllRules", "activateRule", "addContext", "addWordListToSlot", "compile",
            "deactivateAllRules", "deactivateRule", "eraseContextSet", "getContextParam", "getRules",
            "loadContextSet", "loadVocabulary", "popContexts", "pushContexts", "removeContext",
            "removeWordListFromSlot", "saveContextSet", "setContextParam",
        )
    ),
    "ALBehaviorManager": frozenset(
        (
            "addDefaultBehavior", "getBehaviorNature", "getBehaviorTags", "getBehaviorsByTag", "getTagList",
            "playDefaultProject", "preloadBehavior", "removeDefaultBehavior",
        )
    ),
    "ALAudioDevice": frozenset(("sendLocalBufferToOutput", "setFileAsInput")),
    "ALAudioPlayer": frozenset(("disablePitch", "setPitch")),
    "ALFaceDetection": frozenset(("importOldDatabase",)),
    "ALVideoDevice": frozenset(
        (
            "getActiveCameras", "getAngPosFromImgPos", "getAngSizeFromImgSize", "getCameraParameterInfo",
            "getCamerasParameter", "getColorSpaces", "getDirectRawImageLocal", "getDirectRawImagesLocal",
            "getDirectRawImagesRemote", "getExpectedImageParameters", "getGVMColorSpace", "getGVMFrameRate",
            "getGVMResolution", "getImageInfoFromAngularInfo", "getImageInfoFromAngularInfoWithResolution",
            "getImageLocal", "getImagesLocal", "getImagesRemote", "getImgInfoFromAngInfo",
            "getImgInfoFromAngInfoWithRes", "getImgPosFromAngPos", "getImgSizeFromAngSize", "getParam",
            "getParameterInfo", "getResolutions", "getVIMColorSpace", "getVIMFrameRate", "getVIMResolution",
            "isFrameGrabberOff", "onClientDisconnected", "putImage", "recordVideo", "releaseDirectRawImages",
            "releaseImages", "setActiveCameras", "setCamerasParameter", "setCamerasParameterToDefault",
            "setColorSpaces", "setParam", "setParamDefault", "setResolutions", "setSimCamInputSize",
            "startFrameGrabber", "stopFrameGrabber", "stopVideo", "subscribeCameras",
        )
    ),
    "ALSystem": frozenset(("changePassword", "factoryReset", "robotIcon", "setRobotIcon", "upgrade")),
}  # fmt: skip
"""The methods that are refused, by service: Cartesian control, grammars, sound input, several cameras at
once, and what changes a robot for good."""


def implementations(
    robot: Robot, subscriber: Subscriber, call_module: ModuleCall
) -> Mapping[str, Sequence[Any]]:
    """Return the objects that answer for each service; the first that has a method answers it."""
    voice = TextToSpeech(robot)
    player = AnimationPlayer(robot)
    motion = [part(robot) for part in (Stiffness, Angles, Walking, Space, Naming, Idle, Tasks)]
    return {
        "ALMemory": [MemoryService(robot, subscriber, call_module)],
        "ALTextToSpeech": [voice],
        "ALAnimatedSpeech": [AnimatedSpeech(robot, voice, player)],
        "ALAnimationPlayer": [player],
        "ALBehaviorManager": [BehaviorManager(robot, player)],
        "ALMotion": motion,
        "ALRobotPosture": [RobotPosture(robot)],
        "ALLeds": [Leds(robot)],
        "ALSpeechRecognition": [SpeechRecognition(robot)],
        "ALAudioDevice": [AudioDevice(robot)],
        "ALAudioPlayer": [AudioPlayer(robot)],
        "ALBattery": [Battery(robot)],
        "ALBodyTemperature": [BodyTemperature(robot)],
        "ALSystem": [System(robot)],
        "ALRobotModel": [RobotModel(robot)],
        "ALTouch": [TouchService(robot)],
        "ALChestButton": [ChestButton()],
        "ALVideoDevice": [VideoDevice(robot)],
        "ALFaceDetection": [FaceDetection(robot)],
        "ALPeoplePerception": [PeoplePerception(robot)],
        "ALGazeAnalysis": [GazeAnalysis(robot)],
        "ALAutonomousLife": [AutonomousLife(robot)],
        "ALBasicAwareness": [BasicAwareness(robot)],
        "ALAutonomousBlinking": [Ability(robot, "AutonomousBlinking")],
        "ALBackgroundMovement": [Ability(robot, "BackgroundMovement")],
        "ALListeningMovement": [Ability(robot, "ListeningMovement")],
        "ALSpeakingMovement": [Ability(robot, "SpeakingMovement"), SpeakingMovementMode()],
    }
