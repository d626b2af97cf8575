from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import HttpUrl, SecretStr

from vertelmaar import settings
from vertelmaar.mailer import Post
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
