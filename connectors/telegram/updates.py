"""What Telegram tells becomes what a person did. No name, user name or number of theirs is read.

One update may be two events, a picture and the words below it, so an event's number is twice the
update's, plus its place in it: the same whenever the update comes again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from telegram import ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType, UpdateType

from connectors.messenger.protocol import (
    Commanded,
    Edited,
    Event,
    Kind,
    Left,
    Pressed,
    Sent,
    Wrote,
)

ALLOWED: Final = (
    UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE, UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
)  # fmt: skip
_COMMAND: Final = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.ASCII | re.DOTALL)
# The first that a message has says what it is: a film without sound is a file too, and a place with
# a name is also a place.
_KINDS: Final[tuple[tuple[str, Kind], ...]] = (
    ("animation", "video"),
    ("document", "file"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("video", "video"),
    ("video_note", "video"),
    ("sticker", "sticker"),
    ("location", "location"),
    ("contact", "contact"),
    ("poll", "poll"),
    *((name, "other") for name in ("dice", "game", "story", "paid_media", "checklist", "giveaway")),
)
_INSIDE: Final = (
    ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED,
)  # fmt: skip


@dataclass(frozen=True)
class Elsewhere:
    """Somebody took the bot into a group or a channel, where nothing may be told."""

    address: str = field(repr=False)
    tongue: str = ""


def lane(update: Update) -> str:
    """The chat that an update is about; what belongs to none may go before anything."""
    chat = update.effective_chat
    return "" if chat is None else str(chat.id)


def elsewhere(update: Update) -> Elsewhere | None:
    """Where the bot is and should not be, if the update tells of such a place."""
    chat = update.effective_chat
    if chat is None or chat.type == ChatType.PRIVATE:
        return None
    change = update.my_chat_member
    if change is not None and change.new_chat_member.status not in _INSIDE:
        return None
    return Elsewhere(str(chat.id), _tongue(update))


def events(update: Update) -> tuple[Event, ...]:
    """What a person did; nothing where it is nothing that concerns us."""
    chat = update.effective_chat
    if chat is None or chat.type != ChatType.PRIVATE:
        return ()
    base = {"address": str(chat.id), "tongue": _tongue(update)}
    number = update.update_id * 2
    if update.message is not None:
        return tuple(_said(update.message, number, base))
    if update.edited_message is not None:
        return _edited(update.edited_message, number, base)
    if update.my_chat_member is not None:
        return (Left(number, **base),) if _is_left(update.my_chat_member) else ()
    query = update.callback_query
    if query is None or query.message is None or query.data is None:
        return ()
    return (Pressed(number, **base, post=str(query.message.message_id), data=query.data),)


def _said(message: Message, number: int, base: dict[str, str]) -> Iterator[Event]:
    post = str(message.message_id)
    if message.text is not None:
        command = _COMMAND.fullmatch(message.text)
        if command is None:
            yield Wrote(number, **base, post=post, text=message.text)
        else:
            name, rest = command.group(1).lower(), command.group(2) or ""
            yield Commanded(number, **base, post=post, command=name, rest=rest)
        return
    brought = _brought(message)
    if brought is not None:
        kind, file = brought
        yield Sent(number, **base, post=post, kind=kind, file=file)
    if message.caption:
        yield Wrote(number + 1, **base, post=post, text=message.caption)


def _edited(message: Message, number: int, base: dict[str, str]) -> tuple[Event, ...]:
    """Changed words. Somebody who shares where they walk changes their message all the time."""
    text = message.text or message.caption
    return (Edited(number, **base, post=str(message.message_id), text=text),) if text else ()


def _brought(message: Message) -> tuple[Kind, str] | None:
    """What was sent besides words, and where a picture can be fetched; nothing else ever is."""
    if message.photo:
        return "picture", max(message.photo, key=lambda size: size.width * size.height).file_id
    document = message.document
    is_picture = document is not None and (document.mime_type or "").startswith("image/")
    if document is not None and is_picture and message.animation is None:
        return "picture", document.file_id
    return next(((kind, "") for name, kind in _KINDS if getattr(message, name)), None)


def _is_left(change: ChatMemberUpdated) -> bool:
    return change.new_chat_member.status == ChatMemberStatus.BANNED


def _tongue(update: Update) -> str:
    user = update.effective_user
    return (user.language_code or "") if user is not None else ""
