"""When somebody of the school can be spoken to, as far as a calendar can tell.

Nobody knows the hours of every school. This only decides whether a line that answers day and night
has to stand beside the people of the school, so it errs on the side of "nobody is there".
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from expertise.hours import ZONE, hours_from

_HOURS: Final = hours_from({"mon-fri": ["08:30-16:00"]}, closed_on_holidays=True)
# Month and day, first and last. The regions begin on different days, so this spans all of them.
_AWAY: Final = (((7, 1), (9, 7)), ((12, 18), (12, 31)), ((1, 1), (1, 7)))


def is_school_time(at: datetime) -> bool:
    """Whether it is a school day, during the hours of lessons."""
    local = at.astimezone(ZONE)
    day = (local.month, local.day)
    return not any(first <= day <= last for first, last in _AWAY) and _HOURS.is_open(at)
