"""The checks of protocols: every code that a finding may carry, with the title of its page.

Numbers are stable: one that is no longer used is never given to another check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nao_sessions.core.errors import Severity
from nao_sessions.core.text import Text


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, what its page is called, and whether a finding keeps a protocol from running."""

    code: str
    title: Text
    severity: Severity = "error"
    allowable: bool = False
    """Whether ``allow`` may suppress it: not where a session could not run all the same."""


_CHECKS = (
    Check("P100", Text(fr="Le fichier n'est pas du YAML correct", en="The file is not valid YAML")),
    Check("P101", Text(fr="Clé inconnue", en="Unknown key")),
    Check("P102", Text(fr="Étape inconnue", en="Unknown step")),
    Check("P103", Text(fr="Valeur d'un autre type", en="Value of another type")),
    Check("P104", Text(fr="Clé écrite deux fois", en="Key written twice")),
    Check("P105", Text(fr="Clé obligatoire absente", en="Missing key")),
    Check("P106", Text(fr="Fichier trop grand", en="File too large")),
    Check("P107", Text(fr="Le fichier n'est pas du texte UTF-8", en="The file is not UTF-8 text")),
    Check("P108", Text(fr="Fichier vide", en="Empty file")),
    Check("P109", Text(fr="Trop de niveaux imbriqués", en="Nested too deeply")),
    Check("P110", Text(fr="Phrase sans guillemets entre accolades", en="Unquoted sentence in braces")),
    Check("P111", Text(fr="Phrase coupée au signe #", en="Sentence cut at the # sign")),
    Check("P112", Text(fr="Espace invisible", en="Invisible space")),
    Check("P113", Text(fr="Ancre, alias, étiquette ou fusion", en="Anchor, alias, tag or merge")),
    Check("P114", Text(fr="Nom mal formé", en="Malformed name")),
    Check("P115", Text(fr="Durée mal écrite", en="Malformed duration")),
    Check("P116", Text(fr="Chemin sans signe =", en="Path without the = sign")),
    Check("P117", Text(fr="Mot absent du catalogue", en="Word not in the catalogue")),
    Check("P118", Text(fr="Fichier illisible ou absent", en="Unreadable or missing file")),
    Check("P119", Text(fr="Valeur hors des limites", en="Value out of bounds")),
    Check("P120", Text(fr="Sorties d'une étape", en="Exits of a step")),
    Check("P121", Text(fr="Nom donné deux fois", en="Name given twice")),
    Check("P122", Text(fr="{participant} sans enfant désigné", en="{participant} with no one child meant")),
    Check("P123", Text(fr="Accolades d'un texte", en="Braces in a text")),
    Check("P124", Text(fr="Bonne réponse absente des réponses", en="Right answer not among the answers")),
    Check("P125", Text(fr="Deux actions sur un même canal", en="Two actions on one channel")),
    Check("P126", Text(fr="Action qui doit être seule", en="Action that must stand alone")),
    Check("P127", Text(fr="Trop de boutons", en="Too many buttons")),
    Check("P128", Text(fr="Langue inconnue ou absente", en="Unknown or missing language")),
    Check("P129", Text(fr="Contrôle inconnu ou obligatoire", en="Unknown or obligatory check")),
    Check("P130", Text(fr="Expression mal écrite", en="Malformed expression")),
    Check("P131", Text(fr="Écriture absente du langage", en="Syntax outside the language")),
    Check("P132", Text(fr="Nom inconnu", en="Unknown name")),
    Check("P133", Text(fr="Types qui ne vont pas ensemble", en="Types that do not go together")),
    Check("P134", Text(fr="Expression trop longue", en="Expression too long")),
    Check("P135", Text(fr="event.value hors d'une réaction", en="event.value outside a reaction")),
    Check("P136", Text(fr="Colonne qu'un item n'a pas", en="Column that an item lacks")),
    Check("P137", Text(fr="Mot décrit de deux façons", en="Word described in two ways")),
    Check("P139", Text(fr="Fichiers qui s'utilisent sans fin", en="Files that use each other without end")),
    Check("P201", Text(fr="Étape jamais atteinte", en="Unreachable step"), "warning", allowable=True),
    Check("P202", Text(fr="Impasse", en="Dead end"), allowable=True),
    Check(
        "P203",
        Text(fr="Attente que seul l'enfant peut quitter", en="Wait that only a child can leave"),
        allowable=True,
    ),
    Check("P204", Text(fr="Boucle sans sortie", en="Loop without exit")),
    Check("P205", Text(fr="Commande finish absente", en="Missing finish command")),
    Check("P206", Text(fr="Aiguillage sans dernière entrée", en="Branch without a last entry")),
    Check("P207", Text(fr="back sans réaction qui y mène", en="back that no reaction leads to")),
    Check("P208", Text(fr="done hors d'un groupe", en="done outside a group")),
    Check("P209", Text(fr="Groupe qui ne finit jamais", en="Group that is never done"), allowable=True),
    Check(
        "P211",
        Text(fr="Aiguillage jamais essayé", en="Branch that is never tried"),
        "warning",
        allowable=True,
    ),
    Check("P310", Text(fr="Image ou son absent", en="Missing picture or sound"), "warning", allowable=True),
    Check(
        "P213", Text(fr="finish qui attend quelqu'un", en="finish that waits for somebody"), allowable=True
    ),
)

CHECKS: Mapping[str, Check] = MappingProxyType({check.code: check for check in _CHECKS})
