"""What the courier and the desk do in Telegram, through the library's bot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.messengers.outbox import Message
from connectors.messenger.protocol import Refused
from connectors.telegram import formats
from connectors.telegram.line import translated
from connectors.telegram.pace import Pace

CHANNEL: Final = "telegram"
_MOST_CHARACTERS: Final = 4096
_DELETED_AT_ONCE: Final = 100
_DOWNLOAD_S: Final = 30.0
_WITHOUT_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
# What is to be done was done already, or cannot be done any more.
_STAYS: Final = (
    "message is not modified", "message to edit not found", "message can't be edited",
    "message to delete not found", "message can't be deleted",
)  # fmt: skip


class TelegramMessenger:
    """Telegram, as `connectors.messenger.protocol.Messenger` wants it."""

    channel: Final = CHANNEL
    most_characters: Final = _MOST_CHARACTERS

    def __init__(self, bot: Bot, per_second: float) -> None:
        self._bot = bot
        self._pace = Pace(per_second)
        self._answering: set[asyncio.Task[None]] = set()

    async def put(self, address: str, message: Message) -> str:
        """Put words or a file into a chat; returns the message's number there."""
        await self._pace.turn(address)
        chat, looks = int(address), formats.entities(message.pieces) or None
        markup = formats.keyboard(message.buttons)
        with translated():
            if message.kind == "file":
                sent = await self._bot.send_document(
                    chat, message.file, caption=message.text or None, caption_entities=looks,
                    filename=message.file_name, reply_markup=markup,
                )  # fmt: skip
            else:
                sent = await self._bot.send_message(
                    chat, message.text, entities=looks, reply_markup=markup,
                    link_preview_options=_WITHOUT_PREVIEW,
                )  # fmt: skip
        return str(sent.message_id)

    async def strip(self, address: str, number: str) -> None:
        """Take the buttons off a message; that they are gone already is no error."""
        with translated(), _as_far_as_possible():
            await self._bot.edit_message_reply_markup(int(address), int(number))

    async def delete(self, address: str, numbers: tuple[str, ...]) -> None:
        """Take messages out of a chat, a hundred at a time; what cannot go any more stays."""
        for some in _by_hundreds(sorted({int(number) for number in numbers})):
            with translated():
                await self._delete(int(address), some)

    async def type_along(self, address: str) -> None:
        """Show for a moment that somebody is typing."""
        with translated():
            await self._bot.send_chat_action(int(address), ChatAction.TYPING)

    async def fetch(self, file: str, most_bytes: int) -> bytes | None:
        """What was sent as a picture; None when it is larger."""
        with translated():
            try:
                found = await self._bot.get_file(file)
            except BadRequest as error:
                if not _says(error, "too big"):
                    raise
                return None
        if found.file_path is None:
            raise Refused
        if (found.file_size or 0) > most_bytes:
            return None
        with translated():
            try:
                raw = await found.download_as_bytearray(read_timeout=_DOWNLOAD_S)
            except InvalidToken:
                # What the library takes for a wrong token is a file that is gone.
                raise Refused from None
        return bytes(raw) if len(raw) <= most_bytes else None

    def answer_press(self, query_id: str) -> None:
        """End the waiting on a button, beside everything else: it may well be too late for that."""
        task = asyncio.create_task(self._answer(query_id))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def leave(self, address: str, words: str) -> None:
        """Say why, and leave a group or a channel; who is out already cannot say it again."""
        with translated():
            with suppress(Forbidden, BadRequest):
                await self._bot.send_message(int(address), words)
            with suppress(Forbidden, BadRequest):
                await self._bot.leave_chat(int(address))

    async def close(self) -> None:
        """Stop answering presses."""
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)

    async def _answer(self, query_id: str) -> None:
        with suppress(TelegramError):
            await self._bot.answer_callback_query(query_id)

    async def _delete(self, chat: int, numbers: Sequence[int]) -> None:
        try:
            await self._bot.delete_messages(chat, numbers)
        except BadRequest as error:
            if not _says(error, *_STAYS):
                raise
            # One that is too old keeps all the others of its hundred.
            for number in numbers:
                with _as_far_as_possible():
                    await self._bot.delete_message(chat, number)


@contextmanager
def _as_far_as_possible() -> Iterator[None]:
    try:
        yield
    except BadRequest as error:
        if not _says(error, *_STAYS):
            raise


def _says(error: TelegramError, *words: str) -> bool:
    return any(each in error.message.lower() for each in words)


def _by_hundreds(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _DELETED_AT_ONCE):
        yield numbers[start : start + _DELETED_AT_ONCE]
