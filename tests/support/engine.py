"""An engine for tests that need no Rasa: it answers as told, or fails as told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.engine import Answer, Context, Effects, Health, Message, Reply
from bot.errors import EngineUnavailable

Script = Callable[[Message, Context], Answer]


def echo(message: Message, context: Context) -> Answer:
    """An answer that shows which message it belongs to."""
    return answer(f"bot:{message.text}")


def answer(text: str, **effects: Any) -> Answer:
    """A plain answer of one reply."""
    return Answer((Reply(text),), Effects(**effects), {"turns": 1}, "fake")


class FakeEngine:
    """Answers by a script; `up` False makes it unreachable."""

    def __init__(self, script: Script = echo) -> None:
        self.script = script
        self.up = True
        self.heard: list[tuple[Message, Context]] = []

    async def turn(
        self, state: Mapping[str, Any] | None, message: Message, context: Context
    ) -> Answer:
        if not self.up:
            raise EngineUnavailable
        self.heard.append((message, context))
        return self.script(message, context)

    async def health(self) -> Health:
        return Health("ready", "fake") if self.up else Health("starting")
