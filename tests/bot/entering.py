"""Somebody with an account, for tests of logging in and of what comes of it."""

from __future__ import annotations

from datetime import datetime

import pyotp
from sqlalchemy import select

from bot import login, staff
from bot.login import LoggedIn
from bot.models import StaffSession
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
