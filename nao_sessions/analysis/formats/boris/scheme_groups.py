"""What excludes each other in a BORIS ethogram, as the groups of a scheme."""

from __future__ import annotations

from typing import Any

from nao_sessions.analysis.schemes.foreign import Codes, says_first_name
from nao_sessions.analysis.schemes.model import Kind
from nao_sessions.core.json_places import Located

FEW = 3
"""So many behaviours name a group that has no name of its own."""


class Groups:
    """What excludes each other, as groups: BORIS lists for each behaviour those that it excludes."""

    def __init__(self, entries: list[Located]) -> None:
        self._excluded = {leaf(one, "code"): listed_in(one, "excluded") for one in entries}
        states = [one for one in entries if leaf(one, "type").casefold().startswith("state")]
        names = {leaf(one, "code") for one in states}
        self._rivals = {
            leaf(one, "code"): {leaf(one, "code"), *listed_in(one, "excluded")} & names for one in states
        }
        self._members: dict[str, set[str]] = {}
        for name, rivals in self._rivals.items():
            whole = set(rivals)
            for other in rivals:
                whole |= self._members.get(other, set())
            for other in whole:
                self._members[other] = whole
            self._members[name] = whole
        codes = Codes()
        self._codes: dict[frozenset[str], str] = {}
        self.titles: dict[str, str] = {}
        """By its code, how a group is called: as its category, else by what it holds."""
        for one in states:
            members = frozenset(self._members[leaf(one, "code")])
            if len(members) > 1 and members not in self._codes:
                wanted = plain_category(leaf(one, "category") or leaf(one, "code"))
                taken = set(self._codes.values())
                group = codes.of(wanted) if wanted not in taken else codes.of(f"{wanted} 2")
                self._codes[members] = group
                held = [leaf(each, "code") for each in states if leaf(each, "code") in members]
                some = " / ".join([*held[:FEW], *(["…"] if len(held) > FEW else [])])
                self.titles[group] = leaf(one, "category") or some

    def of(self, name: str) -> str:
        """Give the group of a state; "" where it excludes nothing."""
        return self._codes.get(frozenset(self._members.get(name, ())), "")

    def there(self, entry: Located, kind: Kind, group: str, key: str) -> dict[str, Any]:
        """Give what BORIS alone knows of a behaviour, where it is other than what would be written."""
        excluded = set(listed_in(entry, "excluded"))
        exclusive = self._members.get(leaf(entry, "code"), set()) if kind == "state" else set()
        found: dict[str, Any] = {}
        if leaf(entry, "color"):
            found["color"] = leaf(entry, "color")
        if leaf(entry, "category") != group:
            found["category"] = leaf(entry, "category")
        if excluded != exclusive - {leaf(entry, "code")}:
            found["excluded"] = leaf(entry, "excluded")
            if self.named(leaf(entry, "code")):
                found["excluded"] = ",".join(
                    one for one in listed_in(entry, "excluded") if self._may_stay(one)
                )
        # here whatever has no key is given one
        if leaf(entry, "key") != key or not key:
            found["key"] = leaf(entry, "key")
        return found

    def named(self, name: str) -> bool:
        """Tell whether a behaviour excludes something that holds a first name and is no behaviour here."""
        return not all(map(self._may_stay, self._excluded[name]))

    def _may_stay(self, other: str) -> bool:
        return other in self._excluded or not says_first_name(other)

    def exact(self, name: str) -> bool:
        """Tell whether a state excludes all of its group."""
        return self._rivals[name] == self._members[name]


def plain_category(category: str) -> str:
    """Give the name of the group that a category is written as."""
    return Codes().of(category)


def listed_in(entry: Located, key: str) -> list[str]:
    return [one.strip() for one in leaf(entry, key).split(",") if one.strip()]


def leaf(entry: Located, key: str) -> str:
    """Give a text or a number as it is written; "" for whatever else stands there."""
    found = entry.get(key)
    return (
        str(found.value).strip() if found is not None and isinstance(found.value, str | int | float) else ""
    )
