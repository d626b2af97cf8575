"""`vertelmaar contacts`: which contact lines are due for a call, and what a call brought.

What `verify` writes is reviewed content (expertise/content/verifications.yml): commit it, so that
colleagues see who vouches for a number. A running server takes it over at its next start.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from typer.core import TyperGroup

from bot.clock import utc_now
from expertise.contacts import ContactLine
from expertise.hours import ZONE
from expertise.party import Party
from expertise.source import CONTENT
from expertise.upkeep import (
    CRISIS_DAYS,
    DAYS,
    Standing,
    lines_called,
    mentions,
    sharing,
    standings,
)
from expertise.verifications import FILE, Outcome, Verification
from vertelmaar.verifying import NotRecorded, directory_after, record, recorded

_LONGEST_NAME = 60


class _ListUnlessTold(TyperGroup):
    """`vertelmaar contacts --due` is `vertelmaar contacts list --due`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] != "--help"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_ListUnlessTold, help=__doc__)
_out = Console(highlight=False)

File = Annotated[Path, typer.Option(help="Another list of verifications, to try something out on.")]


@app.command("list")
def show(
    due: Annotated[bool, typer.Option("--due", help="Only the lines that are due.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    days: Annotated[int, typer.Option(min=1, help="After how many days a line is due.")] = DAYS,
    crisis_days: Annotated[
        int, typer.Option(min=1, help="The same of a crisis line.")
    ] = CRISIS_DAYS,
    file: File = CONTENT / FILE,
) -> None:
    """All contact lines, those first that nobody tried lately."""
    known = directory_after(recorded(file))
    listed = [
        each for each in standings(known, _today(), days, crisis_days) if each.is_due or not due
    ]
    if as_json:
        typer.echo(json.dumps([_fields(each) for each in listed], ensure_ascii=False, indent=2))
    else:
        _out.print(_table(listed))


@app.command()
def verify(
    party: Annotated[str, typer.Argument(help="The party, as the list names it.")],
    line: Annotated[str, typer.Argument(help="Its address (tel:…, https://…) or its number.")],
    outcome: Annotated[Outcome, typer.Option(help="What came of it.")],
    by: Annotated[str, typer.Option(help="Who tried it. This is public: initials will do.")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When; today unless told.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="Which, where a chat and a site share an address.")
    ] = None,
    file: File = CONTENT / FILE,
) -> None:
    """Record that somebody called a line, or opened a page, and whether it works."""
    day = on.date() if on else _today()
    # As the content itself has it: a mark there that is newer than the call would outweigh it.
    known = directory_after(())
    tried = _line(_party(party, known), line, kind)
    _refuse_what_cannot_be(by, day, tried)
    record(file, Verification(party, tried.href, outcome, by.strip(), day, tried.kind))
    _say(f"recorded: {party} {tried.href} {outcome}. Commit {file.name}.")
    for other in sharing(known, party, tried.href):
        _say(f"{other} has the same line: record it there too.")
    if outcome != "works":
        for place in mentions(tried.href):
            _say(f"It is named in {place} too: put that right before it is served.")


def _refuse_what_cannot_be(by: str, day: date, tried: ContactLine) -> None:
    if not by.strip() or not by.isprintable() or len(by) > _LONGEST_NAME:
        raise NotRecorded(f"--by is a name of at most {_LONGEST_NAME} characters on one line")
    if day > _today():
        raise NotRecorded(f"--on is a day that is still to come: {day}")
    if day.isoformat() < tried.evidence.verified:
        seen = tried.evidence.verified
        raise NotRecorded(f"--on is too early: the content has newer evidence, of {seen}")


def _party(name: str, known: Mapping[str, Party]) -> Party:
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3) or sorted(known)
    raise NotRecorded(f"there is no party {name!r}; did you mean {', '.join(near)}?")


def _line(party: Party, asked: str, kind: str | None) -> ContactLine:
    found = [line for line in lines_called(party, asked) if kind in (None, line.kind)]
    if len(found) == 1:
        return found[0]
    if found:
        kinds = " or ".join(f"--kind {line.kind}" for line in found)
        raise NotRecorded(f"{party.id} has more than one line at {asked}: add {kinds}")
    lines = ", ".join(f"{line.href} ({line.kind})" for line in party.contacts) or "none"
    raise NotRecorded(f"{party.id} has no such line {asked!r}; it has {lines}")


def _table(listed: Sequence[Standing]) -> Table:
    due = sum(each.is_due for each in listed)
    caption = f"{due} due, {len(listed) - due} tried lately"
    table = Table(caption=caption, caption_justify="left", box=SIMPLE_HEAD)
    for name in ("", "party", "kind"):
        table.add_column(name, no_wrap=True)
    table.add_column("line", overflow="fold")
    for name in ("sure", "seen", "tried by"):
        table.add_column(name)
    for each in listed:
        line, checked = each.line, each.line.checked
        table.add_row(
            "[bold]due[/]" if each.is_due else "",
            f"[bold]{each.party.id}[/]" if each.party.crisis else each.party.id,
            line.kind,
            re.sub("^(https://|mailto:|tel:)", "", line.href),
            line.evidence.confidence,
            line.evidence.verified,
            escape(f"{checked.by}: {checked.outcome}") if checked else "",
        )
    return table


def _fields(each: Standing) -> dict[str, Any]:
    line, checked = each.line, each.line.checked
    return {
        "due": each.is_due,
        "party": each.party.id,
        "crisis": each.party.crisis,
        "kind": line.kind,
        "line": line.href,
        "label": line.label.nl,
        "confidence": line.evidence.confidence,
        "verified": line.evidence.verified,
        "source": line.evidence.source,
        "tried": checked.on.isoformat() if checked else None,
        "outcome": checked.outcome if checked else None,
        "by": checked.by if checked else None,
    }


def _say(line: str) -> None:
    _out.print(line, soft_wrap=True, markup=False)


def _today() -> date:
    return utc_now().astimezone(ZONE).date()
