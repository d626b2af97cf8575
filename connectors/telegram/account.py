"""The bot's account at Telegram, as the settings name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bot import vault

API: Final = "https://api.telegram.org"
PER_SECOND: Final = 30.0


@dataclass(frozen=True)
class Account:
    """Whose bot this is. With `public_url` Telegram brings updates there, else they are fetched."""

    token: str = field(repr=False)
    api: str = API
    per_second: float = PER_SECOND
    public_url: str | None = None

    @property
    def hook_path(self) -> str:
        """Where on this server updates are brought to; nobody guesses it without the token."""
        return f"/telegram/{self._derived('telegram-path')}"

    @property
    def hook_secret(self) -> str:
        """What Telegram says with every update that it brings."""
        return self._derived("telegram-hook")

    def _derived(self, purpose: str) -> str:
        return vault.derive(self.token.encode(), purpose).hex()
