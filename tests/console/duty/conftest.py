"""An admin who talks with reporters too, in her browser."""

from __future__ import annotations

import pytest

from bot.models import Membership, Role
from bot.people import members
from tests.console.seats import Seat, seat
from tests.support import people
from tests.support.service import Running


@pytest.fixture
def seats(service: Running) -> tuple[Seat, Seat]:
    """Samira leads the team, Bram does not."""
    with service.services.store.session(writing=True) as db:
        samira, bram = people.team(db, "Samira", "Bram")
        place = db.get_one(Membership, (samira.id, samira.team_id))
        place.roles = members.written({Role.ADMIN, Role.COUNSELLOR})
    return seat(service, samira), seat(service, bram)
