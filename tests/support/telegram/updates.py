"""The updates: numbered as they are made, kept until the bot has confirmed them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tests.support.telegram.refusals import Json
from tests.support.telegram.schema import NOT_BY_DEFAULT

_FIRST: Final = 641_000_001


@dataclass(frozen=True)
class Update:
    """One update. Those of one lane reach a webhook in their order, those of two at once."""

    update_id: int
    kind: str
    content: Json
    lane: str

    def as_json(self) -> Json:
        """An `Update`."""
        return {"update_id": self.update_id, self.kind: self.content}


@dataclass(eq=False)
class _Waiting:
    update: Update
    # Comes once more, or late: an offset beyond its number does not confirm it
    # before it was handed over.
    out_of_turn: bool = False


class Updates:
    """What was made and what still waits."""

    def __init__(self, changed: threading.Condition) -> None:
        self.made: list[Update] = []
        self.allowed: frozenset[str] | None = None
        self.arrived: Callable[[], None] = lambda: None
        self._changed = changed
        self._waiting: list[_Waiting] = []
        self._held: list[Update] | None = None

    def make(self, kind: str, content: Json, lane: object) -> Update:
        """A new update, on its way if the bot wants its kind and nobody holds it back."""
        with self._changed:
            number = _FIRST + len(self.made)
            update = Update(number, kind, content, f"{kind.removeprefix('edited_')} {lane}")
            self.made.append(update)
            if self._held is not None:
                self._held.append(update)
            elif self._wants(kind):
                self._waiting.append(_Waiting(update))
            self._changed.notify_all()
        self.arrived()
        return update

    def deliver(self, updates: Sequence[Update]) -> None:
        """Sends updates once more, or late, after whatever waits."""
        with self._changed:
            self._waiting += [_Waiting(update, out_of_turn=True) for update in updates]
            self._changed.notify_all()
        self.arrived()

    @contextmanager
    def held_back(self) -> Iterator[list[Update]]:
        """What is made in the meantime gets its number, and stays here."""
        held: list[Update] = []
        with self._changed:
            self._held = held
        try:
            yield held
        finally:
            with self._changed:
                self._held = None

    def pending(self) -> list[Update]:
        """What was not confirmed."""
        with self._changed:
            return [entry.update for entry in self._waiting]

    def clear(self) -> None:
        """Forgets what waits."""
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()

    def done(self, update: Update) -> None:
        """A webhook took it. Of one that waits twice, only one is gone."""
        with self._changed:
            entry = next((it for it in self._waiting if it.update == update), None)
            if entry is not None:
                self._waiting.remove(entry)
            self._changed.notify_all()

    def confirm(self, offset: int) -> None:
        """Whatever is below the offset was received; a negative one keeps only the last so many."""
        with self._changed:
            if offset < 0:
                self._waiting = self._waiting[offset:]
            elif offset:
                self._waiting = [
                    it for it in self._waiting if it.out_of_turn or it.update.update_id >= offset
                ]
            self._changed.notify_all()

    def batch(self, limit: int) -> list[Update]:
        """The next ones for getUpdates, by their numbers."""
        with self._changed:
            first = self._waiting[:limit]
            return sorted((it.update for it in first), key=lambda it: it.update_id)

    def handed_over(self, batch: Sequence[Update]) -> None:
        """The answer with these went out: from now on an offset confirms them."""
        with self._changed:
            for entry in self._waiting:
                if entry.update in batch:
                    entry.out_of_turn = False

    def _wants(self, kind: str) -> bool:
        if self.allowed:
            return kind in self.allowed
        return kind not in NOT_BY_DEFAULT
