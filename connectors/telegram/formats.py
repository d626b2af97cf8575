"""Our messages in Telegram's form. Looks go beside the words, so no words can become a format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.messengers.outbox import Button, Piece


def entities(pieces: Sequence[Piece]) -> list[MessageEntity]:
    """What is bold, counted in UTF-16 units as Telegram does."""
    return list(_bold(pieces))


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """Buttons below a message."""
    made = [[_button(button) for button in row] for row in rows]
    return InlineKeyboardMarkup(made) if made else None


def _bold(pieces: Sequence[Piece]) -> Iterator[MessageEntity]:
    place = 0
    for piece in pieces:
        length = _units(piece.text)
        if piece.look == "bold" and piece.text.strip():
            yield MessageEntity(MessageEntity.BOLD, place, length)
        place += length


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
