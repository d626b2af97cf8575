"""What can go wrong with a picture."""

from __future__ import annotations

from bot.errors import BotError


class PictureTooLarge(BotError):
    """More than may be sent; `limit` says how many megabytes may."""

    key = "page.picture.too_large"


class UnusablePicture(BotError):
    """It is no picture, one of a kind that is not taken, or one that is broken."""

    key = "page.picture.unusable"


class PicturesBusy(BotError):
    """Too many pictures are being taken in at this moment; later it may well work."""

    key = "page.picture.busy"


class TooManyPictures(BotError):
    """A conversation has as many pictures as it may have; `limit` says how many."""

    key = "page.picture.too_many"


class NoSuchPicture(BotError):
    """Not there (any more), or not among what somebody may see."""

    key = "console.error.no_such_picture"
