"""The parts of a protocol that can be reached, each by the name that docs/contracts/language.md gives it."""

from __future__ import annotations

from typing import Any


def listed(value: Any) -> list[Any]:
    """Return what may be written alone or as a list, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def name_parts(protocol: dict[str, Any]) -> dict[int, str]:
    """Return the name of everything that can be reached, by the identity of the object that it is written in.

    Lists of moments are called ``STEP/do``, ``STEP/ask``, ``STEP/prompts.0``, ``STEP/feedback/KEY``;
    possibilities ``LIST.0/choose.1``; entries ``STEP/buttons.0``, ``always/silence``, ``commands/NAME``.
    Steps are left out: they are called by their path.
    """
    names: dict[int, str] = {}

    def name_list(moments: list[dict[str, Any]], name: str) -> None:
        names[id(moments)] = name
        for index, moment in enumerate(moments):
            for number, option in enumerate(moment.get("choose", [])):
                names[id(option)] = f"{name}.{index}/choose.{number}"

    def name_entries(source: dict[str, Any], path: str) -> None:
        for key in ("buttons", "when", "after"):
            for index, entry in enumerate(listed(source.get(key))):
                names[id(entry)] = f"{path}/{key}.{index}"
                name_list(entry.get("do", []), f"{path}/{key}.{index}/do")

    def name_steps(steps: dict[str, Any], prefix: str) -> None:
        for name, step in steps.items():
            path = prefix + name
            name_list(step.get("do", []), f"{path}/do")
            name_entries(step, path)
            trials = step.get("trials", {})
            name_list(trials.get("ask", []), f"{path}/ask")
            for index, prompt in enumerate(trials.get("prompts", [])):
                name_list(prompt.get("do", []), f"{path}/prompts.{index}")
            for key, moments in trials.get("feedback", {}).items():
                name_list(moments, f"{path}/feedback/{key}")
            name_steps(step.get("steps", {}), f"{path}.")

    for name, command in protocol.get("commands", {}).items():
        names[id(command)] = f"commands/{name}"
        name_list(command.get("do", []), f"commands/{name}/do")
    always = protocol.get("always", {})
    name_entries(always, "always")
    if isinstance(always.get("silence"), dict):
        names[id(always["silence"])] = "always/silence"
        name_list(always["silence"].get("do", []), "always/silence/do")
    name_steps(protocol["steps"], "")
    return names
