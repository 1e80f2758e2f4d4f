"""The words of Textes, in both languages; written with plain spaces, and typeset at one place."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Language, Text, unbroken


def typeset(text: str, language: Language) -> str:
    """Put the spaces that must not break where French wants them."""
    return unbroken(text) if language == "fr" else text


WORDS: Mapping[str, Text] = {
    "title": Text(fr="Textes", en="Texts"),
    "list_intro": Text(
        fr="Les phrases, les items et les délais de chaque protocole. Ce que vous changez devient une "
        "nouvelle version, en brouillon ; l'original reste comme il est.",
        en="The sentences, items and delays of each protocol. What you change becomes a new version, a "
        "draft; the original stays as it is.",
    ),
    "none": Text(fr="Aucun protocole ici.", en="No protocol here."),
    "version": Text(fr="version {version}", en="version {version}"),
    "in_progress": Text(fr="modifications en cours", en="changes under way"),
    "broken": Text(fr="ne peut pas être lu", en="cannot be read"),
    "earlier": Text(fr="Brouillons précédents", en="Earlier drafts"),
    "back": Text(fr="Tous les textes", en="All texts"),
    "search": Text(fr="Chercher dans les textes", en="Search the texts"),
    "search_none": Text(fr="Aucun texte ne contient ces mots.", en="No text has these words."),
    "search_found": Text(fr="Textes trouvés : {count}", en="Texts found: {count}"),
    "undo": Text(fr="Annuler", en="Undo"),
    "redo": Text(fr="Rétablir", en="Redo"),
    "undone": Text(fr="Annulé : {where}", en="Undone: {where}"),
    "redone": Text(fr="Rétabli : {where}", en="Done again: {where}"),
    "review": Text(fr="Relire et enregistrer…", en="Review and save…"),
    "review_help": Text(fr="Ctrl + S", en="Ctrl + S"),
    "fold_all": Text(fr="Tout replier", en="Fold all"),
    "unfold_all": Text(fr="Tout déplier", en="Unfold all"),
    "form": Text(fr="Les textes, dans l'ordre de la séance", en="The texts, in the order of the session"),
    "aside": Text(fr="Vérification et dessin", en="Check and drawing"),
    "check": Text(fr="Vérification", en="Check"),
    "drawing": Text(fr="Dessin du protocole", en="Drawing of the protocol"),
    "drawing_open": Text(fr="Ouvrir le dessin en grand", en="Open the drawing in full"),
    "drawing_stale": Text(
        fr="Le dessin est celui d'avant l'erreur.", en="The drawing is that from before the error."
    ),
    "drawing_none": Text(
        fr="Le dessin viendra quand les erreurs seront corrigées.",
        en="The drawing will come once the errors are corrected.",
    ),
    "nothing_found": Text(fr="Rien à signaler.", en="Nothing to tell."),
    "more": Text(fr="pourquoi ?", en="why?"),
    "line": Text(fr="ligne {line}", en="line {line}"),
    "was": Text(fr="Avant : {text}", en="Before: {text}"),
    "put_back": Text(fr="Remettre le texte d'avant", en="Put the text from before back"),
    "saved": Text(
        fr="Gardé en brouillon. Les séances gardent l'ancien texte jusqu'à la nouvelle version.",
        en="Kept as a draft. Sessions keep the old text until the new version.",
    ),
    "saving": Text(fr="Enregistrement…", en="Keeping…"),
    "cut_off": Text(
        fr="Plus de liaison avec le programme : ce que vous tapez reste sur cette page, et sera gardé dès "
        "son retour.",
        en="No link to the program: what you type stays on this page, and is kept once it is back.",
    ),
    "moved": Text(
        fr="Le fichier du protocole a changé sur le disque : rechargez la page. Vos textes sont gardés.",
        en="The protocol's file has changed on the disk: reload the page. Your texts are kept.",
    ),
    "restored": Text(
        fr="Vos modifications ont été retrouvées ({count}).", en="Your changes were found again ({count})."
    ),
    "unplaced": Text(
        fr="Ces textes étaient en cours, mais le fichier a changé depuis. Copiez ce qui vous sert.",
        en="These texts were under way, but the file has changed since. Copy what you need.",
    ),
    "aside_kept": Text(
        fr="Ces textes, tapés dans un autre onglet, ont été mis de côté. Copiez ce qui vous sert.",
        en="These texts, typed in another tab, were put aside. Copy what you need.",
    ),
    "forget_aside": Text(fr="Je n'en ai plus besoin", en="I need them no longer"),
    "discard": Text(fr="Abandonner mes modifications", en="Discard my changes"),
    "discard_sure": Text(
        fr="Abandonner vos modifications ? Le protocole redevient tel qu'il était.",
        en="Discard your changes? The protocol becomes what it was.",
    ),
    "discard_yes": Text(fr="Oui, abandonner", en="Yes, discard"),
    "named": Text(
        fr="Un prénom a été remplacé par une place : aucun prénom n'est écrit dans un fichier.",
        en="A first name was replaced by a place: no first name is written into a file.",
    ),
    "about": Text(fr="environ {seconds}\u00a0s", en="about {seconds}\u00a0s"),
    "about_item": Text(
        fr="environ {seconds}\u00a0s, plus l'item", en="about {seconds}\u00a0s, plus the item"
    ),
    "changed_count": Text(fr="modifiés : {count}", en="changed: {count}"),
    "texts_count": Text(fr="textes : {count}", en="texts: {count}"),
    "from_file": Text(
        fr="Cette étape vient de {file}, qui se change à part.",
        en="This step comes from {file}, which is changed on its own.",
    ),
    "items_of": Text(fr="Les items « {table} »", en="The items “{table}”"),
    "items_file": Text(fr="dans le fichier {file}", en="in the file {file}"),
    "item": Text(fr="item", en="item"),
    "french": Text(fr="français", en="French"),
    "english": Text(fr="anglais", en="English"),
    "review_title": Text(fr="Relire avant d'enregistrer", en="Review before saving"),
    "differences": Text(
        fr="Ce qui change par rapport à la version {version}",
        en="What changes from version {version}",
    ),
    "difference_none": Text(
        fr="Rien ne change dans ce que fait le protocole.", en="Nothing changes in what the protocol does."
    ),
    "approved_base": Text(
        fr="La version {version} est approuvée. Le brouillon ne l'est pas : une approbation vaut pour un "
        "texte précis.",
        en="Version {version} is approved. The draft is not: an approval holds for one exact text.",
    ),
    "cannot_save": Text(
        fr="Cette version ne peut pas être jouée : corrigez d'abord ces erreurs. Vos textes sont gardés.",
        en="This version cannot run: correct these errors first. Your texts are kept.",
    ),
    "save": Text(
        fr="Enregistrer la version {version}, en brouillon", en="Save version {version}, as a draft"
    ),
    "save_anyway": Text(
        fr="La vérification signale encore : {counted}. Vous pouvez enregistrer quand même.",
        en="The check still tells of: {counted}. You can save all the same.",
    ),
    "go_back": Text(fr="Revenir aux textes", en="Back to the texts"),
    "nothing_changed": Text(fr="Aucun texte n'a été modifié.", en="No text was changed."),
    "just_saved": Text(
        fr="Version {version} enregistrée, en brouillon. Elle paraît sur l'accueil, en répétition.",
        en="Version {version} saved, as a draft. It is on the home page, to rehearse.",
    ),
    "came_from": Text(
        fr="Ce qui a changé depuis la version {version}", en="What has changed since version {version}"
    ),
    "prepare": Text(fr="L'essayer", en="Try it"),
    "print_sheet": Text(fr="Imprimer la fiche (PDF)", en="Print the sheet (PDF)"),
    "print_cards": Text(fr="Imprimer les cartes (PDF)", en="Print the cards (PDF)"),
    "what": Text(fr="Ce qui est trouvé", en="What it finds"),
    "why": Text(fr="Pourquoi", en="Why"),
    "remedy": Text(fr="Que faire", en="What to do"),
    "example": Text(fr="Un exemple", en="An example"),
    "conflict": Text(
        fr="Ces textes ont été modifiés dans un autre onglet, ou sur un autre écran.",
        en="These texts were changed in another tab, or on another screen.",
    ),
    "conflict_what": Text(
        fr="Rien n'a été écrasé. Ce que vous aviez tapé ici est mis de côté.",
        en="Nothing was overwritten. What you had typed here was put aside.",
    ),
    "conflict_reload": Text(fr="Voir l'autre version", en="See the other version"),
    "conflict_keep": Text(fr="Garder ce qui est ici", en="Keep what is here"),
}

FOR_THE_SCRIPT = (
    "saving",
    "saved",
    "cut_off",
    "moved",
    "named",
    "nothing_found",
    "more",
    "search_found",
    "changed_count",
    "undone",
    "redone",
    "fold_all",
    "unfold_all",
)
"""Words that the page's script says."""

