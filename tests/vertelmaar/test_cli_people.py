"""Accounts and teams on the command line: forgotten passwords, further teams, new keys."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest

from bot import handover, login, staff
from bot.clock import utc_now
from bot.errors import LoginFailed
from bot.member import Counsellor
from bot.models import Role, Team
from bot.people import members, teams
from bot.people.factors import Proof
from bot.store import Store
from tests.support import people
from vertelmaar.settings import ROOT

PASSWORD = "drie fietsen op het dak"
NEW = "zeven boten in de vijver"
Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "vertelmaar", *arguments],
            input=typed, capture_output=True, text=True, cwd=ROOT, check=False,
            env={"VERTELMAAR_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip

    return run


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'vertelmaar.db'}")


def first(cli: Cli) -> str:
    """The first account. Returns the recovery key's words."""
    made = cli("staff", "add", "Samira", typed=f"{PASSWORD}\n")
    assert made.returncode == 0, made.stderr
    return made.stdout.strip().splitlines()[-1]


def seated(store: Store, name: str, password: str, uri: str, team: str | None = None) -> Counsellor:
    """Log in with what the command line showed."""
    with store.session(writing=True) as session:
        account = staff.find(session, name)
        opened = staff.open_secrets(account, password)
        now = utc_now()
        totp = pyotp.parse_uri(uri)
        assert isinstance(totp, pyotp.TOTP)
        login.enter(session, name, opened, Proof(totp.at(now)), now)
        found = teams.of_person(session, account, team)
        return members.reader(session, account, opened, found.id)


def test_recover_when_the_password_is_forgotten_then_the_printed_key_gives_it_back(
    cli: Cli, store: Store
) -> None:
    words = first(cli)
    with store.session(writing=True) as session:
        access = people.handed_over(session, "nog te lezen")
    refused = cli("staff", "recover", "Samira", typed=f"{words} \n kort\n")
    assert refused.returncode == 1
    done = cli("staff", "recover", "Samira", typed=f"{words}\n{NEW}\n")
    assert done.returncode == 0, done.stderr
    (uri,) = re.findall(r"otpauth://\S+", done.stdout)
    who = seated(store, "Samira", NEW, uri)
    with store.session(writing=True) as session:
        assert handover.read(session, who, access.id).key == access.key
        with pytest.raises(LoginFailed):
            staff.open_secrets(staff.find(session, "Samira"), PASSWORD)


def test_team_add_when_there_is_an_account_then_it_gets_the_key_without_a_password(
    cli: Cli, store: Store
) -> None:
    first(cli)
    made = cli("team", "add", "inspectie", "--kind", "inspectorate", "--for", "Samira")
    assert made.returncode == 0, made.stderr
    again = cli("team", "add", "inspectie", "--for", "Samira")
    assert again.returncode == 1
    with store.session() as session:
        account = staff.find(session, "Samira")
        opened = staff.open_secrets(account, PASSWORD)
        team = teams.named(session, "inspectie")
        assert team.kind == "inspectorate"
        who = members.reader(session, account, opened, team.id)
        words = made.stdout.strip().splitlines()[-1]
        assert teams.recover_key(session, words) == (team.id, who.team_key)
    assert "inspectie" in cli("team", "list").stdout


def test_team_add_for_somebody_new_then_the_account_is_made_too(cli: Cli, store: Store) -> None:
    first(cli)
    made = cli("team", "add", "bestuur", "--kind", "board", "--for", "Bo", typed=f"{NEW}\n")
    assert made.returncode == 0, made.stderr
    (uri,) = re.findall(r"otpauth://\S+", made.stdout)
    assert seated(store, "Bo", NEW, uri).roles == {Role.ADMIN, Role.COUNSELLOR}


def test_rekey_when_somebody_left_then_those_who_stay_read_on(cli: Cli, store: Store) -> None:
    words = first(cli)
    with store.session(writing=True) as session:
        access = people.handed_over(session, "nog te lezen")
        before = session.query(Team.public_key).scalar()
    assert cli("team", "rekey", "team", typed="aap noot mies\n").returncode == 1
    done = cli("team", "rekey", "team", "--by", "Samira", typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    new_words = done.stdout.strip().splitlines()[-1]
    with store.session(writing=True) as session:
        assert session.query(Team.public_key).scalar() != before
        with pytest.raises(LoginFailed):
            teams.recover_key(session, words)
        account = staff.find(session, "Samira")
        opened = staff.open_secrets(account, PASSWORD)
        (team,) = teams.all_teams(session)
        who = members.reader(session, account, opened, team.id)
        assert teams.recover_key(session, new_words)[1] == who.team_key
        assert handover.read(session, who, access.id).key == access.key


def test_staff_add_with_a_role_that_does_not_read_then_it_has_no_key(
    cli: Cli, store: Store
) -> None:
    words = first(cli)
    made = cli("staff", "add", "Ada", "--role", "auditor", typed=f"{words}\n{NEW}\n")
    assert made.returncode == 0, made.stderr
    with store.session() as session:
        (place,) = members.places_of(session, staff.find(session, "Ada").id)
    assert place == ("team", "auditor", False)
    assert "auditor" in cli("staff", "list").stdout
