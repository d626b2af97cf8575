"""Records as sealed JSON: what a person said, and what was made of it."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot import vault

T = TypeVar("T")


class Sealed(Generic[T]):
    """One kind of record, and its way into a sealed column and back."""

    def __init__(self, shape: type[T]) -> None:
        self._shape = TypeAdapter(shape)

    def close(self, key: vault.Key, record: T, place: str) -> bytes:
        """Seal a record for its place."""
        return vault.seal(key, self._shape.dump_json(record), place)

    def open(self, key: vault.Key, sealed: bytes, place: str) -> T:
        """Open what `close` made for the same place.

        Raises:
            CannotOpen: another key or place, or a shape that this version does not know.
        """
        plain = vault.unseal(key, sealed, place)
        try:
            return self._shape.validate_json(plain)
        except ValidationError:
            # Without the cause: it quotes what it could not read.
            raise vault.CannotOpen from None
