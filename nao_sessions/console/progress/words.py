"""The words of the progress pages, in both languages.

Plain spaces here: French typography is put in where a sentence is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text

WORDS: Mapping[str, Text] = {
    "title": Text(fr="Suivi", en="Progress"),
    "title_of": Text(fr="Suivi de {who}", en="Progress of {who}"),
    "choose": Text(fr="Le suivi d'un participant", en="The progress of a participant"),
    "sessions": Text(fr="{n} séances", en="{n} sessions"),
    "one_session": Text(fr="1 séance", en="1 session"),
    "last_on": Text(fr="la dernière le {when}", en="the last on {when}"),
    "nobody": Text(
        fr="Personne n'a encore de séance. Le suivi commence après la première.",
        en="Nobody has a session yet. Progress begins after the first one.",
    ),
    "establishment": Text(fr="Chiffres pour l'établissement", en="Figures for the establishment"),
    "establishment_hint": Text(
        fr="Combien de séances, de minutes et de participants, mois par mois : sans nom, sans code, sans "
        "classement. Rien n'est donné exactement au-dessous de cinq.",
        en="How many sessions, minutes and participants, month by month: without names, codes or ranking. "
        "Nothing under five is given exactly.",
    ),
    "see_establishment": Text(fr="Voir les chiffres", en="See the figures"),
    "csv": Text(fr="Télécharger le tableau (CSV)", en="Download the table (CSV)"),
    "by_month": Text(fr="Par mois", en="By month"),
    "by_protocol": Text(fr="Par protocole", en="By protocol"),
    "no_sessions": Text(fr="Aucune séance fermée pour l'instant.", en="No closed session yet."),
    "how": Text(
        fr="Ces dessins comparent l'enfant à lui-même, d'une séance à l'autre, et à personne d'autre.",
        en="These drawings compare the child with itself, from session to session, and with nobody else.",
    ),
    "rehearsals_out": Text(fr="Les répétitions n'y sont pas.", en="Rehearsals are not among them."),
    "rehearsals_only": Text(
        fr="Ce sont des répétitions : elles ne disent rien d'enfants réels.",
        en="These are rehearsals: they say nothing about real children.",
    ),
    "corrected": Text(
        fr="Les corrections faites après les séances sont appliquées.",
        en="Corrections made after sessions are applied.",
    ),
    "trials_plot": Text(
        fr="Comment se sont passés les essais, séance par séance", en="How trials went, session by session"
    ),
    "latency_plot": Text(
        fr="Le temps pour répondre, séance par séance", en="The time to answer, session by session"
    ),
    "latency_hint": Text(
        fr="De la fin de la question à la réponse, aides comprises, sans les réponses qu'une interruption a "
        "coupées. Le point est la médiane : la moitié des réponses est venue plus vite, la moitié moins "
        "vite. Le trait va de la plus rapide à la plus lente.",
        en="From the end of the question to the answer, helps included, without those that an interruption "
        "cut. The dot is the median: half of the answers came sooner, half later. "
        "The line runs from the quickest to the slowest.",
    ),
    "level_plot": Text(fr="Le niveau, séance par séance", en="The level, session by session"),
    "of_which": Text(fr="dont {n}", en="{n} of them"),
    "errors_before": Text(
        fr="Pas de réponse : rien n'est venu après la dernière aide ; entre parenthèses, les essais où des "
        "réponses fausses étaient venues avant.",
        en="No response: nothing came after the last help; in brackets, the trials in which wrong answers "
        "had come before.",
    ),
    "in_words": Text(fr="La dernière fois, le {when} : {counts}", en="Last time, on {when}: {counts}"),
    "in_words_before": Text(
        fr="La dernière séance, le {last}, n'a pas d'essai jugé. La dernière qui en a, le {when} : {counts}",
        en="The last session, on {last}, has no judged trial. The last that has, on {when}: {counts}",
    ),
    "none_judged": Text(
        fr="Aucun essai de ces séances n'a été jugé.", en="No trial of these sessions was judged."
    ),
    "help_unnamed": Text(fr="sans précision", en="not specified"),
    "cut": Text(fr="{n} non comptées (interruption)", en="{n} not counted (interruption)"),
    "one_cut": Text(fr="1 non comptée (interruption)", en="1 not counted (interruption)"),
    "undated": Text(fr="date inconnue", en="date unknown"),
    "untitled": Text(fr="Séances sans titre", en="Untitled sessions"),
    "date": Text(fr="Séance", en="Session"),
    "trials": Text(fr="Essais", en="Trials"),
    "help": Text(fr="Aide qui a suffi", en="Help that sufficed"),
    "latency": Text(fr="Latence", en="Latency"),
    "level": Text(fr="Niveau", en="Level"),
    "phase": Text(fr="Phase", en="Phase"),
    "phase_hint": Text(
        fr="La phase est celle dite au début de la séance ; sinon celle que la série prévoit, dans l'ordre.",
        en="The phase is the one said when a session began; else the one that the series plans, in order.",
    ),
    "version": Text(fr="version {version}", en="version {version}"),
    "table": Text(fr="Les mêmes chiffres en tableau ({title})", en="The same figures as a table ({title})"),
    "no_trials": Text(
        fr="Ni essai jugé, ni temps à compter : il n'y a rien à dessiner.",
        en="No judged trial, and no time to count: there is nothing to draw.",
    ),
    "last_only": Text(
        fr="Les dessins montrent les {n} dernières séances, le tableau les montre toutes.",
        en="The drawings show the last {n} sessions, the table shows them all.",
    ),
    "unread": Text(
        fr="Des dossiers ne se lisent pas et ne sont pas comptés : {names}.",
        en="Folders that cannot be read are not counted: {names}.",
    ),
    "back": Text(fr="Revenir au suivi", en="Back to progress"),
}
