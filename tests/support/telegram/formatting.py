"""The words of a call, as they will stand in the chat."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tests.support.telegram.html import parse, units
from tests.support.telegram.refusals import Json, Malformed

LONGEST_TEXT: Final = 4096
LONGEST_CAPTION: Final = 1024
_KINDS: Final = (
    "mention hashtag cashtag bot_command url email phone_number bold italic underline "
    "strikethrough spoiler blockquote expandable_blockquote code pre text_link text_mention "
    "custom_emoji"
)
_COMMAND: Final = re.compile(r"(?<!\S)/\w{1,32}(?:@\w+)?")


@dataclass(frozen=True)
class Words:
    """A text without its markup, and the markup beside it."""

    text: str
    entities: list[Json]

    def as_content(self, *, caption: bool = False) -> Json:
        """The fields of a message that hold them."""
        names = ("caption", "caption_entities") if caption else ("text", "entities")
        return {name: value for name, value in zip(names, self._parts, strict=True) if value}

    @property
    def _parts(self) -> tuple[str, list[Json]]:
        return self.text, self.entities


def words_of(source: str, parse_mode: str | None, entities: list[Json] | None) -> Words:
    """Reads markup, or checks the entities that came beside the text, and trims.

    Raises:
        Malformed: The markup or the entities are not right.
    """
    if parse_mode and entities:
        raise Malformed("parse_mode and entities were both given")
    if parse_mode:
        text, found = parse(source)
    else:
        text, found = source, [_checked(entity, source) for entity in entities or []]
    return _trimmed(text, found)


def text_of(words: Words) -> Words:
    """The same words, if they can be a message.

    Raises:
        Malformed: They are none, or too many.
    """
    if not words.text:
        raise Malformed("message text is empty")
    # Counted in UTF-16 units, which is never less than the characters that one sees.
    if units(words.text) > LONGEST_TEXT:
        raise Malformed("message is too long")
    return words


def caption_of(words: Words) -> Words:
    """The same words, if they can stand under a picture or a file.

    Raises:
        Malformed: They are too many.
    """
    if units(words.text) > LONGEST_CAPTION:
        raise Malformed("message caption is too long")
    return words


def commands_in(text: str) -> list[Json]:
    """The commands that Telegram marks in what a person writes."""
    return [
        {"type": "bot_command", "offset": units(text[: it.start()]), "length": units(it.group())}
        for it in _COMMAND.finditer(text)
    ]


def _checked(entity: Json, text: str) -> Json:
    offset, length = entity.get("offset"), entity.get("length")
    if (
        entity.get("type") not in _KINDS.split()
        or not isinstance(offset, int)
        or not isinstance(length, int)
    ):
        raise Malformed(f"can't parse MessageEntity: {entity}")
    if offset < 0 or length <= 0 or offset + length > units(text):
        raise Malformed(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text"
        )
    if entity["type"] == "text_link" and not entity.get("url"):
        raise Malformed("can't parse MessageEntity: a text_link without url")
    return entity


def _trimmed(text: str, entities: list[Json]) -> Words:
    before = units(text) - units(text.lstrip())
    trimmed = text.strip()
    end = units(trimmed)
    kept = []
    for entity in entities:
        begin = max(entity["offset"] - before, 0)
        stop = min(entity["offset"] + entity["length"] - before, end)
        if stop > begin:
            kept.append({**entity, "offset": begin, "length": stop - begin})
    return Words(trimmed, kept)
