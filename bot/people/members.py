"""What people are in teams: their roles, and whether they hold the team's key.

A member with a reader's role but without the key waits: whoever in the team has it seals it to
their public key. Until then no word opens for them, whatever a page would show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot import vault
from bot.errors import LoginFailed
from bot.member import READING, Counsellor, Member
from bot.models import Membership, Role, Staff, Team, TeamKind
from bot.people.boxes import Secrets
from bot.people.errors import NoColleague


@dataclass(frozen=True)
class Colleague:
    """A member as colleagues see them."""

    id: UUID
    name: str
    roles: frozenset[Role]
    has_key: bool

    @property
    def waits(self) -> bool:
        """Whether somebody has to hand the team's key over to them."""
        return bool(self.roles & READING) and not self.has_key


def written(roles: Iterable[Role]) -> str:
    """Roles as the column holds them."""
    return ",".join(sorted(roles))


def read(roles: str) -> frozenset[Role]:
    """What `written` wrote."""
    return frozenset(Role(role) for role in roles.split(",") if role)


def add(
    session: Session,
    account: Staff,
    team_id: UUID,
    roles: Iterable[Role],
    team_key: vault.Key | None = None,
) -> None:
    """Make a person a member, with the team's key if it is at hand and the roles read."""
    session.add(Membership(staff_id=account.id, team_id=team_id, roles=written(roles)))
    session.flush()
    if team_key is not None:
        seal_key(session, account, team_id, team_key)


def add_roles(
    session: Session,
    account: Staff,
    team_id: UUID,
    roles: Iterable[Role],
    team_key: vault.Key | None,
) -> None:
    """The same for somebody who may be a member already, and then gets these roles as well."""
    row = session.get(Membership, (account.id, team_id), with_for_update=True)
    if row is None:
        add(session, account, team_id, roles, team_key)
        return
    row.roles = written({*read(row.roles), *roles})
    if team_key is not None:
        seal_key(session, account, team_id, team_key)


def of_team(session: Session, team_id: UUID) -> list[Colleague]:
    """The members of a team whose account is not shut, by name."""
    query = (
        select(Staff, Membership)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Membership.team_id == team_id, Staff.disabled_at.is_(None))
        .order_by(Staff.name)
    )
    return [
        Colleague(account.id, account.name, read(row.roles), row.wrapped_team_key is not None)
        for account, row in session.execute(query)
    ]


def keyless(session: Session, team_id: UUID) -> tuple[str, ...]:
    """The names of those who wait for the team's key."""
    query = select(Staff.name).join(Membership, Membership.staff_id == Staff.id)
    waits = (
        Membership.team_id == team_id,
        Membership.wrapped_team_key.is_(None),
        or_(*(Membership.roles.contains(role) for role in READING)),
        Staff.disabled_at.is_(None),
    )
    return tuple(session.execute(query.where(*waits).order_by(Staff.name)).scalars())


def teams_of(session: Session, staff_id: UUID) -> list[Team]:
    """The teams that a person is in, by name."""
    query = (
        select(Team)
        .join(Membership, Membership.team_id == Team.id)
        .where(Membership.staff_id == staff_id)
        .order_by(Team.name)
    )
    return list(session.execute(query).scalars())


def places_of(session: Session, staff_id: UUID) -> list[tuple[str, str, bool]]:
    """A person's teams, with their roles there, and whether they hold the key."""
    query = (
        select(Team.name, Membership.roles, Membership.wrapped_team_key)
        .join(Membership, Membership.team_id == Team.id)
        .where(Membership.staff_id == staff_id)
        .order_by(Team.name)
    )
    return [(name, roles, key is not None) for name, roles, key in session.execute(query)]


def seal_key(session: Session, account: Staff, team_id: UUID, key: vault.Key) -> None:
    """Give a member the team's key, if their roles there read."""
    row = membership(session, account.id, team_id, lock=True)
    if account.public_key is not None and read(row.roles) & READING:
        row.wrapped_team_key = vault.seal_to(account.public_key, key)


def membership(
    session: Session, staff_id: UUID, team_id: UUID, *, lock: bool = False
) -> Membership:
    """A person's place in a team.

    Raises:
        NoColleague: they have none.
    """
    query = select(Membership).where(Membership.staff_id == staff_id, Membership.team_id == team_id)
    found = session.execute(query.with_for_update() if lock else query).scalar_one_or_none()
    if found is None:
        raise NoColleague
    return found


def team_key(session: Session, account: Staff, opened: Secrets, team_id: UUID) -> vault.Key | None:
    """A team's key out of a person's open box, None when they do not hold it.

    Raises:
        NoColleague: they are not in that team.
    """
    row = membership(session, account.id, team_id)
    if opened.team_key is not None:
        return opened.team_key
    return _unwrapped(row, opened.private_key)


def seated(account: Staff, team: Team, row: Membership, private_key: vault.Key) -> Member:
    """A person in one of their teams; a `Counsellor` when role and key are both there."""
    roles = read(row.roles)
    kind = TeamKind(team.kind)
    key = _unwrapped(row, private_key) if roles & READING else None
    if key is None:
        return Member(account.id, account.name, team.id, team_kind=kind, roles=roles)
    return Counsellor(account.id, account.name, team.id, key, team_kind=kind, roles=roles)


def reader(session: Session, account: Staff, opened: Secrets, team_id: UUID) -> Counsellor:
    """A person with their box open, as a counsellor of a team.

    Raises:
        LoginFailed: they may not read there, or do not hold the key.
        NoColleague: they are not in that team.
    """
    row = membership(session, account.id, team_id)
    roles, key = read(row.roles), team_key(session, account, opened, team_id)
    if key is None or account.disabled_at is not None or not roles & READING:
        raise LoginFailed
    kind = TeamKind(session.get_one(Team, team_id).kind)
    return Counsellor(account.id, account.name, team_id, key, team_kind=kind, roles=roles)


def _unwrapped(row: Membership, private_key: vault.Key) -> vault.Key | None:
    if row.wrapped_team_key is None:
        return None
    return vault.unseal_with(private_key, row.wrapped_team_key)
