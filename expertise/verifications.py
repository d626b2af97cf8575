"""Who called which line, when, and what came of it.

The list (content/verifications.yml) only ever grows, so that it stays visible who vouched for a
number. A call says more than a page that was read, until somebody puts newer evidence into the
content itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal, get_args

from expertise.schema import fields_of, listed
from expertise.source import WHOLE_FILE, ContentError, load

Outcome = Literal["works", "changed", "gone"]

FILE = "verifications.yml"
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

_LIST = "verifications"
_FIELDS = ("party", "line", "kind", "outcome", "by", "date")


@dataclass(frozen=True)
class Verification:
    """One line that somebody tried; `kind` only where two lines of a party share an address."""

    party: str
    line: str
    outcome: Outcome
    by: str
    on: date
    kind: str | None = None

    def is_about(self, party: str, kind: str, href: str) -> bool:
        """Whether this line was the one that was tried."""
        return (self.party, self.line) == (party, href) and self.kind in (None, kind)

    def is_older_than(self, days: int, today: date) -> bool:
        """Whether it is time to try the line again."""
        return self.on + timedelta(days=days) < today


def verifications() -> tuple[Verification, ...]:
    """All that was recorded, in the order of recording."""
    return _verifications()


def latest(
    recorded: Iterable[Verification], party: str, kind: str, href: str
) -> Verification | None:
    """The newest verification of a line; of two on one day, the one recorded last."""
    about = [each for each in recorded if each.is_about(party, kind, href)]
    return max(reversed(about), key=lambda each: each.on, default=None)


def verifications_from(raw: Mapping[str, Any], file: str = FILE) -> tuple[Verification, ...]:
    """Reads the list; a list without an entry is empty."""
    fields = fields_of(raw, (_LIST,), file, WHOLE_FILE)
    if _LIST not in fields:
        raise ContentError(file, _LIST, "is missing")
    entries = listed(fields[_LIST] or [], file, _LIST)
    return tuple(_entry(entry, file, place(index)) for index, entry in enumerate(entries))


def place(index: int) -> str:
    """The key of an entry, as an error names it."""
    return f"{_LIST}.{index}"


def _entry(raw: object, file: str, key: str) -> Verification:
    fields = fields_of(raw, _FIELDS, file, key)
    for name in ("party", "line", "by"):
        value = fields.get(name)
        if not isinstance(value, str) or not value.strip():
            raise ContentError(file, f"{key}.{name}", "is missing")
    outcome: Any = fields.get("outcome")
    if outcome not in OUTCOMES:
        raise ContentError(file, f"{key}.outcome", f"is none of {', '.join(OUTCOMES)}: {outcome!r}")
    return Verification(
        party=fields["party"],
        line=fields["line"],
        outcome=outcome,
        by=fields["by"],
        on=_day(fields.get("date"), file, f"{key}.date"),
        kind=fields.get("kind"),
    )


def _day(raw: object, file: str, key: str) -> date:
    try:
        # YAML reads a plain date as one, and a quoted one as a string.
        return date.fromisoformat(str(raw))
    except ValueError as error:
        raise ContentError(file, key, f"is no day: {raw!r}") from error


@cache
def _verifications() -> tuple[Verification, ...]:
    return verifications_from(load(FILE))
