"""The sections of the console, and which of them a member sees."""

from __future__ import annotations

from typing import Final

from bot.member import Member
from console import rights

# The name of the route, and its address; the text is `console.menu.<route>`.
SECTIONS: Final = (
    ("queue", "/console"),
    ("presence", "/console/presence"),
    ("roster", "/console/roster"),
    ("people", "/console/people"),
    ("stepped_back", "/console/stepped-back"),
    ("replies", "/console/replies"),
    ("labels", "/console/labels"),
    ("agreements", "/console/agreements"),
    ("trail", "/console/trail"),
    ("account", "/console/account"),
)


def of(who: Member | None) -> list[tuple[str, str]]:
    """The sections that somebody may come to; none before the login."""
    if who is None:
        return []
    return [(name, path) for name, path in SECTIONS if rights.may(who, name)]
