"""Which team a talk may go to when its reporter asks for a person: not one that it may be about.

Is it about somebody who works at the school, then the school's own team comes last, and reads
nothing unless the reporter chooses it. Inspectors are asked by a proposal only
(`bot.passing.proposals`): what goes to them is chosen turn by turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Access, conversation_of
from bot.errors import HandoverConflict, NobodyToAsk, OnlyTheSchool
from bot.models import Conversation, Team, TeamKind

_NEAREST_FIRST: Final = (
    TeamKind.SCHOOL, TeamKind.BOARD, TeamKind.REGION, TeamKind.NATIONAL,
)  # fmt: skip
_OUTSIDE_FIRST: Final = (*_NEAREST_FIRST[1:], TeamKind.SCHOOL)
_STAFF_THEME: Final = "staff_conduct"
_STAFF_RULES: Final = frozenset({"sexual.staff", "violence.staff_hands"})
# Who does it "online" may be anybody, a teacher too.
_NOT_STAFF: Final = ("pupil", "home")


@dataclass(frozen=True)
class Asked:
    """A team that can be asked."""

    id: UUID
    name: str
    kind: TeamKind


@dataclass(frozen=True)
class Route:
    """The teams that can be asked, the one to propose first; and whether it is about staff."""

    about_staff: bool | None
    teams: tuple[Asked, ...]
    inspectors: Asked | None = None

    @property
    def must_ask(self) -> bool:
        """Whether it matters who it is about, and nobody said so yet."""
        has_school = any(team.kind is TeamKind.SCHOOL for team in self.teams)
        return self.about_staff is None and has_school

    @property
    def only_the_school(self) -> bool:
        """Whether nobody is left but people who may know whom it is about."""
        return self.about_staff is True and self.first is None and bool(self.teams)

    @property
    def first(self) -> Asked | None:
        """The team to ask, unless the reporter wants another; None when none can be proposed."""
        nearest = self.teams[0] if self.teams else None
        if nearest is None or (self.about_staff and nearest.kind is TeamKind.SCHOOL):
            return None
        return nearest


def route(session: Session, access: Access) -> Route:
    """Where a talk can go, by what is known of it now."""
    about_staff = conversation_of(session, access).about_staff
    # Whoever leaves the question open is not sent to the school's own people unasked either.
    order = _NEAREST_FIRST if about_staff is False else _OUTSIDE_FIRST
    found = [
        Asked(row.id, row.name, TeamKind(row.kind))
        for row in session.execute(select(Team).order_by(Team.name)).scalars()
    ]
    teams = sorted(
        (team for team in found if team.kind in order), key=lambda team: order.index(team.kind)
    )
    inspectors = (team for team in found if team.kind is TeamKind.INSPECTORATE)
    return Route(about_staff, tuple(teams), next(inspectors, None))


def choose(session: Session, access: Access, wanted: UUID | None) -> Team:
    """The team that is asked: the one that the reporter wants, or the first of the route.

    Raises:
        NobodyToAsk: there is none.
        OnlyTheSchool: it is about somebody of the school, and its own team was not chosen.
        HandoverConflict: the team that is wanted cannot be asked (any more).
    """
    known = route(session, access)
    if not known.teams:
        raise NobodyToAsk
    if wanted is not None and wanted not in {team.id for team in known.teams}:
        raise HandoverConflict
    if wanted is None and known.first is None:
        raise OnlyTheSchool
    return session.get_one(Team, wanted or (known.first and known.first.id))


def tell(session: Session, access: Access, about_staff: bool | None) -> None:
    """What the reporter answered; None leaves what is known as it is."""
    if about_staff is not None:
        conversation_of(session, access, lock=True).about_staff = about_staff


def learn(
    conversation: Conversation,
    theme: str | None = None,
    offender: str | None = None,
    rules: Iterable[str] = (),
) -> None:
    """What the talk itself says of it. That it is a pupil, or at home, outweighs no yes."""
    if offender == "staff" or theme == _STAFF_THEME or not _STAFF_RULES.isdisjoint(rules):
        conversation.about_staff = True
    elif offender in _NOT_STAFF and conversation.about_staff is None:
        conversation.about_staff = False
