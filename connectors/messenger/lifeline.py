"""The numbers for who is in danger, although nothing can be stored and so nothing can be due."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from typing import Final

from connectors.messenger import posts
from connectors.messenger.protocol import Away, ChatClosed, Event, Refused
from connectors.messenger.visit import Place
from expertise.languages import Language
from expertise.safety import Finding

# Events that got their numbers already: they are brought again until they could be stored.
_REMEMBERED: Final = 10_000


class Lifeline:
    """Says what cannot wait, once for each event, straight into the chat."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._thrown: OrderedDict[int, None] = OrderedDict()

    async def throw(self, event: Event, finding: Finding, language: Language) -> None:
        """The cards of what was found in an event's words, if any."""
        if not finding.cards or event.number in self._thrown:
            return
        self._thrown[event.number] = None
        if len(self._thrown) > _REMEMBERED:
            self._thrown.popitem(last=False)
        told = (
            *posts.of_cards(finding.cards, language, self._place.services.clock()),
            posts.say("messenger.error.store", language),
        )
        with suppress(Away, ChatClosed, Refused):
            for message in told:
                await self._place.messenger.put(event.address, message)
