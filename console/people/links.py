"""The link of an invitation, and the picture of it that a phone reads.

The secret stands behind a #, which browsers keep to themselves: it reaches no server's log, no
referrer and no proxy. The page that opens sends it on in a form.
"""

from __future__ import annotations

from typing import Final

import segno
from markupsafe import Markup
from sanic import Request

from bot.access import parse_token
from bot.errors import MalformedToken
from bot.people.errors import InvitationGone
from console import session

WELCOME: Final = "/console/welcome"


def link(request: Request, secret: bytes) -> str:
    """What the inviter passes on."""
    return f"{session.origin(request)}{WELCOME}#{session.encode(secret)}"


def secret_in(typed: str) -> bytes:
    """The secret of a link, or of the part of it behind the #.

    Raises:
        InvitationGone: there is none in it.
    """
    try:
        return parse_token(typed.strip().rpartition("#")[2])
    except MalformedToken as error:
        raise InvitationGone from error


def picture(text: str) -> Markup:
    """A QR code, as part of a page; it is white in dark pages too, for cameras."""
    drawn = segno.make(text, micro=False).svg_inline(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True
    )
    return Markup(drawn)  # noqa: S704
