"""Fetches updates. Telegram forgets one when the next are asked for, so that is not done before it
was dealt with completely: what is in hand when the process ends comes again.

The library's own loop lets go of updates as soon as it has them.
"""

from __future__ import annotations

import asyncio
from typing import Final

from telegram import Bot, Update
from telegram.error import TelegramError

from connectors.telegram.intake import Intake
from connectors.telegram.trouble import Trouble
from connectors.telegram.updates import ALLOWED

_ASKED_FOR_S: Final = 25
# While something takes long, others' updates are looked for this often.
_FIRST_LOOK_S: Final = 0.1
_LONGEST_LOOK_S: Final = 1.0
_AT_THE_END_S: Final = 3.0


class Polling:
    """Asks for updates for as long as the process lives."""

    def __init__(self, bot: Bot, intake: Intake) -> None:
        self._bot = bot
        self._intake = intake
        self._trouble = Trouble()
        self._offset = 0
        self._look_s = _FIRST_LOOK_S
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        # Dealt with, and not told to Telegram yet because one before it is still in hand.
        self._done: set[int] = set()

    async def run(self) -> None:
        """Fetch, until this is cancelled; then what is in hand has a moment to end well."""
        is_ours = False
        try:
            while True:
                try:
                    if not is_ours:
                        is_ours = await self._bot.delete_webhook()
                    await self._round()
                    self._trouble.over()
                except TelegramError as error:
                    await asyncio.sleep(self._trouble.met(error))
        finally:
            await self._finish()

    async def _round(self) -> None:
        found = await self._bot.get_updates(
            offset=self._offset or None,
            timeout=0 if self._in_hand else _ASKED_FOR_S,
            allowed_updates=ALLOWED,
        )
        new = [each for each in found if not self._is_known(each)]
        for update in new:
            self._in_hand[update.update_id] = asyncio.create_task(self._intake.insist(update))
        await self._wait(is_new=bool(new))
        self._settle(found)

    def _is_known(self, update: Update) -> bool:
        return update.update_id in self._in_hand or update.update_id in self._done

    async def _wait(self, *, is_new: bool) -> None:
        """Until all are dealt with, or it is time to look whether somebody else has written."""
        self._look_s = _FIRST_LOOK_S if is_new else min(self._look_s * 2, _LONGEST_LOOK_S)
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=self._look_s)

    def _settle(self, found: tuple[Update, ...]) -> None:
        """Telegram may forget what comes before the first that is still in hand."""
        done = {number for number, task in self._in_hand.items() if task.done()}
        for number in done:
            self._in_hand.pop(number).result()
        if self._in_hand:
            self._offset = min(self._in_hand)
        elif found:
            # Not the highest ever: after a quiet week Telegram begins to count anywhere.
            self._offset = max(update.update_id for update in found) + 1
        self._done = {number for number in self._done | done if number >= self._offset}

    async def _finish(self) -> None:
        tasks = tuple(self._in_hand.values())
        if tasks:
            await asyncio.wait(tasks, timeout=_AT_THE_END_S)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
