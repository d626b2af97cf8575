"""What is known of somebody's situation: enough to find the route that fits, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass

from expertise.ladder import NOTHING, Stage, rungs

OFFENDERS = ("pupil", "staff", "home", "online", "unknown")
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

    @property
    def stage(self) -> Stage:
        """Which column of the routes fits what was tried."""
        reached = rungs()[self.tried].stage
        if self.stuck:
            return "tried" if reached == "first" else "stuck"
        return reached
