"""Who sits before the console: a member of a team, and what they may do there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from bot import vault
from bot.models import Role, TeamKind

# Whoever has one of these roles, and the team's key, reads what was handed over.
READING: Final = frozenset({Role.COUNSELLOR, Role.INSPECTOR})


@dataclass(frozen=True)
class Member:
    """Somebody who is logged in, in one of their teams."""

    id: UUID
    name: str
    team_id: UUID
    team_kind: TeamKind = field(default=TeamKind.SCHOOL, kw_only=True)
    roles: frozenset[Role] = field(default=frozenset({Role.COUNSELLOR}), kw_only=True)


@dataclass(frozen=True)
class Counsellor(Member):
    """A member who talks with reporters, with the team's key: counsellor or inspector."""

    team_key: vault.Key = field(repr=False)
