"""`vertelmaar messengers`: the secret under which the addresses of messengers lie."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from bot import retention
from bot.clock import utc_now
from bot.messengers import rotation
from bot.messengers.keys import NoSecret
from bot.messengers.rotation import SecretInUse
from vertelmaar import settings as configuration
from vertelmaar.cli_staff import open_store
from vertelmaar.trouble import LostSecret, Trouble

app = typer.Typer(no_args_is_help=True, help=__doc__)
_screen = Console(stderr=True, highlight=False)

_RUNNING = "the server uses the secret: stop it first"


@app.command()
def rekey() -> None:
    """Make a new secret, and seal everything that lies under the old one anew.

    The server must not run meanwhile. Copies of the database from before open with the old secret
    as before, and with it the keys of the talks in them.
    """
    store, path = open_store(), _path()
    try:
        with rotation.in_use(path):
            moved = rotation.rotate(store, path, utc_now())
    except SecretInUse:
        raise Trouble(_RUNNING) from None
    except NoSecret:
        raise LostSecret(path) from None
    retention.wipe_traces(store)
    _screen.print(f"chats under a new secret: {moved}")


@app.command()
def forget() -> None:
    """Forget every chat, when the secret is lost. Whoever writes again begins anew.

    Talks stay where they are: a return code opens them, and teams read theirs.
    """
    store, path = open_store(), _path()
    try:
        with rotation.in_use(path):
            rotation.forget_all(store)
    except SecretInUse:
        raise Trouble(_RUNNING) from None
    retention.wipe_traces(store)


def _path() -> Path:
    return configuration.load().messengers_file
