"""A team of which Samira is an admin too."""

from __future__ import annotations

import pytest

from bot.models import Membership
from tests.console.seats import Seat
from tests.support.service import Running


@pytest.fixture
def admin(service: Running, seats: tuple[Seat, Seat]) -> Seat:
    """Samira in her browser."""
    samira, _ = seats
    assert samira.who is not None
    with service.services.store.session(writing=True) as db:
        place = (samira.who.id, samira.who.team_id)
        db.get_one(Membership, place).roles = "admin,counsellor"
    return samira
