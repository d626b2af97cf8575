"""How long a conversation is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.clock import to_minute
from bot.models import Conversation

# Without a code, and with no counsellor in it, nobody can come back to a talk once the tab is gone.
# The page promises 24 hours; the sweep that erases comes by every ten minutes.
WITHOUT_WAY_BACK: Final = timedelta(hours=23, minutes=45)
LONGEST: Final = timedelta(days=90)


def renew(conversation: Conversation, now: datetime) -> None:
    """Something was said or agreed: the term after which the conversation is erased starts anew."""
    has_way_back = conversation.code_lookup is not None or conversation.team_id is not None
    conversation.last_message_at = to_minute(now)
    conversation.expires_at = to_minute(now) + (LONGEST if has_way_back else WITHOUT_WAY_BACK)
