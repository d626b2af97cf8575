"""What stands in a chat: accounts, buttons, files, messages, and each of them as the API's JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from tests.support.telegram.refusals import Json

MEDIA: Final = ("photo", "document", "voice", "video", "audio", "animation", "video_note")


@dataclass(frozen=True)
class Account:
    """Somebody, or the bot itself."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    def as_json(self) -> Json:
        """A `User`; what is empty is left out, as Telegram does."""
        rest = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            **{name: value for name, value in rest.items() if value},
        }


@dataclass(frozen=True)
class Button:
    """A button under a message: it sends data, or opens an address."""

    label: str
    data: str = ""
    url: str = ""

    def as_json(self) -> Json:
        """An `InlineKeyboardButton`."""
        action = {"callback_data": self.data} if self.data else {"url": self.url}
        return {"text": self.label, **action}


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class File:
    """A file that lies at Telegram."""

    id: str
    path: str
    data: bytes = field(repr=False)
    name: str = ""
    mime: str = ""

    def as_json(self, **rest: Any) -> Json:
        """What every kind of file has, and the rest of this kind."""
        named = {"file_name": self.name, "mime_type": self.mime}
        return {
            "file_id": self.id,
            "file_unique_id": f"u{self.id}",
            "file_size": len(self.data),
            **{name: value for name, value in named.items() if value},
            **rest,
        }


@dataclass(frozen=True)
class Message:
    """A message as it stands in a chat now. `content` is what the API calls it: text, photo, …"""

    chat: Json
    message_id: int
    date: datetime
    sender: Account
    content: Json
    keyboard: Keyboard = ()
    files: tuple[File, ...] = ()
    edited: datetime | None = None
    reply_to: int | None = None
    sent_with: Json = field(default_factory=dict)

    @property
    def by_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.sender.is_bot

    @property
    def text(self) -> str:
        """Its words: the text, or the caption of a picture or a file."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """What is bold, a link and so on, in UTF-16 units."""
        return list(self.content.get("entities") or self.content.get("caption_entities") or ())

    @property
    def kind(self) -> str:
        """`text`, or the kind of what it holds instead."""
        held = [name for name in self.content if not name.startswith(("caption", "entities"))]
        return next((name for name in held if name in MEDIA), held[0] if held else "")

    @property
    def labels(self) -> tuple[str, ...]:
        """The buttons' labels, in reading order."""
        return tuple(button.label for row in self.keyboard for button in row)

    @property
    def document(self) -> bytes | None:
        """The bytes of its file, the largest where there are several."""
        return self.files[-1].data if self.files else None

    def as_json(self) -> Json:
        """A `Message`."""
        body: Json = {
            "message_id": self.message_id,
            "from": self.sender.as_json(),
            "chat": self.chat,
            "date": int(self.date.timestamp()),
            **self.content,
        }
        if self.edited:
            body["edit_date"] = int(self.edited.timestamp())
        if self.keyboard:
            rows = [[button.as_json() for button in row] for row in self.keyboard]
            body["reply_markup"] = {"inline_keyboard": rows}
        return body
