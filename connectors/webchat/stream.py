"""Live news for an open tab: server-sent events, read with fetch because it can send a header."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from sanic import Blueprint, Request

from bot.bus import Subscription
from bot.errors import StoreUnavailable, UnknownConversation
from bot.models import State
from connectors.reporter import Reporter
from connectors.webchat import api, views
from expertise.languages import Language

# Shorter than the silence after which phones and proxies drop a connection.
_HEARTBEAT_S: Final = 15.0
_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

routes = Blueprint("webchat_stream", url_prefix="/chat")


@routes.get("/stream")
async def stream(request: Request) -> None:
    """The talk after a turn, now and whenever there is news, until either side goes."""
    who = api.reporter(request)
    access = await who.access()
    typing = f"typing:{access.id}:counsellor"
    with who.services.bus.subscribe(str(access.id), typing) as subscription:
        # Whatever the bot still owes after a restart is answered by the first tab that comes back.
        who.services.reception.attend(access)
        await who.stay()
        response = await request.respond(content_type="text/event-stream", headers=_HEADERS)
        assert response is not None
        tab = _Tab(who, response, request.ctx.language, api.after_of(request))
        await tab.follow(subscription, typing)


@dataclass
class _Tab:
    """One open page; `last` is the last turn that it has, `told` the view that it was told."""

    who: Reporter
    response: Any
    language: Language
    last: int
    told: views.View = field(default_factory=dict)

    async def follow(self, subscription: Subscription, typing: str) -> None:
        """Tell the news until the talk is gone; a tab whose stream breaks comes back by itself."""
        try:
            await self._tell_view()
            while True:
                topics = await subscription.wait(_HEARTBEAT_S)
                if typing in topics:
                    await self._tell("typing", {})
                if topics - {typing}:
                    await self._tell_view()
                if not topics and not await self._told_what_the_clock_changed():
                    await self.response.send(": \n\n")
        except UnknownConversation:
            await self._tell("ended", {})
        except StoreUnavailable:
            return

    async def _tell_view(self) -> None:
        self.told = await self._view()
        self.last = max((turn["seq"] for turn in self.told["turns"]), default=self.last)
        await self._tell("view", self.told)

    async def _told_what_the_clock_changed(self) -> bool:
        """Who is there, and how long it takes: to those who wait it matters without other news."""
        if self.told["state"] != State.WAITING:
            return False
        if await self._view() == {**self.told, "turns": []}:
            return False
        await self._tell_view()
        return True

    async def _view(self) -> views.View:
        view = await self.who.view(self.last)
        return views.of(view, self.language, self.who.services.clock())

    async def _tell(self, event: str, data: views.View) -> None:
        await self.response.send(f"event: {event}\ndata: {json.dumps(data)}\n\n")
