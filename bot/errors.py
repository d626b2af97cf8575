"""What can go wrong for a person, by name.

Services raise these; `vertelmaar.errors` alone turns them into HTTP. `key` is the text in
`expertise.texts` that tells the person kindly what happened, `values` what that text needs.
No error ever carries what somebody typed, except the single words of a mistyped return code.
"""

from __future__ import annotations

from typing import ClassVar


class BotError(Exception):
    """A fact that somebody must be told; subclasses name it."""

    key: ClassVar[str] = "page.error.unexpected"

    def __init__(self, **values: str) -> None:
        super().__init__(type(self).__name__)
        self.values = values


class UnusableMessage(BotError):
    """What was sent cannot be taken in as a message."""


class EmptyMessage(UnusableMessage):
    key = "page.error.empty"


class MessageTooLong(UnusableMessage):
    key = "page.error.too_long"


class UnreadableMessage(UnusableMessage):
    """Only control or invisible characters were sent."""

    key = "page.error.unreadable"


class NoAccess(BotError):
    """The token, code or account does not open this conversation."""


class MalformedToken(NoAccess):
    key = "page.error.wrong_token"


class UnknownConversation(NoAccess):
    """Erased, expired, or never there: nobody can tell the difference, on purpose."""

    key = "page.error.session_expired"


class UnknownCode(NoAccess):
    key = "page.code.not_found"


class CodeMistyped(BotError):
    """Some of the words cannot be right; names them, with a suggestion where there is one."""

    key = "page.code.unknown_word"

    def __init__(self, words: tuple[tuple[str, str | None], ...]) -> None:
        super().__init__(word=", ".join(word for word, _ in words))
        self.words = words


class CodeIncomplete(BotError):
    key = "page.code.incomplete"


class TooFast(BotError):
    """One session sends more than a person can type; the text stays with the sender."""

    key = "page.error.too_fast"


class ProofMissing(BotError):
    """A new conversation came without a valid proof of work."""

    key = "page.error.proof"


class StoreUnavailable(BotError):
    """The database is locked, full or away: nothing was stored, nothing was half stored."""

    key = "page.error.store"


class EngineUnavailable(BotError):
    """The engine is starting, slow or away; the same turn may be answered a little later."""

    key = "page.error.engine"


class TurnFailed(BotError):
    """The engine is there, but could not make an answer of this one turn."""

    key = "page.error.engine"


class NobodyToAsk(BotError):
    """This installation has no counsellors yet."""

    key = "page.human.no_team"


class HandoverConflict(BotError):
    """The step does not fit the state that the conversation is in by now."""

    key = "console.error.conflict"


class AlreadyClaimed(HandoverConflict):
    key = "console.error.already_claimed"


class NotYourConversation(HandoverConflict):
    key = "console.error.not_yours"


class LoginFailed(BotError):
    """Name, password or second factor is wrong; which one is not told."""

    key = "console.error.login"


class TooManyTries(BotError):
    key = "console.error.too_many_tries"


class SessionEnded(BotError):
    key = "console.error.session_ended"


class NameTaken(BotError):
    key = "console.error.name_taken"


class UnusableName(BotError):
    """No name, or longer than eighty characters."""

    key = "console.error.unusable_name"


class WeakPassword(BotError):
    key = "console.error.weak_password"


class NoSuchStaff(BotError):
    key = "console.error.no_such_staff"
