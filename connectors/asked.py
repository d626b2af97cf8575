"""What a reporter sees before a person reads along: which team, and who can help outside school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from bot.models import TeamKind
from bot.passing import conflicts, routing
from bot.passing.routing import Asked, Route
from bot.people.members import Colleague
from connectors.reporter import Reporter
from expertise.advice import describe
from expertise.languages import Language
from expertise.parties import parties

# They know nobody at the school, and none of them has to tell it.
_OUTSIDE: Final = ("vi", "kindertelefoon", "csg")


@dataclass(frozen=True)
class Question:
    """The teams to choose from. `readers` are the people of the school's own team."""

    route: Route = field(default_factory=lambda: Route(None, ()))
    wanted: Asked | None = None
    readers: tuple[Colleague, ...] = ()
    outside: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_of_school(self) -> bool:
        """Whether who would read it may know whom it is about, or be the one."""
        nobody_else = self.wanted is None and bool(self.route.teams)
        is_school = self.wanted is not None and self.wanted.kind is TeamKind.SCHOOL
        return self.route.about_staff is True and (nobody_else or is_school)

    @property
    def school(self) -> Asked | None:
        """The school's own team, if that is what was chosen, or all there is."""
        return self.wanted or next(iter(self.route.teams), None)


async def question(who: Reporter, language: Language, wanted: str = "") -> Question:
    """The teams of this talk, and the one that was chosen (by its id) or should be."""
    route = await who.look(routing.route)
    chosen = next((team for team in route.teams if str(team.id) == wanted), route.first)
    asked = Question(route, chosen)
    if not asked.is_of_school or asked.school is None:
        return asked
    readers = await who.services.store.read(conflicts.readers, asked.school.id)
    return Question(route, chosen, tuple(readers), outside(who.services.clock(), language))


def outside(now: datetime, language: Language) -> tuple[Mapping[str, Any], ...]:
    """Who can help outside the school, with numbers and whether they answer now."""
    known = parties()
    return tuple(describe(known[name], now, language).as_payload() for name in _OUTSIDE)


def inspectors(now: datetime, language: Language) -> Mapping[str, Any]:
    """What the inspectors can and cannot do, and when they answer the phone."""
    return describe(parties()["vi"], now, language).as_payload()


def ids(values: list[str]) -> frozenset[UUID]:
    """The ids among what a form sent."""
    found = set()
    for value in values:
        try:
            found.add(UUID(value))
        except ValueError:
            continue
    return frozenset(found)
