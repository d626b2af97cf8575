"""`vertelmaar tallies`: what was counted, as far as small numbers allow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from bot import tallies
from bot.clock import utc_now
from bot.small_numbers import LEAST
from bot.tallies import By, Period
from expertise.counting import KINDS, Kind
from expertise.parties import parties
from expertise.texts import text
from expertise.themes import THEMES, theme_label
from vertelmaar.cli_staff import open_store

# The three signals are shown apart; who could not help is also laid out by what it was about.
_LAYOUTS: Final[dict[Kind, tuple[By, ...]]] = {
    **dict.fromkeys(KINDS, ("value",)),
    "white_spot": ("value", "theme", "role", "stage"),
}
_TITLES: Final[dict[Kind, str]] = {
    "white_spot": "who could not help",
    "incident": "what happened",
    "safety": "how safe school feels, 1 to 5",
    "wellbeing": "how somebody is, 1 to 5",
    "visit": "the first screen opened from a code of the kit",
}


@dataclass(frozen=True)
class _Layout:
    """The counts of one kind, by one of their codes."""

    kind: Kind
    by: By
    periods: tuple[Period, ...]


def show(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Counts of months that are over: who could not help, three signals, visits by channel."""
    found = list(_layouts())
    note = text("tallies.note", "en")
    if as_json:
        listed = [asdict(each) for each in found]
        typer.echo(json.dumps({"note": note, "tables": listed}, ensure_ascii=False, indent=2))
        return
    out = Console(highlight=False)
    out.print(note)
    for each in found:
        out.print(_drawn(each) if each.periods else f"\n{_title(each)}: not enough answers yet")
    out.print(f"\nA dash hides a number under {LEAST}, or one that would give such a number away.")


def _layouts() -> Iterator[_Layout]:
    now = utc_now()
    with open_store().session() as session:
        for kind, layouts in _LAYOUTS.items():
            for by in layouts:
                yield _Layout(kind, by, tallies.table(session, kind, now, by))


def _drawn(layout: _Layout) -> Table:
    spans = [f"{period.since} – {period.until}" for period in layout.periods]
    drawn = Table("", *spans, title=_title(layout), title_justify="left")
    for code in sorted({code for period in layout.periods for code in period.cells}):
        cells = [_cell(period, code) for period in layout.periods]
        drawn.add_row(_name(layout, code), *cells)
    drawn.add_row("all together", *(str(period.total) for period in layout.periods))
    return drawn


def _cell(period: Period, code: str) -> str:
    # Where no cell may be shown, neither may be told which are empty.
    count = period.cells.get(code, 0 if period.cells else None)
    return "–" if count is None else str(count)


def _title(layout: _Layout) -> str:
    title = _TITLES[layout.kind]
    return title if layout.by == "value" else f"{title}, by {layout.by}"


def _name(layout: _Layout, code: str) -> str:
    if layout.kind == "white_spot" and layout.by == "value" and code in parties():
        return parties()[code].name.in_("en")
    return theme_label(code, "en") if code in THEMES else code
