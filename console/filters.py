"""What a queue is narrowed to, as it stands in the page's address: that can be kept and shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from sanic import Request

from bot.desk.queue import UNKNOWN, Group, Place, Wanted
from bot.models import Urgency
from console.words import Words
from expertise import themes
from expertise.languages import LANGUAGES

# As conversations carry them; the page names them.
_CHANNELS: Final = ("web", "telegram")
_ROLES: Final = ("pupil", "parent", "staff", UNKNOWN)
_RISKS: Final = tuple(urgency.risk for urgency in sorted(Urgency, reverse=True))
_FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Choice:
    """One field of the form: its name, and its values with their words."""

    name: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Filter:
    """Which part of the queue is shown (None: all that is open), narrowed to what, from where on.

    `chosen` is the narrowing as the address has it, without what no page of ours offers.
    """

    group: Group | None = None
    wanted: Wanted = field(default_factory=Wanted)
    after: Place | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out, and it begins at the beginning."""
        return self.wanted == Wanted() and self.after is None

    def address(self, group: Group | None = None, after: Place | None = None) -> str:
        """The page of a group, narrowed in the same way."""
        asked = dict(self.chosen)
        if group is not None:
            asked["show"] = group
        if after is not None:
            asked["after"] = _written(after)
        return f"/console?{urlencode(asked)}" if asked else "/console"


def of(request: Request, labels: Iterable[UUID]) -> Filter:
    """What an address asks for. What it says that means nothing is left out."""
    asked = {name: request.args.get(name, "") for name in (*_FIELDS, "label", "show", "after")}
    known = {label.hex for label in labels}
    chosen = {name: asked[name] for name, values in _FIELDS.items() if asked[name] in values}
    if asked["label"] in known:
        chosen["label"] = asked["label"]
    return Filter(
        group=Group(asked["show"]) if asked["show"] in tuple(Group) else None,
        wanted=Wanted(
            theme=chosen.get("theme"),
            urgency=Urgency.of_risk(chosen["risk"]) if "risk" in chosen else None,
            channel=chosen.get("channel"),
            language=chosen.get("language"),
            role=chosen.get("role"),
            label=UUID(chosen["label"]) if "label" in chosen else None,
        ),
        after=_read(asked["after"]),
        chosen=chosen,
    )


def choices(t: Words, labels: Mapping[UUID, str]) -> list[Choice]:
    """The fields of the form, in the counsellor's words."""
    named = [
        Choice("theme", tuple((code, t.theme(_known(code))) for code in _FIELDS["theme"])),
        Choice("risk", tuple((risk, t(f"urgency.{risk}")) for risk in _RISKS)),
        Choice("role", tuple((role, t(f"role.{role}")) for role in _ROLES)),
        Choice("language", tuple((code, t(f"language.{code}")) for code in LANGUAGES)),
        Choice("channel", tuple((code, t(f"channel.{code}")) for code in _CHANNELS)),
    ]
    if labels:
        named.append(Choice("label", tuple((label.hex, name) for label, name in labels.items())))
    return named


def _known(code: str) -> str | None:
    return None if code == UNKNOWN else code


def _written(place: Place) -> str:
    minutes = int((place.at - _FIRST).total_seconds()) // 60
    return f"{int(place.urgency)}.{minutes}.{place.id.hex}"


def _read(written: str) -> Place | None:
    """Where a page begins; None, the beginning, when it is no place that `_written` wrote."""
    urgency, _, rest = written.partition(".")
    minutes, _, number = rest.partition(".")
    try:
        at = datetime.fromtimestamp(_FIRST.timestamp() + int(minutes) * 60, UTC)
        return Place(Urgency(int(urgency)), at, UUID(number))
    except (ValueError, OverflowError, OSError):
        return None


_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "theme": (*themes.THEMES, UNKNOWN),
    "risk": _RISKS,
    "role": _ROLES,
    "language": LANGUAGES,
    "channel": _CHANNELS,
}
