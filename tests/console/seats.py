"""A counsellor's browser, as far as the console can tell: it keeps a cookie and sends forms."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import pyotp

from bot import login, staff, vault
from bot.access import Access, parse_token
from bot.member import Member
from bot.people.factors import Proof
from bot.services import Services
from console import session
from tests.support import people
from tests.support.service import Running

TOTP_SECRET = pyotp.random_base32()


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = people.NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Seat:
    """One browser. Without a cookie nobody is logged in on it."""

    base_url: str
    cookie: str | None = None
    who: Member | None = None

    @property
    def csrf(self) -> str:
        """The token of this session's forms."""
        return session.token_of(parse_token(self.cookie)) if self.cookie else ""

    def get(self, path: str = "/console", **headers: str) -> httpx.Response:
        """Open a page, without following where it sends."""
        return self.send("GET", path, headers)

    def post(self, path: str, headers: dict[str, str] | None = None, **form: str) -> httpx.Response:
        """Send a form of one of our own pages."""
        sent = {"Sec-Fetch-Site": "same-origin"} if headers is None else headers
        return self.send("POST", path, sent, {"csrf": self.csrf, **form})

    def send(
        self, method: str, path: str, headers: dict[str, str], form: dict[str, Any] | None = None
    ) -> httpx.Response:
        """Send exactly this."""
        cookie = {"Cookie": f"{session.COOKIE}={self.cookie}"} if self.cookie else {}
        return httpx.request(
            method, self.base_url + path, headers={**cookie, **headers}, data=form, trust_env=False
        )


def seat(running: Running, who: Member) -> Seat:
    """A browser in which a counsellor is logged in."""
    now = running.services.clock()
    secrets = staff.Secrets(people.private_key(who), TOTP_SECRET, vault.new_key())
    proof = Proof(pyotp.TOTP(TOTP_SECRET).at(now))
    with running.services.store.session(writing=True) as db:
        made = login.enter(db, who.name, secrets, proof, now)
    cookie = base64.urlsafe_b64encode(made.token).decode().rstrip("=")
    return Seat(running.base_url, cookie, who)


def waiting(services: Services, *texts: str, token: bytes | None = None) -> Access:
    """A conversation that waits for a counsellor."""
    with services.store.session(writing=True) as db:
        return people.handed_over(db, *texts, token=token)


def at(access: Access, step: str = "") -> str:
    """The address of a conversation, or of a step in it."""
    return f"/console/c/{access.id}{f'/{step}' if step else ''}"


def alert(response: httpx.Response) -> str:
    """What the page tells the counsellor went wrong."""
    _, _, rest = response.text.partition('role="alert">')
    return rest.partition("<")[0]
