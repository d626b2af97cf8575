"""Telegram's HTML, judged as Telegram judges it.

What it lets pass is narrower than HTML in some things (few tags, each closed in its turn) and
wider in others (attributes that it does not know). Places in its errors are counted in bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tests.support.telegram.refusals import Json, Malformed

_TYPES: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_ESCAPES: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ESCAPE: Final = re.compile(r"&(?:#(x?)([0-9a-fA-F]{1,8})|(lt|gt|amp|quot));?")
_LINK: Final = re.compile(
    r"(?:https?|tg|ton)://\S+|[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", re.IGNORECASE
)
_VALUE: Final = re.compile(r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([a-zA-Z0-9.-]*))""")


def units(text: str) -> int:
    """The length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(source: str) -> tuple[str, list[Json]]:
    """The text and its entities.

    Raises:
        Malformed: It is not Telegram's HTML.
    """
    return _Parser(source).read()


@dataclass(frozen=True)
class _Open:
    name: str
    attributes: dict[str, str]
    place: int


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            begin = self.source.find("<", self.at)
            end = len(self.source) if begin < 0 else begin
            self.text += _unescaped(self.source[self.at : end])
            self.at = end
            if begin >= 0:
                self._end_tag(begin) if self.source.startswith("</", begin) else self._start(begin)
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return self.text, sorted(self.entities, key=lambda it: (it["offset"], -it["length"]))

    def _start(self, begin: int) -> None:
        name = self._until(r"[\s>]", begin + 1).lower()
        if self.at == len(self.source):
            raise self._wrong("Unclosed start tag", begin)
        if name not in _TYPES:
            raise self._wrong(f'Unsupported start tag "{name}"', begin)
        attributes: dict[str, str] = {}
        while True:
            self._until(r"\S", self.at)
            if self.source.startswith(">", self.at):
                break
            attributes.update([self._attribute(name, begin)])
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler"', begin)
        self.at += 1
        self.open.append(_Open(name, attributes, units(self.text)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        if self.at == len(self.source):
            raise self._wrong(f'Unclosed start tag "{tag}"', begin)
        name = self._until(r"[\s=>]", self.at)
        if not name:
            raise self._wrong(f'Empty attribute name in the tag "{tag}"', begin)
        if tag == "blockquote" and name == "expandable":
            return name, ""
        found = _VALUE.match(self.source, self.at)
        if not found:
            why = f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
            raise self._wrong(why, begin)
        self.at = found.end()
        value = next((part for part in found.groups() if part is not None), "")
        if found.group(3) is not None:
            self._check_bare(value, tag, begin)
        return name.lower(), _unescaped(value)

    def _check_bare(self, value: str, tag: str, begin: int) -> None:
        rest = self.source[self.at :]
        if rest.startswith(('"', "'")):
            raise self._wrong("Unclosed start tag", begin)
        if not rest and not value:
            raise self._wrong(f'Unclosed start tag "{tag}"', begin)
        if not re.match(r"[\s>]", rest):
            raise self._wrong("Unexpected end of name token", self.at - len(value))

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._wrong("Unexpected end tag", begin)
        name = self._until(r"[\s>]", begin + 2).lower()
        self._until(r"\S", self.at)
        if not self.source.startswith(">", self.at):
            raise self._wrong("Unclosed end tag", begin)
        tag = self.open.pop()
        if name not in ("", tag.name):
            ought = f'expected "</{tag.name}>", found "</{name}>"'
            raise _wrong(f"Unmatched end tag at byte offset {self._bytes(begin)}, {ought}")
        self.at += 1
        self._close(tag)

    def _close(self, tag: _Open) -> None:
        length = units(self.text) - tag.place
        entity: Json = {"type": _TYPES[tag.name], "offset": tag.place, "length": length}
        if tag.name == "a":
            entity["url"] = tag.attributes.get("href", "")
            # What is no address of the web becomes plain text, without a word.
            length *= bool(_LINK.fullmatch(entity["url"]))
        if tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        if length:
            self.entities.append(entity)

    def _until(self, pattern: str, begin: int) -> str:
        found = re.compile(pattern).search(self.source, begin)
        self.at = found.start() if found else len(self.source)
        return self.source[begin : self.at]

    def _bytes(self, place: int) -> int:
        return len(self.source[:place].encode())

    def _wrong(self, why: str, place: int) -> Malformed:
        return _wrong(f"{why} at byte offset {self._bytes(place)}")


def _wrong(why: str) -> Malformed:
    return Malformed(f"can't parse entities: {why}")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    base, digits, name = found.groups()
    if name:
        return _ESCAPES[name]
    try:
        code = int(digits, 16 if base else 10)
    except ValueError:
        return found.group()
    if not 0 < code < 0x110000:
        return found.group()
    if 0xD800 <= code < 0xE000:
        raise _wrong(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code)
