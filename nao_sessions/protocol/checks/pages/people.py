"""The pages of P501 to P521: data, approvals, and what a committee asks."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.pages.course import USED
from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import with_do, with_head, with_steps
from nao_sessions.protocol.checks.subject import Situation

_DAY = "date: 2026-11-24"
_WHOLE = {
    "goals": '["nommer des fruits"]',
    "population": '{inclusion: ["enfants de 6 à 10 ans"], non_inclusion: ["peur de Nao"]}',
    "stop_signs": '["dire stop"]',
    "sources": '["Ledford et Gast (2018)"]',
    "duration": "{expected: 1 min, limit: 10 min}",
    "material": '["Nao, une tablette"]',
    "comprehension": "sentences",
    "authors": '["équipe du projet"]',
    "records": '["la table"]',
}

_FORMS = {
    **{
        name: f'{name}: ["..."]'
        for name in ("goals", "stop_signs", "sources", "material", "authors", "records")
    },
    "population": 'population: {inclusion: ["..."], non_inclusion: ["..."]}',
    "duration": "duration: {expected: 10 min, limit: 20 min}",
    "comprehension": "comprehension: short_sentences",
    "calm": "commands: {calm: {next: calme}}",
}
"""How what is asked for is written, for who has never written it."""


def _read(without: str) -> str:
    """Give the small protocol as a committee reads it, without one key of its head."""
    keys = "".join(f"{name}: {value}\n" for name, value in _WHOLE.items() if name != without)
    text = with_head(f"§status: review\n{keys}")
    return (
        text
        if without == "calm"
        else text.replace("commands:\n", "commands:\n  calm: {do: [{eyes: blue}]}\n")
    )


def _approved(keys: str) -> str:
    return with_head(f"approved: [{{{keys}}}]\n")


_ASKED = (
    (
        "P510",
        "goals",
        Text(fr="les objectifs", en="the goals"),
        Text(
            fr="Sans objectif, rien ne dit ce qu'une séance réussie aurait changé.",
            en="Without a goal nothing says what a good session would have changed.",
        ),
    ),
    (
        "P511",
        "population",
        Text(fr="à qui le protocole s'adresse, et à qui non", en="whom the protocol is for, and whom not"),
        Text(
            fr="Un enfant pour qui il n'est pas fait serait mis en difficulté.",
            en="A child whom it is not made for would be put in difficulty.",
        ),
    ),
    (
        "P512",
        "stop_signs",
        Text(fr="ce que l'enfant peut faire pour arrêter", en="what the child may do to stop"),
        Text(
            fr="Un enfant qui ne parle pas doit pouvoir dire non, et l'adulte doit savoir le reconnaître.",
            en="A child who does not speak has to be able to say no, and the adult has to know how to "
            "recognise it.",
        ),
    ),
    (
        "P513",
        "sources",
        Text(fr="les travaux dont vient la méthode", en="the work that the method comes from"),
        Text(
            fr="L'équipe et le comité doivent pouvoir la vérifier.",
            en="Team and committee have to be able to check it.",
        ),
    ),
    (
        "P514",
        "duration",
        Text(fr="la durée prévue et la durée permise", en="the expected duration and its limit"),
        Text(
            fr="Les parents et la classe doivent savoir combien de temps cela prend.",
            en="Parents and class have to know how long it takes.",
        ),
    ),
    (
        "P515",
        "material",
        Text(fr="le matériel", en="the material"),
        Text(
            fr="Une séance qui s'interrompt pour chercher une image perd l'enfant.",
            en="A session that stops to look for a picture loses the child.",
        ),
    ),
    (
        "P516",
        "comprehension",
        Text(fr="le niveau de compréhension demandé", en="the level of comprehension needed"),
        Text(
            fr="C'est à ce niveau que les phrases sont vérifiées.",
            en="It is for that level that sentences are checked.",
        ),
    ),
    (
        "P517",
        "authors",
        Text(fr="qui l'a écrit", en="who wrote it"),
        Text(fr="L'équipe doit savoir à qui poser ses questions.", en="The team has to know whom to ask."),
    ),
    (
        "P518",
        "records",
        Text(fr="ce qui doit être filmé, et pourquoi", en="what must be filmed, and why"),
        Text(
            fr="Les images d'enfants handicapés ne se prennent pas sans raison écrite.",
            en="Pictures of disabled children are not taken without a written reason.",
        ),
    ),
    (
        "P519",
        "calm",
        Text(
            fr="ce qui se passe quand un enfant a besoin de calme",
            en="what happens when a child needs to calm down",
        ),
        Text(
            fr="L'adulte ne doit pas l'inventer pendant la crise.",
            en="The adult should not have to invent it in the middle of a crisis.",
        ),
    ),
)

PAGES = (
    page(
        "P501",
        Text(
            fr="Un prénom se trouve dans un texte du protocole.",
            en="A first name stands in a text of the protocol.",
        ),
        Text(
            fr="Le protocole est copié dans chaque séance et peut être publié : un prénom d'enfant n'a rien "
            "à y "
            "faire.",
            en="The protocol is copied into every session and may be published: a child's first name has no "
            "place "
            "there.",
        ),
        Text(
            fr="Écrivez {participant}. Pour un personnage, écrivez la raison dans allow.",
            en="Write {participant}. For somebody in a story, give the reason in allow.",
        ),
        with_do('- §say: "Bonjour Léa."\n'),
    ),
    page(
        "P502",
        Text(fr="Un texte demande une donnée personnelle.", en="A text asks for personal data."),
        Text(
            fr="La réponse serait dans le son enregistré, ou dans le compte rendu.",
            en="The answer would be in the sound recorded, or in the record.",
        ),
        Text(
            fr="Retirez la question ; le code de l'enfant suffit.",
            en="Take the question out; the child's code is enough.",
        ),
        with_do('- §say: "Où habites-tu ?"\n'),
    ),
    page(
        "P503",
        Text(
            fr="Un réglage invite à écrire le nom d'un enfant.",
            en="A setting invites somebody to write a child's name.",
        ),
        Text(
            fr="Les réglages sont enregistrés avec la séance.", en="Settings are recorded with the session."
        ),
        Text(fr="Écrivez {participant} dans les phrases.", en="Write {participant} in sentences."),
        with_head('settings: {§prenom: {type: text, default: "x"}}\n', say='"Bonjour {settings.prenom}."'),
    ),
    page(
        "P504",
        Text(
            fr="Le protocole se dit approuvé, sans approbation qui porte une empreinte.",
            en="The protocol says that it is approved, with no approval that holds a digest.",
        ),
        Text(
            fr="L'équipe croirait qu'un médecin ou un comité l'a lu.",
            en="The team would believe that a physician or a committee had read it.",
        ),
        Text(
            fr="Ajoutez approved (la fonction, la date et l'empreinte), ou revenez à status: review.",
            en="Add approved (the role, the date and the digest), or go back to status: review.",
        ),
        _read("").replace("status: review", "status: approved"),
    ),
    page(
        "P505",
        Text(
            fr="Une approbation porte sur un autre texte que celui de ce fichier.",
            en="An approval was given to another text than this file's.",
        ),
        Text(
            fr="Le texte a changé depuis : ce qui va être joué n'est pas ce qui a été approuvé.",
            en="The text has changed since: what will be played is not what was approved.",
        ),
        Text(
            fr="Faites approuver de nouveau, et notez la nouvelle empreinte.",
            en="Have it approved again, and note the new digest.",
        ),
        _approved(f'role: "médecin référent", {_DAY}, §sha256: {"0" * 64}'),
    ),
    page(
        "P506",
        Text(fr="Une approbation a plus de deux ans.", en="An approval is more than two years old."),
        Text(
            fr="Les enfants, l'équipe et les connaissances ont changé.",
            en="Children, team and knowledge have changed.",
        ),
        Text(
            fr="Faites-la confirmer, puis écrivez la nouvelle date.",
            en="Have it confirmed, then write the new date.",
        ),
        _approved('role: "médecin référent", §date: 2020-01-15'),
        situation=Situation(today="2026-11-24"),
    ),
    page(
        "P507",
        Text(
            fr="La date d'une approbation n'en est pas une, ou son empreinte n'a pas 64 caractères.",
            en="The date of an approval is not a date, or its digest does not have 64 characters.",
        ),
        Text(
            fr="On ne saurait pas quel texte a été approuvé, ni quand.",
            en="Nobody would know which text was approved, nor when.",
        ),
        Text(
            fr="Écrivez 2026-11-24, et l'empreinte que le contrôle donne.",
            en="Write 2026-11-24, and the digest that the check gives.",
        ),
        _approved('role: "médecin référent", §date: "en novembre"'),
    ),
    page(
        "P508",
        Text(fr="Une approbation nomme une personne.", en="An approval names a person."),
        Text(
            fr="Le fichier circule ; la fonction suffit, et reste vraie quand la personne change.",
            en="The file travels; the role is enough, and stays true when the person changes.",
        ),
        Text(
            fr="Écrivez la fonction : médecin référent, comité d'éthique.",
            en="Write the role: referring physician, ethics committee.",
        ),
        _approved(f'§role: "Mme Durand", {_DAY}'),
    ),
    *(
        page(
            code,
            Text(
                fr=f"Ce qu'un comité demandera ne s'y trouve pas : {what.fr}.",
                en=f"What a committee will ask for is not there: {what.en}.",
            ),
            why,
            Text(
                fr=f"Ajoutez en tête du protocole : {_FORMS[key]}",
                en=f"Add to the head of the protocol: {_FORMS[key]}",
            ),
            _read(key),
        )
        for code, key, what, why in _ASKED
    ),
    page(
        "P520",
        Text(
            fr="Un protocole approuvé se sert d'un fichier qui ne l'est pas, ou d'un fichier retiré.",
            en="An approved protocol uses a file that is not, or a retired file.",
        ),
        Text(
            fr="Une partie de ce que l'enfant vivra n'a été lue par personne.",
            en="Part of what the child will go through was read by nobody.",
        ),
        Text(
            fr="Faites approuver le fichier utilisé, ou prenez-en un autre.",
            en="Have the used file approved, or take another.",
        ),
        with_steps("§accueil: {use: bonjour.yaml, next: fin}\n"),
        files={
            "bonjour.yaml": USED.replace("language: fr\n", "language: fr\nstatus: retired\n")
            .replace("end: refused", "end: completed")
            .replace("Ne veut pas", "Fini")
            .encode()
        },
    ),
    page(
        "P521",
        Text(fr="Le protocole est retiré.", en="The protocol is retired."),
        Text(
            fr="L'équipe a décidé de ne plus s'en servir.", en="The team has decided not to use it any more."
        ),
        Text(
            fr="Prenez celui qui le remplace, ou demandez à l'équipe lequel.",
            en="Take the one that replaces it, or ask the team which one.",
        ),
        with_head("§status: retired\n"),
    ),
)
