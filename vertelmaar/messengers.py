"""The messengers that the settings switch on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from bot.messengers import rotation
from bot.messengers.keys import NoSecret
from bot.messengers.rotation import SecretInUse
from bot.services import Services
from connectors.telegram.account import Account
from vertelmaar.settings import Settings
from vertelmaar.trouble import LostSecret

# Who has no messenger does not pay for its library.
if TYPE_CHECKING:
    from connectors.telegram.running import Telegram

_IN_USE: Final = "another server uses {path}; only one may have VERTELMAAR_TELEGRAM_TOKEN"


def account_of(settings: Settings) -> Account | None:
    """The bot's account at Telegram; None when there is none."""
    if settings.telegram_token is None:
        return None
    return Account(
        settings.telegram_token.get_secret_value(),
        str(settings.telegram_api).rstrip("/"),
        settings.telegram_per_second,
        web_url(settings) if settings.telegram_webhook else None,
    )


def web_url(settings: Settings) -> str | None:
    """Where the web chat is, as people type it."""
    return None if settings.public_url is None else str(settings.public_url).rstrip("/")


@contextmanager
def telegram(
    settings: Settings, services: Services, tell: Callable[[str], None]
) -> Iterator[Telegram | None]:
    """Telegram with the server's secret, which nobody else uses while the block lasts.

    Where that cannot be used, it is told why, and the web chat goes without.

    Raises:
        StoreUnavailable, OSError: the database or the file cannot be read.
    """
    account, path = account_of(settings), settings.messengers_file
    if account is None:
        yield None
        return
    from connectors.telegram.running import Telegram

    with ExitStack() as used:
        try:
            used.enter_context(rotation.in_use(path))
            keys = rotation.settle(services.store, path)
        except SecretInUse:
            tell(f"telegram: not started: {_IN_USE.format(path=path)}")
        except NoSecret:
            tell(f"telegram: not started: {LostSecret(path)}")
        else:
            yield Telegram(services, keys, account, web_url(settings))
            return
    yield None
