"""The turn server: JSON over HTTP on a Unix socket or the loopback address, nowhere else.

It answers from its first moment. Rasa and the model are loaded in a thread meanwhile, and when a
model changes: the new one is loaded and tried first, then one attribute is changed, so that every
turn is taken by one model from beginning to end.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from engine import lean, protocol
from engine.errors import BadRequest, BrokenModel, Starting
from engine.memory import resident_mb
from engine.quiet import log, report_loop_error, where

if TYPE_CHECKING:
    from engine.service import Service

Load = Callable[[Path], "Service"]
# The largest text and a state, with room to spare; a batch is larger.
_MOST_BYTES = 64 * 1024 * 1024


class Server:
    """The routes, and the model that answers now."""

    def __init__(self, model: Path, load: Load) -> None:
        self._path = model
        self._load = load
        self._service: Service | None = None
        self._broken: str | None = None
        self._changing = asyncio.Lock()

    def app(self) -> web.Application:
        """The application; loading begins when it starts."""
        app = web.Application(client_max_size=_MOST_BYTES)
        app.add_routes(
            [
                web.get("/health", self._health),
                web.post("/turn", _answering(self._turn)),
                web.post("/parse", _answering(self._parse)),
                web.post("/model", _answering(self._change)),
            ]
        )
        app.cleanup_ctx.append(self._begin)
        return app

    async def _begin(self, _: web.Application) -> Any:
        asyncio.get_running_loop().set_exception_handler(report_loop_error)
        task = asyncio.create_task(self._start())
        yield
        task.cancel()

    async def _start(self) -> None:
        try:
            await self._use(self._path)
        except Exception as error:  # noqa: BLE001 - Whatever it is, health must tell it.
            self._broken = f"model not loaded: {where(error)}"
            log.error("%s", self._broken)

    async def _use(self, path: Path) -> None:
        async with self._changing:
            self._service = await asyncio.to_thread(self._load, path)
            self._broken = None
            # After the change, so that what the last model held is given back as well.
            await asyncio.to_thread(lean.settle)
            log.info("ready with model %s", self._service.version)

    @property
    def _ready(self) -> Service:
        if self._service is None:
            raise Starting
        return self._service

    async def _health(self, _: web.Request) -> web.Response:
        waiting = "broken" if self._broken else "starting"
        return _json(
            {
                "status": "ready" if self._service else waiting,
                "model": self._service.version if self._service else None,
                "detail": self._service.warning if self._service else self._broken,
                "memory_mb": resident_mb(),
            }
        )

    async def _turn(self, body: object) -> Mapping[str, Any]:
        return await self._ready.turn(protocol.TurnRequest.read(body))

    async def _parse(self, body: object) -> Mapping[str, Any]:
        return await self._ready.parse(protocol.texts_of(body))

    async def _change(self, body: object) -> Mapping[str, Any]:
        await self._use(Path(protocol.path_of(body)))
        return {"model": self._ready.version}


def _answering(
    answer: Callable[[object], Awaitable[Mapping[str, Any]]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Turns what goes wrong into an error that tells nothing of what was said."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return _json(await answer(_decoded(await request.read())))
        except Starting:
            return _error(503, "starting")
        except (BadRequest, web.HTTPRequestEntityTooLarge):
            return _error(400, "bad_request")
        except BrokenModel as error:
            log.error("model refused: %s", where(error))
            return _error(422, "broken_model")
        except Exception as error:  # noqa: BLE001 - The caller must get an answer, the log no text.
            log.error("turn failed: %s", where(error))
            return _error(500, "turn_failed")

    return handle


def _decoded(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest from None


def _error(status: int, name: str) -> web.Response:
    return _json({"error": name}, status)


def _json(body: Mapping[str, Any], status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode(),
        status=status,
        content_type="application/json",
    )
