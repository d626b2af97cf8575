"""Somebody with Telegram on a phone: besides writing they press, block and add to groups."""

from __future__ import annotations

from itertools import count
from typing import Final

from tests.support.telegram import kinds
from tests.support.telegram.onlooker import Group, Press
from tests.support.telegram.refusals import Json, chat_not_found
from tests.support.telegram.talking import not_a_member
from tests.support.telegram.values import Message
from tests.support.telegram.world import Chat, Query
from tests.support.telegram.writer import Writer, blocked, deactivated

_groups: Final = count(4_100_000_001)
_presses: Final = count(2_800_000_000_000_001)


class Person(Writer):
    """One account, with all that it can do to a bot."""

    @property
    def canaries(self) -> tuple[str, ...]:
        """What of this person must stand nowhere in plain text."""
        me = self.account
        return (str(me.id), me.first_name, me.last_name, me.username, kinds.PHONE)

    def presses(self, label: str, on: Message | None = None) -> Press:
        """Presses a button of the last keyboard that is there, or of a message as it once was."""
        message = on or self._last_keyboard()
        button = next((it for row in message.keyboard for it in row if it.label == label), None)
        assert button is not None, f"there is no {label!r} among {message.labels}"
        assert button.data, f"{label!r} opens {button.url}"
        return self.presses_forged(button.data, on=message)

    def presses_forged(self, data: str, on: Message | None = None) -> Press:
        """What a changed app can send: any data, as if from a button under a message."""
        message = on or self.sees()[-1]
        query_id = str(next(_presses))
        content = {
            "id": query_id,
            "from": self.account.as_json(),
            "message": self._as_it_stands(message),
            "chat_instance": f"-{self.id}",
            "data": data,
        }
        with self._world.changed:
            self._world.queries[query_id] = Query(self._world.now())
        return Press(query_id, self._updates.make("callback_query", content, self.id))

    def blocks(self) -> None:
        """Stops the bot."""
        self._chat.closed = blocked
        self._membership(self._chat, "member", "kicked")

    def unblocks(self) -> None:
        """Lets the bot write again."""
        self._chat.closed = None
        self._membership(self._chat, "kicked", "member")

    def vanishes(self) -> None:
        """Deletes the talk: the bot cannot find it any more."""
        self._chat.closed = chat_not_found

    def deactivates(self) -> None:
        """Deletes the account."""
        self._chat.closed = deactivated

    def adds_to_group(self, group: Group | str = "Klas 2b") -> Group:
        """Adds the bot to a new group, or again to one that it left."""
        if isinstance(group, str):
            header: Json = {"id": -next(_groups), "title": group, "type": "group"}
            group = Group(self._world.chats.setdefault(header["id"], Chat(header)))
        group.chat.closed = None
        self._membership(group.chat, "left", "member")
        self.sends({"new_chat_members": [self._world.bot.as_json()]}, group)
        return group

    def removes_from_group(self, group: Group) -> None:
        """Sends the bot away."""
        group.chat.closed = not_a_member
        self._membership(group.chat, "member", "kicked")

    def _last_keyboard(self) -> Message:
        shown = [message for message in self.sees() if message.keyboard]
        assert shown, "there is no keyboard"
        return shown[-1]

    def _as_it_stands(self, message: Message) -> Json:
        chat = self._world.chats[message.chat["id"]]
        current = chat.messages.get(message.message_id)
        if current is None:
            return {"chat": chat.header, "message_id": message.message_id, "date": 0}
        return current.as_json()

    def _membership(self, chat: Chat, old: str, new: str) -> None:
        bot = self._world.bot.as_json()
        until = {"until_date": 0}
        states = [
            {"user": bot, "status": status, **(until if status == "kicked" else {})}
            for status in (old, new)
        ]
        content = {
            "chat": chat.header,
            "from": self.account.as_json(),
            "date": int(self._world.now().timestamp()),
            "old_chat_member": states[0],
            "new_chat_member": states[1],
        }
        self._updates.make("my_chat_member", content, chat.id)
