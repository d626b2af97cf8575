"""Who is there in `bench.live`: reporters in their tabs and counsellors before their consoles."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from bench.wire import Answer, Wire
from console import session

# How long people take, in seconds: to write a message, to answer one, to ask for a human.
WRITES_EVERY: Final = 40.0
ANSWERS_EVERY: Final = 40.0
ASKS_EVERY: Final = 10.0
STAYS_WITH_HUMAN: Final = 20.0
# As the console's own script: at once, and then no more than once in a while.
_LOOKS_AGAIN: Final = 0.7
_SEQ: Final = re.compile(r'data-seq="(\d+)"')


@dataclass
class Samples:
    """Milliseconds from the press of a key to the other side's screen."""

    to_counsellor: list[float] = field(default_factory=list)
    to_reporter: list[float] = field(default_factory=list)
    answered_by_bot: list[float] = field(default_factory=list)
    into_consoles: list[float] = field(default_factory=list)


class Waits:
    """What was sent and is not on a screen yet."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def begin(self, mark: str) -> None:
        """It was sent just now."""
        self._since[mark] = time.perf_counter()

    def end(self, screen: str, into: list[float]) -> None:
        """What stands on this screen has arrived."""
        now = time.perf_counter()
        there = [mark for mark in self._since if mark in screen]
        into.extend((now - self._since.pop(mark)) * 1000 for mark in there)


class Reporter:
    """A tab with a talk in it."""

    def __init__(self, port: int, token: str, talk: str, samples: Samples) -> None:
        self.talk = talk
        self.sent, self.told = Waits(), Waits()
        self.is_with_bot = True
        self.is_there = asyncio.Event()
        self._samples = samples
        self._wire = Wire(port, {"authorization": f"Bearer {token}", "x-language": "nl"})
        self._asked_bot: float | None = None

    async def listen(self) -> None:
        """Put what the stream tells on the screen."""
        async with self._wire.stream("/chat/stream?after=0") as events:
            async for event, data in events:
                if event == "view":
                    self._show(json.loads(data))

    async def write(self, dice: random.Random) -> None:
        """Write now and then."""
        while True:
            await asyncio.sleep(dice.expovariate(1 / WRITES_EVERY))
            mark = uuid4().hex[:12]
            self.sent.begin(mark)
            self._asked_bot = time.perf_counter() if self.is_with_bot else None
            text = f"ze doen het elke dag weer en niemand zegt er iets van {mark}"
            said = {"message_id": uuid4().hex, "text": text, "language": "nl"}
            await self._post("/chat/messages", said)

    async def ask_for_human(self) -> None:
        """Into the queue."""
        await self._post("/chat/handover", {"action": "ask"})

    def _show(self, view: dict[str, Any]) -> None:
        self.is_there.set()
        self.is_with_bot = view["state"] == "bot"
        for turn in view["turns"]:
            if turn["from"] == "human":
                self.told.end(turn["text"], self._samples.to_reporter)
            elif turn["from"] == "bot" and self._asked_bot is not None:
                took = time.perf_counter() - self._asked_bot
                self._samples.answered_by_bot.append(took * 1000)
                self._asked_bot = None

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        answer = await self._wire.ask("POST", path, json.dumps(body))
        assert answer.status == 200, (path, answer.status, answer.body)


class Console:
    """A browser with one page: the queue, or the talk with a reporter."""

    def __init__(
        self, port: int, secret: bytes, samples: Samples, reporter: Reporter | None = None
    ) -> None:
        self._wire = Wire(port, {"cookie": f"{session.COOKIE}={session.encode(secret)}"})
        self._csrf = session.token_of(secret)
        self._samples, self._asking, self._reporter = samples, Waits(), reporter
        self._path = f"/console/c/{reporter.talk}" if reporter else "/console"
        self._last = "0"
        self.is_there = asyncio.Event()
        self._stirs, self._has_news = asyncio.Event(), asyncio.Event()
        self._looked_at = 0.0

    async def listen(self) -> None:
        """Look whenever the stream says that there is something to look at."""
        async with self._wire.stream(f"{self._path}/live") as events:
            self._has_news.set()
            self._stirs.set()
            async for event, _ in events:
                if event == "talk":
                    self._has_news.set()
                self._stirs.set()

    async def look(self) -> None:
        """Fetch what changed, one look after the other: the talk at once, the queue in its time."""
        while True:
            await self._stirs.wait()
            wait = self._looked_at + _LOOKS_AGAIN - time.perf_counter()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, wait)):
                    await self._has_news.wait()
            alone = {} if self._has_news.is_set() else {"live_part": "queue"}
            if alone:
                self._looked_at = time.perf_counter()
            self._stirs.clear()
            self._has_news.clear()
            self._show(await self._wire.ask("GET", self._path, live_after=self._last, **alone))

    async def write(self, dice: random.Random) -> None:
        """Answer now and then."""
        assert self._reporter is not None
        while True:
            await asyncio.sleep(dice.expovariate(1 / ANSWERS_EVERY))
            mark = uuid4().hex[:12]
            self._reporter.told.begin(mark)
            said = {"text": f"Wat naar, vertel eens verder {mark}", "message_id": uuid4().hex}
            await self.post(f"{self._path}/say", **said)
            self._show(await self._wire.ask("GET", self._path, live_after=self._last))

    async def post(self, path: str, **form: str) -> None:
        """Send a form of the console's."""
        body = urlencode({"csrf": self._csrf, **form})
        kind = "application/x-www-form-urlencoded"
        answer = await self._wire.ask(
            "POST", path, body, content_type=kind, sec_fetch_site="same-origin"
        )
        assert answer.status == 303, (path, answer.status)

    def expect(self, talk: str) -> None:
        """A conversation is about to come into the queue."""
        self._asking.begin(f"case-{talk}")

    def _show(self, answer: Answer) -> None:
        assert answer.status == 200, answer.status
        self.is_there.set()
        if self._reporter is not None:
            self._reporter.sent.end(answer.body, self._samples.to_counsellor)
            self._last = max([self._last, *_SEQ.findall(answer.body)], key=int)
        self._asking.end(answer.body, self._samples.into_consoles)
