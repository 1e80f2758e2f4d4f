"""ALAudioDevice and ALAudioPlayer: volume, tones and the sound files of the robot.

Paths belong to the robot: a file of the host does not exist.
"""

from __future__ import annotations

import itertools
from typing import Any

from nao_simulator.errors import CallError
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot

# What a robot has on its disk, with lengths in s (est).
ROBOT_FILES = {
    "/usr/share/naoqi/wav/random.wav": 2.0,
    "/usr/share/naoqi/wav/read.wav": 1.0,
    "/usr/share/naoqi/wav/start_jingle.wav": 2.5,
    "/usr/share/naoqi/wav/shutdown.wav": 1.5,
    "/usr/share/naoqi/wav/bip_gentle.wav": 0.4,
    "/usr/share/naoqi/wav/begin_reco.wav": 0.3,
    "/usr/share/naoqi/wav/end_reco.wav": 0.3,
}
_LOOP_S = 24 * 3600.0
_SAMPLE_RATES = (16000, 22050, 44100, 48000)
_MAX_FRAMES = 16384


class AudioDevice:
    """ALAudioDevice."""

    def __init__(self, robot: Robot) -> None:
        self._robot, self._speakers = robot, robot.speakers
        self._open = {"inputs": True, "outputs": True}
        self._clients: set[str] = set()
        self._parameters = {"outputSampleRate": 48000}
        self._recording: str | None = None

    def set_output_volume(self, percent: int) -> None:
        """Set the volume, 0 to 100."""
        if not 0 <= percent <= 100:
            raise CallError(f"The volume {percent} is not between 0 and 100.")
        self._speakers.volume_percent = percent
        self._robot.changed.set()

    def get_output_volume(self) -> int:
        """Return the volume."""
        return self._speakers.volume_percent

    def mute_audio_out(self, muted: bool) -> None:
        """Silence the loudspeakers, or not."""
        self._speakers.muted = muted
        self._robot.changed.set()

    def is_audio_out_muted(self) -> bool:
        """Return whether the loudspeakers are silenced."""
        return self._speakers.muted

    def play_sine(self, frequency_hz: int, gain_percent: int, _pan: int, seconds: float) -> None:
        """Start a tone; returns at once."""
        play_sine(self._robot, frequency_hz, gain_percent, seconds)

    def flush_audio_outputs(self) -> None:
        """Stop all tones and files; the voice goes on."""
        self._speakers.stop()

    def open_audio_outputs(self) -> None:
        """Switch the loudspeakers on."""
        self._open["outputs"] = True

    def close_audio_outputs(self) -> None:
        """Switch the loudspeakers off; what sounds is cut."""
        self._open["outputs"] = False
        self._speakers.stop()

    def is_output_closed(self) -> bool:
        """Return whether the loudspeakers are off."""
        return not self._open["outputs"]

    def open_audio_inputs(self) -> None:
        """Switch the microphones on."""
        self._open["inputs"] = True

    def close_audio_inputs(self) -> None:
        """Switch the microphones off."""
        self._open["inputs"] = False

    def is_input_closed(self) -> bool:
        """Return whether the microphones are off."""
        return not self._open["inputs"]

    def enable_energy_computation(self) -> None:
        """Accept the call without effect: the energy of a silent room is always known."""

    def disable_energy_computation(self) -> None:
        """Accept the call without effect."""

    def get_left_mic_energy(self) -> float:
        """Return the energy at a microphone, 0 to 32768: the simulated room is silent to the robot."""
        return 0.0

    get_right_mic_energy = get_front_mic_energy = get_rear_mic_energy = get_left_mic_energy

    def set_client_preferences(
        self, name: str, rate: int, _channels: Any, _deinterleaved: int, *_rest: Any
    ) -> None:
        """Check the sample rate (Hz) that a client of the microphones asks for; nothing is kept."""
        if rate not in (16000, 48000):
            raise CallError(f"The sample rate {rate} of {name} is not supported.")

    def subscribe(self, name: str) -> None:
        """Accept a client of the microphones; a silent room sends it nothing."""
        self._clients.add(name)

    def unsubscribe(self, name: str) -> None:
        """Remove a client of the microphones."""
        if name not in self._clients:
            raise CallError(f"{name} is not subscribed.")
        self._clients.remove(name)

    def send_remote_buffer_to_output(self, frames: int, _buffer: Any) -> bool:
        """Return whether a buffer of so many frames is accepted; it is not heard in the simulated room."""
        return 0 < frames <= _MAX_FRAMES

    def set_parameter(self, name: str, value: int) -> None:
        """Set the one parameter, ``outputSampleRate`` in Hz."""
        if name != "outputSampleRate" or value not in _SAMPLE_RATES:
            raise CallError(f"Invalid parameter {name} = {value}.")
        self._parameters[name] = value

    def get_parameter(self, name: str) -> int:
        """Return a parameter, -1 when there is none."""
        return self._parameters.get(name, -1)

    def start_microphones_recording(self, path: str) -> None:
        """Begin a recording of the silent room; no file is written."""
        if self._recording is not None:
            raise CallError("A recording is already under way.")
        self._recording = path

    def stop_microphones_recording(self) -> None:
        """End the recording."""
        self._recording = None


