"""The note to take along: what may go in, how it reads, and then the file. None of it is kept."""

from __future__ import annotations

import re
from typing import Final

from bot.messengers.outbox import Button, Message
from connectors import note_pages, notes
from connectors.messenger import pieces
from connectors.messenger.pieces import Line, bold, message
from connectors.messenger.refusals import DeadButton, NoTalkYet
from connectors.messenger.visit import Answer, Steps, Visit
from connectors.notes import Choices, Draft, Offer
from expertise import texts

# What goes in: what the talk knows, the reporter's own words, or both, up to a turn's number.
_CHOICE: Final = re.compile(r"(facts|words|all)(?:\.([0-9]{1,9}))?", re.ASCII)


async def ask(visit: Visit, _value: str) -> Answer:
    """What may go in.

    Raises:
        NoTalkYet: nothing was told.
    """
    offer = await _offer(visit)
    if not (offer.facts or offer.said):
        return Answer((visit.text("messenger.note.nothing"),))
    last = max((own.seq for own in offer.said), default=0)
    names = ["all"] if offer.facts and offer.said else []
    names += [name for name, has in (("facts", offer.facts), ("words", offer.said)) if has]
    buttons = [
        _button(visit, f"note-see:{name}.{last}", f"messenger.note.{name}") for name in names
    ]
    no = _button(visit, "note-no", "page.erase.no")
    return Answer((visit.text("messenger.note.ask", [*buttons, no]),), asks="briefje")


async def _see(visit: Visit, value: str) -> Answer:
    """The note in words, with what in it may show who it is about."""
    draft = await _draft(visit, value)
    told: list[Line | list[Line]] = [bold(texts.text("page.note.text", visit.language)), draft.text]
    notice: list[Line | list[Line]] = [texts.text("messenger.note.here", visit.language)]
    if draft.found:
        notice.append([texts.text("page.note.found", visit.language), *draft.found])
    buttons = [
        _button(visit, f"note-pdf:{value}", "page.note.pdf"),
        _button(visit, "note-no", "page.erase.no"),
    ]
    asks = f"note-see:{value}"
    return Answer((message(told), message([*notice, draft.lost], buttons)), asks=asks)


async def _file(visit: Visit, value: str) -> Answer:
    draft = await _draft(visit, value)
    drawn = await note_pages.pdf(draft.text, visit.now, visit.language)
    below = message([texts.text("page.note.device", visit.language)]).pieces
    name = f"{draft.file_name}.pdf"
    return Answer((Message("file", pieces=below, file=drawn, file_name=name),))


async def _keep(visit: Visit, _value: str) -> Answer:
    return Answer((visit.text("messenger.back"),))


STEPS: Final[Steps] = {"briefje": ask, "note-see": _see, "note-pdf": _file, "note-no": _keep}


async def _offer(visit: Visit) -> Offer:
    if visit.chat.conversation_id is None:
        raise NoTalkYet
    return await notes.offered(visit.reporter, visit.language)


async def _draft(visit: Visit, value: str) -> Draft:
    found = _CHOICE.fullmatch(value)
    if found is None:
        raise DeadButton
    what, last = found[1], int(found[2] or 0)
    offer = await _offer(visit)
    choices = Choices(
        facts=frozenset(fact.id for fact in offer.facts if what != "words"),
        said=frozenset(own.seq for own in offer.said if what != "facts" and own.seq <= last),
    )
    text = notes.composed(offer, choices, visit.now, visit.language)
    return Draft(visit.language, offer, choices, text)


def _button(visit: Visit, name: str, key: str) -> Button:
    return pieces.step(name, key, visit.language)
