"""The decision tree: which parties fit a situation, in which order, at this moment.

A plain table (content/routes.yml), so that the same situation always gives the same parties and
every choice can be explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from expertise.ladder import Rung, Stage, above, climbed
from expertise.parties import Party
from expertise.route_rows import Row
from expertise.route_table import CrisisRow, Table, table
from expertise.situations import NO_THEME, Situation

_EMERGENCY = "112"

MOST_SHOWN = 3


@dataclass(frozen=True)
class Choice:
    """The parties for a situation; `stand_in` is the one added because it answers now.

    `stage` is the column that was read, `rung` the next of the ladder (None where there is none),
    and `numbers` the rows of the domain study that this choice carries out.
    """

    parties: tuple[Party, ...]
    stand_in: Party | None
    next_text: str
    risk_type: str | None
    stage: Stage
    rung: Rung | None
    numbers: tuple[int, ...]


def choose(situation: Situation, at: datetime) -> Choice:
    """The main party, at most two others, and at least one that is open now."""
    routes = table()
    row = routes.row(situation)
    found = tuple(islice(_fitting(routes, situation, row), MOST_SHOWN))
    shown = _open_one_first(found, at)
    stand_in = None if any(party.answers(at) for party in shown) else _live(routes, situation)
    if stand_in:
        shown = (*shown[: MOST_SHOWN - 1], stand_in)
    return Choice(
        parties=shown,
        stand_in=stand_in,
        next_text=_next_text(routes, row, situation),
        risk_type=next((crisis.risk_type for crisis in _crises(routes, situation)), None),
        stage=situation.stage,
        rung=_rung(row, situation),
        numbers=row.numbers,
    )


def climbs(situation: Situation) -> bool:
    """Whether the ladder of a complaint leads anywhere here: at home or in despair it does not."""
    return table().row(situation).climbs


def next_rung(situation: Situation) -> Rung | None:
    """The next rung of the ladder; None at its end, and where nobody can say which it is."""
    return _rung(table().row(situation), situation)


def _rung(row: Row, situation: Situation) -> Rung | None:
    return _above(situation) if row.climbs and not situation.is_lost_on_ladder else None


def _above(situation: Situation) -> Rung | None:
    higher = above(situation.reached.id, situation.role, situation.sector)
    return next((rung for rung in higher if not _asks_the_parents(rung, situation)), None)


def _asks_the_parents(rung: Rung, situation: Situation) -> bool:
    """Whether a child would have to tell at home what nobody there may know."""
    return rung.expect_child is not None and situation.may_be_child and situation.theme == "lgbti"


def _next_text(routes: Table, row: Row, situation: Situation) -> str:
    """What is said if it does not help; that the ladder ends, only at its end."""
    if situation.stage == "first" or not row.climbs:
        return row.next_text
    if _above(situation) is None:
        return routes.last_texts[situation.role]
    reached = situation.reached.stage if situation.stage == "stuck" else situation.stage
    return routes.later_texts[situation.role, reached]


def fitting(situation: Situation) -> tuple[Party, ...]:
    """Everybody who may be shown, best first, whatever the hour."""
    routes = table()
    return tuple(_fitting(routes, situation, routes.row(situation)))


def _fitting(routes: Table, situation: Situation, row: Row) -> Iterator[Party]:
    """Who is there in a crisis, then the route, then who stays at its end."""
    tried = climbed(situation.reached.id) | situation.failed
    first = dict.fromkeys(_urgent(routes, situation))
    rest = (*row.from_stage(situation.stage), *routes.support[situation.role])
    for name in dict.fromkeys((*first, *rest)):
        party = routes.known[name]
        # In acute danger nobody is sent to wait for a school day; who works there has them at hand.
        waits = situation.risk == "acute" and party.local and situation.role != "staff"
        if _serves(party, situation) and (name in first or not (waits or name in tried)):
            yield party


def _urgent(routes: Table, situation: Situation) -> Iterator[str]:
    acute = situation.risk == "acute"
    if acute:
        yield _EMERGENCY
    for crisis in _crises(routes, situation):
        if acute or crisis.own_theme != situation.theme:
            yield from crisis.parties


def _crises(routes: Table, situation: Situation) -> Iterator[CrisisRow]:
    if situation.risk != "none":
        yield from (row for row in routes.crisis if row.risk_type in situation.risk_types)


def _live(routes: Table, situation: Situation) -> Party:
    by_role = routes.live_by_role[situation.role]
    return routes.known[routes.live_by_theme.get(situation.theme, by_role)]


def _serves(party: Party, situation: Situation) -> bool:
    # A primary-school pupil cannot file a complaint, so without a known sector no pupil is told to.
    if party.complaint and situation.may_be_child:
        return False
    fits = situation.theme == NO_THEME or situation.theme in party.themes
    return fits and party.is_reachable() and party.serves(situation.role, situation.sector)


def _open_one_first(shown: Sequence[Party], at: datetime) -> tuple[Party, ...]:
    """Nobody should begin with a closed line when one of the others answers."""
    if shown[0].is_open(at) is False:
        shown = sorted(shown, key=lambda party: not party.answers(at))
    return tuple(shown)
