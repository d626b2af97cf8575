"""What is sent besides words: a picture is cleaned as on the web, everything else is not kept."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.messengers import outbox
from bot.models import State
from bot.pictures.errors import PicturesBusy, UnusablePicture
from bot.pictures.taking import MAX_BYTES, too_large
from connectors.messenger.pieces import message
from connectors.messenger.protocol import Away, ChatClosed, Refused, Sent
from connectors.messenger.visit import Answer, Change, Visit
from expertise import texts

# Told once in a chat.
_WARNING: Final = "nudes"


async def sent(visit: Visit, event: Sent) -> Answer:
    """A picture for the talk, or a kind word about what cannot be taken in.

    Raises:
        PictureTooLarge, UnusablePicture, PicturesBusy: as `Taker.take`.
        TooManyPictures, TooFast: as `keeping.add`.
    """
    if event.kind != "picture":
        return Answer((visit.text(f"messenger.refused.{event.kind}"),), asks=visit.chat.stage)
    if visit.chat.conversation_id is None:
        return Answer((visit.text("messenger.picture.first"),))
    with visit.services.pictures.place():
        raw = await _fetched(visit, event.file)
        known = visit.message_id(f"{event.post}-p")
        received = await visit.reporter.add_picture(raw, known, visit.language)
    # The bot says itself that it was kept.
    told = () if received.state is State.BOT else (visit.text("messenger.picture.kept"),)
    return Answer(told, _warning(visit))


async def _fetched(visit: Visit, file: str) -> bytes:
    try:
        raw = await visit.place.messenger.fetch(file, MAX_BYTES)
    except Away as error:
        raise PicturesBusy from error
    except (Refused, ChatClosed) as error:
        raise UnusablePicture from error
    if raw is None:
        raise too_large()
    return raw


def _warning(visit: Visit) -> Change:
    """What should not be sent at all. The web says so before; here it can only be said now."""

    def change(session: Session, now: datetime) -> None:
        told = message([texts.text("messenger.picture.nudes", visit.language)])
        outbox.put(session, visit.place.keys, visit.chat.id, _WARNING, told, now)

    return change
