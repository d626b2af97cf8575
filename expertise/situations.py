"""What is known of somebody's situation: enough to find the route that fits, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from expertise.ladder import NOTHING, Rung, Stage, rungs
from expertise.topics import topics

OFFENDERS = ("pupil", "staff", "home", "online", "other", "unknown")
PERSPECTIVES = ("self", "other", "did")
# Where no theme fits; whoever is there is still shown a way.
NO_THEME = "other"


@dataclass(frozen=True)
class Situation:
    """All but the theme may be unknown.

    `topic` is a sub-theme (content/topics.yml), `perspective` whether somebody speaks of
    themselves, of somebody else or of what they did, `tried` the highest rung of the ladder, and
    `stuck` that nothing came of it. `failed` are parties that could not help this reporter.
    """

    theme: str
    role: str = "unknown"
    offender: str = "unknown"
    sector: str = "unknown"
    risk: str = "none"
    risk_types: tuple[str, ...] = ()
    topic: str = ""
    perspective: str = "self"
    tried: str = NOTHING
    stuck: bool = False
    failed: frozenset[str] = frozenset()

    @cached_property
    def reached(self) -> Rung:
        """The highest rung that was tried, whether it was said or follows from what it is about."""
        implied = topics()[self.topic].tried if self.topic in topics() else NOTHING
        return max(rungs()[self.tried], rungs()[implied], key=lambda rung: rung.number)

    @property
    def stage(self) -> Stage:
        """Which column of the routes fits what was tried."""
        stage = self.reached.stage
        if self.stuck:
            return "tried" if stage == "first" else "stuck"
        return stage

    @property
    def is_lost_on_ladder(self) -> bool:
        """Whether something was tried, but nobody knows what: so nobody knows what comes next."""
        return self.stuck and self.reached.id == NOTHING

    @property
    def may_be_child(self) -> bool:
        """Whether this may be a pupil in primary school, for whom a parent files a complaint."""
        return self.role == "pupil" and self.sector not in ("vo", "mbo")
