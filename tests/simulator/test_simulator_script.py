"""A script as public ones are written for a real NAO runs unchanged, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.simulator.simulator_wire import Wire

SCRIPT = '''
import qi
import argparse
import sys
import time

TO_RAD = 3.141592653589793 / 180

class HumanGreeter(object):
    """A simple class to react to touch events."""

    def __init__(self, app):
        super(HumanGreeter, self).__init__()
        app.start()
        session = app.session
        self.memory = session.service("ALMemory")
        self.subscriber = self.memory.subscriber("FrontTactilTouched")
        self.subscriber.signal.connect(self.on_touched)
        self.tts = session.service("ALTextToSpeech")
        self.motion = session.service("ALMotion")
        self.posture = session.service("ALRobotPosture")
        self.leds = session.service("ALLeds")
        self.life = session.service("ALAutonomousLife")
        self.animated = session.service("ALAnimatedSpeech")
        self.got_touch = False

    def on_touched(self, value):
        if value == 0.0:
            self.got_touch = False
        elif not self.got_touch:
            self.got_touch = True
            print("touched")
            sys.stdout.flush()

    def run(self):
        if self.life.getState() != "disabled":
            self.life.setState("disabled")
        self.motion.wakeUp()
        self.posture.goToPosture("StandInit", 0.5)
        self.tts.setLanguage("English")
        self.tts.setVolume(0.8)
        self.tts.say("Hello, I am NAO.")
        self.leds.fadeRGB("FaceLeds", 0x0000FF, 0.3)
        names = ["HeadYaw", "HeadPitch"]
        angle_lists = [[30.0 * TO_RAD, 0.0], [-10.0 * TO_RAD, 0.0]]
        time_lists = [[1.0, 2.0], [1.0, 2.0]]
        self.motion.angleInterpolation(names, angle_lists, time_lists, True)
        self.motion.setStiffnesses("Head", 1.0)
        self.motion.setAngles("HeadYaw", 0.1, 0.1)
        self.animated.say("Hello! ^start(animations/Stand/Gestures/Hey_1) Nice to meet you "
                          "^wait(animations/Stand/Gestures/Hey_1)", {"bodyLanguageMode": "contextual"})
        self.motion.moveTo(0.1, 0.0, 0.0)
        id_ = self.tts.pCall("say", "This is spoken in the background.")
        self.tts.wait(id_, 0)
        print("battery", self.memory.getData("BatteryChargeChanged"))
        print("angles", len(self.motion.getAngles("Body", True)))
        try:
            self.memory.getData("NoSuchKey")
        except RuntimeError as e:
            print("error", "Data not found" in str(e))
        self.motion.rest()
        print("awake", self.motion.robotIsWakeUp())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--ip", type=str, default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9559)
    args = parser.parse_args()
    try:
        connection_url = "tcp://" + args.ip + ":" + str(args.port)
        app = qi.Application(["HumanGreeter", "--qi-url=" + connection_url])
    except RuntimeError:
        print("Can't connect to Naoqi")
        sys.exit(1)
    greeter = HumanGreeter(app)
    greeter.run()
'''


def test_a_typical_script_for_a_real_nao_runs_unchanged(wire: Wire, tmp_path: Path) -> None:
    script = tmp_path / "greeter.py"
    script.write_text(SCRIPT, encoding="utf-8")
    port = wire.url.rsplit(":", 1)[1]
    ended = subprocess.run(
        [sys.executable, str(script), "--port", port], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == ["battery 100", "angles 26", "error True", "awake False"]
    spoken = [line["text"] for line in wire.effects("speech.ended")]
    assert spoken == ["Hello, I am NAO.", "Hello!", "Nice to meet you", "This is spoken in the background."]
