"""Keeping the directory true: which lines are due for a call, and where else a number stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from expertise.contacts import ContactLine
from expertise.party import Party
from expertise.source import CONTENT
from expertise.verifications import FILE

# A number that is wrong for a month does more harm the more urgent the call is.
DAYS = 180
CRISIS_DAYS = 30


@dataclass(frozen=True)
class Standing:
    """A contact line, and whether somebody should try it."""

    party: Party
    line: ContactLine
    is_due: bool


def standings(
    known: Mapping[str, Party], today: date, days: int = DAYS, crisis_days: int = CRISIS_DAYS
) -> tuple[Standing, ...]:
    """Every line there is: who is due comes first, crisis lines before others, oldest first."""
    found = [
        Standing(party, line, _is_due(line, today, crisis_days if party.crisis else days))
        for party in known.values()
        for line in party.contacts
    ]
    return tuple(sorted(found, key=_urgency))


def lines_called(party: Party, asked: str) -> tuple[ContactLine, ...]:
    """The lines of a party that somebody means by an address, a number or a site as it is said."""
    digits = re.sub(r"[\s()-]", "", asked)
    meant = {asked, f"tel:{digits}", f"mailto:{asked}", f"https://{asked}", f"https://www.{asked}"}
    return tuple(line for line in party.contacts if line.href in meant)


def sharing(known: Mapping[str, Party], party_id: str, href: str) -> tuple[str, ...]:
    """The other parties that are reached by the same address."""
    return tuple(
        party.id
        for party in known.values()
        if party.id != party_id and any(line.href == href for line in party.contacts)
    )


def mentions(href: str) -> tuple[str, ...]:
    """The content files whose sentences name this line, besides the directory itself."""
    sought = _as_said(href)
    files = sorted({*CONTENT.rglob("*.yml")} - {*CONTENT.glob("parties/*"), CONTENT / FILE})
    return tuple(
        path.relative_to(CONTENT).as_posix()
        for path in files
        if sought.search(path.read_text(encoding="utf-8"))
    )


def _as_said(href: str) -> re.Pattern[str]:
    """How a sentence would name an address: digits with gaps, or the bare name of a site."""
    address = urlsplit(href)
    if address.scheme == "tel":
        digits = r"[\s-]*".join(address.path)
        return re.compile(rf"(?<!\d){digits}(?!\d)")
    name = address.path if address.scheme == "mailto" else address.netloc
    return re.compile(rf"(?<![\w-]){re.escape(name.removeprefix('www.'))}(?![\w-])")


def _is_due(line: ContactLine, today: date, days: int) -> bool:
    return line.checked is None or line.checked.is_older_than(days, today)


def _urgency(standing: Standing) -> tuple[bool, bool, date]:
    checked = standing.line.checked
    return not standing.is_due, not standing.party.crisis, checked.on if checked else date.min
