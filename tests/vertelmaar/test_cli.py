"""The command line as it is typed: a real process, a real database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest

from bot import conversations, handover, staff, turns
from bot.access import Access
from bot.clock import utc_now
from bot.errors import UnknownConversation
from bot.mail import Kind, outbox
from bot.models import Author
from bot.people import members, teams
from bot.store import Store
from bot.turns import Body
from vertelmaar.settings import ROOT

PASSWORD = "drie fietsen op het dak"
Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    def run(*arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "vertelmaar", *arguments],
            input=typed,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={"VERTELMAAR_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", **more},
            check=False,
        )

    return run


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'vertelmaar.db'}")


def test_staff_add_makes_an_account_that_can_log_in(cli: Cli, store: Store) -> None:
    made = cli("staff", "add", "Samira", typed=f"{PASSWORD}\n")

    assert made.returncode == 0, made.stderr
    uri = next(line for line in made.stdout.splitlines() if line.startswith("otpauth://"))
    with store.session() as session:
        opened = staff.open_secrets(staff.find(session, "Samira"), PASSWORD)
    assert opened.totp_secret == pyotp.parse_uri(uri).secret


def test_staff_add_of_a_second_one_needs_a_key_holder(cli: Cli, store: Store) -> None:
    first = cli("staff", "add", "Samira", typed=f"{PASSWORD}\n")
    recovery = first.stdout.strip().splitlines()[-1]

    refused = cli("staff", "add", "Joost", "--by", "Samira", typed=f"wrong\n{PASSWORD}\n")
    by_colleague = cli("staff", "add", "Joost", "--by", "Samira", typed=f"{PASSWORD}\n{PASSWORD}\n")
    by_paper = cli("staff", "add", "Noor", typed=f"{recovery}\n{PASSWORD}\n")

    assert refused.returncode == 1
    assert by_colleague.returncode == 0, by_colleague.stderr
    assert by_paper.returncode == 0, by_paper.stderr
    with store.session() as session:
        (team,) = teams.all_teams(session)
        keys = {
            members.team_key(session, account, staff.open_secrets(account, PASSWORD), team.id)
            for account in staff.all_staff(session)
        }
    assert len(keys) == 1
    assert None not in keys


def test_staff_add_with_a_weak_password_says_so_in_one_line(cli: Cli) -> None:
    refused = cli("staff", "add", "Samira", typed="welkom01\n")

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_staff_disable_is_seen_in_the_list(cli: Cli) -> None:
    cli("staff", "add", "Samira", typed=f"{PASSWORD}\n")

    assert cli("staff", "disable", "Samira").returncode == 0

    assert "disabled" in cli("staff", "list").stdout


def test_wrong_setting_is_named_in_one_line(cli: Cli) -> None:
    refused = cli("run", VERTELMAAR_PORT="eighty")

    assert refused.returncode == 1
    assert "VERTELMAAR_PORT" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_check_names_what_is_missing(cli: Cli, tmp_path: Path) -> None:
    cli("staff", "add", "Samira", typed=f"{PASSWORD}\n")

    looked = cli("check", VERTELMAAR_MODELS_DIR=str(tmp_path / "none"))

    assert looked.returncode == 1
    assert "✗ model: none" in looked.stderr
    assert "✓ counsellors: 1 active" in looked.stderr


def test_check_names_a_mail_server_that_is_away_and_who_could_not_be_reached(
    cli: Cli, store: Store
) -> None:
    cli("staff", "add", "Samira", typed=f"{PASSWORD}\n")
    with store.session(writing=True) as session:
        account = staff.find(session, "Samira")
        outbox.put(session, (account.id,), Kind.FAILED, "", utc_now())

    looked = cli(
        "check",
        VERTELMAAR_SMTP_URL="smtp://v:hunter2@127.0.0.1:1",
        VERTELMAAR_MAIL_FROM="v@school.example",
        VERTELMAAR_PUBLIC_URL="https://v.school.example",
    )

    assert looked.returncode == 1
    assert "✗ e-mail: the server cannot be used" in looked.stderr
    assert "✗ e-mails: 1 of the team could not be reached for a day" in looked.stderr
    assert "hunter2" not in looked.stderr
    assert "✓ e-mail: not set up" in cli("check").stderr


def test_check_when_the_database_is_away_says_so(cli: Cli) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none"

    looked = cli("check", VERTELMAAR_DATABASE_URL=url)

    assert "✗ database: cannot be reached" in looked.stderr
    assert "Traceback" not in looked.stderr


def test_export_reads_what_was_handed_over_and_nothing_else(cli: Cli, store: Store) -> None:
    cli("staff", "add", "Samira", typed=f"{PASSWORD}\n")
    shared = _talk(store, b"a" * 32, "dit mag een mens lezen", hand_over=True)
    _talk(store, b"b" * 32, "dit mag niemand lezen", hand_over=False)

    done = cli("export", "--as", "Samira", typed=f"{PASSWORD}\n")
    refused = cli("export", "--as", "Samira", typed="wrong\n")

    (exported,) = map(json.loads, done.stdout.splitlines())
    assert exported["id"] == str(shared.id)
    assert exported["turns"][0]["text"] == "dit mag een mens lezen"
    assert refused.returncode == 1
    assert refused.stdout == ""


def test_erase_leaves_nothing(cli: Cli, store: Store) -> None:
    cli("staff", "list")
    talk = _talk(store, b"a" * 32, "weg ermee", hand_over=False)

    assert cli("erase", str(talk.id)).returncode == 0

    with store.session() as session, pytest.raises(UnknownConversation):
        conversations.set_language(session, talk, "en")


def _talk(store: Store, token: bytes, text: str, *, hand_over: bool) -> Access:
    now = utc_now()
    with store.session(writing=True) as session:
        access = conversations.begin(session, token, "nl", "web", now)
        row = conversations.conversation_of(session, access, lock=True)
        turns.append(session, access, row, Author.REPORTER, Body(text), now)
        if hand_over:
            handover.ask(session, access, now)
    return access


@pytest.mark.parametrize("command", ["classify", "evaluate"])
def test_asking_a_model_that_is_not_there_says_so_in_one_line(
    cli: Cli, tmp_path: Path, command: str
) -> None:
    asked = cli(command, "--model", str(tmp_path))

    assert asked.returncode == 1
    assert asked.stderr.splitlines()[-1].endswith("no model in the folder")
    assert "Traceback" not in asked.stderr


def test_evaluate_when_the_messages_are_no_messages_names_the_line(
    cli: Cli, tmp_path: Path
) -> None:
    messages = tmp_path / "messages.jsonl"
    messages.write_text("{}\n")

    asked = cli("evaluate", "--messages", str(messages), "--out", str(tmp_path / "out"))

    assert asked.returncode == 1
    assert "messages.jsonl, line 1" in asked.stderr
    assert "Traceback" not in asked.stderr
