"""The words of the annotation page, in both languages, and its keys."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text

WORDS: Mapping[str, Text] = {
    "page": Text(fr="Coder la séance", en="Code the session"),
    "coding": Text(fr="Codage", en="Coding"),
    "coder": Text(fr="Codeur {coder}", en="Coder {coder}"),
    "subject": Text(fr="De qui ?", en="Whom?"),
    "saved": Text(fr="Tout est enregistré.", en="Everything is saved."),
    "saving": Text(fr="Enregistrement…", en="Saving…"),
    "unsaved": Text(
        fr="Non enregistré : le programme ne répond plus. S'il est arrêté, gardez cette page et relancez-le "
        "avec --port {port}. Actes en attente : {count} ({what}).",
        en="Not saved: the program does not answer. If it has ended, keep this page and start it again with "
        "--port {port}. Acts waiting: {count} ({what}).",
    ),
    "closed": Text(
        fr="Non enregistré : le programme a été relancé. Gardez cette page et ouvrez la nouvelle adresse "
        "dans ce navigateur : ce qui attend est alors envoyé. Actes en attente : {count} ({what}).",
        en="Not saved: the program was started again. Keep this page and open the new address in this "
        "browser: what waits is sent then. Acts waiting: {count} ({what}).",
    ),
    "full": Text(
        fr="Non enregistré : le disque n'accepte rien (plein, ou absent). Faites de la place et réessayez. "
        "Actes en attente : {count} ({what}).",
        en="Not saved: the disk takes nothing (full, or gone). Make room, then try again. "
        "Acts waiting: {count} ({what}).",
    ),
    "refused": Text(fr="Refusé ({what}) : {why}", en="Refused ({what}): {why}"),
    "refused_unsaid": Text(
        fr="Refusé ({what}) : le programme n'en veut pas, rien n'a été écrit.",
        en="Refused ({what}): the program does not take it, nothing was written.",
    ),
    "kept_text": Text(
        fr="Le texte est encore dans sa case : corrigez-le, ou Échap pour revenir à ce qui est écrit.",
        en="The text is still in its field: change it, or Escape for what is written.",
    ),
    "undone": Text(fr="Annulé : {what}.", en="Undone: {what}."),
    "redone": Text(fr="Rétabli : {what}.", en="Done again: {what}."),
    "change": Text(fr="Modifier", en="Change"),
    "try_again": Text(fr="Réessayer", en="Try again"),
    "undo": Text(fr="Annuler", en="Undo"),
    "redo": Text(fr="Rétablir", en="Redo"),
    "going_on": Text(fr="en cours", en="going on"),
    "no_end": Text(fr="sans fin", en="no end yet"),
    "modifier": Text(
        fr="{title} ? (Entrée : sans, Échap : abandonner)", en="{title}? (Enter: without, Escape: drop)"
    ),
    "annotations": Text(fr="Annotations", en="Annotations"),
    "count": Text(fr="Annotations : {count}", en="Annotations: {count}"),
    "none": Text(fr="Rien encore : appuyez sur une touche ci-dessus.", en="Nothing yet: press a key above."),
    "done": Text(fr="J'ai tout regardé", en="I have looked at all of it"),
    "done_told": Text(fr="C'est dit : tout est regardé.", en="Said: all of it was looked at."),
    "observed_row": Text(fr="Observé", en="Observed"),
    "observed": Text(
        fr="Lu ici : {watched} sur {planned} ({what}).", en="Played here: {watched} of {planned} ({what})."
    ),
    "planned_whole": Text(fr="toute la séance", en="the whole session"),
    "planned_part": Text(fr="ce qui était prévu", en="what was planned"),
    "observed_said": Text(
        fr="Vous avez déclaré avoir regardé {watched} sur {planned} ({what}).",
        en="You said that you looked at {watched} of {planned} ({what}).",
    ),
    "observed_unknown": Text(
        fr="Ce qui a été regardé n'est pas connu de chaque fois : toute la séance est supposée vue, sauf si "
        "vous le déclarez (--watched).",
        en="What was looked at is not known of every time: the whole session is assumed, unless you state it "
        "(--watched).",
    ),
    "begin_here": Text(fr="Début ici", en="Begin here"),
    "end_here": Text(fr="Fin ici", en="End here"),
    "comment": Text(fr="Commentaire", en="Comment"),
    "remove": Text(fr="Supprimer", en="Remove"),
    "points": Text(fr="Points", en="Points"),
    "blind": Text(fr="À l'aveugle : {what} ne sont pas montrés.", en="Blind: {what} are not shown."),
    "silent": Text(
        fr="Le son est coupé au début : la voix de Nao y est.",
        en="The sound begins switched off: Nao's voice is in it.",
    ),
    "compare": Text(fr="Deux codages côte à côte", en="Two codings side by side"),
    "agreed": Text(
        fr="Accords : {agreed} · désaccords à trancher : {open} · en tout : {count}",
        en="Agreed: {agreed} · differences left: {open} · in all: {count}",
    ),
    "agree": Text(fr="Mettre les accords dans le consensus", en="Put what is agreed into the consensus"),
    "only_differences": Text(fr="Les désaccords seuls", en="Differences only"),
    "side": Text(fr="{coder} : {what}", en="{coder}: {what}"),
    "reopen": Text(fr="Rouvrir ce choix", en="Open this choice again"),
    "undecided": Text(fr="Choix retiré", en="Choice taken back"),
    "commented": Text(fr="« {comment} »", en="'{comment}'"),
    "take": Text(fr="Garder {coder}", en="Keep {coder}"),
    "neither": Text(fr="Ni l'un ni l'autre", en="Neither"),
    "nobody": Text(fr="rien", en="nothing"),
    "same": Text(fr="accord", en="agreed"),
    "name": Text(fr="autre comportement", en="another behaviour"),
    "times": Text(fr="autre durée", en="another length"),
    "modifiers": Text(fr="autre modificateur", en="another modifier"),
    "alone": Text(fr="vu par un seul", en="seen by one alone"),
    "sessions": Text(fr="Séances à coder", en="Sessions to code"),
    "session": Text(fr="Séance {place}", en="Session {place}"),
    "next_session": Text(fr="Séance suivante", en="Next session"),
    "all_sessions": Text(fr="Toutes les séances", en="All sessions"),
}

_Keys = tuple[tuple[Text, Text], ...]

CODING_KEYS: _Keys = (
    (
        Text(fr="touche d'un comportement", en="a behaviour's key"),
        Text(fr="point : le noter ; état : début, puis fin", en="point: note it; state: begin, then end"),
    ),
    (
        Text(fr="[ ]", en="[ ]"),
        Text(fr="le début, la fin de l'annotation choisie ici", en="begin, end the chosen annotation here"),
    ),
    (
        Text(fr="Maj + Page ↑ ↓", en="Shift + Page ↑ ↓"),
        Text(fr="son début une image plus tôt, plus tard", en="its beginning a frame earlier, later"),
    ),
    (
        Text(fr="Maj + ↑ ↓", en="Shift + ↑ ↓"),
        Text(fr="sa fin une image plus tôt, plus tard", en="its end a frame earlier, later"),
    ),
    (
        Text(fr="Suppr", en="Delete"),
        Text(fr="supprimer l'annotation choisie", en="remove the chosen annotation"),
    ),
    (Text(fr="< >", en="< >"), Text(fr="plus lentement, plus vite", en="slower, faster")),
)
"""The keys of the coding page alone."""

KEYS: _Keys = (
    (Text(fr="Z, Ctrl Z", en="Z, Ctrl Z"), Text(fr="annuler", en="undo")),
    (Text(fr="Y, Ctrl Y", en="Y, Ctrl Y"), Text(fr="rétablir", en="redo")),
    (Text(fr="?", en="?"), Text(fr="cette aide", en="this help")),
    (
        Text(fr="Maj + ← →", en="Shift + ← →"),
        Text(fr="une seconde en arrière, en avant", en="one second back, forward"),
    ),
)
"""Those of two codings side by side too."""

NEXT_SUBJECT = (Text(fr="*", en="*"), Text(fr="sujet suivant", en="next subject"))
"""Where there are several: else the player has this key."""