SEVERITIES: Mapping[str, Text] = {
    "error": Text(fr="erreur", en="error"),
    "warning": Text(fr="à corriger", en="should be changed"),
    "remark": Text(fr="à regarder", en="worth a look"),
}

COUNTED: Mapping[str, tuple[Text, Text]] = {
    "error": (Text(fr="1 erreur", en="1 error"), Text(fr="{n} erreurs", en="{n} errors")),
    "warning": (
        Text(fr="1 point à corriger", en="1 thing to change"),
        Text(fr="{n} points à corriger", en="{n} things to change"),
    ),
    "remark": (
        Text(fr="1 point à regarder", en="1 thing to look at"),
        Text(fr="{n} points à regarder", en="{n} things to look at"),
    ),
}

SECTIONS: Mapping[str, Text] = {
    "head": Text(fr="Le protocole", en="The protocol"),
    "settings": Text(fr="Réglages d'avant séance", en="Settings before a session"),
    "participants": Text(fr="Ce qui est retenu de chaque enfant", en="What is kept of each child"),
    "always": Text(fr="À tout moment", en="At any time"),
    "commands": Text(fr="Commandes", en="Commands"),
    "routines": Text(fr="Suites de moments", en="Lists of moments"),
    "items": Text(fr="Autres items", en="Other items"),
}

