"""What pytest loads of this program: options, and the decision whether protocols are collected at all.

Every pytest run on a machine with this program imports this module, also runs that have nothing to do with
protocols: it imports nothing but pytest, and without a path it changes nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

INI = "nao_protocols"
OPTION = "--nao-protocols"
FASTEST = 20.0
"""Session seconds a second: beyond it, NAOqi's own delays would be longer than what is waited for."""


def _language(given: str) -> str:
    from nao_sessions.text.languages import LANGUAGES  # where it is asked for, and not before

    if given not in LANGUAGES:
        raise pytest.UsageError(f"--nao-lang takes one of {', '.join(LANGUAGES)}")
    return given


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the command-line options and settings of the plugin."""
    group = parser.getgroup("nao", "protocols for Nao (nao_sessions)")
    group.addoption(
        OPTION,
        action="append",
        default=[],
        metavar="PATH",
        help="protocols that become tests: a file, or a folder with all the .yaml files in it",
    )
    group.addoption(
        "--nao-simulator", action="store_true", help="run each protocol on nao-simulator too, over the wire"
    )
    group.addoption(
        "--nao-speed",
        type=_speed,
        default=FASTEST,
        metavar="N",
        help="session seconds a second on the simulator: 0.1 to 20 (default: 20)",
    )
    group.addoption("--nao-lang", type=_language, help="language of what is told of protocols")
    parser.addini(INI, "paths of protocols that become tests", type="paths", default=[])


def _speed(text: str) -> float:
    speed = float(text)
    if not 0.1 <= speed <= FASTEST:
        raise ValueError(text)
    return speed


def pytest_configure(config: pytest.Config) -> None:
    """Collect protocols where paths say so, and only there."""
    here = Path(config.invocation_params.dir)
    asked = [_absolute(here / path) for path in config.getoption("nao_protocols")]
    paths = asked + [_absolute(path) for path in config.getini(INI)]
    if not paths:
        if config.getoption("nao_simulator"):
            raise pytest.UsageError(
                f"--nao-simulator: no protocol is named; give {OPTION} PATH, or {INI} in the configuration"
            )
        return
    from nao_sessions.pytest_plugin.collecting import Protocols  # other runs do without what it loads

    config.pluginmanager.register(Protocols(config, tuple(paths)), "nao_protocols")
    _name_paths(config, asked, paths, here)


def _name_paths(config: pytest.Config, asked: list[Path], paths: list[Path], here: Path) -> None:
    """Add the protocols to pytest's paths: the option's always, the file's if no path is named.

    The option without any other path runs protocols alone.
    """
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    if asked and not named:
        config.args = [str(path) for path in asked]
        return
    inside = [_absolute(here / argument.partition("::")[0]) for argument in config.args]
    for path in asked if named else paths:
        if not any(path.is_relative_to(one) or one.is_relative_to(path) for one in inside):
            config.args.append(str(path))


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 (links are not followed: pytest names files as they are)
