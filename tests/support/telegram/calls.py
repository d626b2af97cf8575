"""One call of the bot: read from a form, checked against the table, and kept for the tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.telegram.refusals import Malformed, Refusal
from tests.support.telegram.schema import METHODS, UPLOADS


@dataclass(frozen=True)
class Upload:
    """A file that came along with a call."""

    name: str
    mime: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Raw:
    """A call as it arrived."""

    method: str
    fields: Mapping[str, str]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def chat_id(self) -> str | None:
        """The chat that it is about, if it says."""
        return self.fields.get("chat_id")


@dataclass(frozen=True)
class Call:
    """A call whose fields have the types of the documentation."""

    method: str
    fields: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def get(self, name: str, otherwise: Any = None) -> Any:
        """A field that need not be there."""
        return self.fields.get(name, otherwise)


def read(raw: Raw) -> Call:
    """Checks a call, all its fields and nothing else.

    Raises:
        Refusal: There is no such method.
        Malformed: A field is missing, unknown or not of its type.
    """
    if raw.method not in METHODS:
        raise Refusal(404, "Not Found: method not found")
    needed, possible = METHODS[raw.method]
    upload = UPLOADS.get(raw.method, "")
    known = needed | possible
    if unknown := sorted((raw.fields.keys() | raw.uploads.keys()) - known.keys()):
        raise Malformed(f"{raw.method} has no field {', '.join(unknown)}")
    if other := sorted(raw.uploads.keys() - {upload}):
        raise Malformed(f"{raw.method} takes no file as {', '.join(other)}")
    if missing := sorted(needed.keys() - raw.fields.keys() - raw.uploads.keys()):
        raise Malformed(f"{raw.method} needs {', '.join(missing)}")
    values = {name: _value(raw, name, value) for name, value in raw.fields.items()}
    return Call(raw.method, values, raw.uploads)


def _value(raw: Raw, name: str, value: str) -> Any:
    needed, possible = METHODS[raw.method]
    try:
        return (needed | possible)[name](value)
    except Malformed as wrong:
        why = wrong.description.removeprefix("Bad Request: ")
        raise Malformed(f"{raw.method}: {name}: {why}") from None
