"""A counsellor who read the talk knows better what it is about, and how urgent it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot import audit, steps
from bot.audit import Deed
from bot.clock import to_minute
from bot.desk import digest
from bot.errors import HandoverConflict
from bot.mail import calls
from bot.member import Counsellor
from bot.models import Urgency
from expertise.themes import THEMES


def correct(
    session: Session, who: Counsellor, conversation_id: UUID, theme: str, risk: str, now: datetime
) -> None:
    """Set theme and risk as this counsellor sees them; nothing else lowers a risk.

    Raises:
        HandoverConflict: there is no such theme or risk.
        UnknownConversation: it is not this team's, or was erased.
    """
    if theme not in ("", *THEMES) or risk not in (urgency.risk for urgency in Urgency):
        raise HandoverConflict
    conversation = steps.of_team(session, who, conversation_id)
    access = steps.opened(who, conversation)
    known = digest.load(access, conversation)
    seen = known.corrected(theme or None, risk)
    if (seen.theme, seen.risk) == (known.theme, known.risk):
        return
    before = conversation.urgency
    conversation.theme = seen.theme
    conversation.urgency = Urgency.of_risk(risk)
    digest.save(access, conversation, seen)
    calls.raised(session, conversation, before, now)
    if conversation.claimed_by == who.id:
        conversation.claimed_at = to_minute(now)
    # What a talk is about would stay in the audit when the talk is long erased.
    if seen.theme != known.theme:
        _note(session, who, conversation_id, "theme_corrected", None, now)
    if seen.risk != known.risk:
        _note(session, who, conversation_id, "risk_corrected", seen.risk, now)


def _note(
    session: Session, who: Counsellor, conversation_id: UUID, action: str, code: str | None,
    now: datetime,
) -> None:  # fmt: skip
    audit.note(session, Deed(action, who.team_id, who.id, conversation_id, code), now)
