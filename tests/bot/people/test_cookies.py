"""Who is behind a console's cookie, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import login, staff, vault
from bot.duty import presence
from bot.errors import SessionEnded
from bot.models import StaffSession, Team
from bot.people import cookies, members
from bot.store import Store
from tests.bot.entering import WRONG, Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


async def test_resume_when_the_cookie_is_another_then_the_session_has_ended(desk: Desk) -> None:
    await desk.try_in()
    with desk.store.session(writing=True) as session, pytest.raises(SessionEnded):
        cookies.resume(session, bytes(32), desk.now)


@pytest.mark.parametrize("active", [True, False])
async def test_resume_when_nobody_does_anything_then_the_session_ends(
    desk: Desk, active: bool
) -> None:
    token = (await desk.try_in()).token
    with desk.store.session(writing=True) as session:
        for minutes in (10, 20, 29):
            cookies.resume(session, token, desk.now + timedelta(minutes=minutes), active=active)
        late = desk.now + timedelta(minutes=40)
        if active:
            cookies.resume(session, token, late)
        else:
            with pytest.raises(SessionEnded):
                cookies.resume(session, token, late)


@pytest.mark.parametrize(
    ("seconds", "active", "is_to_be_noted"),
    [(5, True, False), (120, True, True), (120, False, True), (-120, False, True)],
)
async def test_look_when_somebody_was_just_seen_then_there_is_nothing_to_be_noted(
    desk: Desk, seconds: int, active: bool, is_to_be_noted: bool
) -> None:
    token = (await desk.try_in()).token
    now = desk.now + timedelta(seconds=seconds)
    with desk.store.session() as session:
        who, is_due = cookies.look(session, token, now, active=active)
        assert (who.name, is_due) == ("Samira", is_to_be_noted)
    with desk.store.session(writing=True) as session:
        assert cookies.resume(session, token, now, active=active) == who
    with desk.store.session() as session:
        assert not cookies.look(session, token, now, active=active)[1]


async def test_resume_when_the_clock_is_set_back_then_the_session_lives_no_longer_for_it(
    desk: Desk,
) -> None:
    token = (await desk.try_in()).token
    with desk.store.session(writing=True) as session:
        cookies.resume(session, token, desk.now + timedelta(minutes=25))
        cookies.resume(session, token, desk.now, active=False)
        with pytest.raises(SessionEnded):
            cookies.resume(session, token, desk.now + cookies.IDLE + timedelta(seconds=1))


async def test_resume_when_a_page_is_open_then_the_counsellor_counts_as_present(
    desk: Desk,
) -> None:
    token = (await desk.try_in()).token
    later = desk.now + timedelta(minutes=20)
    with desk.store.session(writing=True) as session:
        team_id = session.execute(select(Team.id)).scalar_one()
        assert not presence.of_team(session, team_id, later).is_there
        cookies.resume(session, token, later, active=False)
        assert presence.of_team(session, team_id, later).is_there


async def test_resume_when_the_row_was_given_to_another_account_then_it_does_not_open(
    desk: Desk,
) -> None:
    token = (await desk.try_in()).token
    with desk.store.session(writing=True) as session:
        samira = staff.find(session, "Samira")
        (team,) = members.teams_of(session, samira.id)
        made = staff.enrol(session, "Bas", WRONG, None, team.id)
        session.execute(select(StaffSession)).scalar_one().staff_id = made.id
        session.flush()
        with pytest.raises(vault.CannotOpen):
            cookies.resume(session, token, desk.now)


async def test_leave_when_the_last_page_closes_then_the_counsellor_is_off_duty(
    desk: Desk,
) -> None:
    first = (await desk.try_in()).token
    desk.now += timedelta(seconds=30)
    second = (await desk.try_in()).token
    with desk.store.session(writing=True) as session:
        who = cookies.reading(session, first, desk.now)
        cookies.leave(session, first, desk.now)
        assert login.is_on_duty(session, who)
        cookies.leave(session, second, desk.now)
        assert not login.is_on_duty(session, who)
        cookies.leave(session, second, desk.now)
        with pytest.raises(SessionEnded):
            cookies.resume(session, second, desk.now)
    assert desk.session_rows() == []


async def test_drop_expired_when_sessions_ended_then_their_keys_are_gone(desk: Desk) -> None:
    await desk.try_in()
    with desk.store.session(writing=True) as session:
        cookies.drop_expired(session, desk.now)
        assert session.execute(select(StaffSession)).first() is not None
        cookies.drop_expired(session, desk.now + cookies.IDLE)
        assert session.execute(select(StaffSession)).first() is None
