"""What is new in a talk, put into its chat's outbox: in one transaction, so each thing once.

`Chat.delivered` and `Chat.told` say how far that got. They change together with what is put.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from bot import turns, vault
from bot.access import Access, by_token, conversation_of
from bot.desk import transcript
from bot.desk.transcript import ReporterView
from bot.errors import UnknownConversation
from bot.messengers import chats, outbox
from bot.messengers.chats import Known
from bot.messengers.keys import Keys
from bot.messengers.outbox import Message
from bot.models import Author, State, Urgency
from bot.turns import Said
from connectors.messenger import in_sight, posts, splitting

Keyed = tuple[str, Message]


@dataclass(frozen=True)
class Collected:
    """A talk after a look. `has_put` is whether something is due to its chat that was not before.

    `bot_owes` is whether the bot's answer is still to come, `waits` whether a person's is.
    """

    access: Access
    has_put: bool
    bot_owes: bool
    waits: bool


@dataclass(frozen=True)
class _Look:
    """A look at a talk, with what is new in it."""

    session: Session
    keys: Keys
    chat: Known
    access: Access
    view: ReporterView
    now: datetime

    @property
    def last(self) -> int:
        """The last turn that there is."""
        return max((said.seq for said in self.view.turns), default=self.chat.delivered)


def collect(
    session: Session, keys: Keys, chat_id: UUID, most: int, now: datetime
) -> Collected | None:
    """Put what is new in a chat's talk into its outbox; None when it has no talk (any more).

    `most` is how many characters one message may have.
    """
    try:
        chat, access = _opened(session, keys, chat_id, now)
        view = transcript.for_reporter(session, access, now, chat.delivered)
    except UnknownConversation:
        return None
    look = _Look(session, keys, chat, access, view, now)
    has_put = _put(look, list(_news(look)), most)
    state = posts.state_of(view)
    if (look.last, state) != (chat.delivered, chat.told):
        chats.change(session, chat_id, delivered=look.last, told=state)
    return Collected(access, has_put, view.bot_owes, view.state == State.WAITING)


def say_late(session: Session, keys: Keys, chat_id: UUID, now: datetime) -> bool:
    """The bot's answer takes long: say so, with the numbers, once for each time that it does."""
    try:
        chat, access = _opened(session, keys, chat_id, now)
        conversation = conversation_of(session, access)
    except UnknownConversation:
        return False
    if conversation.state != State.BOT or conversation.heard <= conversation.answered:
        return False
    message = posts.say("page.error.engine", chat.language)
    key = f"late:{_tag(access)}:{conversation.answered}"
    return outbox.put(session, keys, chat_id, key, message, now)


def _opened(session: Session, keys: Keys, chat_id: UUID, now: datetime) -> tuple[Known, Access]:
    chat = chats.one(session, keys, chat_id, lock=True)
    if chat is None:
        raise UnknownConversation
    return chat, by_token(session, chat.token, now)


def _news(look: _Look) -> Iterator[Keyed]:
    said, chat, language = look.view.turns, look.chat, look.chat.language
    change, again = _change(look.view), _again(look)
    yield from _of_turns(look, said[:change], again)
    for number, message in enumerate(posts.notice(look.view, chat.told, language, look.now)):
        # What it tells changes in this transaction, so the key need only be another one each time.
        yield f"told:{uuid4().hex}:{number}", message
    yield from _of_turns(look, said[change:], again)
    yield from _of_proposal(look)


def _of_turns(
    look: _Look, said: Iterable[Said], again: Mapping[int, tuple[str, ...]]
) -> Iterator[Keyed]:
    for turn in said:
        messages = [
            *posts.of_cards(again.get(turn.seq, ()), look.chat.language, look.now),
            *posts.of_turn(turn, look.chat.language, look.now),
        ]
        for number, message in enumerate(messages):
            yield f"turn:{_tag(look.access)}:{turn.seq}:{number}", message


def _of_proposal(look: _Look) -> Iterator[Keyed]:
    """What is proposed stands as long as it does, and is put once; and that it was agreed to."""
    proposed = look.view.proposal
    if proposed is None:
        return
    way = "proposed" if proposed.plan.agreed is None else "agreed"
    for number, message in enumerate(posts.proposal(look.view, look.chat.language)):
        key = f"{way}:{proposed.plan.mark}:{number}"
        if not outbox.was_put(look.session, look.chat.id, f"{key}:0"):
            yield key, message


def _put(look: _Look, news: list[Keyed], most: int) -> bool:
    """Put what is new, below posts that have their buttons no longer. Says whether it is any."""
    found = [
        (f"{key}:{part}", cut)
        for key, message in news
        for part, cut in enumerate(splitting.split(message, most))
    ]
    put = partial(outbox.put, look.session, look.keys, look.chat.id, now=look.now)
    has_put = False
    has_answered = any(said.author is Author.REPORTER for said in look.view.turns)
    if has_answered or any(message.has_buttons for _, message in found):
        key = f"strip:{uuid4().hex}"
        has_put = outbox.put_strip(look.session, look.keys, look.chat.id, key, look.now)
    return any([has_put, *(put(key, message) for key, message in found)])


def _change(view: ReporterView) -> int:
    """Where among the new turns the word was given: before what its holder said with it."""
    place = len(view.turns)
    for earlier in range(len(view.turns) - 1, -1, -1):
        said = view.turns[earlier]
        if _is_by_holder(said, view):
            place = earlier
        elif said.author is not Author.REPORTER:
            break
    return place


def _is_by_holder(said: Said, view: ReporterView) -> bool:
    if view.state == State.HUMAN:
        return said.author is Author.COUNSELLOR and said.body.name == view.counsellor
    return view.state == State.BOT and said.author is Author.BOT


def _again(look: _Look) -> Mapping[int, tuple[str, ...]]:
    """The numbers stay in sight: which cards are put again, before which turns."""
    conversation = conversation_of(look.session, look.access)
    if conversation.urgency == Urgency.NONE or not look.view.turns:
        return {}
    return in_sight.again(turns.said(look.session, look.access))


def _tag(access: Access) -> str:
    """What tells this talk's posts from those of another in the same chat, and nothing else."""
    return vault.fingerprint(access.id.bytes).hex()[:12]
