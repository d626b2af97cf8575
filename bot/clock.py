"""The time, in UTC, and as coarse as what is stored may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, with its time zone."""
    return datetime.now(UTC)


def to_minute(at: datetime) -> datetime:
    """Stored times are cut to the minute: exact ones could be laid beside a network's log."""
    return at.replace(second=0, microsecond=0)
