"""Counsellors' logins."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import login, staff
from bot.errors import LoginFailed, TooManyTries
from bot.login import LoggedIn
from bot.member import Counsellor
from bot.models import Staff
from bot.people import attempts, cookies, members
from bot.store import Store
from tests.bot.entering import PASSWORD, WRONG, Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


async def test_log_in_when_all_is_right_then_the_cookie_alone_opens_the_teams_key(
    desk: Desk,
) -> None:
    entered = await desk.try_in()
    with desk.store.session(writing=True) as session:
        who = cookies.resume(session, entered.token, desk.now)
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
