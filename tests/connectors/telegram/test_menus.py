"""What Telegram shows of the bot before anything was said."""

from __future__ import annotations

import pytest
from telegram.error import TelegramError

from connectors.messenger.notices import COMMANDS, command
from connectors.telegram import menus
from connectors.telegram.line import Connection
from expertise import texts
from expertise.languages import Language
from tests.support.telegram import Telegram, broken

SETS = ("setMyCommands", "setMyDescription", "setMyShortDescription")


def sets(telegram: Telegram) -> int:
    return sum(len(telegram.calls(method)) for method in SETS)


async def test_menu_is_set_in_both_languages(telegram: Telegram, connection: Connection) -> None:
    await menus.set_up(connection.bot)
    commands = telegram.world.commands
    assert set(commands) == {"", "en"}
    languages: tuple[tuple[str, Language], ...] = (("", "nl"), ("en", "en"))
    for code, language in languages:
        assert {each["command"]: each["description"] for each in commands[code]} == {
            command(name, language): texts.text(f"messenger.menu.{name}", language)
            for name in COMMANDS
        }
    assert "113" in telegram.world.descriptions["description", ""]
    assert "112" in telegram.world.descriptions["short_description", "en"]


async def test_menu_when_it_stands_there_already_then_it_is_not_set_again(
    telegram: Telegram, connection: Connection
) -> None:
    telegram.goes_wrong("setMyDescription", broken(500))
    with pytest.raises(TelegramError):
        await menus.set_up(connection.bot)
    await menus.set_up(connection.bot)
    assert sets(telegram) == 7
    await menus.set_up(connection.bot)
    assert sets(telegram) == 7
    telegram.world.descriptions["description", "en"] = "Somebody wrote this by hand"
    await menus.set_up(connection.bot)
    assert sets(telegram) == 8
