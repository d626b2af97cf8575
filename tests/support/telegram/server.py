"""The HTTP side: /bot<token>/<method> and /file/bot<token>/<path>, answered as Telegram does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import parse_qsl, unquote
from uuid import uuid4

from sanic import HTTPResponse, Request, Sanic
from sanic.response import html, json, raw

from tests.support.telegram.calls import Call, Raw, Upload, read
from tests.support.telegram.faults import Fault, Faults
from tests.support.telegram.polling import Batch, Polling
from tests.support.telegram.profile import PROFILE
from tests.support.telegram.refusals import Malformed, Refusal, conflict
from tests.support.telegram.talking import TALKING
from tests.support.telegram.updates import Updates
from tests.support.telegram.webhook import Webhook
from tests.support.telegram.world import World

Application = Sanic[Any, Any]
_NO_POLLING: Final = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Server:
    """Takes calls one by one, each of them whole or not at all."""

    def __init__(self, token: str, world: World, updates: Updates, faults: Faults) -> None:
        self.token = token
        self.webhook = Webhook(updates, world.complaints.append)
        self._world = world
        self._updates = updates
        self._faults = faults
        self._polling = Polling(updates)
        self._asynchronous: dict[str, Callable[[Call], Awaitable[object]]] = {
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self.webhook.delete,
        }

    def app(self) -> Application:
        """The application that answers."""
        app: Application = Sanic(f"telegram-{uuid4().hex}", configure_logging=False)
        app.add_route(self._answer, "/<path:path>", methods=["GET", "POST"])
        # A call that waits or hangs may do so as long as a test likes.
        app.config.RESPONSE_TIMEOUT = 3600
        app.register_listener(self._listen, "before_server_start")
        app.register_listener(self._end, "before_server_stop")
        return app

    def _listen(self, _app: Application) -> None:
        loop = asyncio.get_running_loop()

        def arrived() -> None:
            loop.call_soon_threadsafe(self._wake)

        self._updates.arrived = arrived

    async def _end(self, _app: Application) -> None:
        self._updates.arrived = lambda: None
        await self.webhook.delete(Call("deleteWebhook", {}))

    def _wake(self) -> None:
        self._polling.wake()
        self.webhook.wake()

    async def _answer(self, request: Request, path: str) -> HTTPResponse:
        path = unquote(path)
        place, _, rest = path.removeprefix("file/").partition("/")
        if place != f"bot{self.token}":
            return _refused(Refusal(401, "Unauthorized"))
        if path.startswith("file/"):
            return self._file(rest)
        return await self._call(request, _raw(request, rest))

    def _file(self, path: str) -> HTTPResponse:
        found = next((it for it in self._world.files.values() if it.path == path), None)
        if found is None:
            return _refused(Refusal(404, "Not Found"))
        return raw(found.data)

    async def _call(self, request: Request, call: Raw) -> HTTPResponse:
        plan = self._faults.meet(call)
        with self._world.changed:
            self._world.calls.append(call)
            self._world.changed.notify_all()
        if plan and not plan.after_effect:
            return await _broken(request, plan.fault)
        try:
            result = await self._perform(call)
        except Malformed as wrong:
            self._world.complaints.append(wrong.description)
            return _refused(wrong)
        except Refusal as refusal:
            return _refused(refusal)
        if plan:
            return await _broken(request, plan.fault)
        if isinstance(result, Batch):
            self._updates.handed_over(result.updates)
            result = result.as_json()
        return json({"ok": True, "result": result})

    async def _perform(self, raw_call: Raw) -> object:
        call = read(raw_call)
        if call.method in self._asynchronous:
            return await self._asynchronous[call.method](call)
        if call.method == "getWebhookInfo":
            return self.webhook.info()
        with self._world.changed:
            result = (TALKING | PROFILE)[call.method](self._world, call)
            self._world.changed.notify_all()
        return result

    async def _get_updates(self, call: Call) -> Batch:
        if self.webhook.hook:
            raise conflict(_NO_POLLING)
        return await self._polling.poll(call)

    async def _set_webhook(self, call: Call) -> bool:
        done = await self.webhook.set(call)
        if self.webhook.hook:
            self._polling.send_away("terminated by setWebhook request")
        return done


async def _broken(request: Request, fault: Fault) -> HTTPResponse:
    if fault.line == "hangs":
        await asyncio.Event().wait()
    if fault.line == "drops" or fault.refusal is None:
        line: Any = request.transport
        line.abort()
        return HTTPResponse()
    if fault.page:
        return html(fault.page, status=fault.refusal.code)
    return _refused(fault.refusal)


def _refused(refusal: Refusal) -> HTTPResponse:
    return json(refusal.as_json(), status=refusal.code)


def _raw(request: Request, method: str) -> Raw:
    if not request.content_type.startswith("multipart/"):
        pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
        return Raw(method, dict(pairs + request.query_args))
    fields = {name: values[0] for name, values in (request.form or {}).items()}
    uploads = {
        name: Upload(files[0].name, files[0].type, files[0].body)
        for name, files in (request.files or {}).items()
    }
    return Raw(method, fields, uploads)
