"""What a reporter is shown of a proposal: all that would go, to whom, and what changes then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.desk.transcript import ReporterView
from bot.models import TeamKind
from bot.passing.proposals import Proposed
from connectors import asked
from expertise import texts
from expertise.languages import Language

_INSPECTORATE: Final = TeamKind.INSPECTORATE


@dataclass(frozen=True)
class Passing:
    """The page on which the reporter chooses; `left_out` are turns without their tick."""

    proposed: Proposed | None = None
    language: Language = "nl"
    party: Mapping[str, Any] | None = None
    left_out: frozenset[int] = frozenset()
    note: str = field(default="", repr=False)

    @property
    def is_file(self) -> bool:
        """Whether a file goes to the inspectorate, and the talk stays where it is."""
        return self.proposed is not None and self.proposed.plan.way == "file"

    @property
    def to(self) -> str:
        """To whom it goes, as it is called in a sentence."""
        return "" if self.proposed is None else name_of(self.proposed, self.language)


def of(
    view: ReporterView, language: Language, now: datetime,
    left_out: frozenset[int] = frozenset(), note: str = "",
) -> Passing:  # fmt: skip
    """The page for what stands now."""
    proposed = view.proposal
    if proposed is None:
        return Passing(language=language)
    goes_to_inspectors = proposed.kind is _INSPECTORATE or proposed.plan.way == "file"
    party = asked.inspectors(now, language) if goes_to_inspectors else None
    return Passing(proposed, language, party, left_out, note)


def in_short(proposed: Proposed | None, language: Language) -> dict[str, str] | None:
    """What the talk's own page says of it, and what its button says."""
    if proposed is None:
        return None
    to = name_of(proposed, language)
    if proposed.plan.agreed is not None:
        key, button = "agreed", "look_again"
    else:
        key, button = ("proposed" if proposed.by else "proposed_bot"), "look"
    said = texts.text(f"page.pass.{key}", language, team=to, name=proposed.by or "")
    return {"text": said, "button": texts.text(f"page.pass.{button}", language)}


def name_of(proposed: Proposed, language: Language) -> str:
    """A team by its name, the inspectorate without a team by what it is."""
    if proposed.plan.way == "file":
        return texts.text("page.pass.inspector", language)
    return proposed.team
