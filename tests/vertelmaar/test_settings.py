from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import HttpUrl, SecretStr

from vertelmaar import settings
from vertelmaar.mailer import Post
from vertelmaar.messengers import account_of
from vertelmaar.settings import Settings
from vertelmaar.trouble import WrongSetting


def test_load_without_anything_set_uses_sqlite_in_the_data_folder() -> None:
    found = Settings(_env_file=None)

    assert found.store_url == f"sqlite:///{found.data_dir / 'vertelmaar.db'}"


def test_load_when_a_setting_is_wrong_names_it_and_hides_its_value(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VERTELMAAR_PORT", "eighty")
    monkeypatch.setenv("VERTELMAAR_DATABASE_URL", "mysql://root:hunter2@db/x")

    with pytest.raises(WrongSetting) as caught:
        settings.load()

    told = str(caught.value)
    assert "VERTELMAAR_PORT" in told
    assert "VERTELMAAR_DATABASE_URL" in told
    assert "hunter2" not in told
    assert "eighty" not in told


@pytest.mark.parametrize("value", ["not an address", "http://example.org", "oracle://x"])
def test_database_url_of_no_known_database_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VERTELMAAR_DATABASE_URL", value)

    with pytest.raises(WrongSetting, match="VERTELMAAR_DATABASE_URL"):
        settings.load()


@pytest.mark.parametrize(
    ("smtp_url", "more"),
    [
        ("http://mail.example", {"mail_from": "v@mail.example", "public_url": "https://v.example"}),
        ("smtp://:25", {"mail_from": "v@mail.example", "public_url": "https://v.example"}),
        (
            "smtp://mail.example:x",
            {"mail_from": "v@mail.example", "public_url": "https://v.example"},
        ),
        ("smtp://a:hunter2@mail.example", {"public_url": "https://v.example"}),
        ("smtp://a:hunter2@mail.example", {"mail_from": "v@mail.example"}),
    ],
)
def test_mail_server_that_cannot_be_used_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, smtp_url: str, more: dict[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VERTELMAAR_SMTP_URL", smtp_url)
    for name, value in more.items():
        monkeypatch.setenv(f"VERTELMAAR_{name.upper()}", value)

    with pytest.raises(WrongSetting, match="VERTELMAAR_SMTP_URL") as caught:
        settings.load()

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("smtp_url", "expected"),
    [
        ("smtp://mail.example", (587, False, None, None)),
        ("smtps://v%40x:p%2Fw@mail.example", (465, True, "v@x", "p/w")),
        ("smtp://v:w@mail.example:2525", (2525, False, "v", "w")),
    ],
)
def test_post_is_what_the_settings_say(
    smtp_url: str, expected: tuple[int, bool, str | None, str | None]
) -> None:
    found = Post.of(
        Settings(
            smtp_url=SecretStr(smtp_url),
            mail_from="v@mail.example",
            public_url=HttpUrl("https://v.example/"),
            _env_file=None,
        )
    )

    assert found is not None
    assert (found.port, found.is_encrypted, found.username, found.password) == expected
    assert found.head.console == "https://v.example/console"
    assert Post.of(Settings(_env_file=None)) is None
    assert "p/w" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "hunter2"),
        ("TELEGRAM_TOKEN", "123456:hunter2 is my token"),
        ("TELEGRAM_TOKEN", "123456:hunter2/../../getMe"),
        ("TELEGRAM_WEBHOOK", "true"),
        ("TELEGRAM_PER_SECOND", "0"),
        ("TELEGRAM_API", "hunter2"),
    ],
)
def test_telegram_that_cannot_be_used_is_refused_without_the_value(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"VERTELMAAR_{name}", value)

    with pytest.raises(WrongSetting, match=f"VERTELMAAR_{name}") as caught:
        settings.load()

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://v.example", "https://v.example:8000"])
def test_webhook_at_an_address_that_telegram_does_not_reach_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VERTELMAAR_PUBLIC_URL", url)
    monkeypatch.setenv("VERTELMAAR_TELEGRAM_WEBHOOK", "true")

    with pytest.raises(WrongSetting, match="port 443, 80, 88 or 8443"):
        settings.load()


def test_telegram_account_is_what_the_settings_say() -> None:
    token = SecretStr("123456:abcdefghijklmnop")
    url = HttpUrl("https://v.example:8443/school/")
    found = account_of(
        Settings(telegram_token=token, telegram_webhook=True, public_url=url, _env_file=None)
    )

    assert found is not None
    assert (found.api, found.per_second) == ("https://api.telegram.org", 30)
    assert found.public_url == "https://v.example:8443/school"
    fetched = account_of(Settings(telegram_token=token, public_url=url, _env_file=None))
    assert fetched is not None
    assert fetched.public_url is None
    assert account_of(Settings(_env_file=None)) is None
    assert "abcdefghijklmnop" not in repr(found)


def test_messengers_key_lies_in_the_data_folder_unless_it_is_elsewhere(tmp_path: Path) -> None:
    found = Settings(data_dir=tmp_path, _env_file=None)
    elsewhere = Settings(messengers_key=tmp_path / "x" / "key", _env_file=None)

    assert found.messengers_file == tmp_path / "messengers.key"
    assert elsewhere.messengers_file == tmp_path / "x" / "key"
