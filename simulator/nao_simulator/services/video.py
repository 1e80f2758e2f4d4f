"""ALVideoDevice: the two cameras of the head, as remote programs use them.

One deviation, which qi for Python asks for: an image is declared ``(iiiiiiriffff)``, since bytes in a free
value would arrive as broken text. So an unknown handle is an error here, where a robot answers nothing.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from nao_simulator.errors import CallError
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot
from nao_simulator.sight.cameras import CAMERAS, RATES, SIZES, Form
from nao_simulator.sight.eye import CAMERAS as NAMES
from nao_simulator.sight.eye import HEIGHT_RAD, WIDTH_RAD

_MODEL = 3  # OV5640, of a NAO V6
_BAD_PARAMETER = 0xDEAD404
_DEFAULTS = {
    0: 0, 1: 32, 2: 64, 3: 0, 6: 32, 7: 0, 8: 0, 11: 1, 12: 1, 17: 0, 24: 4, 34: 0, 35: 1, 39: 120, 40: 0,
    43: 0,
}  # fmt: skip
_RANGES: dict[int, tuple[int, int]] = {
    0: (-255, 255), 1: (0, 255), 2: (0, 255), 3: (-180, 180), 6: (0, 1023), 7: (0, 1), 8: (0, 1), 11: (0, 1),
    12: (0, 1), 17: (0, 1_048_575), 24: (0, 9), 34: (0, 255), 35: (0, 1), 39: (0, 255), 40: (0, 1),
    43: (0, 250),
}  # fmt: skip


class VideoDevice:
    """ALVideoDevice. Parameters are kept, and change no picture."""

    def __init__(self, robot: Robot) -> None:
        self._cameras = robot.cameras
        self._active = 0
        self._parameters = {camera: dict(_DEFAULTS) for camera in CAMERAS}

    # Subscribers.

    def subscribe_camera(self, name: str, camera: int, resolution: int, colour_space: int, rate: int) -> str:
        """Return a handle for pictures of a camera; empty when there are none of that kind."""
        return self._cameras.subscribe(name, Form(camera, resolution, colour_space, rate))

    def subscribe(self, name: str, resolution: int, colour_space: int, rate: int) -> str:
        """Return a handle for pictures of the active camera (deprecated)."""
        return self.subscribe_camera(name, self._active, resolution, colour_space, rate)

    def unsubscribe(self, handle: str) -> bool:
        """Remove a subscriber; return whether it was known."""
        return self._cameras.unsubscribe(handle)

    def unsubscribe_all_instances(self, name: str) -> None:
        """Remove all subscribers of a name (deprecated)."""
        self._cameras.unsubscribe_all(name)

    def get_subscribers(self) -> Any:
        """Return the handles of all subscribers."""
        return sorted(self._cameras.forms)

    def get_image_remote(self, handle: str) -> Pending:
        """Return a picture: width, height, layers, colour space, s, us, bytes, camera, its edges' angles."""
        return self._cameras.take(self._form(handle))

    def get_direct_raw_image_remote(self, handle: str) -> Pending:
        """Return a picture in the camera's own colour space, YUV422."""
        form = self._form(handle)
        return self._cameras.take(Form(form.camera, form.resolution, 9, form.rate))

    def release_image(self, handle: str) -> bool:
        """Return whether a subscriber is known; a picture that was sent need not be released."""
        return handle in self._cameras.forms

    def release_direct_raw_image(self, handle: str) -> bool:
        """Return whether a subscriber is known; a picture that was sent need not be released."""
        return handle in self._cameras.forms

    # What a subscriber is given. With a number instead of a handle: what a camera gives.

    def get_active_camera(self, *handle: str) -> int:
        """Return the camera of a subscriber, or the active one."""
        return self._form(handle[0]).camera if handle else self._active

    def set_active_camera(self, *of_and_camera: Any) -> bool:
        """Choose the camera of a subscriber, or the active one."""
        *handle, camera = of_and_camera
        if camera not in CAMERAS:
            return False
        if handle:
            return self._change(handle[0], camera=camera)
        self._active = camera
        return True

    def get_resolution(self, of: Any) -> int:
        """Return the resolution of a subscriber or of a camera."""
        return 2 if isinstance(of, int) else self._form(of).resolution

    def set_resolution(self, handle: str, resolution: int) -> bool:
        """Choose the resolution of a subscriber."""
        return self._change(handle, resolution=resolution)

    def get_color_space(self, of: Any) -> int:
        """Return the colour space of a subscriber or of a camera."""
        return 9 if isinstance(of, int) else self._form(of).colour_space

    def set_color_space(self, handle: str, colour_space: int) -> bool:
        """Choose the colour space of a subscriber."""
        return self._change(handle, colour_space=colour_space)

    def get_frame_rate(self, of: Any) -> int:
        """Return the pictures a second of a subscriber or of a camera."""
        return RATES[-1] if isinstance(of, int) else self._form(of).rate

    def set_frame_rate(self, handle: str, rate: int) -> bool:
        """Choose the pictures a second of a subscriber."""
        return self._change(handle, rate=rate)

    # The cameras.

    def get_camera_indexes(self) -> Any:
        """Return the numbers of the cameras."""
        return list(CAMERAS)

    def get_camera_model(self, camera: int) -> int:
        """Return the number of a camera's model; -1 if there is no such camera."""
        return _MODEL if camera in CAMERAS else -1

    def get_camera_model_id(self) -> int:
        """Return the model of the active camera (deprecated)."""
        return _MODEL

    def get_camera_name(self, camera: int) -> str:
        """Return a camera's name; empty if there is no such camera."""
        return NAMES[camera] if camera in CAMERAS else ""

    def has_depth_camera(self) -> bool:
        """Return False: a NAO has no depth camera."""
        return False

    def get_horizontal_fov(self, camera: int) -> float:
        """Return the width of a camera's field of view, in rad."""
        return WIDTH_RAD if camera in CAMERAS else 0.0

    def get_vertical_fov(self, camera: int) -> float:
        """Return the height of a camera's field of view, in rad."""
        return HEIGHT_RAD if camera in CAMERAS else 0.0

    def get_horizontal_aperture(self, camera: int) -> float:
        """Return the width of a camera's field of view, in rad (deprecated)."""
        return self.get_horizontal_fov(camera)

    def get_vertical_aperture(self, camera: int) -> float:
        """Return the height of a camera's field of view, in rad (deprecated)."""
        return self.get_vertical_fov(camera)

    def open_camera(self, camera: int) -> bool:
        """Open a camera."""
        return self._switch(camera, True)

    def close_camera(self, camera: int) -> bool:
        """Close a camera."""
        return self._switch(camera, False)

    def is_camera_open(self, camera: int) -> bool:
        """Return whether a camera is open."""
        return self._cameras.open.get(camera, False)

    def start_camera(self, camera: int) -> bool:
        """Start a camera."""
        return self._switch(camera, True)

    def stop_camera(self, camera: int) -> bool:
        """Stop a camera."""
        return self._switch(camera, False)

    def is_camera_started(self, camera: int) -> bool:
        """Return whether a camera runs."""
        return self._cameras.open.get(camera, False)

    def reset_camera(self, camera: int) -> bool:
        """Start a camera anew."""
        return self._switch(camera, True)

    def get_parameter(self, camera: int, parameter: int) -> int:
        """Return a parameter of a camera."""
        return self._parameters.get(camera, {}).get(parameter, _BAD_PARAMETER)

    def set_parameter(self, camera: int, parameter: int, value: int) -> bool:
        """Set a parameter of a camera, within its range."""
        low, high = _RANGES.get(parameter, (0, -1))
        if camera not in CAMERAS or not low <= value <= high:
            return False
        self._parameters[camera][parameter] = value
        return True

    def get_parameter_range(self, _camera: int, parameter: int) -> Any:
        """Return least and greatest value of a parameter."""
        return list(_RANGES.get(parameter, (_BAD_PARAMETER, _BAD_PARAMETER)))

    def set_parameter_to_default(self, camera: int, parameter: int) -> bool:
        """Set a parameter of a camera to its default."""
        return parameter in _DEFAULTS and self.set_parameter(camera, parameter, _DEFAULTS[parameter])

    def set_all_parameters_to_default(self, camera: int) -> bool:
        """Set all parameters of a camera to their defaults."""
        if camera not in CAMERAS:
            return False
        self._parameters[camera] = dict(_DEFAULTS)
        return True

    def get_camera_parameter(self, handle: str, parameter: int) -> int:
        """Return a parameter of a subscriber's camera."""
        return self.get_parameter(self._form(handle).camera, parameter)

    def set_camera_parameter(self, handle: str, parameter: int, value: int) -> bool:
        """Set a parameter of a subscriber's camera."""
        return self.set_parameter(self._form(handle).camera, parameter, value)

    def get_camera_parameter_range(self, handle: str, parameter: int) -> Any:
        """Return least and greatest value of a parameter."""
        return self.get_parameter_range(self._form(handle).camera, parameter)

    def set_camera_parameter_to_default(self, handle: str, parameter: int) -> bool:
        """Set a parameter of a subscriber's camera to its default."""
        return self.set_parameter_to_default(self._form(handle).camera, parameter)

    def set_all_camera_parameters_to_default(self, handle: str) -> bool:
        """Set all parameters of a subscriber's camera to their defaults."""
        return self.set_all_parameters_to_default(self._form(handle).camera)

    # From the picture to angles, and back: x and y are 0 to 1 from the upper left corner.

    def get_angular_position_from_image_position(self, _camera: int, place: list[float]) -> list[float]:
        """Return the angles (rad, to the left and downwards) of a place in the picture."""
        x, y = _pair(place)
        return [
            math.atan((1 - 2 * x) * math.tan(WIDTH_RAD / 2)),
            math.atan((2 * y - 1) * math.tan(HEIGHT_RAD / 2)),
        ]

    def get_image_position_from_angular_position(self, _camera: int, angles: list[float]) -> list[float]:
        """Return the place in the picture at two angles (rad, to the left and downwards)."""
        left, down = _pair(angles)
        return [
            (1 - math.tan(left) / math.tan(WIDTH_RAD / 2)) / 2,
            (1 + math.tan(down) / math.tan(HEIGHT_RAD / 2)) / 2,
        ]

    def get_angular_size_from_image_size(self, _camera: int, size: list[float]) -> list[float]:
        """Return the angles (rad) that a size of 0 to 1 of the picture spans."""
        wide, high = _pair(size)
        return [wide * WIDTH_RAD, high * HEIGHT_RAD]

    def get_image_size_from_angular_size(self, _camera: int, size: list[float]) -> list[float]:
        """Return the size, 0 to 1 of the picture, that two angles (rad) span."""
        wide, high = _pair(size)
        return [wide / WIDTH_RAD, high / HEIGHT_RAD]

    def resolution_to_sizes(self, resolution: int) -> Any:
        """Return width and height in px of a resolution, -1 of an unknown one (deprecated)."""
        return list(SIZES.get(resolution, (-1, -1)))

    def sizes_to_resolution(self, width: int, height: int) -> int:
        """Return the resolution of a width and a height in px, -1 of other sizes (deprecated)."""
        return next((number for number, size in SIZES.items() if size == (width, height)), -1)

    def _form(self, handle: str) -> Form:
        form = self._cameras.forms.get(handle)
        if form is None:
            raise CallError(f"{handle} is not subscribed.")
        return form

    def _change(self, handle: str, **change: int) -> bool:
        changed = replace(self._form(handle), **change)
        if changed.is_known():
            self._cameras.forms[handle] = changed
        return changed.is_known()

    def _switch(self, camera: int, started: bool) -> bool:
        if camera not in CAMERAS:
            return False
        self._cameras.open[camera] = started
        return True


def _pair(values: list[float]) -> tuple[float, float]:
    if len(values) != 2:
        raise CallError("Two numbers were expected.")
    return values[0], values[1]
