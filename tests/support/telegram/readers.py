"""Reads one field of a call out of the characters that a form carries, by the type it must have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final

from tests.support.telegram.refusals import Json, Malformed
from tests.support.telegram.values import Button, Keyboard

Reader = Callable[[str], Any]

_INTEGER: Final = re.compile(r"-?(0|[1-9]\d{0,15})")
_MOST_BUTTONS: Final = 100
_IN_A_ROW: Final = 8


def integer(low: int | None = None, high: int | None = None) -> Reader:
    """An `Integer` between two bounds."""

    def read(raw: str) -> int:
        if not _INTEGER.fullmatch(raw):
            raise Malformed("must be an Integer")
        number = int(raw)
        if (low is not None and number < low) or (high is not None and number > high):
            raise Malformed(f"must be between {low} and {high}")
        return number

    return read


def string(shortest: int = 0, longest: int | None = None, pattern: str = "") -> Reader:
    """A `String` between two lengths, of certain characters."""

    def read(raw: str) -> str:
        if len(raw) < shortest or (longest is not None and len(raw) > longest):
            raise Malformed(f"must have {shortest}-{longest} characters")
        if pattern and not re.fullmatch(pattern, raw):
            raise Malformed(f"must be like {pattern}")
        return raw

    return read


def boolean(raw: str) -> bool:
    """A `Boolean`."""
    if raw not in ("true", "false"):
        raise Malformed("must be a Boolean")
    return raw == "true"


def one_of(*words: str) -> Reader:
    """One of a few words."""

    def read(raw: str) -> str:
        if raw not in words:
            raise Malformed(f"must be one of {', '.join(words)}")
        return raw

    return read


def array(check: Callable[[Any], bool], low: int = 0, high: int | None = None) -> Reader:
    """An `Array` whose items pass a check."""

    def read(raw: str) -> list[Any]:
        items = _json(raw)
        if not isinstance(items, list) or not all(check(item) for item in items):
            raise Malformed("must be an Array of the documented type")
        if len(items) < low or (high is not None and len(items) > high):
            raise Malformed(f"must have {low}-{high} items")
        return items

    return read


def thing(required: dict[str, type], optional: dict[str, type] | None = None) -> Reader:
    """An object with certain fields and no others."""

    def read(raw: str) -> Json:
        found = _json(raw)
        if not is_like(found, required, optional or {}):
            raise Malformed("must be an object of the documented type")
        return dict(found)

    return read


def is_like(found: object, required: dict[str, type], optional: dict[str, type]) -> bool:
    """Whether something is an object with these fields, of these types."""
    types = required | optional
    return (
        isinstance(found, dict)
        and required.keys() <= found.keys() <= types.keys()
        # By the exact type, because True is an int as well.
        and all(type(value) is types[name] for name, value in found.items())
    )


def keyboard(raw: str) -> Keyboard:
    """An `InlineKeyboardMarkup`; the other kinds of markup are not modelled."""
    found = _json(raw)
    if not is_like(found, {"inline_keyboard": list}, {}):
        raise Malformed("must be an InlineKeyboardMarkup (others are not modelled here)")
    rows = found["inline_keyboard"]
    if not all(isinstance(row, list) and len(row) <= _IN_A_ROW for row in rows):
        raise Malformed("inline_keyboard must be an Array of Arrays of at most 8 buttons")
    buttons = tuple(tuple(_button(item) for item in row) for row in rows if row)
    if sum(map(len, buttons)) > _MOST_BUTTONS:
        raise Malformed("reply markup is too long")
    return buttons


def _button(item: object) -> Button:
    if not is_like(item, {"text": str}, {"callback_data": str, "url": str}):
        raise Malformed("must hold InlineKeyboardButtons with a text, and callback_data or url")
    assert isinstance(item, dict)
    if len(item) != 2:
        raise Malformed("a button needs exactly one of callback_data and url")
    if not item["text"].strip():
        raise Malformed("text buttons must not be empty")
    if not 1 <= len(item.get("callback_data", "-").encode()) <= 64:
        raise Malformed("BUTTON_DATA_INVALID")
    if not re.match(r"(?:https?|tg)://.", item.get("url", "tg://-")):
        raise Malformed("BUTTON_URL_INVALID")
    return Button(item["text"], item.get("callback_data", ""), item.get("url", ""))


def _json(raw: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise Malformed("must be JSON") from None
