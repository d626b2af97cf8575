"""`vertelmaar run`: the web application with the engine beside it, in one process group."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from typing import Any

from sanic import Sanic

from bot.engine import HttpEngine
from expertise import whole
from vertelmaar import messengers
from vertelmaar.app import create_app, make_services
from vertelmaar.mailer import Post
from vertelmaar.settings import Settings
from vertelmaar.supervisor import Supervisor


def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve until a signal ends it.

    Raises:
        expertise.source.ContentError: something in the content must not be shown to anybody.
        bot.errors.StoreUnavailable: the database cannot be reached.
        OSError: the port is taken, or the data folder cannot be written.
    """
    quieten()
    whole.check()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = HttpEngine(settings.engine_socket)
    services = make_services(settings, engine)
    with messengers.telegram(settings, services, tell) as telegram:
        app = create_app(services, post=Post.of(settings), telegram=telegram)
        _watch_engine(app, Supervisor(settings, engine, tell), engine)

        @app.after_server_start
        async def announce(_app: Sanic[Any, Any]) -> None:
            settle()
            tell(f"web: http://localhost:{settings.port}  (console: /console)")

        app.run(
            host=settings.host,
            port=settings.port,
            single_process=True,
            access_log=False,
            motd=False,
        )


def settle() -> None:
    """Lets later collections skip what was loaded for good: one page in twenty waited for them."""
    gc.collect()
    gc.freeze()


def quieten() -> None:
    """Log only our own warnings and errors; libraries' lines can hold addresses and words."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    for name in ("sanic", "httpx", "httpcore", "telegram", "sqlalchemy", "alembic", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _watch_engine(app: Sanic[Any, Any], supervisor: Supervisor, engine: HttpEngine) -> None:
    @app.before_server_start
    async def start(_app: Sanic[Any, Any]) -> None:
        supervisor.start()

    @app.after_server_stop
    async def stop(_app: Sanic[Any, Any]) -> None:
        await supervisor.stop()
        await engine.close()
