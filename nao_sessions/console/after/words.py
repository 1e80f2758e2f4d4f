"""The words of the end page and of its report, in both languages.

Plain spaces here: French typography is put in where a sentence is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text
from nao_sessions.session.afterwards import Liking

WORDS: Mapping[str, Text] = {
    "title": Text(fr="Après la séance", en="After the session"),
    "summary": Text(fr="Ce qui s'est passé", en="What happened"),
    "replay": Text(fr="Revoir la séance", en="See the session again"),
    "childs_word": Text(fr="La parole de l'enfant", en="The child's own word"),
    "childs_word_hint": Text(
        fr="Montrez les images à l'enfant : c'est lui qui choisit, et il peut ne pas répondre.",
        en="Show the pictures to the child: the choice is the child's, and no answer is an answer too.",
    ),
    "ask_child": Text(fr="Est-ce que tu as aimé ?", en="Did you like it?"),
    "trials": Text(fr="Les essais", en="The trials"),
    "no_trials": Text(fr="Cette séance n'a pas d'essai.", en="This session has no trial."),
    "trials_hint": Text(
        fr="Une correction s'ajoute : ce qui a été jugé pendant la séance reste écrit.",
        en="A correction is added: what was judged in the session stays written.",
    ),
    "trial": Text(fr="Essai {number}", en="Trial {number}"),
    "asked": Text(fr="Attendu : {what}", en="Expected: {what}"),
    "no_answer_due": Text(fr="ne pas répondre", en="not to answer"),
    "any_answer": Text(fr="toute réponse", en="any answer"),
    "answered": Text(fr="Réponse : {what}", en="Answer: {what}"),
    "answered_by": Text(fr="Réponse : {what}, {by}", en="Answer: {what}, {by}"),
    "by": Text(fr="par {who}", en="by {who}"),
    "by_unknown": Text(fr="on ne sait pas de qui", en="nobody knows whose"),
    "answered_for": Text(
        fr="Réponse : {what}, indiquée par l'adulte", en="Answer: {what}, entered by the adult"
    ),
    "wrong_before": Text(fr="Réponse fausse d'abord : {what}", en="A wrong answer at first: {what}"),
    "wrong_often_before": Text(fr="Réponses fausses d'abord : {what}", en="Wrong answers at first: {what}"),
    "wrong_by": Text(fr="{what}, {by}", en="{what}, {by}"),
    "wrong_entered": Text(fr="{what}, indiquée par l'adulte", en="{what}, entered by the adult"),
    "judged_again": Text(
        fr="Jugé {first} d'abord, puis {then} par l'adulte",
        en="Judged {first} at first, then {then} by the adult",
    ),
    "unscored_early": Text(
        fr="Réponse non comptée, Nao n'avait pas fini : {what}",
        en="Answer not counted, Nao had not finished: {what}",
    ),
    "unscored_paused": Text(
        fr="Réponse non comptée, séance en pause : {what}", en="Answer not counted, session paused: {what}"
    ),
    "unscored_over": Text(
        fr="Réponse non comptée, venue après : {what}", en="Answer not counted, it came afterwards: {what}"
    ),
    "out_of_turn": Text(
        fr="Réponse non comptée, hors de son tour, de {who} : {what}",
        en="Answer not counted, out of turn, of {who}: {what}",
    ),
    "answered_before": Text(
        fr="Une réponse d'abord : {what}, {by} ; après la dernière aide, aucune",
        en="An answer at first: {what}, {by}; after the last help, none",
    ),
    "answered_often_before": Text(
        fr="{n} réponses d'abord, la dernière : {what}, {by} ; après la dernière aide, aucune",
        en="{n} answers at first, the last: {what}, {by}; after the last help, none",
    ),
    "help_given": Text(fr="Aide : {what}", en="Help: {what}"),
    "latency": Text(fr="Temps de latence : {time}", en="Latency: {time}"),
    "latency_cut": Text(
        fr="Temps de latence : non compté, une interruption l'a coupé",
        en="Latency: not counted, an interruption cut it",
    ),
    "void_adult": Text(fr="Non coté : l'adulte l'a voulu ainsi", en="Not scored: the adult wanted it so"),
    "void_passed": Text(fr="Non coté : on est passé à la suite", en="Not scored: it was passed over"),
    "void_calm": Text(fr="Non coté : retour au calme", en="Not scored: calming down"),
    "void_ended": Text(fr="Non coté : la séance a été terminée", en="Not scored: the session was finished"),
    "void_left": Text(fr="Non coté : l'enfant est sorti", en="Not scored: the child left"),
    "void_crash": Text(
        fr="Non coté : la séance avait été interrompue", en="Not scored: the session had been interrupted"
    ),
    "void_heard": Text(
        fr="Non coté : Nao a entendu un mot qui arrête l'essai",
        en="Not scored: Nao heard a word that ends it",
    ),
    "void_time": Text(fr="Non coté : le temps était écoulé", en="Not scored: the time was over"),
    "void_interrupted": Text(fr="Non coté : l'essai a été interrompu", en="Not scored: it was interrupted"),
    "repeated": Text(fr="répétition pour correction", en="repeated for correction"),
    "correct_it": Text(fr="Corriger", en="Correct"),
    "judgement": Text(fr="Jugement", en="Judgement"),
    "given_by": Text(fr="Qui a répondu", en="Who answered"),
    "why": Text(fr="Pourquoi (si vous le souhaitez)", en="Why (if you wish)"),
    "add_correction": Text(fr="Ajouter la correction", en="Add the correction"),
    "corrected_judgement": Text(
        fr="{when} : « {old} » devient « {new} »", en='{when}: "{old}" becomes "{new}"'
    ),
    "corrected_by": Text(
        fr="{when} : la réponse est celle de {new} (avant : {old})",
        en="{when}: the answer is by {new} (before: {old})",
    ),
    "author_taken_back": Text(
        fr="{when} : de qui vient la réponse n'est plus corrigé (avant : {old})",
        en="{when}: who answered is no longer corrected (before: {old})",
    ),
    "unknown": Text(fr="on ne sait pas", en="not known"),
    "professional": Text(fr="l'adulte", en="the adult"),
    "the_child": Text(fr="L'enfant", en="The child"),
    "memo": Text(fr="Mémo vocal", en="Voice memo"),
    "memo_hint": Text(
        fr="Une minute au plus, gardée dans le dossier de la séance et nulle part ailleurs. "
        "Évitez les prénoms : dans le son, rien ne les cache.",
        en="A minute at most, kept in the session's folder and nowhere else. "
        "Avoid first names: in sound, nothing hides them.",
    ),
    "memo_start": Text(fr="Enregistrer", en="Record"),
    "memo_stop": Text(fr="Terminer", en="Stop"),
    "memo_recording": Text(fr="Enregistrement en cours", en="Recording"),
    "memo_left": Text(fr="il reste {seconds} s", en="{seconds} s left"),
    "memo_saved": Text(fr="Le mémo est gardé.", en="The memo is kept."),
    "memo_waits": Text(
        fr="La connexion est coupée : la suite du mémo attend sur cette page.",
        en="The connection is cut: the rest of the memo waits on this page.",
    ),
    "memo_lost": Text(
        fr="La suite du mémo n'a pas pu être gardée. Le début l'est.",
        en="The rest of the memo could not be kept. Its beginning is.",
    ),
    "memo_no_microphone": Text(
        fr="Le micro n'est pas accessible. Autorisez-le dans le navigateur, puis recommencez.",
        en="The microphone cannot be used. Allow it in the browser, then try again.",
    ),
    "memo_number": Text(fr="Mémo {number}, {when}", en="Memo {number}, {when}"),
    "memo_cut": Text(fr="interrompu ; ce qui est venu est gardé", en="cut off; what came is kept"),
    "memo_deleted": Text(fr="effacé le {when}", en="deleted on {when}"),
    "memo_delete": Text(fr="Effacer", en="Delete"),
    "memo_confirm": Text(fr="Effacer ce mémo pour de bon", en="Delete this memo for good"),
    "needs_scripts": Text(
        fr="Cette partie a besoin de JavaScript, que la page apporte elle-même.",
        en="This part needs JavaScript, which the page brings itself.",
    ),
    "sealed": Text(
        fr="Ce dossier est scellé : on peut le lire, rien ne s'y ajoute.",
        en="This folder is sealed: it can be read, nothing is added to it.",
    ),
    "was_rehearsal": Text(
        fr="Répétition : Nao était simulé. À ne pas mêler aux données.",
        en="A rehearsal: Nao was simulated. Not to be mixed with data.",
    ),
    "notes": Text(fr="Vos notes", en="Your notes"),
    "notes_hint": Text(
        fr="Deux lignes suffisent. Tout se garde pendant que vous écrivez ; "
        "les prénoms connus deviennent des codes.",
        en="Two lines are enough. All is kept as you write; first names that are known become codes.",
    ),
    "note_worked": Text(fr="Ce qui a marché", en="What worked"),
    "note_hard": Text(fr="Ce qui a été difficile", en="What was difficult"),
    "note_next": Text(fr="À changer la prochaine fois", en="To change next time"),
    "note_worked_hint": Text(
        fr="Un moment, un geste, une phrase qui a aidé…", en="A moment, a gesture, a sentence that helped…"
    ),
    "note_hard_hint": Text(
        fr="Ce qui a lassé, gêné, inquiété l'enfant…", en="What tired, bothered, worried the child…"
    ),
    "note_next_hint": Text(
        fr="Un délai, une aide, un ordre à essayer autrement…",
        en="A delay, a help, an order to try otherwise…",
    ),
    "save": Text(fr="Garder", en="Keep"),
    "saved": Text(fr="Gardé", en="Kept"),
    "saving": Text(fr="Pas encore gardé…", en="Not kept yet…"),
    "not_saved": Text(
        fr="Pas gardé : la connexion est coupée. Le texte reste ici, nouvel essai dans un instant.",
        en="Not kept: the connection is cut. The text stays here, another try in a moment.",
    ),
    "transmission": Text(fr="Transmission", en="Handover"),
    "transmission_hint": Text(
        fr="Cinq lignes de faits, à relire, à changer si besoin, puis à copier dans vos écrits.",
        en="Five lines of facts, to read, to change if need be, then to copy into your own records.",
    ),
    "transmission_of": Text(fr="Transmission : {who}", en="Handover: {who}"),
    "copy_it": Text(fr="Copier", en="Copy"),
    "copied": Text(fr="Copié", en="Copied"),
    "not_copied": Text(
        fr="Le texte est sélectionné : copiez-le avec Ctrl + C.",
        en="The text is selected: copy it with Ctrl + C.",
    ),
    "report": Text(fr="Bilan d'une page", en="One-page report"),
    "report_hint": Text(
        fr="Une feuille A4 par enfant, avec son code et une place pour écrire le prénom.",
        en="One sheet of A4 a child, with the code and a place to write the name.",
    ),
    "report_note": Text(fr="Y joindre vos notes", en="Add your notes"),
    "report_see": Text(fr="Voir le bilan", en="See the report"),
    "report_everybody": Text(fr="Une feuille par enfant", en="A sheet for each child"),
    "report_for": Text(fr="Pour qui", en="For whom"),
    "pdf": Text(fr="PDF", en="PDF"),
    "print_hint": Text(
        fr="À imprimer depuis le navigateur, ou à télécharger en PDF.",
        en="To be printed from the browser, or downloaded as a PDF.",
    ),
    "back": Text(fr="Revenir", en="Go back"),
    "progress_of": Text(fr="Suivi de {who}", en="Progress of {who}"),
}

LIKINGS: Mapping[Liking, Text] = {
    "liked": Text(fr="J'ai aimé", en="I liked it"),
    "so_so": Text(fr="Moyen", en="So-so"),
    "disliked": Text(fr="Je n'ai pas aimé", en="I did not like it"),
    "no_answer": Text(fr="Je ne veux pas répondre", en="I don't want to answer"),
}
"""What each picture says, in the child's own voice."""

