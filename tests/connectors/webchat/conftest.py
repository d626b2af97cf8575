"""A running service on a fresh database, a tab, and a counsellor who is logged in."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bot import limits
from bot.clock import Clock, utc_now
from tests.connectors.webchat.tab import Page, Tab, first_screen
from tests.console.seats import Seat, seat
from tests.support import people
from tests.support.service import Running, running_service
from tests.support.stores import migrated_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["migrated_file"]


@pytest.fixture
def clock() -> Clock:
    """The service's clock: the real one."""
    return utc_now


@pytest.fixture
def service(
    migrated_file: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Running]:
    """The application on a fresh database, with proofs of work that cost a test nothing."""
    monkeypatch.setattr(limits, "_COST", 1)
    shutil.copy(migrated_file, tmp_path / "vertelmaar.db")
    with running_service(tmp_path, clock=clock) as running:
        yield running


@pytest.fixture
def tab(service: Running) -> Tab:
    """A reporter's tab with JavaScript."""
    return Tab(service.base_url)


@pytest.fixture
def page(service: Running) -> Page:
    """A reporter's page without JavaScript."""
    return first_screen(service)


@pytest.fixture
def samira(service: Running) -> Seat:
    """A counsellor in her browser."""
    with service.services.store.session(writing=True) as db:
        (who,) = people.team(db, "Samira")
    return seat(service, who)
