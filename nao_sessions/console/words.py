"""The words that every page of the console shares."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text

FRAME: Mapping[str, Text] = {
    "name": Text(fr="Séances avec Nao", en="Sessions with Nao"),
    "home": Text(fr="Accueil", en="Home"),
    "rehearsal": Text(fr="Répétition : Nao est simulé", en="Rehearsal: Nao is simulated"),
    "among_adults": Text(fr="Répétition, entre adultes", en="Rehearsal, among adults"),
    "to_session": Text(fr="Séance en cours : y revenir", en="A session is running: go back to it"),
    "skip": Text(fr="Aller au contenu", en="Skip to the content"),
}
