"""Everything Telegram knows: accounts, chats and what stands in them, files, open questions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.support.telegram.calls import Raw
from tests.support.telegram.refusals import Json, Refusal, chat_not_found
from tests.support.telegram.values import Account, File, Message

QUERY_LASTS: Final = timedelta(seconds=150)


@dataclass
class Chat:
    """A talk of one person with the bot, or a group. The bot may write when it is open."""

    header: Json
    closed: Callable[[], Refusal] | None = chat_not_found
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    actions: list[str] = field(default_factory=list)

    @property
    def id(self) -> int:
        """Its number: the person's own, or a negative one for a group."""
        number: int = self.header["id"]
        return number


@dataclass
class Query:
    """A button that was pressed, and what the bot answered."""

    made: datetime
    answer: Json | None = None


class World:
    """One lock guards it all; whoever changes something tells those who wait."""

    def __init__(self, bot: Account) -> None:
        self.bot = bot
        self.changed = threading.Condition()
        self.shift = timedelta()
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.queries: dict[str, Query] = {}
        self.commands: dict[str, list[Json]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.calls: list[Raw] = []
        self.complaints: list[str] = []

    def now(self) -> datetime:
        """The time here, in whole seconds as the API tells it."""
        return (datetime.now(UTC) + self.shift).replace(microsecond=0)

    def chat(self, chat_id: int) -> Chat:
        """A chat that the bot knows, for changing what stands there.

        Raises:
            Refusal: There is none.
        """
        chat = self.chats.get(chat_id)
        if chat is None or chat.closed is chat_not_found:
            raise chat_not_found()
        return chat

    def open_chat(self, chat_id: int) -> Chat:
        """A chat that the bot may write to.

        Raises:
            Refusal: There is none, or it is closed to the bot.
        """
        chat = self.chat(chat_id)
        if chat.closed is not None:
            raise chat.closed()
        return chat

    def post(self, chat: Chat, sender: Account, content: Json, **rest: Any) -> Message:
        """Puts a message at the end of a chat."""
        with self.changed:
            chat.last_id += 1
            message = Message(chat.header, chat.last_id, self.now(), sender, content, **rest)
            chat.messages[message.message_id] = message
            self.changed.notify_all()
        return message

    def change(self, chat: Chat, message: Message, **what: Any) -> Message:
        """Puts a changed message in the place of the old one."""
        with self.changed:
            new = replace(message, **what)
            chat.messages[message.message_id] = new
            self.changed.notify_all()
        return new

    def remove(self, chat: Chat, *message_ids: int) -> None:
        """Takes messages away, for both sides; those that are not there do not matter."""
        with self.changed:
            for message_id in message_ids:
                chat.messages.pop(message_id, None)
            self.changed.notify_all()

    def keep(self, data: bytes, folder: str, name: str = "", mime: str = "") -> File:
        """Takes a file in."""
        with self.changed:
            number = len(self.files) + 1
            ending = name.rpartition(".")[2] if "." in name else "bin"
            path = f"{folder}/file_{number}.{ending}"
            file = File(f"AgAC{folder}{number:06}", path, data, name, mime)
            self.files[file.id] = file
        return file

    def waits_for(self, predicate: Callable[[], bool], timeout: float) -> bool:
        """Waits until something holds; looks again after each change."""
        with self.changed:
            return self.changed.wait_for(predicate, timeout)
