"""The real application on a free port, in a thread, with a fake engine unless a test brings one."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyotp
from sanic import Sanic

from bot import staff
from bot.clock import Clock, utc_now
from bot.engine import Engine, HttpEngine
from bot.models import Role, TeamKind
from bot.people import members, teams
from bot.services import Services
from tests.support.engine import FakeEngine
from tests.support.served import served
from vertelmaar import messengers
from vertelmaar.app import create_app, make_services
from vertelmaar.settings import Settings

PASSWORD = "drie fietsen op het dak"


@dataclass(frozen=True)
class Account:
    """A counsellor with what is needed to log in."""

    name: str
    password: str
    totp_secret: str

    def totp(self) -> str:
        """The second factor's code of this moment."""
        return pyotp.TOTP(self.totp_secret).now()


@dataclass(frozen=True)
class Running:
    """A service that answers, and its inside."""

    base_url: str
    services: Services
    engine: FakeEngine

    def enrol(self, name: str = "Samira") -> Account:
        """A counsellor, the first or a further one."""
        with self.services.store.session(writing=True) as session:
            everybody = staff.all_staff(session)
            if not everybody:
                made = staff.enrol_first(session, name, PASSWORD)
            else:
                first = everybody[0]
                opened = staff.open_secrets(first, PASSWORD)
                (team,) = members.teams_of(session, first.id)
                key = members.team_key(session, first, opened, team.id)
                made = staff.enrol(session, name, PASSWORD, key, team.id)
        return Account(name, PASSWORD, pyotp.parse_uri(made.totp_uri).secret)

    def enrol_inspector(self, name: str, team: str) -> Account:
        """An inspector, the only one of a team that is founded for it."""
        with self.services.store.session(writing=True) as session:
            made_team = teams.found(session, team, TeamKind.INSPECTORATE)
            made = staff.enrol(
                session, name, PASSWORD, made_team.key, made_team.team.id, [Role.INSPECTOR]
            )
        return Account(name, PASSWORD, pyotp.parse_uri(made.totp_uri).secret)


def new_token() -> str:
    """A reporter's token as a tab makes it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")


@contextmanager
def running_service(
    data_dir: Path,
    engine: Engine | None = None,
    store_url: str | None = None,
    clock: Clock = utc_now,
    **more: Any,
) -> Iterator[Running]:
    """Serve until the block ends; `more` are settings by their names."""
    fake = FakeEngine()
    settings = Settings(data_dir=data_dir, database_url=store_url, _env_file=None, **more)
    services = make_services(settings, engine or fake, clock)

    def app() -> Sanic[Any, Any]:
        made = create_app(services, f"t{uuid4().hex}", telegram=telegram)
        if isinstance(engine, HttpEngine):
            made.register_listener(lambda _: engine.close(), "after_server_stop")
        return made

    with messengers.telegram(settings, services, print) as telegram, served(app) as port:
        yield Running(f"http://localhost:{port}", services, fake)
