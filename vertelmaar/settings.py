"""Settings, from the environment (`VERTELMAAR_…`) or a `.env` file. docs/settings.md lists them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import (
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.messengers import keys
from vertelmaar.trouble import WrongSetting

ROOT: Final = Path(__file__).resolve().parent.parent
_PREFIX: Final = "VERTELMAAR_"
_BACKENDS: Final = ("sqlite", "postgresql")
_MAIL_SCHEMES: Final = ("smtp", "smtps")
_TOKEN: Final = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,100}", re.ASCII)
# Telegram brings messages to no other.
_HOOK_PORTS: Final = (443, 80, 88, 8443)
_ADDRESS: Final = re.compile(r"[^@\s<>,;:\"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)


class Settings(BaseSettings):
    """Everything that differs between two installations."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_file=".env", extra="ignore")

    host: str = Field("127.0.0.1", description="The address that the web server listens on.")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(
        8000, description="The port that the web server listens on."
    )
    data_dir: Path = Field(
        ROOT / "var", description="Where the database and the engine's socket are kept."
    )
    database_url: str | None = Field(
        None, description="postgresql://… for PostgreSQL; without it, SQLite in `data_dir`."
    )
    models_dir: Path = Field(ROOT / "models", description="Where trained models are kept.")
    engine_python: Path = Field(
        ROOT / ".venv-engine" / "bin" / "python", description="The engine's Python 3.10."
    )
    exit_url: HttpUrl = Field(
        HttpUrl("https://www.buienradar.nl/"), description="Where the quick exit leads."
    )

    public_url: HttpUrl | None = Field(
        None, description="Where people reach this installation: https://…, for links in e-mails."
    )
    mail_from: str | None = Field(None, description="The address that e-mails come from.")
    smtp_url: SecretStr | None = Field(
        None, description="smtp(s)://user:password@host:port of the server that takes e-mails."
    )

    telegram_token: SecretStr | None = Field(
        None, description="The token of a bot, as Telegram's BotFather gives it; switches it on."
    )
    telegram_webhook: bool = Field(
        False, description="Telegram brings messages to `public_url`, instead of being asked."
    )
    telegram_per_second: Annotated[float, Field(gt=0, le=1000)] = Field(
        30.0, description="How many messages a second Telegram takes from the bot."
    )
    telegram_api: HttpUrl = Field(
        HttpUrl("https://api.telegram.org"), description="The Bot API server that is asked."
    )
    messengers_key: Path | None = Field(
        None, description="The file with the secret under which messengers' addresses lie."
    )

    @field_validator("telegram_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not a token: 123456789:ABC…")
        return value

    @field_validator("telegram_webhook")
    @classmethod
    def _can_be_reached(cls, value: bool, info: ValidationInfo) -> bool:
        url = info.data.get("public_url")
        if value and (url is None or url.scheme != "https" or url.port not in _HOOK_PORTS):
            raise ValueError(
                "needs VERTELMAAR_PUBLIC_URL beside it: https, on port 443, 80, 88 or 8443"
            )
        return value

    @field_validator("smtp_url")
    @classmethod
    def _can_send(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None:
            return None
        url = urlsplit(value.get_secret_value())
        try:
            is_whole = bool(url.hostname) and url.port != 0
        except ValueError:
            is_whole = False
        if url.scheme not in _MAIL_SCHEMES or not is_whole:
            raise ValueError("must be smtp://host:port or smtps://host:port")
        if not info.data.get("mail_from") or not info.data.get("public_url"):
            raise ValueError("needs VERTELMAAR_MAIL_FROM and VERTELMAAR_PUBLIC_URL beside it")
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not _ADDRESS.fullmatch(value):
            raise ValueError("is not an e-mail address")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError as error:
            raise ValueError("is not the address of a database") from error
        if backend not in _BACKENDS:
            raise ValueError("must begin with sqlite:// or postgresql://")
        return value

    @property
    def store_url(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite:///{self.data_dir / 'vertelmaar.db'}"

    @property
    def messengers_file(self) -> Path:
        """The secret under which messengers' addresses lie."""
        return self.messengers_key or self.data_dir / keys.FILE

    @property
    def engine_socket(self) -> Path:
        """Where the engine listens. Unix sockets allow about 100 characters."""
        return self.data_dir / "engine.sock"


def load() -> Settings:
    """Read the settings.

    Raises:
        WrongSetting: names each setting that cannot be used, and never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = (
            f"{_PREFIX}{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}"
            for problem in error.errors(include_input=False)
        )
        raise WrongSetting("\n".join(lines)) from None
