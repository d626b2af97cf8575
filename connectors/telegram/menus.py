"""What Telegram shows of the bot before anything is said: its commands and what it is for."""

from __future__ import annotations

import asyncio
from typing import Final

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from connectors.messenger.notices import COMMANDS, command
from expertise import texts
from expertise.languages import Language

# Telegram's own code of a language; who has another reads Dutch.
_LANGUAGES: Final[tuple[tuple[str, Language], ...]] = (("", "nl"), ("en", "en"))
_FIRST_WAIT_S: Final = 5.0
_LONGEST_WAIT_S: Final = 600.0


async def run(bot: Bot) -> None:
    """Try until all of it is set; what is wrong with the line, others say."""
    wait_s = _FIRST_WAIT_S
    while True:
        try:
            return await set_up(bot)
        except TelegramError:
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, _LONGEST_WAIT_S)


async def set_up(bot: Bot) -> None:
    """Set what differs from what stands there: Telegram lets it be set only now and then.

    Raises:
        telegram.error.TelegramError: it could not be set, or not all of it.
    """
    for code, language in _LANGUAGES:
        commands = tuple(
            BotCommand(command(name, language), texts.text(f"messenger.menu.{name}", language))
            for name in COMMANDS
        )
        if await bot.get_my_commands(language_code=code) != commands:
            await bot.set_my_commands(commands, language_code=code)
        about = texts.text("messenger.description", language)
        if (await bot.get_my_description(code)).description != about:
            await bot.set_my_description(about, code)
        short = texts.text("messenger.about", language)
        if (await bot.get_my_short_description(code)).short_description != short:
            await bot.set_my_short_description(short, code)
