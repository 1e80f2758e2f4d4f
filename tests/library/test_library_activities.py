"""Every activity of the library ends well, however it is left: by silence, refusal, distress, time."""

from __future__ import annotations

import pytest

from tests.library.activity_courses import ACTIVITIES, COURSES


@pytest.mark.parametrize("name", ACTIVITIES)
@pytest.mark.parametrize("course", list(COURSES))
def test_what_holds_for_every_activity(course: str, name: str) -> None:
    COURSES[course](name)
