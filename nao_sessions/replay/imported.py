"""What a coder wrote of a session that was imported, in sentences: on the lane of whom it is about.

The coder's own words are shown as they stand; where the end of a state was never coded, that is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.events import Event
from nao_sessions.core.text import Text
from nao_sessions.replay.telling import Context, Lane, Told, quoted, same

_LANES: Mapping[str, Lane] = {"nao": "action", "adult": "adult", "group": "child"}
_ROLES: Mapping[str, Text] = {
    "nao": Text(fr="Nao", en="Nao"),
    "adult": Text(fr="Professionnel·le", en="Professional"),
    "group": Text(fr="Le groupe", en="The group"),
}


def beginning(event: Event, context: Context) -> Told:
    """Tell what the session was imported from."""
    words = Text(
        fr="Séance importée de {file} : {count} événements",
        en="Session imported from {file}: {count} events",
    )
    return Told("note", words.format(file=quoted(str(event.data["file"])), count=event.data["events"]))


def coded(event: Event, context: Context) -> Told:
    """Tell one event of the table."""
    role = str(event.data.get("subject", ""))
    written = event.data.get("code")
    code = same(context.filled(str(written))) if written else _BLANK
    further = [context.filled(str(event.data[name])) for name in _FURTHER if event.data.get(name)]
    told = Text(fr=" · ".join([code.fr, *further]), en=" · ".join([code.en, *further]))
    if event.participant is not None or role in _ROLES:
        who = same(event.participant) if event.participant is not None else _ROLES[role]
        told = Text(fr="{who} : {told}", en="{who}: {told}").format(who=who, told=told)
    if event.data.get("open"):
        told = Text(fr=f"{told.fr} (fin non codée)", en=f"{told.en} (its end was not coded)")
    lane: Lane = "child" if event.participant is not None else _LANES.get(role, "note")
    return Told(lane, told, alert=bool(event.data.get("open")), label=code)


_BLANK = Text(fr="(sans texte)", en="(without text)")
_FURTHER = ("modifiers", "tier", "comment")
