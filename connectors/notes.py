"""The note to take along: what may go in, what was chosen, and the text that comes of it.

Nothing of it is kept: it lives in the fields of the page, and in the answer to a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from bot import paper, turns
from bot.access import Access, conversation_of
from bot.desk import digest
from bot.errors import MessageTooLong
from bot.models import Author
from bot.turns import Body
from connectors.reporter import Reporter
from expertise import note_facts, texts
from expertise.giveaways import giveaways
from expertise.hours import ZONE
from expertise.languages import Language
from expertise.note import ANYBODY, PARTS, READERS, Note, heading, tidy
from expertise.note_facts import Fact

MAX_CHARACTERS: Final = 20_000
# The parts that one may write oneself; the last is for whatever else one wants to say.
WRITTEN: Final = PARTS[1:]
_MOST_LETTERS: Final = 10


class NoteTooLong(MessageTooLong):
    """More than a note may hold; it stays where it was typed."""

    key = "note.error.too_long"


@dataclass(frozen=True)
class Own:
    """A message of the reporter's own."""

    seq: int
    text: str = field(repr=False)


@dataclass(frozen=True)
class Offer:
    """What a talk has that may go in. `cards` are those that it has shown already."""

    facts: tuple[Fact, ...] = field(default=(), repr=False)
    said: tuple[Own, ...] = field(default=(), repr=False)
    cards: frozenset[str] = frozenset()

    def fresh(self, cards: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
        """The cards that the talk has not shown yet."""
        return tuple(card for card in cards if card["id"] not in self.cards)


@dataclass(frozen=True)
class Choices:
    """What was ticked and written in the step."""

    reader: str = ANYBODY
    facts: frozenset[str] = frozenset()
    said: frozenset[int] = frozenset()
    written: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def typed(self) -> str:
        """All that was written in the step itself."""
        return "\n".join(self.written.get(part, "") for part in WRITTEN)


@dataclass(frozen=True)
class Draft:
    """What the step shows. `is_changed` says that the text was changed since it was made."""

    language: Language = "nl"
    offer: Offer = Offer()
    choices: Choices = Choices()
    text: str = field(default="", repr=False)
    is_changed: bool = False
    is_checked: bool = False
    cards: tuple[Mapping[str, Any], ...] = ()

    @property
    def readers(self) -> Mapping[str, str]:
        """For whom a note may be, with what stands beside the button."""
        return {name: texts.text(f"note.reader.{name}", self.language) for name in READERS}

    @property
    def headings(self) -> Mapping[str, str]:
        """The parts with what stands above them."""
        return {part: heading(part, self.language) for part in PARTS}

    @property
    def file_name(self) -> str:
        """The name of the file for the page's script, without its ending; it says nothing."""
        return texts.text("note.file", self.language)

    @property
    def _looked_at(self) -> str:
        """No more than a note may hold is ever searched, whatever was sent."""
        return self.text[:MAX_CHARACTERS]

    @property
    def found(self) -> tuple[str, ...]:
        """What in the text may show who it is about, as the reporter is told."""
        return tuple(
            texts.text(f"page.note.found.{each.kind}", self.language, words=", ".join(each.words))
            for each in giveaways(self._looked_at)
        )

    @property
    def lost(self) -> str:
        """Which of its characters the pages cannot write, as the reporter is told; else empty."""
        letters = " ".join(paper.unwritable(self._looked_at)[:_MOST_LETTERS])
        return texts.text("page.note.letters", self.language, letters=letters) if letters else ""


async def offered(who: Reporter, language: Language) -> Offer:
    """What may go into a note of this talk."""
    access = await who.access()
    return await who.services.store.read(_offer, access, language)


def composed(offer: Offer, choices: Choices, now: datetime, language: Language) -> str:
    """The note as it was chosen.

    Raises:
        NoteTooLong: it has more than `MAX_CHARACTERS`.
    """
    chosen = [(fact.part, fact.text) for fact in offer.facts if fact.id in choices.facts]
    chosen += [("words", own.text) for own in offer.said if own.seq in choices.said]
    chosen += [(part, choices.written.get(part, "")) for part in WRITTEN]
    parts = {part: tuple(said for name, said in chosen if name == part) for part in PARTS}
    reader = choices.reader if choices.reader in READERS else ANYBODY
    return checked(Note(reader, day_of(now), parts).as_text(language))


def checked(typed: str) -> str:
    """A note's text, tidied.

    Raises:
        NoteTooLong: it has more than `MAX_CHARACTERS`.
    """
    text = tidy(typed).strip() + "\n"
    if len(text) > MAX_CHARACTERS:
        raise NoteTooLong(limit=f"{MAX_CHARACTERS}")
    return text


def day_of(now: datetime) -> date:
    """The day that it is here."""
    return now.astimezone(ZONE).date()


def _offer(session: Session, access: Access, language: Language) -> Offer:
    known = digest.load(access, conversation_of(session, access))
    said = turns.said(session, access)
    own = [t for t in said if t.author == Author.REPORTER and t.body.picture is None]
    told = (_told(turn.body) for turn in own)
    return Offer(
        facts=note_facts.facts(known.theme, known.role, told, language),
        said=tuple(Own(turn.seq, turn.body.text) for turn in own if turn.body.pressed is None),
        cards=frozenset(card for turn in said for card in _cards_of(turn.body)),
    )


def _told(body: Body) -> Mapping[str, str]:
    """What a turn of the reporter's tells, in codes: a button says it itself."""
    return note_facts.read(body.text) if body.pressed is None else body.pressed.slots


def _cards_of(body: Body) -> tuple[str, ...]:
    payload = body.payload or {}
    own = (str(payload["id"]),) if payload.get("kind") == "card" else ()
    return (*body.cards, *own)
