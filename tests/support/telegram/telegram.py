"""A Telegram on this machine: the server in a thread, and a test's hands on all of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Final

from tests.support.served import served
from tests.support.telegram.calls import Raw
from tests.support.telegram.faults import DROP, Fault, Faults, Plan
from tests.support.telegram.onlooker import PATIENCE
from tests.support.telegram.person import Person
from tests.support.telegram.refusals import Json
from tests.support.telegram.server import Server
from tests.support.telegram.updates import Update, Updates
from tests.support.telegram.values import Account
from tests.support.telegram.webhook import Hook
from tests.support.telegram.world import World

BOT: Final = Account(5_080_172_346, "Vertelmaar", username="vertelmaar_bot", is_bot=True)
_BEYOND: Final = 10**9


class Telegram:
    """What a test can do to it. `url` is set while it runs."""

    def __init__(self) -> None:
        self.token = f"{BOT.id}:{secrets.token_urlsafe(26)}"
        self.url = ""
        self.world = World(BOT)
        self.updates = Updates(self.world.changed)
        self._faults = Faults()
        self.server = Server(self.token, self.world, self.updates, self._faults)
        self._numbers = count(1)

    @property
    def base_url(self) -> str:
        """For `Bot(base_url=…)`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """For `Bot(base_file_url=…)`."""
        return f"{self.url}/file/bot"

    def person(self, language: str = "nl", first_name: str = "") -> Person:
        """Somebody whom the bot does not know yet, with names that are seen nowhere else."""
        number = next(self._numbers)
        account = Account(
            6_907_351_000 + number * 7919,
            first_name or f"Voornaamkanarie{number}",
            f"Achternaamkanarie{number}",
            f"gebruikerskanarie{number}",
            language,
        )
        return Person(self.world, self.updates, account)

    def goes_wrong(
        self,
        method: str,
        fault: Fault,
        times: int = 1,
        *,
        after_effect: bool = False,
        chat_id: int | None = None,
    ) -> None:
        """Lets the next calls of a method (`*`: of any) fail, before or after their effect."""
        self._faults.add(Plan(method, fault, times, after_effect, chat_id))

    @contextmanager
    def unreachable(self, fault: Fault = DROP) -> Iterator[None]:
        """Nothing gets through: lines are cut, or whatever else happens to all of them."""
        plan = Plan("*", fault, _BEYOND, after_effect=False, chat_id=None)
        self._faults.add(plan)
        try:
            yield
        finally:
            self._faults.remove(plan)

    def revokes_token(self) -> None:
        """From now on the bot is nobody: 401."""
        self.server.token = ""

    def passes(self, time: timedelta) -> None:
        """Lets time pass: messages become too old to delete, pressed buttons to answer."""
        self.world.shift += time

    def delivers(self, updates: Sequence[Update]) -> None:
        """Sends updates once more, or late when they were held back."""
        self.updates.deliver(updates)

    @contextmanager
    def held_back(self) -> Iterator[list[Update]]:
        """The updates made in the meantime do not go out; they are in the list."""
        with self.updates.held_back() as held:
            yield held

    def makes_update(self, kind: str, content: Json) -> Update:
        """An update of any kind, also of one that nobody knows yet."""
        return self.updates.make(kind, content, "")

    def leads(self, origin: str, to: str) -> None:
        """A public address, such as https://meld.school.example, leads to a server here."""
        self.server.webhook.roads[origin] = to

    @property
    def webhook(self) -> Hook | None:
        """The webhook that the bot has set, with the headers that every post carries."""
        return self.server.webhook.hook

    def calls(self, method: str = "") -> list[Raw]:
        """The bot's calls so far, all or of one method, also those that failed."""
        with self.world.changed:
            return [call for call in self.world.calls if method in ("", call.method)]

    def waits_for(self, what: Callable[[], bool], timeout: float = PATIENCE) -> None:
        """Waits until something about this Telegram holds.

        Raises:
            AssertionError: It did not become so in time.
        """
        assert self.world.waits_for(what, timeout), "it did not become so"

    def waits_for_calls(self, method: str, times: int = 1, timeout: float = PATIENCE) -> list[Raw]:
        """The calls of a method, as soon as there were so many."""
        self.waits_for(lambda: len(self.calls(method)) >= times, timeout)
        return self.calls(method)

    def is_all_taken(self) -> bool:
        """Whether the bot has confirmed every update."""
        return not self.updates.pending()

    def takes_complaints(self) -> list[str]:
        """What the bot did wrong; a test that expects it takes it, else it fails at the end."""
        taken, self.world.complaints[:] = list(self.world.complaints), []
        return taken


@contextmanager
def running_telegram() -> Iterator[Telegram]:
    """Serve until the block ends.

    Raises:
        AssertionError: At the end, when the bot made calls that no correct bot makes.
    """
    telegram = Telegram()
    with served(telegram.server.app) as port:
        telegram.url = f"http://127.0.0.1:{port}"
        yield telegram
    complaints = telegram.takes_complaints()
    assert not complaints, f"the bot called wrongly: {complaints}"