NOTES = ("worked", "hard", "next")
"""The headings of notes, by their keys in ``notes.md``."""

PAUSES: Mapping[str, Text] = {
    "paused": Text(fr="une pause", en="a break"),
    "stopped": Text(fr="l'adulte a arrêté Nao", en="the adult stopped Nao"),
    "head": Text(fr="Nao a été arrêté par sa tête", en="Nao was stopped by its head"),
    "halted": Text(fr="Nao a été arrêté", en="Nao was stopped"),
    "calm": Text(fr="un retour au calme", en="a time to calm down"),
    "crash": Text(fr="le programme s'est interrompu", en="the program was interrupted"),
    "slept": Text(fr="l'ordinateur s'est mis en veille", en="the computer went to sleep"),
    "fell": Text(fr="Nao est tombé", en="Nao fell"),
    "lost": Text(fr="Nao n'a plus répondu", en="Nao no longer answered"),
    "stalled": Text(fr="le protocole tournait en rond", en="the protocol went round in circles"),
    "no_branch": Text(fr="le protocole n'avait pas de suite", en="the protocol had no way on"),
    "left": Text(fr="plus aucun enfant n'était là", en="no child was there any more"),
    "speech_failed": Text(fr="Nao n'a pas pu parler", en="Nao could not speak"),
}
"""Why a session stood still, as a part of a sentence (``session/interruptions.Interruption.why``)."""
