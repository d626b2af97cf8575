"""What a team agrees on: how long talks are kept, when they go back, how soon and how many.

Reporters are told that a talk is erased after ninety days at most, so no team keeps them longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from bot import audit, terms
from bot.audit import Deed
from bot.errors import OutOfBounds
from bot.member import Member
from bot.models import Team

# The least and the most of each.
BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "keep_days": (7, 90),
    "claim_minutes": (15, 24 * 60),
    "answer_days": (1, 30),
    "talks_each": (1, 50),
}


@dataclass(frozen=True)
class Agreements:
    """As the columns of `Team`; `talks_each` None: any number."""

    keep_days: int
    claim_minutes: int
    answer_days: int
    talks_each: int | None


def of_team(session: Session, team_id: UUID) -> Agreements:
    """What this team agreed on."""
    team = session.get_one(Team, team_id)
    return Agreements(team.keep_days, team.claim_minutes, team.answer_days, team.talks_each)


def read(filled_in: Mapping[str, str]) -> Agreements:
    """What stands in the fields of a form; an empty `talks_each` means any number.

    Raises:
        OutOfBounds: `field` is no number, or one that nobody can agree on.
    """
    given = {name: filled_in.get(name, "").strip() for name in BOUNDS}
    return Agreements(
        keep_days=_number(given, "keep_days"),
        claim_minutes=_number(given, "claim_minutes"),
        answer_days=_number(given, "answer_days"),
        talks_each=_number(given, "talks_each") if given["talks_each"] else None,
    )


def change(session: Session, who: Member, wanted: Agreements, now: datetime) -> None:
    """From now on the team agrees on this; each change stands in the audit."""
    team = session.get_one(Team, who.team_id, with_for_update=True)
    if team.keep_days != wanted.keep_days:
        terms.agree(session, team.id, wanted.keep_days)
    for name, value in asdict(wanted).items():
        before = getattr(team, name)
        if before == value:
            continue
        setattr(team, name, value)
        detail = f"{name} {_spelt(before)} {_spelt(value)}"
        audit.note(session, Deed("setting", who.team_id, who.id, who.team_id, detail), now)


def _number(given: Mapping[str, str], name: str) -> int:
    least, most = BOUNDS[name]
    typed = given[name]
    # A longer one than this is out of bounds, however long it takes to read.
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1
    if not least <= number <= most:
        raise OutOfBounds(field=name, least=str(least), most=str(most))
    return number


def _spelt(value: int | None) -> str:
    return "any" if value is None else str(value)
