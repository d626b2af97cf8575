"""What may come in. A request that is not of this shape is refused before anything looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from engine.errors import BadRequest
from expertise.ladder import rungs
from expertise.languages import LANGUAGES
from expertise.parties import SECTORS, parties
from expertise.situations import OFFENDERS
from expertise.themes import THEMES

MOST_TEXT = 20_000
MOST_TEXTS = 10_000
_RISKS = ("none", "concern", "acute")
# The slots that a state carries from turn to turn.
KEPT = ("theme", "role", "offender", "talk")
_VALUES: Mapping[str, frozenset[str]] = {
    "theme": frozenset(THEMES),
    "role": frozenset({"pupil", "parent", "staff"}),
    "offender": frozenset(OFFENDERS),
    "sector": frozenset(SECTORS),
    "ongoing": frozenset({"yes", "stopped", "unsafe"}),
    "tried": frozenset(rungs()),
    "attends": frozenset({"yes", "no"}),
    "fear": frozenset({"siblings", "revenge", "parents_told", "not_believed", "nothing"}),
    "wish": frozenset({"talk", "know", "stop", "report", "complain"}),
    "party": frozenset(parties()),
    "signal": frozenset({*THEMES, "other", "none", *"12345"}),
}
T = TypeVar("T")


@dataclass(frozen=True)
class Press:
    """A pressed button: an intent that is trusted, and slots that it fills."""

    intent: str
    slots: Mapping[str, str]


@dataclass(frozen=True)
class TurnRequest:
    """One message of a conversation whose state the caller keeps."""

    slots: Mapping[str, Any]
    text: str = field(repr=False)
    press: Press | None
    context: Mapping[str, Any]

    @classmethod
    def read(cls, body: object) -> TurnRequest:
        """Reads a request, or raises `BadRequest`."""
        given = _is(body, dict)
        message, context = _is(given.get("message"), dict), _is(given.get("context"), dict)
        text = _is(message.get("text"), str)
        return cls(
            slots=_slots(given.get("state")),
            text=_clean(text),
            press=_press(message.get("button")),
            context=_context(context),
        )


def texts_of(body: object) -> list[str]:
    """The texts of a batch."""
    texts = _is(_is(body, dict).get("texts"), list)
    _check(len(texts) <= MOST_TEXTS)
    return [_clean(_is(text, str)) for text in texts]


def path_of(body: object) -> str:
    """The path of a model."""
    return _is(_is(body, dict).get("path"), str)


def _clean(text: str) -> str:
    """Bounded, and without halves of characters, which JSON allows and nothing else does."""
    return text[:MOST_TEXT].encode(errors="replace").decode()


def _slots(state: object) -> Mapping[str, Any]:
    """Slots of a state; names that another version wrote are dropped."""
    if state is None:
        return {}
    slots = _is(_is(state, dict).get("slots"), dict)
    known = {name: slots[name] for name in KEPT if slots.get(name) is not None}
    _is(known.get("talk", {}), dict)
    _check(all(_is(known[name], str) in _VALUES[name] for name in _VALUES if name in known))
    return known


def _press(button: object) -> Press | None:
    if button is None:
        return None
    given = _is(button, dict)
    slots = _is(given.get("slots") or {}, dict)
    _check(all(_is(value, str) in _VALUES.get(name, ()) for name, value in slots.items()))
    return Press(_is(given.get("intent"), str), slots)


def _context(given: Mapping[str, Any]) -> Mapping[str, Any]:
    _check(given.get("language") in LANGUAGES)
    _check(given.get("risk") in _RISKS)
    kinds = _is(given.get("risk_types"), list)
    _check(all(isinstance(kind, str) for kind in kinds))
    opens_at = given.get("opens_at")
    return {
        "language": given["language"],
        "now": _moment(given.get("now")),
        "risk": given["risk"],
        "risk_types": kinds,
        "on_duty": _is(given.get("on_duty"), bool),
        "opens_at": None if opens_at is None else _moment(opens_at),
    }


def _moment(given: object) -> str:
    try:
        moment = datetime.fromisoformat(_is(given, str))
    except ValueError:
        raise BadRequest from None
    _check(moment.tzinfo is not None)
    return moment.isoformat()


def _is(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise BadRequest
    return value


def _check(holds: bool) -> None:
    if not holds:
        raise BadRequest
