"""`vertelmaar team`: teams, each with a queue and a key pair of its own."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot import staff
from bot.clock import utc_now
from bot.errors import NoSuchStaff
from bot.models import TeamKind
from bot.people import members, rekey, teams
from vertelmaar.cli_staff import By, ask_password, key_from, open_store, show, show_recovery

app = typer.Typer(no_args_is_help=True, help=__doc__)

TeamName = Annotated[
    str, typer.Argument(help="The team's name, as reporters and colleagues see it.")
]


@app.command()
def add(
    name: TeamName,
    admin: Annotated[
        str, typer.Option("--for", help="Its first admin, who has an account or not.")
    ],
    kind: Annotated[TeamKind, typer.Option(help="Whom the team works for.")] = TeamKind.SCHOOL,
) -> None:
    """Make a team with its keys. Its recovery key is shown once, to print.

    Somebody who has an account already needs no password here: the key is sealed to them.
    """
    store = open_store()
    with store.session() as session:
        try:
            is_known = staff.find(session, admin).disabled_at is None
        except NoSuchStaff:
            is_known = False
    password = "" if is_known else ask_password(admin, twice=True)
    made = None
    with store.session(writing=True) as session:
        founded = teams.found(session, name, kind)
        team_id, key = founded.team.id, founded.key
        if is_known:
            members.add(session, staff.find(session, admin), team_id, staff.FOUNDER, key)
        else:
            made = staff.enrol(session, admin, password, key, team_id, staff.FOUNDER)
    if made is not None:
        show(admin, made)
    show_recovery(founded.recovery_words)


@app.command("list")
def show_all() -> None:
    """All teams, with how many are in them."""
    with open_store().session() as session:
        table = Table("name", "kind", "members", "wait for the key")
        for team in teams.all_teams(session):
            there = members.of_team(session, team.id)
            waiting = ", ".join(one.name for one in there if one.waits)
            table.add_row(team.name, team.kind, str(len(there)), waiting)
    Console().print(table)


@app.command("rekey")
def renew(name: TeamName, by: By = None) -> None:
    """Give a team a new key pair, after somebody left who knew the old one.

    Whatever is still open is sealed to the new key, and colleagues who hold the key get the new
    one. Copies of the database from before open with the old key as before.
    """
    store = open_store()
    team_id, key = key_from(store, by, name)
    with store.session(writing=True) as session:
        words = rekey.rekey(session, team_id, key, utc_now())
    show_recovery(words)
