"""One's own sessions, the team that each acts in, and what the audit says of coming and going."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import login, staff
from bot.clock import utc_now
from bot.errors import LoginFailed, SessionEnded
from bot.member import Counsellor
from bot.models import AuditEntry, Role, Staff
from bot.people import cookies, members, sessions
from bot.people.errors import ConfirmationNeeded, NoSuchTeam
from bot.people.factors import Proof
from bot.store import Store
from tests.support.people import NOW, private_key, team

PASSWORD = "drie fietsen op het dak"


def entered(session: Session, who: Counsellor, device: str = "") -> bytes:
    account = session.get_one(Staff, who.id)
    return login.begin(session, account, private_key(who), NOW, device).token


def test_own_when_there_are_several_then_this_one_comes_first(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        phone = entered(session, samira, "Chrome, Android")
        here = entered(session, samira, "Firefox, Linux")
        entered(session, bas)
        found = sessions.own(session, samira, here, NOW)
        assert [(one.device, one.is_this) for one in found] == [
            ("Firefox, Linux", True), ("Chrome, Android", False),
        ]  # fmt: skip
        assert sessions.own(session, samira, here, NOW + cookies.IDLE) == []
        sessions.end(session, bas, found[1].id, NOW)
        cookies.resume(session, phone, NOW)
        sessions.end(session, samira, found[1].id, NOW)
        with pytest.raises(SessionEnded):
            cookies.resume(session, phone, NOW)


def test_switch_when_it_is_one_of_theirs_then_that_teams_key_opens(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        (bo,) = team(session, "Bo", called="elders")
        token = entered(session, samira)
        with pytest.raises(NoSuchTeam):
            sessions.switch(session, samira, token, bo.team_id, NOW)
        account = session.get_one(Staff, samira.id)
        members.add(session, account, bo.team_id, (Role.COUNSELLOR,), bo.team_key)
        sessions.switch(session, samira, token, bo.team_id, NOW)
        who = cookies.reading(session, token, NOW)
        assert (who.team_id, who.team_key) == (bo.team_id, bo.team_key)


@pytest.mark.parametrize(
    ("passed", "is_recent"),
    [(timedelta(minutes=4, seconds=59), True), (login.CONFIRMED_FOR, False),
     (timedelta(minutes=-3), False)],
)  # fmt: skip
def test_require_recent_when_time_passes_or_the_clock_jumps_then_it_asks_again(
    store: Store, passed: timedelta, is_recent: bool
) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        token = entered(session, samira)
        if is_recent:
            login.require_recent(session, token, NOW + passed)
        else:
            with pytest.raises(ConfirmationNeeded):
                login.require_recent(session, token, NOW + passed)


async def test_audit_when_somebody_comes_and_goes_then_it_is_noted_and_no_name_of_strangers(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        made = staff.enrol_first(session, "Samira", PASSWORD)
    totp = pyotp.parse_uri(made.totp_uri)
    assert isinstance(totp, pyotp.TOTP)
    for name, password in (("Samira", "mis"), ("Hadewych", PASSWORD)):
        with pytest.raises(LoginFailed):
            await login.log_in(store, utc_now, name, password, Proof("000000"))
    entered = await login.log_in(store, utc_now, "Samira", PASSWORD, Proof(totp.now()))
    await store.write(cookies.leave, entered.token, utc_now())
    with store.session() as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars().all()
    assert [(row.action, row.subject, row.detail) for row in rows] == [
        ("login_failed", str(made.id), None),
        ("login_failed", None, None),
        ("login", str(made.id), "totp"),
        ("logout", str(made.id), None),
    ]
