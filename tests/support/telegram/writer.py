"""What people send: words, pictures, and everything else that a messenger has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.support.telegram import kinds
from tests.support.telegram.formatting import commands_in
from tests.support.telegram.onlooker import Group, Onlooker
from tests.support.telegram.refusals import Json, Refusal
from tests.support.telegram.values import File, Message
from tests.support.telegram.world import Chat


class Writer(Onlooker):
    """Sends. The talk with the bot begins with the first message."""

    def writes(self, text: str, group: Group | None = None) -> Message:
        """Sends a text, to the bot or in a group."""
        content: Json = {"text": text}
        if commands := commands_in(text):
            content["entities"] = commands
        return self.sends(content, group)

    def sends(
        self, content: Json, group: Group | None = None, files: Iterable[File] = ()
    ) -> Message:
        """Sends anything: the fields of a `Message` besides its number, sender, chat and date."""
        chat = self._writable(group)
        message = self._world.post(chat, self.account, content, files=tuple(files))
        self._updates.make("message", message.as_json(), chat.id)
        return message

    def edits(self, message: Message, text: str) -> Message:
        """Changes the words of a message, or of what stands under its picture."""
        chat = self._world.chats[message.chat["id"]]
        name = "text" if "text" in message.content else "caption"
        content = {**message.content, name: text}
        new = self._world.change(chat, message, content=content, edited=self._world.now())
        self._updates.make("edited_message", new.as_json(), chat.id)
        return new

    def deletes(self, message: Message) -> None:
        """Takes a message away on both sides; bots are not told."""
        self._world.remove(self._world.chats[message.chat["id"]], message.message_id)

    def sends_photo(self, data: bytes, caption: str = "", **rest: Any) -> Message:
        """A picture; `media_group_id` makes it one of an album."""
        content, files = kinds.photo(self._world, data)
        named = {"caption": caption} if caption else {}
        return self.sends({**content, **named, **rest}, files=files)

    def sends_document(
        self, data: bytes, name: str = "bewijs.pdf", mime: str = "application/pdf"
    ) -> Message:
        """A file."""
        content, files = kinds.document(self._world, data, name, mime)
        return self.sends(content, files=files)

    def sends_voice(self) -> Message:
        """A voice message."""
        content, files = kinds.voice(self._world)
        return self.sends(content, files=files)

    def sends_video(self) -> Message:
        """A film."""
        content, files = kinds.video(self._world)
        return self.sends(content, files=files)

    def sends_sticker(self) -> Message:
        """A sticker."""
        content, files = kinds.sticker(self._world)
        return self.sends(content, files=files)

    def sends_location(self) -> Message:
        """Where they are."""
        return self.sends(kinds.location())

    def sends_contact(self) -> Message:
        """Their own telephone number."""
        return self.sends(kinds.contact(self.account))

    def sends_poll(self) -> Message:
        """A question to the bot, with two answers."""
        return self.sends(kinds.poll("Wie doet het?", "Hij", "Zij"))

    def _writable(self, group: Group | None) -> Chat:
        if group is not None:
            return group.chat
        assert self._chat.closed not in (blocked, deactivated), "nobody writes to a blocked bot"
        self._chat.closed = None
        return self._chat


def blocked() -> Refusal:
    """The person stopped the bot."""
    return Refusal(403, "Forbidden: bot was blocked by the user")


def deactivated() -> Refusal:
    """The account is no more."""
    return Refusal(403, "Forbidden: user is deactivated")
