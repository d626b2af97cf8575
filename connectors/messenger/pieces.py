"""What posts are put together of: paragraphs with a heading here and there, and rows of buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from bot.messengers.outbox import Button, Message, Piece
from expertise import texts
from expertise.languages import Language

# Buttons in a row are equally wide: this many characters fit in all of them on a narrow phone.
_BESIDE: Final = 30

Line = Piece | str
Paragraph = Line | Iterable[Line]


def say(key: str, language: Language, buttons: Iterable[Button] = (), **values: object) -> Message:
    """A text by its key, with the buttons below it."""
    return message([texts.text(key, language, **values)], buttons)


def message(paragraphs: Iterable[Paragraph], buttons: Iterable[Button] = ()) -> Message:
    """Paragraphs with an empty line between them, each of one line or several."""
    told = [list(_lines(paragraph)) for paragraph in paragraphs]
    return Message(pieces=tuple(_joined(part for part in told if part)), buttons=rows(buttons))


def bold(text: str) -> Piece:
    """A heading, or whatever is to be seen first."""
    return Piece(text, "bold")


def step(name: str, key: str, language: Language, /, **values: object) -> Button:
    """A button for a step of our own; `name` is what follows "x:" in its data."""
    return Button(texts.text(key, language, **values), data=f"x:{name}")


def link(key: str, language: Language, url: str) -> Button:
    """A button that opens a page."""
    return Button(texts.text(key, language), url=url)


def rows(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    """Buttons below each other; short ones beside each other."""
    laid: list[tuple[Button, ...]] = []
    for button in buttons:
        if laid and _fits((*laid[-1], button)):
            laid[-1] = (*laid[-1], button)
        else:
            laid.append((button,))
    return tuple(laid)


def with_buttons(posts: tuple[Message, ...], buttons: Iterable[Button]) -> tuple[Message, ...]:
    """Posts with buttons below the last of them."""
    *before, last = posts
    return (*before, replace(last, buttons=rows(buttons)))


def _fits(row: tuple[Button, ...]) -> bool:
    return len(row) * max(len(button.label) for button in row) <= _BESIDE


def _lines(paragraph: Paragraph) -> Iterator[Piece]:
    for line in [paragraph] if isinstance(paragraph, Piece | str) else paragraph:
        piece = Piece(line) if isinstance(line, str) else line
        if piece.text.strip():
            yield piece


def _joined(paragraphs: Iterable[list[Piece]]) -> Iterator[Piece]:
    """All pieces in a row: line ends belong to the plain text between them."""
    for place, paragraph in enumerate(paragraphs):
        if place:
            yield Piece("\n\n")
        for number, piece in enumerate(paragraph):
            if number:
                yield Piece("\n")
            yield piece
