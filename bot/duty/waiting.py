"""When waiting takes long: then a page offers once more that nobody needs to stay for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.models import Conversation, State

_LONG: Final = timedelta(minutes=10)


def is_long(conversation: Conversation, now: datetime) -> bool:
    """Whether a reporter waits for a person who has not said a word for ten minutes."""
    since = conversation.waiting_since
    if conversation.state != State.WAITING or since is None:
        return False
    return now - max(since, conversation.staff_at or since) >= _LONG
