"""Counsellors' logins and sessions."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from bot import login, staff, vault
from bot.duty import presence
from bot.errors import LoginFailed, SessionEnded, TooManyTries
from bot.login import LoggedIn
from bot.member import Counsellor
from bot.models import Staff, StaffSession, Team
from bot.people import attempts, members
from bot.people.factors import Proof
from bot.store import Store
from tests.support.people import NOW

PASSWORD = "drie fietsen op het dak"
WRONG = "vier boten in de vijver"


class Desk:
    """A counsellor who has an account, and a clock that a test moves."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW
        with store.session(writing=True) as session:
            made = staff.enrol_first(session, "Samira", PASSWORD)
        self.totp = pyotp.TOTP(pyotp.parse_uri(made.totp_uri).secret)

    def clock(self) -> datetime:
        return self.now

    async def try_in(
        self, password: str = PASSWORD, totp: str | None = None, name: str = "Samira"
    ) -> LoggedIn:
        code = self.totp.at(self.now) if totp is None else totp
        return await login.log_in(self.store, self.clock, name, password, Proof(code))

    def session_rows(self) -> list[StaffSession]:
        with self.store.session() as session:
            return list(session.execute(select(StaffSession)).scalars())


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


async def test_log_in_when_all_is_right_then_the_cookie_alone_opens_the_teams_key(
    desk: Desk,
) -> None:
    entered = await desk.try_in()
    with desk.store.session(writing=True) as session:
        who = login.resume(session, entered.token, desk.now)
        account = staff.find(session, "Samira")
        opened = staff.open_secrets(account, PASSWORD)
        assert isinstance(who, Counsellor)
        assert login.is_on_duty(session, who)
        key = members.team_key(session, account, opened, who.team_id)
    assert (who.name, who.team_key) == ("Samira", key)
    (row,) = desk.session_rows()
    kept = row.token_hash + row.wrapped_private_key
    assert entered.token not in kept
    assert bytes(who.team_key) not in kept
    assert bytes(opened.private_key) not in kept
    assert "team_key" not in repr(who)
    assert repr(entered.token) not in repr(entered)


@pytest.mark.parametrize("typed", ["", "000", "abc", "١٢٣٤٥٦", "\ud800", "0" * 10_000])
async def test_log_in_when_the_second_factor_is_nonsense_then_it_fails(
    desk: Desk, typed: str
) -> None:
    with pytest.raises(LoginFailed):
        await desk.try_in(totp=typed)
    assert desk.session_rows() == []


async def test_log_in_when_the_second_factor_was_used_then_it_does_not_count_again(
    desk: Desk,
) -> None:
    await desk.try_in()
    with pytest.raises(LoginFailed):
        await desk.try_in()
    desk.now += timedelta(seconds=30)
    await desk.try_in()
    with pytest.raises(LoginFailed):
        await desk.try_in(totp=desk.totp.at(desk.now - timedelta(seconds=30)))


async def test_log_in_when_one_code_is_used_twice_at_once_then_one_gets_in(desk: Desk) -> None:
    results = await asyncio.gather(desk.try_in(), desk.try_in(), return_exceptions=True)
    assert sorted((type(result) for result in results), key=str) == [LoginFailed, LoggedIn]


@pytest.mark.parametrize(
    ("seconds", "gets_in"), [(-30, True), (30, True), (-60, False), (60, False)]
)
async def test_log_in_when_a_phones_clock_is_off_then_half_a_minute_is_forgiven(
    desk: Desk, seconds: int, gets_in: bool
) -> None:
    code = desk.totp.at(desk.now + timedelta(seconds=seconds))
    if gets_in:
        await desk.try_in(totp=f"{code[:3]} {code[3:]}")
    else:
        with pytest.raises(LoginFailed):
            await desk.try_in(totp=code)


@pytest.mark.parametrize(
    ("name", "password"),
    [("Samira", WRONG), ("Samira", ""), ("Bas", PASSWORD), ("", ""), ("Sam\0ira", WRONG)],
)
async def test_log_in_when_something_is_wrong_then_it_is_not_told_what(
    desk: Desk, name: str, password: str
) -> None:
    with pytest.raises(LoginFailed) as caught:
        await desk.try_in(password, name=name)
    assert (str(caught.value), caught.value.values) == ("LoginFailed", {})


async def test_log_in_when_the_account_is_shut_then_it_fails_like_any_other(desk: Desk) -> None:
    with desk.store.session(writing=True) as session:
        staff.disable(session, "Samira", desk.now)
    with pytest.raises(LoginFailed):
        await desk.try_in()


