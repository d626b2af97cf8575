"""What may be shown of counts, when a small number could be one person that somebody knows.

Whoever reads a table may have spoken with a reporter yesterday. So a table covers whole months that
are over and never changes afterwards: nothing can be learned by looking twice. Cells under ten are
hidden, and another one with them, so that none can be worked out from the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEAST: Final = 10
# A period with fewer answers than this many times the least would be little but hidden cells.
_WORTHWHILE: Final = 3


def periods(months: Mapping[str, int], least: int = LEAST) -> list[tuple[str, ...]]:
    """Months that are over, put together until each period has enough answers.

    Later months change no earlier period; those at the end that do not have enough yet wait.
    """
    found: list[tuple[str, ...]] = []
    waiting: list[str] = []
    for month in sorted(months):
        waiting.append(month)
        if sum(months[each] for each in waiting) >= _WORTHWHILE * least:
            found.append(tuple(waiting))
            waiting = []
    return found


def shown(cells: Mapping[str, int], least: int = LEAST) -> dict[str, int | None]:
    """Counts above zero as they may be shown beside their total; None is one that is hidden.

    With the small cells goes the smallest of the others, and every one that is as small. So what is
    hidden could be shared out in another way for each small cell, even for who knows this rule.
    """
    large = [count for count in cells.values() if count >= least]
    if len(large) == len(cells):
        return dict(sorted(cells.items()))
    cover = min(large, default=None)
    if cover is None:
        # Names without a single number would still tell that somebody said it.
        return {}
    return {name: count if count > cover else None for name, count in sorted(cells.items())}
