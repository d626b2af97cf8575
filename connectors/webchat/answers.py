"""Waiting a moment for the bot, for pages that cannot be told later."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.desk.transcript import ReporterView
from connectors.reporter import Reporter

# The engine answers within a second; a page that takes longer than this feels broken.
_PATIENCE_S: Final = 4.0


async def awaited(reporter: Reporter) -> tuple[ReporterView, bool]:
    """The talk once the bot has answered, and whether its answer is still to come after all."""
    access = await reporter.access()
    loop = asyncio.get_running_loop()
    until = loop.time() + _PATIENCE_S
    with reporter.services.bus.subscribe(str(access.id)) as subscription:
        reporter.services.reception.attend(access)
        view = await reporter.view()
        while view.bot_owes and (left := until - loop.time()) > 0:
            await subscription.wait(left)
            view = await reporter.view()
    return view, view.bot_owes
