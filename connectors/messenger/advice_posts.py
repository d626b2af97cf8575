"""Advice as posts: the main party first and in full, the others shortly, then what if it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from bot.messengers.outbox import Message
from connectors.messenger.pieces import Line, Paragraph, bold, message
from expertise import texts
from expertise.languages import Language

_FACTS: Final = ("takes", "binding", "anonymous", "cost")

Payload = Mapping[str, Any]


def of(opening: Iterable[Paragraph], advice: Payload, language: Language) -> tuple[Message, ...]:
    """An advice in three or four posts; `opening` is what was said with it."""
    told = (
        _before(opening, advice, language),
        _main(advice["main"], language),
        _others(advice["others"], language),
        _after(advice, language),
    )
    return tuple(post for post in told if post.text)


def can_and_cannot(
    can: Iterable[str], cannot: Iterable[str], language: Language
) -> Iterator[list[Line]]:
    """What a party can do and what it cannot, each with its heading."""
    for name, points in (("can", list(can)), ("cannot", list(cannot))):
        if points:
            title = texts.text(f"page.advice.{name}", language)
            yield [bold(title), *(f"– {point}" for point in points)]


def contacts(lines: Iterable[Payload], language: Language) -> list[str]:
    """Lines to be tapped: a phone makes links of the numbers and addresses in them."""
    told: list[str] = []
    known: set[str] = set()
    for contact in lines:
        # A chat often lies at the address of the site, which is then said once.
        if contact["kind"] != "site" or contact["href"] not in known:
            told.append(_contact(contact, language))
        known.add(contact["href"])
    return told


def _before(opening: Iterable[Paragraph], advice: Payload, language: Language) -> Message:
    """Why this is said, and what has to be known before anybody goes there."""
    return message(
        [
            *opening,
            *_headed("duty", advice.get("duty"), language),
            advice["reason"],
            advice.get("committee") or "",
        ]
    )


def _main(party: Payload, language: Language) -> Message:
    first = texts.text("page.advice.main", language)
    return message(
        [
            bold(f"{first}: {party['name']}"),
            party["why"],
            *can_and_cannot(party["can"], party["cannot"], language),
            [party["open"], *_facts(party, language)],
            contacts(party["contacts"], language),
        ]
    )


def _others(parties: Iterable[Payload], language: Language) -> Message:
    told = [
        [bold(party["name"]), party["why"], party["open"], *contacts(party["contacts"], language)]
        for party in parties
    ]
    return message([bold(texts.text("page.advice.others", language)), *told] if told else [])


def _after(advice: Payload, language: Language) -> Message:
    return message(
        [
            *_headed("if_it_fails", advice["if_it_fails"], language),
            advice.get("next_rung") or "",
            advice["expectation"],
        ]
    )


def _headed(name: str, said: str | None, language: Language) -> Iterator[list[Line]]:
    if said:
        yield [bold(texts.text(f"page.advice.{name}", language)), said]


def _facts(party: Payload, language: Language) -> Iterator[str]:
    for fact in _FACTS:
        if party.get(fact):
            yield f"{texts.text(f'page.advice.{fact}', language)}: {party[fact]}"


def _contact(contact: Payload, language: Language) -> str:
    label, href, note = contact["label"], contact["href"], contact["note"]
    if contact["kind"] == "phone":
        label = texts.text("page.numbers.call", language, name=label)
    elif href.startswith("https:"):
        label = href if label in href else f"{label}: {href}"
    return f"{label} ({note})" if note else label
