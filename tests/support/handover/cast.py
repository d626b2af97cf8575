"""Who pulls at the talks: two teams that may get them, a stranger, and whoever keeps order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot import vault
from bot.member import Counsellor, Member
from bot.models import AuditEntry, Role, Staff, StaffSession, Team, TeamKind
from bot.people import cookies, members
from tests.support import people

TALKS_EACH = 1


@dataclass
class Cast:
    """Three counsellors near, who have one talk each; two inspectors; one of another team.

    `here_until` is when a login ends by itself. Nobody of `shut` comes back.
    """

    near: tuple[Counsellor, ...]
    far: tuple[Counsellor, ...]
    strangers: tuple[Counsellor, ...]
    here_until: dict[UUID, datetime] = field(default_factory=dict)
    shut: set[UUID] = field(default_factory=set)

    @property
    def everybody(self) -> list[Counsellor]:
        """Whoever can still act."""
        all_of_them = (*self.near, *self.far, *self.strangers)
        return [who for who in all_of_them if who.id not in self.shut]

    @property
    def keys(self) -> dict[UUID, vault.Key]:
        """Each team's key."""
        return {who.team_id: who.team_key for who in (*self.near, *self.far, *self.strangers)}

    def admins(self) -> list[Member]:
        """Those who lift a conflict, in either team. They are nobody's counsellor."""
        return [
            Member(uuid4(), "admin", team[0].team_id, roles=frozenset({Role.ADMIN}))
            for team in (self.near, self.far)
        ]

    def limit_of(self, who: Counsellor) -> int | None:
        """How many talks somebody has at once."""
        return TALKS_EACH if who.team_id == self.near[0].team_id else None

    def attends(self, session: Session, who: Counsellor, now: datetime) -> None:
        """Somebody sits before the console, as the guard notes it at every request."""
        session.merge(
            StaffSession(
                token_hash=who.id.bytes * 2, id=who.id, staff_id=who.id, team_id=who.team_id,
                wrapped_private_key=b"", created_at=now, confirmed_at=now, last_seen_at=now,
                expires_at=now + cookies.IDLE,
            )
        )  # fmt: skip

    def forget_gone(self, now: datetime) -> None:
        """Logins that ended were dropped; a clock that is set back brings none of them."""
        self.here_until = {who: until for who, until in self.here_until.items() if until > now}

    def begin_anew(self, session: Session) -> None:
        """Everybody is back, and nothing was noted yet."""
        for entries in (delete(AuditEntry), delete(StaffSession)):
            session.execute(entries)
        for who in (*self.near, *self.far, *self.strangers):
            if who.id in self.shut:
                account = session.get_one(Staff, who.id)
                account.disabled_at = None
                members.seal_key(session, account, who.team_id, who.team_key)
        self.shut.clear()
        self.here_until.clear()


def gather(session: Session) -> Cast:
    """Everybody, with real keys."""
    near = people.team(session, "Samira", "Bas", "Noor", called="a-team", kind=TeamKind.NATIONAL)
    far = people.team(session, "Inge", "Joris", called="inspectie", kind=TeamKind.INSPECTORATE)
    strangers = people.team(session, "Vreemd", called="z-team", kind=TeamKind.NATIONAL)
    session.get_one(Team, near[0].team_id).talks_each = TALKS_EACH
    return Cast(tuple(near), tuple(far), tuple(strangers))
