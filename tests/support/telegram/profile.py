"""What the bot says of itself: its name, its menu of commands, its descriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.support.telegram.calls import Call
from tests.support.telegram.refusals import Json, Malformed
from tests.support.telegram.world import World

_SCOPES: Final = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


def get_me(world: World, _call: Call) -> Json:
    """The bot's own account."""
    return {
        **world.bot.as_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def set_commands(world: World, call: Call) -> bool:
    """The menu of one language."""
    scope = call.get("scope", {"type": "default"})
    if scope["type"] not in _SCOPES:
        raise Malformed(f"scopes like {scope['type']} are not modelled here")
    world.commands[call.get("language_code", "")] = call["commands"]
    return True


def set_description(world: World, call: Call) -> bool:
    """What stands in an empty chat, or what is shared beside the name."""
    name = "description" if call.method == "setMyDescription" else "short_description"
    world.descriptions[name, call.get("language_code", "")] = call.get(name, "")
    return True


def get_commands(world: World, call: Call) -> list[Json]:
    """The menu of one language."""
    return world.commands.get(call.get("language_code", ""), [])


def get_description(world: World, call: Call) -> Json:
    """What stands in an empty chat, or what is shared beside the name."""
    name = "description" if call.method == "getMyDescription" else "short_description"
    language = call.get("language_code", "")
    # Who has set nothing for a language has what is set for all.
    known = world.descriptions.get((name, language), world.descriptions.get((name, ""), ""))
    return {name: known}


PROFILE: Final[dict[str, Callable[[World, Call], object]]] = {
    "getMe": get_me,
    "getMyCommands": get_commands,
    "getMyDescription": get_description,
    "getMyShortDescription": get_description,
    "setMyCommands": set_commands,
    "setMyDescription": set_description,
    "setMyShortDescription": set_description,
}
