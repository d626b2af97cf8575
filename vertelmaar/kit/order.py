"""What a school asks for: its name, its address, its language; checked before anything is drawn.

A code on a wall cannot be called back. So the address in it is the plain address and one word for
the kind of sheet, which is counted without a name: nothing in it tells one poster from another, and
nothing is sent unencrypted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args
from urllib.parse import SplitResult, urlsplit

from expertise.counting import Channel
from expertise.languages import Language
from expertise.texts import text
from vertelmaar.kit import faces
from vertelmaar.trouble import Trouble

LONGEST_NAME: Final = 120
LONGEST_ADDRESS: Final = 150
_THIS_MACHINE: Final = ("localhost", "127.0.0.1", "::1")
_EXAMPLE: Final = "https://vertel.school.nl"
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")

Audience = Literal["primary", "pupils", "adults"]
AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)


class WrongOrder(Trouble):
    """A kit that cannot be made as it was asked for; the message says what to change."""


@dataclass(frozen=True)
class Order:
    """One school's kit."""

    school: str
    address: str
    contact: str | None
    language: Language
    counsellors: bool

    @property
    def shown_address(self) -> str:
        """The address as people type it."""
        return self.address.removeprefix("https://")

    def via(self, channel: Channel) -> str:
        """The address that a code holds: with the channel, the same on all sheets of a kind."""
        return f"{self.address}{'' if urlsplit(self.address).path else '/'}?via={channel}"

    def for_(self, audience: Audience) -> Order:
        """The kit as an audience reads it: a primary school's pupils read simple Dutch."""
        simple = audience == "primary" and self.language == "nl"
        return replace(self, language="a2") if simple else self

    def say(self, key: str) -> str:
        """A text of the kit, with what the school filled in."""
        team = "team" if self.counsellors else "no_team"
        return text(
            f"kit.{key}",
            self.language,
            school=self.school,
            address=self.address,
            contact=self.contact or text("kit.fill_in.contact", self.language),
            people=text(f"kit.people.{team}", self.language),
        )


def order(
    school: str, address: str, contact: str | None, language: Language, *, counsellors: bool
) -> Order:
    """An order whose every part can be printed."""
    return Order(
        school=_name("school", school),
        address=_address(address.strip()),
        contact=_name("contact", contact) if contact and contact.strip() else None,
        language=language,
        counsellors=counsellors,
    )


def _name(what: str, given: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", given).split())
    if not name:
        raise WrongOrder(f"{what}: is empty; give the name as it should be printed")
    if len(name) > LONGEST_NAME:
        raise WrongOrder(f"{what}: has {len(name)} characters; {LONGEST_NAME} fit on a poster")
    if unknown := faces.unprintable(name):
        raise WrongOrder(f"{what}: has signs that cannot be printed here: {unknown!a}")
    return name


def _address(given: str) -> str:
    if not given.isascii() or not given.isprintable() or set(given) & set(' "<>\\^`{|}'):
        raise WrongOrder(
            "address: has a space or a sign that addresses do not have; "
            "copy it from the browser's address bar"
        )
    if {"?", "#"} & set(given):
        raise WrongOrder("address: leave out everything from ? or #, so that it follows nobody")
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise WrongOrder(f"address: is not an address; it looks like {_EXAMPLE}") from None
    _check(parts, host)
    if len(given) > LONGEST_ADDRESS:
        raise WrongOrder(
            f"address: has {len(given)} characters; above {LONGEST_ADDRESS} "
            "the code on the card becomes too fine for a phone"
        )
    path = parts.path if parts.path != "/" else ""
    return parts._replace(netloc=parts.netloc.lower(), path=path).geturl()


def _check(parts: SplitResult, host: str) -> None:
    local = host in _THIS_MACHINE
    if parts.scheme not in ("http", "https") or not host:
        raise WrongOrder(f"address: begins with https://, like {_EXAMPLE}")
    if parts.scheme == "http" and not local:
        raise WrongOrder("address: begins with https://, so that nobody on the way reads along")
    if "@" in parts.netloc:
        raise WrongOrder("address: has a name or a password before the @; leave that out")
    if not local and not _HOST.fullmatch(host):
        raise WrongOrder(f"address: has no full name in it; it looks like {_EXAMPLE}")
