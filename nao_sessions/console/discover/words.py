"""The words of the discovery, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.messages import Text, msg

WORDS: Mapping[str, Text] = {
    "title": msg("Discovery"),
    "means": msg(
        "Six small scenes, one for each gesture of the job. Nao is simulated, nobody is there: "
        "everything may be tried. Beside the session a strip says what to do, and moves on by itself."
    ),
    "leave": msg("You may stop at any time, and come back another day."),
    "needs_simulator": msg("The discovery is played on the simulator, and this console is not on it."),
    "needs_simulator_how": msg("Close this console, then open one with 'nao-sessions console --simulator'."),
    "minutes": msg("{minutes} min"),
    "begin": msg("Begin"),
    "again": msg("Again"),
    "resume": msg("Go back to it"),
    "after": msg("Go on with the end page"),
    "scene": msg("Scene {number}"),
    "done": msg("done"),
    "all_done": msg("All six scenes are done. You know all the gestures of a session."),
    "so_far": msg("Scenes done: {done} of {count}"),
}

STRIP: Mapping[str, Text] = {
    "coach": msg("Discovery"),
    "complete": msg("Scene completed."),
    "next": msg("Next scene"),
    "scenes": msg("All scenes"),
    "ended": msg("The session ended before the scene did. No harm done: it can be played again."),
    "wait": msg("Nao is not listening now: wait until it has asked its question."),
}
