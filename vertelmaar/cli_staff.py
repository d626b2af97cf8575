"""`vertelmaar staff`: counsellors' accounts."""

from __future__ import annotations

import sys
from typing import Annotated

import segno
import typer
from rich.console import Console
from rich.table import Table

from bot import staff
from bot.clock import utc_now
from bot.errors import LoginFailed
from bot.staff import Enrolled
from bot.store import Store
from vertelmaar import settings as configuration

app = typer.Typer(no_args_is_help=True, help=__doc__)
_screen = Console(stderr=True, highlight=False)

Name = Annotated[str, typer.Argument(help="The name that reporters see, a first name for example.")]


def open_store() -> Store:
    """The migrated database of the settings."""
    from bot import schema

    settings = configuration.load()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = Store(settings.store_url)
    schema.migrate(store)
    return store


def ask_password(who: str, *, twice: bool = False) -> str:
    """A password from the keyboard, or a line of standard input where there is no keyboard."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt(f"password of {who}", hide_input=True, confirmation_prompt=twice))


@app.command()
def add(
    name: Name,
    by: Annotated[
        str | None,
        typer.Option(help="A colleague who gives the team's key on; else the recovery key does."),
    ] = None,
) -> None:
    """Make a counsellor: asks for a password, shows the second factor to scan.

    The first one makes the team and its keys; its recovery key is shown once, to print.
    """
    store = open_store()
    with store.session() as session:
        is_first = not staff.all_staff(session)
    if is_first:
        password = ask_password(name, twice=True)
        with store.session(writing=True) as session:
            made = staff.enrol_first(session, name, password)
    else:
        made = _add_further(store, name, by)
    _show(name, made)


@app.command("list")
def show_all() -> None:
    """All accounts."""
    with open_store().session() as session:
        table = Table("name", "state", "on duty")
        for account in staff.all_staff(session):
            state = "active" if account.disabled_at is None else "disabled"
            table.add_row(account.name, state, "yes" if account.on_duty else "no")
    Console().print(table)


@app.command()
def disable(name: Name) -> None:
    """Shut an account: its sessions end, its conversations go back to the queue."""
    with open_store().session(writing=True) as session:
        staff.disable(session, name, utc_now())


def _add_further(store: Store, name: str, by: str | None) -> Enrolled:
    with store.session() as session:
        if by is None:
            words = ask_password("the team: its recovery key")
            team_id, team_key = staff.recover_team_key(session, words)
        else:
            colleague = staff.find(session, by)
            if colleague.disabled_at is not None:
                raise LoginFailed
            team_id = colleague.team_id
            team_key = staff.open_secrets(colleague, ask_password(by)).team_key
    password = ask_password(name, twice=True)
    with store.session(writing=True) as session:
        return staff.enrol(session, name, password, team_key, team_id)


def _show(name: str, made: Enrolled) -> None:
    out = Console(highlight=False)
    out.print(f"[bold]{name}[/] can log in at /console. Second factor, scan it once:")
    if sys.stdout.isatty():
        segno.make(made.totp_uri, micro=False).terminal(compact=True)
    out.print(made.totp_uri, soft_wrap=True)
    if made.recovery_words:
        out.print("\nRecovery key of the team. Print it, keep it in a safe, show it to nobody:")
        out.print(f"[bold]{' '.join(made.recovery_words)}[/]", soft_wrap=True)
