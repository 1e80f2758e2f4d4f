"""The words of the discovery, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text

WORDS: Mapping[str, Text] = {
    "title": Text(fr="Découverte", en="Discovery"),
    "means": Text(
        fr=(
            "Six petites scènes, une par geste du métier. Nao est simulé, personne n'est là : tout peut "
            "être essayé. À côté de la séance, un bandeau dit quoi faire, et avance tout seul."
        ),
        en=(
            "Six small scenes, one for each gesture of the job. Nao is simulated, nobody is there: "
            "everything may be tried. Beside the session a strip says what to do, and moves on by itself."
        ),
    ),
    "leave": Text(
        fr="Vous pouvez vous arrêter à tout moment, et revenir un autre jour.",
        en="You may stop at any time, and come back another day.",
    ),
    "needs_simulator": Text(
        fr="La découverte se joue sur le simulateur, et cette console conduit un vrai Nao.",
        en="The discovery is played on the simulator, and this console drives a real Nao.",
    ),
    "needs_simulator_how": Text(
        fr="Fermez cette console, puis ouvrez-en une avec « nao-sessions console --simulator ».",
        en="Close this console, then open one with 'nao-sessions console --simulator'.",
    ),
    "minutes": Text(fr="{minutes} min", en="{minutes} min"),
    "begin": Text(fr="Commencer", en="Begin"),
    "again": Text(fr="Refaire", en="Again"),
    "resume": Text(fr="Y revenir", en="Go back to it"),
    "after": Text(fr="Continuer sur la page de fin", en="Go on with the end page"),
    "scene": Text(fr="Scène {number}", en="Scene {number}"),
    "done": Text(fr="faite", en="done"),
    "all_done": Text(
        fr="Les six scènes sont faites. Vous connaissez tous les gestes d'une séance.",
        en="All six scenes are done. You know all the gestures of a session.",
    ),
    "so_far": Text(fr="Scènes faites : {done} sur {count}", en="Scenes done: {done} of {count}"),
}

STRIP: Mapping[str, Text] = {
    "coach": Text(fr="Découverte", en="Discovery"),
    "complete": Text(fr="Scène réussie.", en="Scene completed."),
    "next": Text(fr="Scène suivante", en="Next scene"),
    "scenes": Text(fr="Toutes les scènes", en="All scenes"),
    "ended": Text(
        fr="La séance est finie avant la fin de la scène. Ce n'est pas grave : elle se refait.",
        en="The session ended before the scene did. No harm done: it can be played again.",
    ),
    "wait": Text(
        fr="Nao n'écoute pas en ce moment : attendez qu'il ait posé sa question.",
        en="Nao is not listening now: wait until it has asked its question.",
    ),
}
