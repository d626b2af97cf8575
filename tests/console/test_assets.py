from __future__ import annotations

from typing import TYPE_CHECKING

from console import assets
from tests.console.seats import Seat

if TYPE_CHECKING:
    from tests.support.service import Running


def test_icon_at_its_own_address_is_kept_for_a_year(service: Running) -> None:
    seat = Seat(service.base_url)
    own = seat.get(assets.address("icon.svg"), **{"Accept-Encoding": "gzip"})
    assert own.headers["content-type"] == "image/svg+xml"
    assert own.headers["content-encoding"] == "gzip"
    assert "immutable" in own.headers["cache-control"]
    assert own.text.startswith("<svg")


def test_icon_at_an_old_address_is_the_new_one_and_not_kept(service: Running) -> None:
    old = Seat(service.base_url).get("/console/static/icon.svg?old")
    assert old.status_code == 200
    assert old.headers["cache-control"] == "no-store"
