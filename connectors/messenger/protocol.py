"""What a messenger has to be able to do, and what happens in it. docs/connectors.md tells how.

A messenger brings events to a `Desk` and is handed messages by the `Courier`. It knows nothing of
talks, and neither of the two knows which messenger it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.messengers.outbox import Message

Kind = Literal[
    "picture", "voice", "video", "sticker", "file", "location", "contact", "poll", "other"
]


class Away(Exception):
    """The messenger cannot be reached now. `wait_s` is how long it asked to be left alone."""

    def __init__(self, wait_s: float | None = None) -> None:
        super().__init__()
        self.wait_s = wait_s


class ChatClosed(Exception):
    """Nothing can be said in this chat: the bot was blocked, or the chat is gone."""


class Refused(Exception):
    """The messenger will never take this message, or do this thing."""


@dataclass(frozen=True)
class Event:
    """Something that a person did. `number` is the messenger's own of it, the same when repeated.

    `address` is where to answer, `tongue` the language of their app as far as it is known, `post`
    the messenger's number of the message that it is about.
    """

    number: int
    address: str = field(repr=False)
    tongue: str = field(default="", kw_only=True)
    post: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Wrote(Event):
    """They typed something."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class Edited(Event):
    """They changed what they had typed."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class Commanded(Event):
    """They gave a command, without its slash, perhaps with words behind it."""

    command: str
    rest: str = field(default="", repr=False)


@dataclass(frozen=True)
class Pressed(Event):
    """They pressed a button of the message `post`; `data` can be forged."""

    data: str = field(repr=False)


@dataclass(frozen=True)
class Sent(Event):
    """They sent something that is no text; `file` is where a picture can be fetched."""

    kind: Kind
    file: str = field(default="", repr=False)


@dataclass(frozen=True)
class Left(Event):
    """They blocked the bot, or deleted the chat."""


class Messenger(Protocol):
    """One messenger. Its methods raise `Away`, `ChatClosed` and `Refused`, and nothing else."""

    @property
    def channel(self) -> str:
        """Its name in the database: "telegram"."""
        ...

    @property
    def most_characters(self) -> int:
        """How long one message may be, in characters of the text as it is shown."""
        ...

    async def put(self, address: str, message: Message) -> str:
        """Put words or a file into a chat; returns the messenger's number of it."""
        ...

    async def strip(self, address: str, number: str) -> None:
        """Take the buttons off a message; that they are gone already is no error."""
        ...

    async def delete(self, address: str, numbers: tuple[str, ...]) -> None:
        """Take messages out of a chat, of both sides, as far as that can be done."""
        ...

    async def type_along(self, address: str) -> None:
        """Show for a moment that somebody is typing."""
        ...

    async def fetch(self, file: str, most_bytes: int) -> bytes | None:
        """What was sent as a picture; None when it is larger."""
        ...