async def test_log_in_when_it_keeps_failing_then_each_wait_is_twice_as_long(desk: Desk) -> None:
    for _ in range(4):
        with pytest.raises(LoginFailed):
            await desk.try_in(WRONG)
    waits = []
    for _ in range(3):
        with pytest.raises(TooManyTries) as caught:
            await desk.try_in()
        waits.append(int(caught.value.values["seconds"]))
        desk.now += timedelta(seconds=waits[-1])
        with pytest.raises(LoginFailed):
            await desk.try_in(WRONG)
    assert waits == [3, 5, 9]
    desk.now += timedelta(seconds=60)
    await desk.try_in()
    with desk.store.session() as session:
        account = session.execute(select(Staff)).scalar_one()
    assert (account.failures, account.next_try_at) == (0, None)


async def test_log_in_when_many_guess_at_once_then_only_a_few_are_looked_at(desk: Desk) -> None:
    results = await asyncio.gather(
        *(desk.try_in(f"{WRONG} {n}") for n in range(12)), return_exceptions=True
    )
    kinds = [type(result) for result in results]
    assert (kinds.count(LoginFailed), kinds.count(TooManyTries)) == (4, 8)


async def test_attempt_when_failures_are_countless_then_the_wait_is_five_minutes(
    desk: Desk,
) -> None:
    with desk.store.session(writing=True) as session:
        account = staff.find(session, "Samira")
        account.failures = 500
        attempts.attempt(session, "Samira", desk.now)
        assert account.next_try_at == desk.now + timedelta(minutes=5)


async def test_resume_when_the_cookie_is_another_then_the_session_has_ended(desk: Desk) -> None:
    await desk.try_in()
    with desk.store.session(writing=True) as session, pytest.raises(SessionEnded):
        login.resume(session, bytes(32), desk.now)


@pytest.mark.parametrize("active", [True, False])
async def test_resume_when_nobody_does_anything_then_the_session_ends(
    desk: Desk, active: bool
) -> None:
    token = (await desk.try_in()).token
    with desk.store.session(writing=True) as session:
        for minutes in (10, 20, 29):
            login.resume(session, token, desk.now + timedelta(minutes=minutes), active=active)
        late = desk.now + timedelta(minutes=40)
        if active:
            login.resume(session, token, late)
        else:
            with pytest.raises(SessionEnded):
                login.resume(session, token, late)


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
        who, is_due = login.look(session, token, now, active=active)
        assert (who.name, is_due) == ("Samira", is_to_be_noted)
    with desk.store.session(writing=True) as session:
        assert login.resume(session, token, now, active=active) == who
    with desk.store.session() as session:
        assert not login.look(session, token, now, active=active)[1]


async def test_resume_when_the_clock_is_set_back_then_the_session_lives_no_longer_for_it(
    desk: Desk,
) -> None:
    token = (await desk.try_in()).token
    with desk.store.session(writing=True) as session:
        login.resume(session, token, desk.now + timedelta(minutes=25))
        login.resume(session, token, desk.now, active=False)
        with pytest.raises(SessionEnded):
            login.resume(session, token, desk.now + login.IDLE + timedelta(seconds=1))


async def test_resume_when_a_page_is_open_then_the_counsellor_counts_as_present(
    desk: Desk,
) -> None:
    token = (await desk.try_in()).token
    later = desk.now + timedelta(minutes=20)
    with desk.store.session(writing=True) as session:
        team_id = session.execute(select(Team.id)).scalar_one()
        assert not presence.of_team(session, team_id, later).is_there
        login.resume(session, token, later, active=False)
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
            login.resume(session, token, desk.now)


async def test_leave_when_the_last_page_closes_then_the_counsellor_is_off_duty(
    desk: Desk,
) -> None:
    first = (await desk.try_in()).token
    desk.now += timedelta(seconds=30)
    second = (await desk.try_in()).token
    with desk.store.session(writing=True) as session:
        who = login.reading(session, first, desk.now)
        login.leave(session, first, desk.now)
        assert login.is_on_duty(session, who)
        login.leave(session, second, desk.now)
        assert not login.is_on_duty(session, who)
        login.leave(session, second, desk.now)
        with pytest.raises(SessionEnded):
            login.resume(session, second, desk.now)
    assert desk.session_rows() == []


async def test_drop_expired_when_sessions_ended_then_their_keys_are_gone(desk: Desk) -> None:
    await desk.try_in()
    with desk.store.session(writing=True) as session:
        login.drop_expired(session, desk.now)
        assert session.execute(select(StaffSession)).first() is not None
        login.drop_expired(session, desk.now + login.IDLE)
        assert session.execute(select(StaffSession)).first() is None
