"""`vertelmaar staff`: counsellors' accounts."""

from __future__ import annotations

import sys
from typing import Annotated
from uuid import UUID

import segno
import typer
from rich.console import Console
from rich.table import Table

from bot import staff, vault
from bot.clock import utc_now
from bot.errors import LoginFailed
from bot.models import Role, TeamKind
from bot.people import boxes, factors, members, teams
from bot.staff import Enrolled
from bot.store import Store
from vertelmaar import settings as configuration

app = typer.Typer(no_args_is_help=True, help=__doc__)
_screen = Console(stderr=True, highlight=False)

Name = Annotated[str, typer.Argument(help="The name that reporters see, a first name for example.")]
By = Annotated[
    str | None,
    typer.Option(help="A colleague who gives the team's key on; else the recovery key does."),
]
InTeam = Annotated[str | None, typer.Option("--team", help="The team, where there are several.")]
Roles = Annotated[list[Role] | None, typer.Option("--role", help="A role; may be given again.")]


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


def key_from(store: Store, by: str | None, team: str | None) -> tuple[UUID, vault.Key]:
    """A team and its key, out of a colleague's hand or off the printed paper.

    Raises:
        LoginFailed: the password or the words open nothing.
    """
    with store.session() as session:
        if by is None:
            return teams.recover_key(session, ask_password("the team: its recovery key"), team)
        colleague = staff.find(session, by)
        team_id = teams.of_person(session, colleague, team).id
        if colleague.disabled_at is not None:
            raise LoginFailed
        opened = staff.open_secrets(colleague, ask_password(by))
        key = members.team_key(session, colleague, opened, team_id)
    if key is None:
        raise LoginFailed
    return team_id, key


@app.command()
def add(
    name: Name,
    by: By = None,
    team: InTeam = None,
    role: Roles = None,
    kind: Annotated[TeamKind, typer.Option(help="Whom the first team is for.")] = TeamKind.SCHOOL,
) -> None:
    """Make a counsellor: asks for a password, shows the second factor to scan.

    The first one is an admin too, and makes the first team and its keys; its recovery key is shown
    once, to print.
    """
    store = open_store()
    with store.session() as session:
        is_first = not teams.all_teams(session)
    if is_first:
        password = ask_password(name, twice=True)
        with store.session(writing=True) as session:
            made = staff.enrol_first(session, name, password, team or staff.DEFAULT_TEAM, kind)
    else:
        team_id, key = key_from(store, by, team)
        password = ask_password(name, twice=True)
        with store.session(writing=True) as session:
            made = staff.enrol(session, name, password, key, team_id, role or (Role.COUNSELLOR,))
    show(name, made)


@app.command("list")
def show_all() -> None:
    """All accounts, with the teams that they are in."""
    with open_store().session() as session:
        table = Table("name", "state", "on duty", "team", "roles", "key")
        for account in staff.all_staff(session):
            state = "active" if account.disabled_at is None else "disabled"
            row = (account.name, state, "yes" if account.on_duty else "no")
            places = members.places_of(session, account.id)
            for team, roles, has_key in places or [("", "", False)]:
                table.add_row(*row, team, roles, "yes" if has_key else "no")
    Console().print(table)


@app.command()
def disable(name: Name) -> None:
    """Shut an account: its sessions end, its conversations go back to the queue."""
    with open_store().session(writing=True) as session:
        staff.disable(session, name, utc_now())
    _screen.print("whoever it was has known the team's key: see `vertelmaar team rekey`")


@app.command()
def recover(name: Name, by: By = None, team: InTeam = None) -> None:
    """A forgotten password: asks for a new one, and shows a new second factor to scan.

    Sessions, passkeys and recovery codes of before are gone. In other teams the person waits until
    a colleague hands that team's key over.
    """
    store = open_store()
    team_id, key = key_from(store, by, team)
    password = ask_password(name, twice=True)
    boxes.check_password(password, name)
    secret = factors.new_totp()
    with store.session(writing=True) as session:
        account = staff.find(session, name, lock=True)
        members.membership(session, account.id, team_id)
        if account.disabled_at is not None:
            raise LoginFailed
        account.salt = vault.new_salt()
        opened = staff.new_secrets(boxes.lid_of(password, account.salt), secret)
        staff.begin_again(session, account, opened, utc_now())
        members.seal_key(session, account, team_id, key)
    show(name, Enrolled(account.id, factors.totp_uri(secret, name)))


def show(name: str, made: Enrolled) -> None:
    """What is shown once of a new account."""
    out = Console(highlight=False)
    out.print(f"[bold]{name}[/] can log in at /console. Second factor, scan it once:")
    if sys.stdout.isatty():
        segno.make(made.totp_uri, micro=False).terminal(compact=True)
    out.print(made.totp_uri, soft_wrap=True)
    if made.recovery_words:
        show_recovery(made.recovery_words)


def show_recovery(words: tuple[str, ...]) -> None:
    """The words that open a team's key when nobody else can."""
    out = Console(highlight=False)
    out.print("\nRecovery key of the team. Print it, keep it in a safe, show it to nobody:")
    out.print(f"[bold]{' '.join(words)}[/]", soft_wrap=True)
