"""The pages of P501 to P521: data, approvals, and what a committee asks."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.course import USED
from nao_sessions.protocol.checks.pages.page import CheckPage, with_do, with_head, with_steps
from nao_sessions.protocol.checks.subject import Situation
from nao_sessions.text.messages import msg

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
"""How each key that a committee asks for is written, by its name."""


def _read(without: str) -> str:
    """Return the small protocol with the head that a committee reads, but without one of its keys."""
    keys = "".join(f"{name}: {value}\n" for name, value in _WHOLE.items() if name != without)
    text = with_head(f"§status: review\n{keys}")
    return (
        text
        if without == "calm"
        else text.replace("commands:\n", "commands:\n  calm: {do: [{eyes: blue}]}\n")
    )


def _approved(keys: str) -> str:
    return with_head(f"approved: [{{{keys}}}]\n")


_QUESTIONS = (
    (
        "P510",
        "goals",
        msg("the goals"),
        msg("Without a goal nothing says what a good session would have changed."),
    ),
    (
        "P511",
        "population",
        msg("whom the protocol is for, and whom not"),
        msg("A child whom it is not made for would be put in difficulty."),
    ),
    (
        "P512",
        "stop_signs",
        msg("what the child may do to stop"),
        msg(
            "A child who does not speak has to be able to say no, and the adult has to know how to "
            "recognise it."
        ),
    ),
    (
        "P513",
        "sources",
        msg("the work that the method comes from"),
        msg("Team and committee have to be able to check it."),
    ),
    (
        "P514",
        "duration",
        msg("the expected duration and its limit"),
        msg("Parents and class have to know how long it takes."),
    ),
    (
        "P515",
        "material",
        msg("the material"),
        msg("A session that stops to look for a picture loses the child."),
    ),
    (
        "P516",
        "comprehension",
        msg("the level of comprehension needed"),
        msg("It is for that level that sentences are checked."),
    ),
    (
        "P517",
        "authors",
        msg("who wrote it"),
        msg("The team has to know whom to ask."),
    ),
    (
        "P518",
        "records",
        msg("what must be filmed, and why"),
        msg("Pictures of disabled children are not taken without a written reason."),
    ),
    (
        "P519",
        "calm",
        msg("what happens when a child needs to calm down"),
        msg("The adult should not have to invent it in the middle of a crisis."),
    ),
)

PAGES = (
    CheckPage(
        "P501",
        msg("A first name stands in a text of the protocol."),
        msg(
            "The protocol is copied into every session and may be published: a child's first name has no "
            "place "
            "there."
        ),
        msg(
            "Write {participant}. For somebody in a story, give the reason in allow.",
            participant="{participant}",
        ),
        with_do('- §say: "Bonjour Léa."\n'),
    ),
    CheckPage(
        "P502",
        msg("A text asks for personal data."),
        msg("The answer would be in the sound recorded, or in the record."),
        msg("Take the question out; the child's code is enough."),
        with_do('- §say: "Où habites-tu ?"\n'),
    ),
    CheckPage(
        "P503",
        msg("A setting invites somebody to write a child's name."),
        msg("Settings are recorded with the session."),
        msg("Write {participant} in sentences.", participant="{participant}"),
        with_head('settings: {§prenom: {type: text, default: "x"}}\n', say='"Bonjour {settings.prenom}."'),
    ),
    CheckPage(
        "P504",
        msg("The protocol says that it is approved, with no approval that holds a digest."),
        msg("The team would believe that a physician or a committee had read it."),
        msg("Add approved (the role, the date and the digest), or go back to status: review."),
        _read("").replace("status: review", "status: approved"),
    ),
    CheckPage(
        "P505",
        msg("An approval was given to another text than this file's."),
        msg("The text has changed since: what will be played is not what was approved."),
        msg("Have it approved again, and note the new digest."),
        _approved(f'role: "médecin référent", {_DAY}, §sha256: {"0" * 64}'),
    ),
    CheckPage(
        "P506",
        msg("An approval is more than two years old."),
        msg("Children, team and knowledge have changed."),
        msg("Have it confirmed, then write the new date."),
        _approved('role: "médecin référent", §date: 2020-01-15'),
        situation=Situation(today="2026-11-24"),
    ),
    CheckPage(
        "P507",
        msg("The date of an approval is not a date, or its digest does not have 64 characters."),
        msg("Nobody would know which text was approved, nor when."),
        msg("Write 2026-11-24, and the digest that the check gives."),
        _approved('role: "médecin référent", §date: "en novembre"'),
    ),
    CheckPage(
        "P508",
        msg("An approval names a person."),
        msg("The file travels; the role is enough, and stays true when the person changes."),
        msg("Write the role: referring physician, ethics committee."),
        _approved(f'§role: "Mme Durand", {_DAY}'),
    ),
    *(
        CheckPage(
            code,
            msg("What a committee will ask for is not there: {what}.", what=what),
            why,
            msg("Add to the head of the protocol: {forms}", forms=_FORMS[key]),
            _read(key),
        )
        for code, key, what, why in _QUESTIONS
    ),
    CheckPage(
        "P520",
        msg("An approved protocol uses a file that is not, or a retired file."),
        msg("Part of what the child will go through was read by nobody."),
        msg("Have the used file approved, or take another."),
        with_steps("§accueil: {use: bonjour.yaml, next: fin}\n"),
        files={
            "bonjour.yaml": USED.replace("language: fr\n", "language: fr\nstatus: retired\n")
            .replace("end: refused", "end: completed")
            .replace("Ne veut pas", "Fini")
            .encode()
        },
    ),
    CheckPage(
        "P521",
        msg("The protocol is retired."),
        msg("The team has decided not to use it any more."),
        msg("Take the one that replaces it, or ask the team which one."),
        with_head("§status: retired\n"),
    ),
)