STEP = Text(fr="Étape {n} sur {all}", en="Step {n} of {all}")
INSIDE = Text(fr="dans « {group} »", en="inside “{group}”")

LABELS: Mapping[str, Text] = {
    "say": Text(fr="Nao dit", en="Nao says"),
    "adult": Text(fr="Consigne à l'adulte", en="Told to the adult"),
    "note": Text(fr="Noté au journal", en="Noted in the record"),
    "label": Text(fr="Écrit sur le bouton", en="On the button"),
    "title": Text(fr="Titre", en="Title"),
    "name": Text(fr="Nom affiché", en="Name shown"),
    "said": Text(fr="Se dit", en="Is said"),
    "text": Text(fr="Écrit sur la tablette", en="On the board"),
    "patience": Text(fr="Délai de réponse accordé", en="Time allowed for an answer"),
    "pause": Text(fr="Pause entre deux essais", en="Pause between two trials"),
    "wait": Text(fr="Attente", en="Wait"),
    "limit": Text(fr="Au plus", en="At most"),
    "hold": Text(fr="Tenu pendant", en="Held for"),
    "delay": Text(fr="Délai avant l'aide", en="Delay before help"),
    "step": Text(fr="Pas du délai", en="Step of the delay"),
    "after": Text(fr="Silence avant cette aide", en="Silence before this help"),
    "silence": Text(fr="Silence", en="Silence"),
    "goals": Text(fr="Objectif {n}", en="Goal {n}"),
    "inclusion": Text(fr="Pour qui {n}", en="Whom it is for {n}"),
    "non_inclusion": Text(fr="Pour qui ce n'est pas {n}", en="Whom it is not for {n}"),
    "material": Text(fr="Matériel {n}", en="Material {n}"),
    "stop_signs": Text(fr="Signe d'arrêt {n}", en="Sign to stop {n}"),
    "records": Text(fr="À filmer {n}", en="To be filmed {n}"),
    "expected": Text(fr="Durée prévue", en="Expected duration"),
    "default": Text(fr="Au départ", en="At the start"),
    "min": Text(fr="Au moins", en="At least"),
    "max": Text(fr="Au plus", en="At most"),
}

COLUMNS: Mapping[str, Text] = {
    "answer": Text(fr="bonne réponse", en="right answer"),
    "level": Text(fr="niveau", en="level"),
    "share": Text(fr="combien de fois", en="how often"),
}
"""The columns that mean something to the language; all others have their author's name."""

PLACES: Mapping[str, Text] = {
    "moment": Text(fr="Moment {n}", en="Moment {n}"),
    "ask": Text(fr="La question", en="The question"),
    "prompt": Text(fr="Aide {n}", en="Help {n}"),
    "answer": Text(fr="Si la réponse est « {answer} »", en="If the answer is “{answer}”"),
    "judgement": Text(fr="Après : {judgement}", en="After: {judgement}"),
    "button": Text(fr="Bouton « {label} »", en="Button “{label}”"),
    "button_n": Text(fr="Bouton {n}", en="Button {n}"),
    "when": Text(fr="Quand l'enfant agit ({what})", en="When the child acts ({what})"),
    "with_time": Text(fr="Avec le temps", en="With time"),
    "silence": Text(fr="Après un silence", en="After a silence"),
    "choose": Text(fr="Au tirage, {n}", en="By lot, {n}"),
    "choices": Text(fr="Au choix, {n}", en="To choose from, {n}"),
    "trials": Text(fr="Les essais", en="The trials"),
    "waiting": Text(fr="Attente", en="Wait"),
    "setting": Text(fr="« {name} »", en="“{name}”"),
    "routine": Text(fr="Suite « {name} »", en="List “{name}”"),
}
"""Where a text stands, from the outside in."""
