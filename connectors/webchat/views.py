"""A conversation as the page shows it: plain data, the same for the templates and the script.

What a button means stays behind; the page gets its label and its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.desk.transcript import ReporterView
from bot.models import Author
from bot.turns import Said
from connectors import passing
from expertise import cards, moments, safety
from expertise.languages import Language

_FROM: Final = {Author.REPORTER: "you", Author.BOT: "bot", Author.COUNSELLOR: "human"}
_HERE: Final = ZoneInfo("Europe/Amsterdam")

View = Mapping[str, Any]


@dataclass(frozen=True)
class Talk:
    """What the talk's page shows. On the first screen there is nothing of it yet."""

    token: str = field(default="", repr=False)
    message_id: str = ""
    view: View | None = field(default=None, repr=False)
    typed: str = field(default="", repr=False)
    notice: str = ""
    cards: tuple[Mapping[str, Any], ...] = ()

    @property
    def pinned(self) -> Mapping[str, Any] | None:
        """The most urgent card of the talk: it stays in sight."""
        turns = self.view["turns"] if self.view else ()
        shown = [*self.cards, *(card for turn in turns for card in turn["cards"])]
        return min(shown, key=lambda card: card["rank"], default=None)

    @property
    def reads_on_at(self) -> int:
        """Where reading goes on after a page was loaded: at one's own words, or a human's."""
        turns = self.view["turns"] if self.view else ()
        if turns and turns[-1]["from"] == "human":
            return int(turns[-1]["seq"])
        return max((turn["seq"] for turn in turns if turn["from"] == "you"), default=0)


def of(view: ReporterView, language: Language, now: datetime) -> View:
    """A conversation as data."""
    turns = [_turn(said, language, now) for said in view.turns]
    return {
        "state": view.state,
        "counsellor": view.counsellor,
        "leaver": view.leaver,
        "on_duty": view.on_duty,
        "opens": None if view.on_duty else moments.next_opening(view.opens_at, now, language),
        "waits_long": view.waits_long,
        "bot_owes": view.bot_owes,
        "has_code": view.has_code,
        "code_confirmed": view.code_confirmed,
        "proposal": passing.in_short(view.proposal, language),
        "turns": turns,
    }


def of_cards(ids: Iterable[str], language: Language, now: datetime) -> list[dict[str, Any]]:
    """Safety cards by their ids; one that the content no longer has is left out."""
    known = cards.card_ids()
    return [_ranked(cards.card(i, language, now).as_payload()) for i in ids if i in known]


def _turn(said: Said, language: Language, now: datetime) -> dict[str, Any]:
    payload = said.body.payload or {}
    kind = payload.get("kind")
    own_card = [_ranked(payload)] if kind == "card" else []
    return {
        "seq": said.seq,
        "from": _FROM[said.author],
        "name": said.body.name,
        "text": said.body.in_words(language),
        "time": _clock_time(said.at, now),
        "edited": said.body.edited,
        "cards": own_card + of_cards(said.body.cards, language, now),
        "advice": payload if kind == "advice" else None,
        "code": kind == "code",
        "human": kind == "human",
        "buttons": [
            {"label": button.label, "place": place}
            for place, button in enumerate(said.body.buttons)
        ],
    }


def _ranked(card: Mapping[str, Any]) -> dict[str, Any]:
    """A card with its urgency: the page keeps the lowest rank in sight."""
    order = safety.CARDS
    rank = order.index(card["id"]) if card["id"] in order else len(order)
    return {**card, "rank": rank}


def _clock_time(at: datetime, now: datetime) -> str:
    here, today = at.astimezone(_HERE), now.astimezone(_HERE).date()
    return f"{here:%H:%M}" if here.date() == today else f"{here.day}-{here.month} {here:%H:%M}"
