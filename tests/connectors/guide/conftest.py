"""A running service by day and one by night: pages that know nobody need no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.support.service import Running, running_service

# A Tuesday in a week of school.
DAY = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The application at half past two in the afternoon."""
    with running_service(tmp_path_factory.mktemp("day"), clock=lambda: DAY) as running:
        yield running


@pytest.fixture(scope="session")
def at_night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The application at half past three at night."""
    with running_service(tmp_path_factory.mktemp("night"), clock=lambda: NIGHT) as running:
        yield running
