"""Webhooks: each update is posted until the other side says that it has it.

As at Telegram, the updates of one lane (the messages of a chat, the buttons of a person) go out one
after the other, and the lanes beside each other. A failed one is repeated at once, and then after
growing pauses; here these are parts of a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx

from tests.support.telegram.calls import Call
from tests.support.telegram.refusals import Json, Malformed
from tests.support.telegram.updates import Update, Updates

_PORTS: Final = (None, 80, 88, 443, 8443)
_FIRST_PAUSE: Final = 0.01
_LONGEST_PAUSE: Final = 0.5


@dataclass(frozen=True)
class Hook:
    """Where updates go, and what they carry."""

    url: str
    target: str
    headers: dict[str, str]
    max_connections: int


class Webhook:
    """The webhook of the bot, if it has set one."""

    def __init__(self, updates: Updates, complain: Callable[[str], None]) -> None:
        self.hook: Hook | None = None
        self.roads: dict[str, str] = {}
        self.last_error = ""
        self._updates = updates
        self._complain = complain
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._client: httpx.AsyncClient | None = None
        self._free = asyncio.Semaphore(1)

    async def set(self, call: Call) -> bool:
        """Begins to post, to an address that some road leads to.

        Raises:
            Malformed: Telegram would not take the address.
        """
        if not call["url"]:
            return await self.delete(call)
        hook = self._hook(call)
        if "allowed_updates" in call.fields:
            self._updates.allowed = frozenset(call["allowed_updates"])
        await self.delete(call)
        self._client = httpx.AsyncClient(timeout=30, trust_env=False)
        self._free = asyncio.Semaphore(hook.max_connections)
        self.hook = hook
        self.wake()
        return True

    async def delete(self, call: Call) -> bool:
        """Stops posting; what was not taken waits for getUpdates."""
        self.hook = None
        for task in self._lanes.values():
            task.cancel()
        self._lanes.clear()
        if self._client:
            await self._client.aclose()
        self._client = None
        if call.get("drop_pending_updates"):
            self._updates.clear()
        return True

    def info(self) -> Json:
        """A `WebhookInfo`."""
        body: Json = {
            "url": self.hook.url if self.hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending()),
        }
        if self.hook:
            body["max_connections"] = self.hook.max_connections
        if self._updates.allowed:
            body["allowed_updates"] = sorted(self._updates.allowed)
        if self.last_error:
            body["last_error_message"] = self.last_error
        return body

    def wake(self) -> None:
        """Something came. To be called in the server's loop."""
        if self.hook is None or self._client is None:
            return
        for lane in {update.lane for update in self._updates.pending()} - self._lanes.keys():
            driving = self._drive(lane, self._client, self.hook)
            self._lanes[lane] = asyncio.create_task(driving)

    async def _drive(self, lane: str, client: httpx.AsyncClient, hook: Hook) -> None:
        pause = 0.0
        while update := self._next(lane):
            if await self._post(client, hook, update):
                self._updates.done(update)
                pause = 0.0
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2 or _FIRST_PAUSE, _LONGEST_PAUSE)
        self._lanes.pop(lane, None)
        self.wake()

    def _next(self, lane: str) -> Update | None:
        return next((it for it in self._updates.pending() if it.lane == lane), None)

    async def _post(self, client: httpx.AsyncClient, hook: Hook, update: Update) -> bool:
        try:
            async with self._free:
                answer = await client.post(hook.target, json=update.as_json(), headers=hook.headers)
        except httpx.HTTPError:
            self.last_error = "Webhook connection closed"
            return False
        if not answer.is_success:
            self.last_error = f"Wrong response from the webhook: {answer.status_code}"
        elif b'"method"' in answer.content:
            self._complain("calls in the answer to a webhook are not modelled here")
        return answer.is_success

    def _hook(self, call: Call) -> Hook:
        url = urlsplit(call["url"])
        if url.scheme != "https" or not url.hostname:
            raise Malformed("bad webhook: An HTTPS URL must be provided for webhook")
        if url.port not in _PORTS:
            raise Malformed("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        road = self.roads.get(f"{url.scheme}://{url.netloc}")
        if road is None:
            raise Malformed("bad webhook: Failed to resolve host: Name or service not known")
        headers = {"Host": url.netloc}
        if "secret_token" in call.fields:
            headers["X-Telegram-Bot-Api-Secret-Token"] = call["secret_token"]
        path = f"{url.path}?{url.query}" if url.query else url.path
        return Hook(call["url"], road + path, headers, call.get("max_connections", 40))
