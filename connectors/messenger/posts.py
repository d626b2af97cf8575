"""What a talk says, as posts in a chat: short, in words that a phone makes links of.

Nothing here is longer than a messenger's limit by design, but what people write may be: the courier
cuts it (`splitting.split`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from bot.messengers.outbox import Button, Message
from bot.models import Author
from bot.turns import Said
from connectors.messenger import advice_posts
from connectors.messenger.notices import code, greeting, notice, numbers, state_of
from connectors.messenger.pieces import Paragraph, bold, message, say, step, with_buttons
from connectors.messenger.proposing import proposal
from expertise import cards, texts
from expertise.languages import LANGUAGES, Language

__all__ = [
    "code",
    "greeting",
    "notice",
    "numbers",
    "of_cards",
    "of_turn",
    "proposal",
    "say",
    "state_of",
]

# What the bot says of the web alone, with what is true in a messenger.
_SAID_HERE: Final = {
    "who_reads": "messenger.who_reads",
    "is_anonymous": "messenger.is_anonymous",
    "show_code": "messenger.code.offer",
    "page.human.no_team": "messenger.no_team",
}


def of_turn(said: Said, language: Language, now: datetime) -> tuple[Message, ...]:
    """A turn as posts. Of the reporter's own, only the safety cards: their words stand there."""
    if said.author is Author.REPORTER:
        return of_cards(said.body.cards, language, now)
    payload = said.body.payload or {}
    told, kind = _words(said, language), payload.get("kind")
    if kind == "advice":
        posts = advice_posts.of(told, payload, language)
    else:
        card = (_card(payload, language),) if kind == "card" else ()
        posts = (*((message(told),) if told else ()), *card)
    return with_buttons(posts, _buttons(said, kind, language)) if posts else ()


def of_cards(ids: Iterable[str], language: Language, now: datetime) -> tuple[Message, ...]:
    """Safety cards by their ids; one that the content no longer has is left out."""
    known = cards.card_ids()
    return tuple(
        _card(cards.card(i, language, now).as_payload(), language) for i in ids if i in known
    )


def _words(said: Said, language: Language) -> list[Paragraph]:
    """What was said; that a human says it stands before it, in words that can be read aloud."""
    text = said.body.text
    if not text.strip():
        return []
    if said.author is Author.COUNSELLOR:
        who = texts.text("page.sender.human", language, name=said.body.name)
        return [[bold(f"{who}:"), text]]
    return [_as_true_here(text)]


def _as_true_here(text: str) -> str:
    for key, here in _SAID_HERE.items():
        for language in LANGUAGES:
            if text == texts.text(key, language):
                return texts.text(here, language)
    return text


def _card(card: Mapping[str, Any], language: Language) -> Message:
    """The numbers stand below it once more, each on a line of its own to be tapped."""
    return message(
        [bold(card["title"]), card["lines"], advice_posts.contacts(card["contacts"], language)]
    )


def _buttons(said: Said, kind: str | None, language: Language) -> list[Button]:
    own = []
    if kind == "code":
        own = [step("code", "page.code.make", language)]
    elif kind == "human":
        own = [step("human", "page.ask.open", language)]
    answers = [
        Button(button.label, data=f"p:{said.seq}:{place}")
        for place, button in enumerate(said.body.buttons)
    ]
    return [*own, *answers]
