"""Whoever looks on is woken after what a change led to, and once for all that changed together."""

from __future__ import annotations

import asyncio

from nao_sessions.console.session_registry import Observers


def test_what_a_change_leads_to_is_begun_before_anybody_who_looks_on_is_woken() -> None:
    async def story() -> list[str]:
        lookers, order = Observers(), list[str]()

        async def look_on() -> None:
            with lookers.looking() as changed:
                begun.set()
                await changed.wait()
                order.append("seen")

        async def act() -> None:
            await asyncio.create_task(call())  # as a robot's port does: a task in a task

        async def call() -> None:
            order.append("called")

        begun = asyncio.Event()
        looking = asyncio.create_task(look_on())
        await begun.wait()
        acting = asyncio.create_task(act())
        lookers.changed()
        await asyncio.gather(acting, looking)
        return order

    assert asyncio.run(story()) == ["called", "seen"]


def test_changes_that_come_together_are_told_once_and_a_later_one_again() -> None:
    async def story() -> int:
        lookers, woken = Observers(), 0
        with lookers.looking() as changed:
            for _ in range(2):
                for _ in range(5):
                    lookers.changed()
                await changed.wait()
                woken += 1
                changed.clear()
        return woken

    assert asyncio.run(story()) == 2


def test_a_change_that_nobody_looks_at_costs_nothing() -> None:
    Observers().changed()
