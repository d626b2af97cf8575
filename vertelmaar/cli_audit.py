"""`vertelmaar audit`: who did what, and whether all of it is still there."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot import audit, audit_log
from bot.audit import Broken, Head
from bot.audit_log import Wanted
from vertelmaar.cli_staff import open_store
from vertelmaar.trouble import Trouble

app = typer.Typer(no_args_is_help=True, help=__doc__)
_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_screen = Console(highlight=False)

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


class BrokenAudit(Trouble):
    """The audit was changed, or something is missing from it."""


@app.command()
def verify(
    noted: Annotated[
        list[str] | None,
        typer.Argument(help="Heads that were written down earlier, as NUMBER:HASH."),
    ] = None,
) -> None:
    """Walk the whole chain of hashes and say its head, which belongs somewhere else on paper.

    Whoever can write to the database could make the whole chain anew. With a head that was written
    down before, that shows too.
    """
    heads = [_head(each) for each in noted or []]
    try:
        with open_store().session() as session:
            head = audit.verify(session, *heads)
    except Broken as error:
        raise BrokenAudit(
            f"the audit does not hold from entry {error.number} on: "
            "it was changed, or something is missing there"
        ) from None
    _screen.print(f"the audit holds: {head.number} entries\n{head.number}:{head.hash.hex()}")


@app.command()
def search(
    who: Annotated[str | None, typer.Option(help="A member's name.")] = None,
    action: Annotated[
        str | None, typer.Option(help="What was done: claimed, read, login …")
    ] = None,
    subject: Annotated[str | None, typer.Option(help="A conversation's id.")] = None,
    since: Day = None,
    until: Day = None,
    before: Annotated[int | None, typer.Option(help="Go on before this number.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line each.")] = False,
) -> None:
    """The newest deeds of all teams, a hundred at a time."""
    days = [each.date() if each else None for each in (since, until)]
    wanted = Wanted(who, action, subject, since=days[0], until=days[1], before=before)
    with open_store().session() as session:
        found = audit_log.search(session, None, wanted)
    if as_json:
        for line in found.lines:
            typer.echo(json.dumps(asdict(line) | {"at": line.at.isoformat()}, ensure_ascii=False))
        return
    table = Table("number", "when (UTC)", "who", "action", "subject", "detail")
    for line in found.lines:
        cells = (line.who, line.action, line.subject, line.detail)
        table.add_row(str(line.number), f"{line.at:%Y-%m-%d %H:%M}", *(c or "" for c in cells))
    _screen.print(table)
    if found.next is not None:
        _screen.print(f"older ones: --before {found.next}")


def _head(written: str) -> Head:
    parts = _HEAD.fullmatch(written)
    if parts is None:
        raise Trouble(f"{written} is no head: it looks like 120:3f…, as verify wrote it")
    return Head(int(parts[1]), bytes.fromhex(parts[2]))
