"""Settings, from the environment (`VERTELMAAR_…`) or a `.env` file. docs/settings.md lists them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, HttpUrl, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from vertelmaar.trouble import WrongSetting

ROOT: Final = Path(__file__).resolve().parent.parent
_PREFIX: Final = "VERTELMAAR_"
_BACKENDS: Final = ("sqlite", "postgresql")


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
