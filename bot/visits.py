"""How often the first screen was opened from a poster or a card: counts, and nobody.

The codes that the kit prints name their channel (`?via=poster`), the same on every poster. What is
counted is a page that was opened: a channel and a month, of no talk and of no person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot import tallies
from bot.clock import to_minute
from bot.engine import Count
from bot.store import Store
from expertise.counting import is_countable

# A class that scans a poster together stays below it, and a script cannot keep the store busy.
MOST_A_MINUTE: Final = 120


@dataclass
class Visits:
    """Counts what comes in at this process, up to so many in a minute."""

    _minute: datetime | None = field(default=None, init=False)
    _counted: int = field(default=0, init=False)

    async def count(self, store: Store, channel: str, now: datetime) -> None:
        """Count a visit through a channel; one that does not exist is none."""
        about = {"value": channel}
        if is_countable("visit", about) and self._has_room(now):
            await store.write(tallies.add, [Count("visit", about)], now)

    def _has_room(self, now: datetime) -> bool:
        minute = to_minute(now)
        if minute != self._minute:
            self._minute, self._counted = minute, 0
        self._counted += 1
        return self._counted <= MOST_A_MINUTE
