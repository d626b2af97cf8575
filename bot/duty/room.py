"""How many talks a counsellor has at once: with too many of them nobody is well listened to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.duty.presence import talks_of
from bot.errors import NoRoom
from bot.member import Member
from bot.models import Conversation, Staff, Team, Urgency


def require(
    session: Session, who: Member, taken: Conversation, *, beyond_limit: bool = False
) -> None:
    """Refuse the talk that was just taken, in the same transaction, if it is one too many.

    `beyond_limit`: they chose it all the same, as one may when somebody is in danger.

    Raises:
        NoRoom: `may_go_on` says whether they may choose it.
    """
    limit = session.get_one(Team, who.team_id).talks_each
    if limit is None:
        return
    # Two claims of one person at once see each other.
    session.execute(select(Staff.id).where(Staff.id == who.id).with_for_update())
    is_acute = taken.urgency >= Urgency.ACUTE
    has_too_many = session.execute(select(talks_of(who.id))).scalar_one() > limit
    if has_too_many and not (beyond_limit and is_acute):
        raise NoRoom(may_go_on=is_acute, limit=str(limit))
