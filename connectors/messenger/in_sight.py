"""A chat scrolls: in a talk about danger, the most urgent card is put again once it is far above.

On the web it is pinned. Which turns it comes before follows from the talk alone, so that looking
twice puts it once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.models import Author
from bot.turns import Said
from expertise import safety

# As many messages fill a phone's screen about twice.
OUT_OF_SIGHT: Final = 8


def again(talk: Iterable[Said]) -> dict[int, tuple[str, ...]]:
    """The cards to put again, by the number of the turn before which they are to stand."""
    found: dict[int, tuple[str, ...]] = {}
    worst: str | None = None
    since = 0
    for said in talk:
        shown = _shown(said)
        since += 1
        if worst and worst not in shown and since > OUT_OF_SIGHT and _is_theirs(said):
            found[said.seq], since = (worst,), 1
        worst = min((*shown, *([worst] if worst else ())), key=_rank, default=None)
        if worst in shown:
            since = 0
    return found


def _is_theirs(said: Said) -> bool:
    """Whether it is put into the chat; the reporter's own words stand there already."""
    return said.author is not Author.REPORTER


def _shown(said: Said) -> tuple[str, ...]:
    payload = said.body.payload or {}
    own = (str(payload["id"]),) if payload.get("kind") == "card" else ()
    return (*own, *said.body.cards)


def _rank(card: str) -> int:
    return safety.CARDS.index(card) if card in safety.CARDS else len(safety.CARDS)
