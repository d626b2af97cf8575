"""Visits by the channel of a printed code: a number and a month, of nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from bot.errors import StoreUnavailable
from bot.models import Tally
from bot.store import Store
from bot.visits import MOST_A_MINUTE, Visits
from expertise.counting import CHANNELS
from tests.connectors.webchat.tab import PLAIN
from tests.support.service import Running

NOW = datetime(2026, 11, 20, 9, 30, 12, tzinfo=UTC)


def counted(store: Store) -> dict[str, int]:
    with store.session() as session:
        rows = session.execute(select(Tally.kind, Tally.value, Tally.count)).all()
    assert {kind for kind, _, _ in rows} <= {"visit"}
    return {value: count for _, value, count in rows}


def scanned(service: Running, path: str) -> httpx.Response:
    return httpx.get(service.base_url + path, verify=PLAIN)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("path", ["/", "/a2", "/en"])
def test_scanned_code_is_counted_and_leaves_the_address(
    service: Running, path: str, channel: str
) -> None:
    answer = scanned(service, f"{path}?via={channel}")

    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert counted(service.services.store) == {channel: 1}


@pytest.mark.parametrize("query", ["via=flyer", "via=poster.klas3b", "via=poster&via=x"])
def test_what_is_no_channel_is_not_kept(service: Running, query: str) -> None:
    answer = scanned(service, f"/?{query}")

    assert answer.headers["location"] == "/"
    assert set(counted(service.services.store)) <= {"poster"}


def test_page_that_is_opened_without_a_code_is_not_counted(service: Running) -> None:
    assert scanned(service, "/").status_code == 200
    assert counted(service.services.store) == {}


def test_page_comes_also_when_nothing_can_be_counted(
    service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(Store, "write", unavailable)

    assert scanned(service, "/?via=poster").status_code == 303


async def test_one_minute_counts_no_more_than_a_school_can_scan(service: Running) -> None:
    store, visits = service.services.store, Visits()
    for _ in range(MOST_A_MINUTE + 5):
        await visits.count(store, "poster", NOW)
    assert counted(store) == {"poster": MOST_A_MINUTE}

    await visits.count(store, "poster", NOW + timedelta(minutes=1))
    assert counted(store) == {"poster": MOST_A_MINUTE + 1}
