"""Messengers that are switched on: one server has the secret, and `vertelmaar check` tries them."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import HttpUrl, SecretStr

from bot.services import Services
from tests.support.engine import FakeEngine
from tests.support.telegram import Telegram, running_telegram
from vertelmaar import checks, messengers
from vertelmaar.app import make_services
from vertelmaar.settings import ROOT, Settings


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with running_telegram() as running:
        yield running


@pytest.fixture
def settings(telegram: Telegram, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        telegram_token=SecretStr(telegram.token),
        telegram_api=HttpUrl(telegram.url),
        _env_file=None,
    )


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    made = make_services(settings, FakeEngine())
    yield made
    made.store.close()


def test_telegram_without_a_token_is_not_there(tmp_path: Path, services: Services) -> None:
    without = Settings(data_dir=tmp_path, _env_file=None)
    with messengers.telegram(without, services, pytest.fail) as found:
        assert found is None
    assert not (tmp_path / "messengers.key").exists()


def test_telegram_when_another_server_has_the_secret_then_it_is_not_started_and_that_is_said(
    settings: Settings, services: Services
) -> None:
    said: list[str] = []
    with messengers.telegram(settings, services, said.append) as first:
        with messengers.telegram(settings, services, said.append) as second:
            assert (first is None, second is None) == (False, True)
        (line,) = said
        assert "another server uses" in line
    with messengers.telegram(settings, services, pytest.fail) as again:
        assert again is not None


def test_telegram_when_the_secret_is_none_then_it_is_not_started_and_the_file_stays(
    settings: Settings, services: Services
) -> None:
    settings.messengers_file.write_bytes(b"half of it")
    said: list[str] = []
    with messengers.telegram(settings, services, said.append) as found:
        assert found is None
    (line,) = said
    assert "does not open the chats" in line
    assert settings.messengers_file.read_bytes() == b"half of it"


async def test_check_says_whether_the_token_works_and_never_the_token(
    settings: Settings, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    found = {line.what: line for line in await checks.all_of(settings)}
    assert (found["telegram"].is_right, found["telegram"].detail) == (True, "the token works")
    telegram.revokes_token()
    wrong = {line.what: line for line in await checks.all_of(settings)}["telegram"]
    assert not wrong.is_right
    assert "VERTELMAAR_TELEGRAM_TOKEN" in wrong.detail
    without = {
        line.what: line
        for line in await checks.all_of(Settings(data_dir=settings.data_dir, _env_file=None))
    }
    assert without["telegram"].is_right
    assert telegram.token not in f"{found} {wrong} {without} {caplog.text}"


def test_program_without_a_messenger_does_not_load_its_library() -> None:
    code = "import sys, vertelmaar.server; print('telegram' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"
