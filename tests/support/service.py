"""The real application on a free port, in a thread, with a fake engine unless a test brings one."""

from __future__ import annotations

import asyncio
import base64
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pyotp

from bot import staff
from bot.clock import Clock, utc_now
from bot.engine import Engine
from bot.people import members
from bot.services import Services
from tests.support.engine import FakeEngine
from vertelmaar.app import create_app, make_services
from vertelmaar.settings import Settings

PASSWORD = "drie fietsen op het dak"


@dataclass(frozen=True)
class Account:
    """A counsellor with what is needed to log in."""

    name: str
    password: str
    totp_secret: str

    def totp(self) -> str:
        """The second factor's code of this moment."""
        return pyotp.TOTP(self.totp_secret).now()


@dataclass(frozen=True)
class Running:
    """A service that answers, and its inside."""

    base_url: str
    services: Services
    engine: FakeEngine

    def enrol(self, name: str = "Samira") -> Account:
        """A counsellor, the first or a further one."""
        with self.services.store.session(writing=True) as session:
            everybody = staff.all_staff(session)
            if not everybody:
                made = staff.enrol_first(session, name, PASSWORD)
            else:
                first = everybody[0]
                opened = staff.open_secrets(first, PASSWORD)
                (team,) = members.teams_of(session, first.id)
                key = members.team_key(session, first, opened, team.id)
                made = staff.enrol(session, name, PASSWORD, key, team.id)
        return Account(name, PASSWORD, pyotp.parse_uri(made.totp_uri).secret)


def new_token() -> str:
    """A reporter's token as a tab makes it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")


@contextmanager
def running_service(
    data_dir: Path,
    engine: Engine | None = None,
    store_url: str | None = None,
    clock: Clock = utc_now,
) -> Iterator[Running]:
    """Serve until the block ends."""
    fake = FakeEngine()
    settings = Settings(data_dir=data_dir, database_url=store_url, _env_file=None)
    services = make_services(settings, engine or fake, clock)
    with _listening() as sock, _serving(services, sock):
        port = sock.getsockname()[1]
        yield Running(f"http://localhost:{port}", services, fake)


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", 0))
        yield sock


@contextmanager
def _serving(services: Services, sock: socket.socket) -> Iterator[None]:
    ready = threading.Event()
    ended: list[asyncio.Event] = []
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        app = create_app(services, name=f"t{uuid4().hex}")
        # Sanic rewrites its own methods at a start, which it can do only once in a process.
        app.config.TOUCHUP = False
        server = await app.create_server(sock=sock, return_asyncio_server=True)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.start_serving()
        await server.after_start()
        ended.append(asyncio.Event())
        loops.append(asyncio.get_running_loop())
        ready.set()
        await ended[0].wait()
        await server.before_stop()
        await server.close()
        for connection in tuple(server.connections):
            connection.close_if_idle()
        await server.after_stop()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    if not ready.wait(20):
        raise RuntimeError("the service did not start")
    try:
        yield
    finally:
        loops[0].call_soon_threadsafe(ended[0].set)
        thread.join(10)
