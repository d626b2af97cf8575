"""What somebody sees of a talk with the bot, and waiting for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tests.support.telegram.refusals import Json
from tests.support.telegram.updates import Update, Updates
from tests.support.telegram.values import Account, Message
from tests.support.telegram.world import Chat, World

PATIENCE: Final = 10.0
Seen = tuple[Message, ...]


@dataclass(frozen=True)
class Press:
    """A button that was pressed."""

    query_id: str
    update: Update


@dataclass(frozen=True)
class Group:
    """A group; what its members see is the same for all."""

    chat: Chat

    @property
    def id(self) -> int:
        """Its number, which is negative."""
        return self.chat.id

    def sees(self) -> Seen:
        """What stands there now, the oldest first."""
        return tuple(message for _, message in sorted(self.chat.messages.items()))


class Onlooker:
    """One account and its talk with the bot, as it stands on the screen."""

    def __init__(self, world: World, updates: Updates, account: Account) -> None:
        self.account = account
        self.id = account.id
        self._world = world
        self._updates = updates
        self._chat = world.chats.setdefault(account.id, Chat(_header(account)))

    def sees(self) -> Seen:
        """What stands in the talk with the bot now, the oldest first."""
        with self._world.changed:
            return tuple(message for _, message in sorted(self._chat.messages.items()))

    def waits_for(self, what: Callable[[Seen], bool], timeout: float = PATIENCE) -> Seen:
        """What stands there, as soon as it is like this.

        Raises:
            AssertionError: It did not become so in time.
        """
        came = self._world.waits_for(lambda: what(self.sees()), timeout)
        assert came, "it did not come; there stands\n" + "\n".join(map(repr, self._lines()))
        return self.sees()

    def hears(self, words: str, timeout: float = PATIENCE) -> Message:
        """The last message of the bot with these words, as soon as there is one."""
        seen = self.waits_for(lambda it: any(_says(message, words) for message in it), timeout)
        return next(message for message in reversed(seen) if _says(message, words))

    def gets_answer(self, press: Press, timeout: float = PATIENCE) -> Json:
        """What the bot answered to a button: `text`, `show_alert` and `url`.

        Raises:
            AssertionError: It did not in time.
        """
        query = self._world.queries[press.query_id]
        assert self._world.waits_for(lambda: query.answer is not None, timeout), "no answer"
        return query.answer or {}

    def _lines(self) -> Iterator[str]:
        return (f"{'bot' if it.by_bot else 'me'}: {it.text} {it.labels}" for it in self.sees())


def _says(message: Message, words: str) -> bool:
    return message.by_bot and words in message.text


def _header(account: Account) -> Json:
    header: Json = account.as_json()
    for name in ("is_bot", "language_code"):
        header.pop(name, None)
    return {**header, "type": "private"}
