"""Puts the application together: services, pages, errors, headers, and what runs beside them."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final

from sanic import Sanic

import console
from bot import retention, schema
from bot.bus import Bus
from bot.clock import Clock, utc_now
from bot.desk import claims
from bot.dialogue import Dialogue
from bot.engine import Engine
from bot.limits import Allowance
from bot.pictures.taking import Taker
from bot.postgres_bus import PostgresBus
from bot.reception import Reception
from bot.services import Services
from bot.store import Store
from connectors import guide, webchat
from vertelmaar import confinement, errors, headers
from vertelmaar.mailer import Mailer, Post
from vertelmaar.settings import Settings

if TYPE_CHECKING:
    from connectors.telegram.running import Telegram

# Far above a message of the longest allowed size, far below what would fill the memory. The routes
# that take a picture read their own bodies.
_LARGEST_REQUEST: Final = 256 * 1024
_WITHOUT_SCRIPT_AT_ONCE: Final = 300.0
_WITHOUT_SCRIPT_PER_S: Final = 1.0


def make_services(settings: Settings, engine: Engine, clock: Clock = utc_now) -> Services:
    """The core on a migrated database.

    Raises:
        StoreUnavailable, sqlalchemy.exc.OperationalError: the database cannot be reached.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = Store(settings.store_url)
    schema.migrate(store)
    bus = Bus() if store.is_sqlite else PostgresBus(store.url)
    dialogue = Dialogue(store, engine, bus, clock)
    return Services(
        store=store,
        engine=engine,
        bus=bus,
        clock=clock,
        dialogue=dialogue,
        reception=Reception(store, dialogue, bus, clock),
        without_script=Allowance(
            _WITHOUT_SCRIPT_AT_ONCE, _WITHOUT_SCRIPT_PER_S, _WITHOUT_SCRIPT_AT_ONCE, clock()
        ),
        exit_url=str(settings.exit_url),
        has_mail=settings.smtp_url is not None,
        pictures=Taker(confinement.prefix()),
    )


def create_app(
    services: Services,
    name: str = "vertelmaar",
    post: Post | None = None,
    telegram: Telegram | None = None,
) -> Sanic[Any, Any]:
    """The web application: the reporter's pages and the counsellors', and what runs beside them.

    E-mails go out by a post; messages come and go by Telegram, if it is there.
    """
    app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = _LARGEST_REQUEST
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    app.ctx.services = services
    errors.install(app)
    headers.install(app)
    webchat.install(app)
    guide.install(app)
    console.install(app)
    if telegram is not None:
        telegram.install(app)
    _run_beside(app, services, post, telegram)
    return app


def _run_beside(
    app: Sanic[Any, Any], services: Services, post: Post | None, telegram: Telegram | None
) -> None:
    tasks: list[asyncio.Task[None]] = []

    @app.before_server_start
    async def start(_app: Sanic[Any, Any]) -> None:
        if isinstance(services.bus, PostgresBus):
            await services.bus.start()
        store, bus, clock = services.store, services.bus, services.clock
        tasks.append(asyncio.create_task(retention.keep_sweeping(store, clock)))
        tasks.append(asyncio.create_task(claims.keep_watch(store, bus, clock)))
        if post is not None:
            tasks.append(asyncio.create_task(Mailer(store, bus, clock, post).run()))
        if telegram is not None:
            telegram.start()

    @app.after_server_stop
    async def stop(_app: Sanic[Any, Any]) -> None:
        if telegram is not None:
            await telegram.stop()
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await services.reception.close()
        if isinstance(services.bus, PostgresBus):
            await services.bus.stop()
        services.store.close()
