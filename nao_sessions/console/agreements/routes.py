"""The addresses of the page of agreements; every press appends a line to the ledger, none changes one."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.agreements.standing import Standing, lacking, standings_of
from nao_sessions.console.agreements.words import ACTS, ANSWERS, FAMILIES, WORDS
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.forms import Form, form_of
from nao_sessions.console.launcher import ConsoleLauncher
from nao_sessions.console.people import people_if_readable
from nao_sessions.console.rendering import Pages, problem_of, told, words_in
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.unlock.gate import unlocking_of
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.privacy.ledger.file import LedgerEntry, LedgerFile
from nao_sessions.privacy.ledger.rules import Means
from nao_sessions.privacy.ledger.values import (
    HOLDERS_OF_A_CHILD,
    LOG,
    PURPOSES,
    SELF,
    Act,
    Capacity,
    DecisionLine,
    DecisionOverLine,
    DisagreementLine,
    Holder,
    Ledger,
    Legal,
    Line,
    PersonLine,
    Proof,
    PurposeLine,
    Reading,
    Word,
    WordLine,
    sound_of,
)
from nao_sessions.privacy.ledger.words import (
    CAPACITY_WORDS,
    LEGAL_WORDS,
    NO_ROBOT,
    PURPOSE_WORDS,
    entry_words,
    line_words,
    recorder_words,
)
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

_LinesOf = Callable[[Form, Ledger], Sequence[Line]]
_ONE_PARENT: tuple[Capacity, ...] = ("parent",)
_PARENTS = _ONE_PARENT * 2
_CAPACITIES: dict[str, tuple[Capacity, ...]] = {
    "two": _PARENTS,
    "ase": (*_PARENTS, "ase"),
    "guardianship": ("guardian",),
    "delegation": ("delegation",),
}
_PROOFS: dict[str, Proof] = {
    "death": "death",
    "exclusive": "exclusive",
    "withdrawn": "withdrawn",
    "one_filiation": "one_filiation",
    "guardianship": "guardianship",
    "delegation": "delegation",
}
_ACTS: tuple[Act, ...] = ("record", "use")
_LEGALS: dict[str, Legal] = {
    "consent": "consent",
    "public_task": "public_task",
    "legal_obligation": "legal_obligation",
    "legitimate_interest": "legitimate_interest",
}


@dataclass(frozen=True, slots=True)
class PersonAgreements:
    """A person as the page shows one: what stands in the ledger, oldest first, and who may answer."""

    code: str
    role: str
    """child, staff, visitor; "" where the person is not in the ledger."""
    lines: tuple[str, ...]
    speakers: tuple[tuple[str, str], ...]
    """Who may answer, and in which capacity, in words; the person itself last, without one."""
    adult_from: str
    """The day of the 18th birthday, as YYYY-MM-DD; "" for an adult of the room."""
    disagreement: bool | None
    """Whether those who speak for the child disagree; None where nobody is there to disagree with."""
    standings: tuple[Standing, ...]
    """What holds today, by purpose."""


@dataclass(frozen=True, slots=True)
class TypedForm:
    """The form that could not be written down, as it was typed: the page shows it again, open."""

    act: str = ""
    form: Form = field(default_factory=lambda: Form({}))

    def is_of(self, act: str, code: str = "") -> bool:
        """Return whether it is the form of an act and of a person."""
        return self.act == act and self.form.one("code") == code

    def chosen(self, act: str, code: str, name: str, value: str, otherwise: bool) -> bool:
        """Return whether a choice of a form is ticked: as it was, else as a new form has it."""
        return value in self.form.all(name) if self.is_of(act, code) else otherwise

    def text(self, act: str, code: str, name: str, otherwise: str) -> str:
        """Return what stands in a field of a form: what was typed, else what a new form has."""
        return self.form.one(name) if self.is_of(act, code) else otherwise


class AgreementPages:
    """The addresses of the page of agreements."""

    def __init__(self, config: ConsoleConfig, registry: SessionRegistry, launcher: ConsoleLauncher) -> None:
        self._config, self._launcher = config, launcher
        self._pages = Pages("nao_sessions.console.agreements", config, registry)

    def routes(self) -> list[Route]:
        """Return the routes of the page."""
        return [
            Route("/agreements", self._answer_page),
            Route("/agreements/decision", self._decide, methods=["POST"]),
            Route("/agreements/{act}", self._write, methods=["POST"]),
            Route("/agreements/{act}", self._go_to_page),  # an address that is opened again after an error
        ]

    async def _answer_page(self, request: Request) -> Response:
        return await self._page()

    async def _go_to_page(self, request: Request) -> Response:
        return RedirectResponse("/agreements", 303)

    async def _decide(self, request: Request) -> Response:
        means = await self._launcher.means()
        return await self._written("decision", request, lambda form, ledger: [_decision(form, means)])

    async def _write(self, request: Request) -> Response:
        act = request.path_params["act"]
        lines_of: _LinesOf | None = {
            "purpose": _purpose,
            "child": _child,
            "adult": _adult,
            "answer": _answer,
            "withdraw": _withdrawal,
            "disagreement": _disagreement,
            "decision_over": _decision_over,
        }.get(act)
        if lines_of is None:
            raise HTTPException(404)
        return await self._written(act, request, lines_of)

    async def _written(self, act: str, request: Request, lines_of: _LinesOf) -> Response:
        form, unlocking = await form_of(request), unlocking_of(request)

        def write() -> None:
            file = LedgerFile.default()
            file.add(*lines_of(form, file.read()), author="" if unlocking is None else unlocking.person)

        try:
            await asyncio.to_thread(write)
        except NaoSessionsError as error:
            return await self._page(error, TypedForm(act, form))
        return RedirectResponse(f"/agreements#{form.one('code') or 'top'}", 303)

    async def _page(self, error: NaoSessionsError | None = None, typed: TypedForm = TypedForm()) -> Response:
        language = self._config.language
        file = LedgerFile.default()
        try:
            ledger, history = await asyncio.to_thread(lambda: (file.read(), file.history()))
        except NaoSessionsError as unread:
            ledger, history, error = Ledger(), (), error or unread
        of_room, means = await self._of_room(), await self._launcher.means()
        of_ledger = {name for word in ledger.words for name in word.recorders}
        recorders = [*dict.fromkeys((*of_room, *sorted(of_ledger - {LOG}))), LOG]
        known = {
            code: _person(code, history, ledger, recorders, language, means)
            for code in sorted(ledger.persons)
        }
        offered = [person.code for person in people_if_readable(self._config.keep).offered]
        today = _today()
        return self._pages.render(
            "agreements.html",
            status=200 if error is None else 422,
            words=words_in(WORDS, language),
            children=[one for one in known.values() if one.role == "child"],
            adults=[one for one in known.values() if one.role != "child"],
            unknown=[code for code in offered if code not in known],
            decisions=[told(line_words(one), language) for one in ledger.decisions.values()],
            undecided=lacking(ledger, (*of_room, LOG), _today(), language, means),
            means=means,
            robot=means.robot or told(NO_ROBOT, language),
            purposes=[told(line_words(one), language) for one in ledger.purposes.values()],
            chosen=[(one, told(PURPOSE_WORDS[one], language)) for one in ledger.purposes],
            all_purposes=[(one, told(PURPOSE_WORDS[one], language)) for one in PURPOSES],
            legals=[(one, told(LEGAL_WORDS[one], language)) for one in _LEGALS],
            families=[(one, told(text, language)) for one, text in FAMILIES.items()],
            answers=[(one, told(text, language)) for one, text in ANSWERS.items()],
            acts=[(one, told(text, language)) for one, text in ACTS.items()],
            recorders=[(one, told(recorder_words(one), language)) for one in recorders],
            of_room=[(one, told(recorder_words(one), language)) for one in of_room],
            typed=typed,
            today=today.isoformat(),
            problem=None if error is None else problem_of(error, language),
        )

    async def _of_room(self) -> list[str]:
        """Return the recorders of the room, without the log."""
        cameras = self._launcher.cameras()
        sounds = [name for name in await self._launcher.levels() if name not in cameras]
        of_cameras = [recorder for name in cameras for recorder in (f"camera:{name}", sound_of(name))]
        return [*of_cameras, *(f"microphone:{name}" for name in sounds)]


def _person(
    code: str,
    history: Sequence[LedgerEntry],
    ledger: Ledger,
    recorders: list[str],
    language: Language,
    means: Means,
) -> PersonAgreements:
    person = ledger.persons[code]
    its = tuple(
        told(entry_words(one), language)
        for one in history
        if code in (getattr(one.line, "person", None), getattr(one.line, "code", None))
    )
    holders = ((one.code, told(CAPACITY_WORDS[one.capacity], language)) for one in person.holders)
    birthday = "" if person.adult_from is None else person.adult_from.isoformat()
    alone = person.role != "child" or person.has_one_voice
    quarrel = None if alone else code in ledger.disagreements
    now = datetime.datetime.now().astimezone()
    standings = standings_of(ledger, code, recorders, now, language, means)
    return PersonAgreements(code, person.role, its, (*holders, (SELF, "")), birthday, quarrel, standings)


def _purpose(form: Form, ledger: Ledger) -> Sequence[Line]:
    purpose = next((one for one in PURPOSES if one == form.one("purpose")), None)
    if purpose is None:
        raise _open("purpose")
    legal = _LEGALS.get(form.one("legal"))
    if legal is None:
        raise _open("legal")
    holders: Reading = "one" if form.one("holders") == "one" else "all"
    return [PurposeLine(purpose, legal, form.one("notice").strip(), holders)]


def _child(form: Form, ledger: Ledger) -> Sequence[Line]:
    """Return the line of a child's family, new or changed.

    Whoever goes on speaking for the child (``stays``) keeps the code, and what was said under it; whoever is
    new gets one that nobody had before, and has said nothing yet.
    """
    family = form.one("family")
    if family not in FAMILIES:
        raise _open("family")
    code = form.one("code")
    known = ledger.persons.get(code)
    before = () if known is None else known.holders
    staying = [one for one in before if one.code in form.all("stays")]
    used = {one.code for one in before} | {word.by for word in ledger.words if word.person == code}
    free = (name for n in range(1, 10) if (name := f"H{n}") not in used)
    holders: list[Holder] = []
    for capacity in _CAPACITIES.get(family, _ONE_PARENT):
        stays = next((one for one in staying if one.capacity == capacity), None)
        if stays is not None:
            staying.remove(stays)
        new = stays or next((Holder(one, capacity) for one in free), None)
        if new is None:
            raise _open("stays")
        holders.append(new)
    if staying:
        raise UsageError(
            msg("Somebody who goes on speaking for the child has no place in this family."),
            msg("Leave ticked only those who still speak for the child; who is new answers anew."),
            code="G113",
        )
    proof = _PROOFS.get(family)
    needs = HOLDERS_OF_A_CHILD if proof is None else 1
    return [PersonLine(code, "child", _day(form, "adult_from"), tuple(holders), needs, proof)]


def _disagreement(form: Form, ledger: Ledger) -> Sequence[Line]:
    _check_sure(form)
    return [DisagreementLine(form.one("code"), stands=form.one("stands") == "yes")]


def _decision(form: Form, means: Means) -> Line:
    """Return the line of a decision about the version, the robot and the disk that are here."""
    _check_sure(form)
    return DecisionLine(
        version=means.version,
        recorders=form.all("recorder"),
        decided_by=form.one("by").strip(),
        decided_on=_day(form, "decided_on"),
        until=_day(form, "until", "decision_until"),
        opinion_on=_day(form, "opinion_on"),
        assessed_on=_day(form, "assessed_on"),
        paper=form.one("paper").strip(),
        robot=means.robot,
        disk_vouched=form.one("disk_vouched") == "yes",
        favourable=form.one("favourable") == "yes",
    )


def _decision_over(form: Form, ledger: Ledger) -> Sequence[Line]:
    _check_sure(form)
    return [DecisionOverLine(form.one("by").strip(), _today())]


def _adult(form: Form, ledger: Ledger) -> Sequence[Line]:
    code = next(code for n in range(1, 1000) if (code := f"A{n:02}") not in ledger.persons)
    return [PersonLine(code, "visitor" if form.one("role") == "visitor" else "staff")]


def _answer(form: Form, ledger: Ledger) -> Sequence[Line]:
    """Return the lines of an answer: of each who gave it, to each question, of each purpose with its notice.

    A no is about the recorders that are ticked, or about everything, for every purpose.
    """
    word, code, on = form.one("word"), form.one("code"), _day(form, "given_on")
    recorders, speakers = form.all("recorder"), tuple(dict.fromkeys(form.all("by")))
    if word not in ANSWERS:
        raise _open("word")
    if not speakers:
        raise _open("by")
    if word == "refuses":
        everything = form.one("everything") == "yes"
        if not (everything or recorders):
            raise _open("no_what")
        return [
            WordLine(code, by, "refuses", on, recorders=() if everything else recorders) for by in speakers
        ]
    if not recorders:
        raise _open("recorders")
    acts = [act for act in _ACTS if act in form.all("act")]
    if not acts:
        raise _open("act")
    purposes = [one for one in ledger.purposes.values() if one.purpose in form.all("purpose")]
    if not purposes:
        raise _open("purpose")
    until = _day(form, "until")
    kept: Word = "informed" if word == "informed" else "agrees"
    return [
        WordLine(code, by, kept, on, until, act, recorders, (one.purpose,), one.notice)
        for by in speakers
        for act in acts
        for one in purposes
    ]


def _withdrawal(form: Form, ledger: Ledger) -> Sequence[Line]:
    """Return the line of a withdrawal: of the recorders that are ticked; where none is, of everything."""
    _check_sure(form)
    recorders = form.all("recorder")
    return [WordLine(form.one("code"), form.one("by"), "withdraws", _today(), recorders=recorders)]


def _check_sure(form: Form) -> None:
    """Raise UsageError (G119) where it was not confirmed that somebody said so."""
    if form.one("sure") != "yes":
        raise _open("sure")


def _day(form: Form, name: str, asked: str = "") -> datetime.date:
    """Return a day of a form; *asked* is what the page asks it by, where that is not the field's name."""
    try:
        return datetime.date.fromisoformat(form.one(name))
    except ValueError as error:
        raise _open(asked or name) from error


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


def _open(asked: str) -> UsageError:
    """Return the error of a question that was left open, by its key among the page's words."""
    return UsageError(
        msg('Left open: "{question}" Nothing was written down.', question=WORDS[asked]),
        msg("Answer it, and write it down again."),
        code="G137",
    )
