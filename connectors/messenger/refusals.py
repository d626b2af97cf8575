"""What somebody is told when something did not work: in a chat some of it is told otherwise."""

from __future__ import annotations

from typing import Final

from bot.errors import (
    BotError,
    HandoverConflict,
    MessageTooLong,
    NobodyToAsk,
    ProposalGone,
    TooFast,
    UnknownConversation,
)
from bot.messengers.outbox import Message
from connectors import wording
from connectors.messenger import posts
from connectors.messenger.pieces import message
from expertise.languages import Language

# The first that fits counts.
_TOLD_HERE: Final[tuple[tuple[type[BotError], str | None], ...]] = (
    (MessageTooLong, "messenger.error.too_long"),
    (TooFast, "messenger.error.too_fast"),
    (UnknownConversation, "messenger.error.gone"),
    (NobodyToAsk, "messenger.no_team"),
    (ProposalGone, None),
    (HandoverConflict, "messenger.error.changed"),
)


class NoTalkYet(BotError):
    """What was asked for needs a talk, and none began here."""

    key = "messenger.nothing_yet"


class DeadButton(BotError):
    """The button was answered before, belongs to what is gone, or never was one."""

    key = "messenger.refused.button"


class OtherTalk(BotError):
    """A talk stands here to which no code leads back."""

    key = "messenger.code.other"


def of(error: BotError, language: Language) -> Message:
    """What went wrong, kindly."""
    key = next((key for kind, key in _TOLD_HERE if isinstance(error, kind)), None)
    if key is None:
        return message([wording.of(error, language)])
    return posts.say(key, language, (), **error.values)
