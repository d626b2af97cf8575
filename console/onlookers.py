"""Who else is looking at a conversation, as one open page comes to know it.

Nothing is stored: each page tells the others over the bus that it is there, by ids alone. A page
that hears of somebody new tells of itself again, so that the newcomer knows it too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from bot.bus import Bus

LOOKS, GOES, TYPES = "looks", "goes", "types"


@dataclass
class Onlookers:
    """One page's knowledge; `names` are those of the colleagues, by id."""

    bus: Bus
    talk: UUID
    me: UUID
    names: Mapping[UUID, str]
    _topics: dict[str, tuple[str, UUID]] = field(init=False)
    _present: set[UUID] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._topics = {
            _topic(kind, self.talk, who): (kind, who)
            for who in self.names
            for kind in (LOOKS, GOES, TYPES)
        }

    @property
    def topics(self) -> Iterator[str]:
        """What to listen to."""
        return iter(self._topics)

    def look(self) -> None:
        """Tell the others that this page is there."""
        self.bus.publish(_topic(LOOKS, self.talk, self.me))

    def go(self) -> None:
        """Tell the others that this page is gone."""
        self.bus.publish(_topic(GOES, self.talk, self.me))

    def hear(self, topic: str) -> str | None:
        """An event for the page, if a topic is one of these and says something new."""
        if topic not in self._topics:
            return None
        kind, who = self._topics[topic]
        if kind == GOES:
            self._present.discard(who)
        elif kind == LOOKS and who not in self._present:
            self._present.add(who)
            self.look()
        return f"event: {kind}\ndata: {json.dumps(self.names[who])}\n\n"


def tell_typing(bus: Bus, talk: UUID, who: UUID) -> None:
    """Tell colleagues that somebody types; not what, and not to whom."""
    bus.publish(_topic(TYPES, talk, who))


def _topic(kind: str, talk: UUID, who: UUID) -> str:
    return f"{kind}:{talk}:{who}"
