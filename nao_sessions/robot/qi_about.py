"""What a Nao is, for the record of a session: its kind, system, body, languages and battery.

Its serial number and its name are never asked for: they would tell which school this is.
"""

from __future__ import annotations

from nao_sessions.robot.port import About
from nao_sessions.robot.qi_link import QiLink

ABOUT_SERVICES = ("ALSystem", "ALRobotModel", "ALBattery", "NaoSimulator", "ALVideoDevice", "ALGazeAnalysis")


async def ask_about(link: QiLink) -> About:
    """Ask for all of it; what this Nao does not know stays empty. Raises: LinkLost."""
    kind = await link.value("ALRobotModel", "getRobotType") or await link.value(
        "ALMemory", "getData", "RobotConfig/Body/Type", default="unknown"
    )
    languages = await link.value("ALTextToSpeech", "getAvailableLanguages", default=())
    battery = await link.value("ALBattery", "getBatteryCharge")
    return About(
        kind=str(kind).lower(),
        system=str(await link.value("ALSystem", "systemVersion", default="unknown")),
        body=str(await link.value("ALMemory", "getData", "RobotConfig/Body/Version", default="unknown")),
        languages=tuple(str(language) for language in languages),
        battery_percent=None if battery is None else int(battery),
        details={
            "simulated": link.has("NaoSimulator"),
            "animations": link.has("ALAnimationPlayer"),
            "hears_words": link.has("ALSpeechRecognition"),
            "sees_cards": link.has("ALVideoDevice"),
            "sees_gazes": link.has("ALGazeAnalysis"),
            "autonomous_life": link.has("ALAutonomousLife"),
        },
    )
