"""Searching the audit: by whom, what, about what and when, page by page, a team's own alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import audit, audit_log
from bot.audit import Deed
from bot.audit_log import PAGE, Wanted
from bot.member import Counsellor
from bot.store import Store
from tests.support import people
from tests.support.people import NOW


@pytest.fixture
def noted(store: Store) -> Counsellor:
    """A counsellor of whom some deeds were noted, beside a colleague's and another team's."""
    with store.session(writing=True) as session:
        samira, bram = people.team(session, "Samira", "Bram")
        (other,) = people.team(session, "Noor", called="elsewhere")
        for deed, at in (
            (Deed("login", samira.team_id, samira.id), NOW - timedelta(days=2)),
            (Deed("read", samira.team_id, samira.id, "talk-1"), NOW),
            (Deed("read", bram.team_id, bram.id, "talk-2"), NOW),
            (Deed("asked", bram.team_id, None, "talk-2"), NOW),
            (Deed("read", other.team_id, other.id, "talk-3"), NOW),
        ):
            audit.note(session, deed, at)
    return samira


def _found(session: Session, who: Counsellor, **wanted: object) -> list[tuple[str | None, str]]:
    page = audit_log.search(session, who.team_id, Wanted(**wanted))  # type: ignore[arg-type]
    return [(line.who, line.action) for line in page.lines]


def test_team_sees_its_own_deeds_the_newest_first(store: Store, noted: Counsellor) -> None:
    with store.session() as session:
        assert _found(session, noted) == [
            (None, "asked"), ("Bram", "read"), ("Samira", "read"), ("Samira", "login"),
        ]  # fmt: skip
        assert "Noor" in {line.who for line in audit_log.search(session, None, Wanted()).lines}
        assert audit_log.actions(session, noted.team_id) == ("asked", "login", "read")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"actor": "Bram"}, 1),
        ({"actor": "nobody"}, 0),
        ({"actor": "Samira\0"}, 2),
        ({"action": "read"}, 2),
        ({"subject": "talk-2"}, 2),
        ({"since": date(2026, 11, 20)}, 3),
        ({"until": date(2026, 11, 19)}, 1),
        ({"actor": "Samira", "since": date(2026, 11, 18), "until": date(2026, 11, 18)}, 1),
    ],
)
def test_search_finds_what_is_wanted_and_no_more(
    store: Store, noted: Counsellor, wanted: dict[str, object], count: int
) -> None:
    with store.session() as session:
        assert len(_found(session, noted, **wanted)) == count


def test_day_is_one_on_the_clock_at_school(store: Store, noted: Counsellor) -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    with store.session(writing=True) as session:
        audit.note(session, Deed("late", noted.team_id, noted.id), late)
        assert _found(session, noted, since=date(2026, 7, 2), until=date(2026, 7, 2)) == [
            ("Samira", "late")
        ]


def test_pages_follow_each_other_without_a_gap(store: Store, noted: Counsellor) -> None:
    with store.session(writing=True) as session:
        for number in range(2 * PAGE):
            audit.note(session, Deed("again", noted.team_id, noted.id, str(number)), NOW)
        found: list[int] = []
        before: int | None = None
        while True:
            page = audit_log.search(session, noted.team_id, Wanted(before=before))
            found += [line.number for line in page.lines]
            if (before := page.next) is None:
                break
    assert len(found) == 2 * PAGE + 4
    assert found == sorted(set(found), reverse=True)
