"""A new key pair for a team, after somebody left who knew the old one.

What lies with the team now is sealed to the new key. A copy of the database from before opens with
the old one as it did: what was known cannot be made unknown.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import audit, vault
from bot.audit import Deed
from bot.desk import notes
from bot.models import Conversation, Invitation, Membership, Staff, Team
from bot.people import teams


def rekey(session: Session, team_id: UUID, old: vault.Key, now: datetime) -> tuple[str, ...]:
    """Make the pair, and seal everything anew. Returns the new recovery key's words."""
    team = session.execute(select(Team).where(Team.id == team_id).with_for_update()).scalar_one()
    new, words = teams.renew_keys(team)
    _conversations(session, team, old)
    notes.reseal(session, team_id, old, new)
    _members(session, team_id, new)
    # Whoever accepts one of these waits for the key, like everybody who comes without it.
    session.execute(
        update(Invitation).where(Invitation.team_id == team_id).values(wrapped_team_key=None)
    )
    audit.note(session, Deed("team_rekeyed", team_id), now)
    return words


def _conversations(session: Session, team: Team, old: vault.Key) -> None:
    query = select(Conversation).where(
        Conversation.team_id == team.id, Conversation.team_wrapped_key.is_not(None)
    )
    for conversation in session.execute(query.with_for_update()).scalars():
        if conversation.team_wrapped_key is not None:
            key = vault.unseal_with(old, conversation.team_wrapped_key)
            conversation.team_wrapped_key = vault.seal_to(team.public_key, key)


def _members(session: Session, team_id: UUID, new: vault.Key) -> None:
    query = (
        select(Membership, Staff.public_key)
        .join(Staff, Staff.id == Membership.staff_id)
        .where(
            Membership.team_id == team_id,
            Membership.wrapped_team_key.is_not(None),
            Staff.disabled_at.is_(None),
        )
    )
    for row, public_key in session.execute(query).all():
        if public_key is not None:
            row.wrapped_team_key = vault.seal_to(public_key, new)