class AudioPlayer:
    """ALAudioPlayer. A loaded file keeps its number until it is unloaded."""

    def __init__(self, robot: Robot) -> None:
        self._robot, self._speakers = robot, robot.speakers
        self._ids = itertools.count(1)
        self._loaded: dict[int, str] = {}
        self._volumes: dict[int, float] = {}
        self._playing: dict[int, tuple[Pending, float]] = {}
        self._master = 1.0

    def play_file(self, path: str, volume: float = 1.0, _pan: float = 0.0) -> Pending:
        """Play a file of the robot; ends with it."""
        return self._play(path, volume, _length(path))

    def play_file_in_loop(self, path: str, volume: float = 1.0, _pan: float = 0.0) -> Pending:
        """Play a file of the robot again and again, until it is stopped."""
        _length(path)
        return self._play(path, volume, _LOOP_S)

    def play_file_from_position(
        self, path: str, position_s: float, volume: float = 1.0, _pan: float = 0.0
    ) -> Pending:
        """Play a file of the robot from a position (s) on."""
        return self._play(path, volume, max(_length(path) - position_s, 0.01))

    def load_file(self, path: str) -> int:
        """Load a file of the robot and return its number."""
        _length(path)
        number = next(self._ids)
        self._loaded[number] = path
        return number

    def unload_file(self, number: int) -> None:
        """Unload a file."""
        self._path(number)
        del self._loaded[number]

    def unload_all_files(self) -> None:
        """Unload all files."""
        self._loaded.clear()

    def get_loaded_files_names(self) -> list[str]:
        """Return the loaded paths."""
        return list(self._loaded.values())

    def get_loaded_files_ids(self) -> list[str]:
        """Return the loaded numbers."""
        return [str(number) for number in self._loaded]

    def play(self, number: int, volume: float = 1.0, _pan: float = 0.0) -> Pending:
        """Play a loaded file; ends with it."""
        path = self._path(number)
        return self._play(path, volume, _length(path), number)

    def play_in_loop(self, number: int, volume: float = 1.0, _pan: float = 0.0) -> Pending:
        """Play a loaded file until it is stopped."""
        return self._play(self._path(number), volume, _LOOP_S, number)

    def pause(self, number: int) -> None:
        """Stop a loaded file that plays: it cannot be resumed here."""
        if number in self._playing:
            self._playing[number][0].cancel()

    def go_to(self, number: int, position_s: float) -> None:
        """Check that a position (s) is within a loaded file; what plays is not moved to it."""
        if not 0 <= position_s <= _length(self._path(number)):
            raise CallError(f"The position {position_s:g} is outside the file.")

    def stop_all(self) -> None:
        """Stop every file and tone at once."""
        self._speakers.stop()

    def get_file_length(self, number: int) -> float:
        """Return the length of a loaded file in s."""
        return _length(self._path(number))

    def get_current_position(self, number: int) -> float:
        """Return how far a file has been played, in s."""
        path = self._path(number)
        playing = self._playing.get(number)
        return 0.0 if playing is None else min(self._robot.clock.now_s() - playing[1], _length(path))

    def set_volume(self, number: int, volume: float) -> None:
        """Set the volume of a loaded file, 0 to 1."""
        self._path(number)
        self._volumes[number] = volume

    def get_volume(self, number: int) -> float:
        """Return the volume of a loaded file."""
        self._path(number)
        return self._volumes.get(number, 1.0)

    def set_master_volume(self, volume: float) -> None:
        """Set the volume of all files, 0 to 1."""
        if not 0.0 <= volume <= 1.0:
            raise CallError(f"The volume {volume:g} is not between 0 and 1.")
        self._master = volume

    def get_master_volume(self) -> float:
        """Return the volume of all files."""
        return self._master

    def set_panorama(self, pan: float) -> None:
        """Accept a balance from -1 to 1: the simulated room hears one channel."""
        if not -1.0 <= pan <= 1.0:
            raise CallError(f"The panorama {pan:g} is not between -1 and 1.")

    def play_sine(self, frequency_hz: int, gain_percent: int, _pan: int, seconds: float) -> None:
        """Start a tone; returns at once."""
        play_sine(self._robot, frequency_hz, gain_percent, seconds)

    def get_installed_sound_sets_list(self) -> list[str]:
        """Return the installed sound sets: none."""
        return []

    get_loaded_sound_sets_list = get_installed_sound_sets_list

    def is_sound_set_installed(self, _name: str) -> bool:
        """Return False: no sound set is installed."""
        return False

    def is_sound_set_file_installed(self, _name: str, _file: str) -> bool:
        """Return False: no sound set is installed."""
        return False

    def get_sound_set_file_names(self, name: str) -> list[str]:
        """Refuse: no sound set is installed."""
        raise CallError(f"The sound set {name} is not installed.")

    def load_sound_set(self, name: str) -> None:
        """Refuse: no sound set is installed."""
        raise CallError(f"The sound set {name} is not installed.")

    unload_sound_set = load_sound_set

    def play_sound_set_file(self, *arguments: Any) -> None:
        """Refuse: no sound set is installed."""
        raise CallError(f"The sound {arguments[0]} is not in any installed sound set.")

    def play_web_stream(self, url: str, _volume: float, _pan: float) -> None:
        """Refuse: the simulated robot has no network of its own."""
        raise CallError(f"Cannot open the stream {url}.")

    def _path(self, number: int) -> str:
        path = self._loaded.get(number)
        if path is None:
            raise CallError(f"There is no loaded file with the id {number}.")
        return path

    def _play(self, path: str, volume: float, seconds: float, number: int | None = None) -> Pending:
        if not 0.0 <= volume <= 1.0:
            raise CallError(f"The volume {volume:g} is not between 0 and 1.")
        own = self._volumes.get(number, 1.0) if number is not None else 1.0
        pending = self._speakers.file(path, volume * own * self._master, seconds).pending
        if number is not None:
            self._playing[number] = (pending, self._robot.clock.now_s())
            pending.when_ended(lambda _ended: self._playing.pop(number, None))
        return pending


def play_sine(robot: Robot, frequency_hz: int, gain_percent: int, seconds: float) -> None:
    """Start a tone. Raises: CallError, an argument is outside the bounds of the robot's documentation."""
    if not 0 < frequency_hz < 24000:
        raise CallError(f"The frequency {frequency_hz} is not between 0 and 24000 Hz.")
    if not 0 <= gain_percent <= 100:
        raise CallError(f"The gain {gain_percent} is not between 0 and 100.")
    if seconds <= 0:
        raise CallError("The duration must be positive.")
    robot.speakers.sine(frequency_hz, gain_percent / 100, seconds)


def _length(path: str) -> float:
    if path not in ROBOT_FILES:
        raise CallError(f"Cannot open file {path}: no such file or directory.")
    return ROBOT_FILES[path]
