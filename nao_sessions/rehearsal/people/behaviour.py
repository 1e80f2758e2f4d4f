"""How a virtual participant behaves: a stated model with few parameters, its profiles as YAML; and its acts.

It says nothing about real children. A profile is named by a behaviour, never by a diagnosis.

The model, for each question and each wait that the participant sees:

- *leaving*: with hazard ``leaves.per_minute`` once ``leaves.after_s`` have passed, the participant goes.
- *declining*: with probability ``declines``, once a question, it shows that it does not want to.
- *silence*: with probability ``silence``, changed by help and by tiring, it does nothing.
- *early*: with probability ``early``, it answers while the question is still being asked.
- *latency*: log-normal, ``latency.median_s`` and ``latency.sigma`` (of the logarithm), longer by tiring.
- *accuracy*: ``accuracy.base``, plus ``accuracy.by_help`` of the strongest help given, minus
  ``accuracy.per_level`` a level above the first, changed by tiring; a wrong answer is any other, alike.
- *too hard*: with probability ``accuracy.too_hard``, drawn once a session for each step, what the step asks
  for is too hard for the whole session: accuracy is ``accuracy.when_too_hard`` there, whatever the help.
- *repeating*: with probability ``repeats``, the answer comes again a second later.
- *touching*: unasked touches of any part, a Poisson process of ``touches_per_minute``.
- *tiring*: after ``tiring.after_s``, each minute adds ``tiring.silence``, takes ``tiring.accuracy`` and
  lengthens latencies by the share ``tiring.latency``.
- *speech*: a word is recognised with probability ``recognised``, taken for another one with probability
  ``misheard``, else not heard at all (children's speech: 60 % at best).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import read_named
from nao_sessions.protocol.reading.source import LARGEST_BYTES
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.messages import msg


class PersonActs(NamedTuple):
    """One act of a virtual person: its kind and data as the engine takes them, ``after_ns`` from now.

    ``by`` is the code of the child who did it, where that is seen; ``meant`` is the answer that a child
    meant, which the professional in the room sees whatever Nao has understood; ``declined`` and ``gone`` are
    seen by her alone; so is ``passed``, where no answers are written and she judges what she sees.
    """

    after_ns: int
    kind: str
    data: Mapping[str, Any]
    by: str | None = None
    meant: str = ""
    declined: bool = False
    gone: bool = False
    passed: bool | None = None


_Share = Field(ge=0.0, le=1.0)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LatencyModel(_Part):
    """The time to an answer: its median in seconds, and the standard deviation of its logarithm."""

    median_s: float = Field(default=3.0, gt=0)
    sigma: float = Field(default=0.4, ge=0)


class Accuracy(_Part):
    """The probability of the right answer, and what changes it: level, help, a step that is too hard."""

    base: float = Field(default=0.75, ge=0, le=1)
    per_level: float = Field(default=0.1, ge=0, le=1)
    too_hard: float = Field(default=0.0, ge=0, le=1)
    when_too_hard: float = Field(default=0.05, ge=0, le=1)
    by_help: Mapping[str, float] = Field(
        default_factory=lambda: {
            "visual": 0.05,
            "verbal": 0.1,
            "gestural": 0.15,
            "model": 0.2,
            "physical_partial": 0.2,
            "physical_full": 0.25,
        }
    )


class Tiring(_Part):
    """What each minute changes after ``after_s``, when the participant is tired."""

    after_s: float = Field(default=600.0, ge=0)
    silence: float = Field(default=0.0, ge=0)
    accuracy: float = Field(default=0.0, ge=0)
    latency: float = Field(default=0.0, ge=0)


class Leaves(_Part):
    """The hazard that the participant goes: ``per_minute``, once ``after_s`` have passed."""

    after_s: float = Field(default=0.0, ge=0)
    per_minute: float = Field(default=0.0, ge=0)


class BehaviourProfile(_Part):
    """One profile of behaviour; the module's docstring says what each parameter does."""

    behaviour: int = 1
    id: str
    title: Mapping[str, str] = Field(default_factory=dict)
    latency: LatencyModel = LatencyModel()
    accuracy: Accuracy = Accuracy()
    tiring: Tiring = Tiring()
    leaves: Leaves = Leaves()
    silence: float = _Share
    early: float = Field(default=0.0, ge=0, le=1)
    declines: float = Field(default=0.0, ge=0, le=1)
    repeats: float = Field(default=0.0, ge=0, le=1)
    touches_per_minute: float = Field(default=0.0, ge=0)
    recognised: float = Field(default=0.6, ge=0, le=1)
    misheard: float = Field(default=0.1, ge=0, le=1)


def profile_names() -> tuple[str, ...]:
    """Return the names of the profiles that come with the program."""
    folder = resources.files("nao_sessions.rehearsal") / "profiles"
    return tuple(
        sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))
    )


def profile(name: str) -> BehaviourProfile:
    """Return a profile of behaviour by its name, or from a YAML file.

    Raises:
        UsageError: there is none of that name, or the file is no profile.
    """
    if name in profile_names():
        folder = resources.files("nao_sessions.rehearsal") / "profiles"
        return _read((folder / f"{name}.yaml").read_text(encoding="utf-8"), name)
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        try:
            return _read(read_named(path, LARGEST_BYTES).decode("utf-8"), name)
        except (OSError, ValueError) as error:
            raise UsageError(msg("{name} is no participant's profile", name=name)) from error
    raise UsageError(
        msg("unknown profile '{name}'", name=name),
        msg("one of: {names}, or a YAML file", names=", ".join(profile_names())),
    )


def _read(text: str, name: str) -> BehaviourProfile:
    try:
        record: Any = yaml.safe_load(text)
        return BehaviourProfile.model_validate(record)
    except ValidationError as error:
        # Its own text shows what was written, which a few aliases can make longer than any memory.
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise UsageError(
            msg("{name} is no participant's profile", name=name),
            joined([f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found[:3]], SEMICOLON),
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        where = str(error).splitlines()
        raise UsageError(
            msg("{name} is no participant's profile", name=name),
            joined(where[:3], SEMICOLON),
        ) from error
