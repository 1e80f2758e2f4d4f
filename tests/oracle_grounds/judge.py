"""May this recorder run on this day? Judged from a story alone, as the project's rule has it.

Every person is called up in turn, every word that was ever said is gone through from the first day to today,
and the first doubt ends it. No line is shared with the program.
"""

from __future__ import annotations

from tests.oracle_grounds.stories import TODAY, Institution, Resolution, Said, Somebody, Story

PARENTS_AND_LIKE = ("mother", "father", "guardian", "delegate")


def runs(story: Story, recorder: str) -> bool:
    """Return whether a recorder may run."""
    institution = story.wants.get(story.for_what)
    passed_off = [code for code in story.adults if _is_minor(story, code)]
    young = story.children + passed_off
    if institution is None or not institution.chosen or story.clock_days_off < 0:
        return False
    if len(passed_off) == len(story.adults):  # no grown-up is there
        return False
    if young and not _resolved(story, recorder):
        return False
    for code in story.children + story.adults:
        person = next((one for one in story.everybody if one.code == code), None)
        if person is None or not person.written_down:
            return False
        if not _is_for_it(person, recorder, story.for_what, institution):
            return False
    for code in young:
        heard = story.today.get(code, "") if story.asked_today else ""
        if recorder == "log":
            if heard == "no":
                return False
        elif heard != "yes":
            return False
    # what hears with a camera hears only while the camera sees
    return not recorder.startswith("sound:") or runs(story, recorder.replace("sound:", "camera:"))


def _is_minor(story: Story, code: str) -> bool:
    """Return whether a person is a child on this day, whatever it was named as."""
    return any(
        one.code == code and one.kind == "child" and (one.eighteen_on is None or one.eighteen_on > TODAY)
        for one in story.everybody
        if one.written_down
    )


def _resolved(story: Story, recorder: str) -> bool:
    """Return whether the house resolved to film children so; a log needs that only where the disk is open."""
    in_force: dict[str, Resolution] = {}
    for one in story.resolutions:
        in_force[one.machine] = one
        if one.taken_back is not None:
            in_force = {}
    for machine, one in in_force.items():
        if story.machine and machine != story.machine:
            continue
        if not one.day <= TODAY <= one.last_day or one.release != story.release:
            continue
        if (story.disk_locked or one.answers_for_disk) and (recorder == "log" or recorder in one.recorders):
            return True
    return recorder == "log" and story.disk_locked


def _is_for_it(person: Somebody, recorder: str, want: str, institution: Institution) -> bool:
    is_film = recorder != "log"
    own = _state_of_mind(person, "self", recorder, want, institution)
    if own == "against":
        return False
    if person.kind == "worker":
        return own in ("for", "told")
    of_age = person.kind == "guest" or (person.eighteen_on is not None and person.eighteen_on <= TODAY)
    told_will_do = not is_film and institution.basis != "consent"
    if of_age:
        if person.kind == "child":
            last = _last(person, "self", recorder, want)
            assert person.eighteen_on is not None
            if last is None or last.day < person.eighteen_on:
                return False
        return own == "for" or (own == "told" and told_will_do)
    with_authority = [who for who, role in person.answering.items() if role in PARENTS_AND_LIKE]
    alone = person.seen is not None and len(with_authority) < 2  # nobody is there to quarrel with
    if not alone and _quarrel(person):
        return False
    minds = {who: _state_of_mind(person, who, recorder, want, institution) for who in person.answering}
    if "against" in minds.values():
        return False
    if not with_authority:
        return False
    if not is_film or institution.one_parent_films:
        # a usual act: one who holds authority is for it, and nobody is against it
        return any(minds[who] == "for" or (minds[who] == "told" and told_will_do) for who in with_authority)
    if len(with_authority) < 2 and person.seen is None:
        return False
    return all(mind == "for" for mind in minds.values())


def _quarrel(person: Somebody) -> bool:
    going_on = False
    for day in range(TODAY + 1):
        for when, begins in person.quarrels:
            if when == day:
                going_on = begins
    return going_on


def _last(person: Somebody, who: str, recorder: str, want: str) -> Said | None:
    """Return the last word to this question. Words that are to hold from a later day on are words, too."""
    found = None
    for said in sorted(person.said, key=lambda one: one.day):
        about_it = said.what == "takes-back" or not said.about_using
        general = said.what in ("no", "takes-back")
        about_it = about_it and (recorder in said.recorders or (general and not said.recorders))
        about_it = about_it and (want in said.wants or (general and not said.wants))
        if said.who == who and about_it:
            found = said
    return found


def _state_of_mind(person: Somebody, who: str, recorder: str, want: str, institution: Institution) -> str:
    """Return for, told, against or silent: what somebody's last word comes to today."""
    said = _last(person, who, recorder, want)
    if said is None:
        return "silent"
    if said.what in ("no", "takes-back"):
        return "against"
    if not said.day <= TODAY <= said.last_day or said.paper != institution.paper:
        return "silent"
    return "for" if said.what == "yes" else "told"
