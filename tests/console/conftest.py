"""A running service with a clock that stands still, and counsellors who are logged in."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.console.seats import Clock, Seat, seat
from tests.support import people
from tests.support.service import Running, running_service
from tests.support.stores import light_keys, migrated_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["light_keys", "migrated_file"]


@pytest.fixture
def clock() -> Clock:
    """The service's clock."""
    return Clock()


@pytest.fixture
def service(migrated_file: Path, tmp_path: Path, clock: Clock) -> Iterator[Running]:
    """The application on a fresh database."""
    shutil.copy(migrated_file, tmp_path / "vertelmaar.db")
    with running_service(tmp_path, clock=clock) as running:
        yield running


@pytest.fixture
def seats(service: Running) -> tuple[Seat, Seat]:
    """Two counsellors of one team, each in their own browser."""
    with service.services.store.session(writing=True) as db:
        samira, bram = people.team(db, "Samira", "Bram")
    return seat(service, samira), seat(service, bram)


@pytest.fixture
def samira(seats: tuple[Seat, Seat]) -> Seat:
    """A counsellor in her browser."""
    return seats[0]


@pytest.fixture
def bram(seats: tuple[Seat, Seat]) -> Seat:
    """Her colleague in his."""
    return seats[1]
