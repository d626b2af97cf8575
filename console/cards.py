"""Cards as a counsellor sees them: what the reporter was shown, in a few lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.turns import Body
from console.words import Words
from expertise import cards


@dataclass(frozen=True)
class Brief:
    """A card in short. `is_urgent` is True of safety cards, which came without being asked for."""

    label: str
    title: str
    lines: tuple[str, ...] = ()
    is_urgent: bool = False


def briefs(body: Body, t: Words, at: datetime) -> list[Brief]:
    """All that was shown with a turn."""
    safety = [
        _safety(cards.card(card_id, t.language, at).as_payload(), t) for card_id in body.cards
    ]
    payload = _of_payload(body.payload, t) if body.payload else None
    return [*safety, payload] if payload else safety


def _of_payload(payload: Mapping[str, Any], t: Words) -> Brief | None:
    match payload.get("kind"):
        case "advice":
            return _advice(payload, t)
        case "card":
            return _safety(payload, t)
        case "code":
            return Brief(t("card.code"), "")
        case _:
            return None


def _safety(card: Mapping[str, Any], t: Words) -> Brief:
    lines = tuple(line for line in (*card["lines"], _contacts(card)) if line)
    return Brief(t("card.shown"), card["title"], lines, is_urgent=True)


def _advice(advice: Mapping[str, Any], t: Words) -> Brief:
    main, others = advice["main"], advice["others"]
    said = (advice.get(part) for part in ("reason", "duty", "committee"))
    lines = [*said, *map(_party, (main, *others))]
    if advice.get("if_it_fails"):
        lines.append(t("card.if_it_fails", text=advice["if_it_fails"]))
    lines.append(advice.get("next_rung"))
    names = ", ".join(party["name"] for party in (main, *others))
    return Brief(t("card.advice"), names, tuple(line for line in lines if line))


def _party(party: Mapping[str, Any]) -> str:
    parts = (party.get("why"), _contacts(party), party.get("open"))
    return f"{party['name']}: {' · '.join(part for part in parts if part)}"


def _contacts(holder: Mapping[str, Any]) -> str:
    contacts: Iterable[Mapping[str, Any]] = holder.get("contacts", ())
    return " · ".join(contact["label"] for contact in contacts)
