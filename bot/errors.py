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


class OnlyTheSchool(BotError):
    """It is about somebody of the school, and nobody from outside it is here to ask."""

    key = "page.ask.only_school"


class HandoverConflict(BotError):
    """The step does not fit the state that the conversation is in by now."""

    key = "console.error.conflict"


class AlreadyClaimed(HandoverConflict):
    key = "console.error.already_claimed"


class NotYourConversation(HandoverConflict):
    key = "console.error.not_yours"


class ProposalGone(HandoverConflict):
    """What was proposed was taken back, or something else was proposed meanwhile."""

    key = "page.pass.gone"


class NothingAgreed(HandoverConflict):
    """The reporter did not agree to a file (any more)."""

    key = "console.error.nothing_agreed"


class UnusableRecipient(BotError):
    """What was given is no public key of age."""

    key = "console.error.recipient"


class NoSuchColleague(HandoverConflict):
    """Nobody of the team, or nobody who could have this conversation."""

    key = "console.error.no_such_colleague"


class UnusableLabel(BotError):
    """No name, or a long one; `limit` says how long it may be."""

    key = "console.error.unusable_label"


class LabelTaken(BotError):
    key = "console.error.label_taken"


class NoSuchLabel(BotError):
    key = "console.error.no_such_label"


class UnusableReply(BotError):
    """A canned reply whose short name or text cannot be used."""

    key = "console.error.unusable_reply"


class UnknownPlaceholder(UnusableReply):
    """A canned reply asks for a value that there is not; `name` says which."""

    key = "console.error.unknown_placeholder"


class ReplyTaken(UnusableReply):
    """Another canned reply has that short name in that language."""

    key = "console.error.reply_taken"


class NoSuchReply(BotError):
    key = "console.error.no_such_reply"


class NoSuchParty(BotError):
    """No party by that name that may be shown."""

    key = "console.error.no_such_party"


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


class NoRoom(HandoverConflict):
    """A counsellor has as many talks as the team agreed on; an acute one may be taken beyond it."""

    key = "console.error.no_room"

    def __init__(self, *, may_go_on: bool = False, **values: str) -> None:
        super().__init__(**values)
        self.may_go_on = may_go_on


class UnusablePlan(BotError):
    """What was filled in cannot stand in a roster or among a team's agreements."""

    key = "console.error.unusable_plan"


class UnreadableTime(UnusablePlan):
    key = "console.error.unreadable_time"


class UnreadableDay(UnusablePlan):
    key = "console.error.unreadable_day"


class SlotOverlaps(UnusablePlan):
    key = "console.error.slot_overlaps"


class SlotWithoutEnd(UnusablePlan):
    key = "console.error.slot_without_end"


class SlotTooLong(UnusablePlan):
    key = "console.error.slot_too_long"


class ClosedInThePast(UnusablePlan):
    key = "console.error.closed_in_the_past"


class ClosedTooLong(UnusablePlan):
    key = "console.error.closed_too_long"


class OutOfBounds(UnusablePlan):
    """A number that a team cannot agree on."""

    key = "console.error.out_of_bounds"


class UnusableAddress(BotError):
    """No e-mail can be sent to what was typed."""

    key = "console.error.unusable_address"


class CodeTooSoon(BotError):
    """A code was sent to somebody's address a moment ago."""

    key = "console.error.code_too_soon"


class WrongMailCode(BotError):
    """It is not the code that was sent, or it is too old, or was guessed at too often."""

    key = "console.error.wrong_mail_code"
