"""All written conversations, on the web and in Telegram: the same answers on both ways.

The trained model answers, Telegram's own client talks to the strict server, and every conversation
has its hour; every other one comes by polling, the rest by webhook. What the page shows is the
measure; what it ought to say, the engine's tests hold.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Final

import pytest

from bot import limits
from bot.engine import HttpEngine
from bot.messengers import keys
from bot.models import TeamKind
from connectors.telegram import pace, trouble
from tests.console.seats import Clock
from tests.support import people
from tests.support.conversations import Conversation, conversations
from tests.support.in_telegram import InTelegram
from tests.support.on_the_web import OnTheWeb
from tests.support.service import Running
from tests.support.telegram import Telegram, running_telegram
from tests.support.telegram_service import Way, telegram_service
from tests.support.told_alike import Different
from tests.support.trained import trained_engine

_AT_ONCE: Final = 6
_AWAY_FOR: Final = timedelta(hours=2)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here reads, and nobody has to be held back."""
    monkeypatch.setattr(limits, "_COST", 1)
    # Whether a proof is too old is told by the machine's clock, which is not the conversation's.
    monkeypatch.setattr(limits, "_PROOF_LIFE", timedelta(days=36_500))
    monkeypatch.setattr(pace, "_AT_ONCE_IN_A_CHAT", 1000)
    monkeypatch.setattr(trouble, "FIRST_WAIT_S", 0.02)


@pytest.fixture(scope="module")
def engine_socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with trained_engine(tmp_path_factory.mktemp("engine")) as socket:
        yield socket


@dataclass
class Led:
    """A conversation on its two ways, and what did not go alike."""

    conversation: Conversation
    web: OnTheWeb
    chat: InTelegram
    wrong: list[str] = field(default_factory=list)
    taken: int = 0
    is_over: bool = False

    def go_on(self) -> None:
        """Until they go away for a while, or to the end, where they ask for a person."""
        steps = self.conversation.steps
        try:
            while self.taken < len(steps):
                self.web.take(steps[self.taken])
                self.chat.take(self.web.done[-1])
                self.taken += 1
                if self.taken < len(steps) and steps[self.taken].get("press") == "came_back":
                    return
            self._ask_for_human()
        except (AssertionError, Different) as error:
            self.wrong.append(f"{self.conversation.name}, step {self.taken + 1}: {error}")
        self.is_over = True

    def _ask_for_human(self) -> None:
        if self.web.done[-1].state == "bot":
            self.web.ask_for_human()
            self.chat.take(self.web.done[-1])
        web, chat = self.web.in_queue(), self.chat.in_queue()
        assert web["state"] == "waiting"
        assert chat == web, f"in the queue it is {chat} for {web}"


def lead(
    chosen: list[Conversation],
    running: Running,
    telegram: Telegram,
    clock: Clock,
    secret: keys.Keys,
) -> list[Led]:
    """Conversations, moment by moment, those of one moment side by side."""

    def begin(each: Conversation) -> Led:
        chat = InTelegram(running, telegram, secret, each.language)
        return Led(each, OnTheWeb(running, each.language), chat)

    with ThreadPoolExecutor(_AT_ONCE) as hands:
        led = list(hands.map(begin, chosen))
        for at, together in groupby(led, key=lambda each: each.conversation.at):
            clock.now, going = at, list(together)
            while going:
                list(hands.map(Led.go_on, going))
                going = [each for each in going if not each.is_over]
                clock.now += _AWAY_FOR
    return led


def half(place: int) -> list[Conversation]:
    """Every other conversation, by their hours."""
    return sorted(conversations(), key=lambda each: each.at)[place::2]


@pytest.mark.parametrize(
    ("way", "chosen"), [("polling", half(0)), ("webhook", half(1))], ids=["polling", "webhook"]
)
def test_conversation_when_it_is_led_in_telegram_then_it_is_answered_as_on_the_web(
    way: Way,
    chosen: list[Conversation],
    engine_socket: Path,
    migrated_file: Path,
    tmp_path: Path,
) -> None:
    clock = Clock()
    shutil.copy(migrated_file, tmp_path / "vertelmaar.db")
    with (
        running_telegram() as telegram,
        telegram_service(telegram, tmp_path, way, HttpEngine(engine_socket), clock) as running,
    ):
        with running.services.store.session(writing=True) as db:
            people.team(db, kind=TeamKind.NATIONAL)
        led = lead(chosen, running, telegram, clock, keys.load(tmp_path / keys.FILE))
    wrong = [problem for each in led for problem in each.wrong]
    assert not wrong, "\n".join(wrong)
    assert len(led) >= 30
