"""The directory for somebody who looks for themselves: parties in groups, and fewer of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from expertise.parties import SECTORS, Party, parties
from expertise.source import load_folder
from expertise.themes import THEMES

ROLES = ("pupil", "parent", "staff")
# Who works at school looks last: those who are there for nobody else stand apart.
STAFF_ONLY = "staff"
GROUPS = ("crisis", "in_school", "help", "network", "formal", STAFF_ONLY)


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for; "" is anything."""

    role: str = ""
    sector: str = ""
    theme: str = ""
    open_now: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wanted:
        """What an address asks for; what means nothing asks for nothing."""
        return cls(
            role=_one_of(ROLES, asked.get("rol", "")),
            sector=_one_of(SECTORS, asked.get("sector", "")),
            theme=_one_of(THEMES, asked.get("thema", "")),
            open_now=asked.get("open") == "1",
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for at all."""
        return self != Wanted()

    def takes(self, party: Party, at: datetime) -> bool:
        """Whether a party is among those that were asked for."""
        return (
            self.role in ("", *party.roles)
            and self.sector in ("", *party.sectors)
            and self.theme in ("", *party.themes)
            and not (self.open_now and party.is_open(at) is not True)
        )


@dataclass(frozen=True)
class Group:
    """Parties that stand together."""

    id: str
    parties: tuple[Party, ...]


def shown() -> Mapping[str, Party]:
    """Every party that somebody may be sent to."""
    return {name: party for name, party in parties().items() if party.is_reachable()}


def listed(wanted: Wanted, at: datetime) -> tuple[Group, ...]:
    """The parties that were asked for, in groups that have any."""
    taken = [party for party in shown().values() if wanted.takes(party, at)]
    return tuple(_groups(taken))


def _groups(taken: Sequence[Party]) -> Iterator[Group]:
    for name in GROUPS:
        within = tuple(party for party in taken if group_of(party) == name)
        if within:
            yield Group(name, within)


def group_of(party: Party) -> str:
    """The file that a party stands in is its group, unless it is there for staff alone."""
    return STAFF_ONLY if party.roles == {"staff"} else _files()[party.id]


def _one_of(known: Sequence[str], asked: str) -> str:
    return asked if asked in known else ""


@cache
def _files() -> Mapping[str, str]:
    """Which file each party stands in; one that has no heading of its own is other help."""
    stems = {
        name: file.partition("/")[2].removesuffix(".yml")
        for file, raw in load_folder("parties")
        for name in raw
    }
    return {name: stem if stem in GROUPS else "help" for name, stem in stems.items()}
