"""A Sanic application on a free port of this machine, in a thread, until the block ends."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sanic import Sanic


@contextmanager
def served(make_app: Callable[[], Sanic[Any, Any]]) -> Iterator[int]:
    """Makes the application in its thread and serves it. Yields the port."""
    with _listening() as sock, _serving(make_app, sock):
        yield sock.getsockname()[1]


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", 0))
        yield sock


@contextmanager
def _serving(make_app: Callable[[], Sanic[Any, Any]], sock: socket.socket) -> Iterator[None]:
    ready = threading.Event()
    ended: list[asyncio.Event] = []
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        app = make_app()
        # Sanic rewrites its own methods at a start, which it can do only once in a process.
        app.config.TOUCHUP = False
        # Its own stages have no types.
        server: Any = await app.create_server(sock=sock, return_asyncio_server=True)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.start_serving()
        await server.after_start()
        ended.append(asyncio.Event())
        loops.append(asyncio.get_running_loop())
        ready.set()
        await ended[0].wait()
        await _stop(server)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    if not ready.wait(20):
        raise RuntimeError("the service did not start")
    try:
        yield
    finally:
        loops[0].call_soon_threadsafe(ended[0].set)
        thread.join(10)


async def _stop(server: Any) -> None:
    """Whoever still listens to a stream, such as a browser that was shut, is cut off."""
    await server.before_stop()
    await server.close()
    for connection in tuple(server.connections):
        if not connection.close_if_idle():
            connection.abort()
    await server.after_stop()
