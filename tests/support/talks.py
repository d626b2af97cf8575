"""What was said in a conversation, and what people do to it while the engine is at work."""

from __future__ import annotations

from datetime import datetime

from bot import conversations, handover, turns
from bot.access import Access
from bot.models import Author, State
from bot.store import Store
from tests.support.people import NOW, team


def said(store: Store, access: Access) -> list[tuple[Author, str]]:
    """Who said what so far."""
    with store.session() as session:
        return [(turn.author, turn.body.text) for turn in turns.said(session, access)]


def human_is_asked(store: Store, access: Access, now: datetime) -> None:
    """The reporter asks for a human."""
    with store.session(writing=True) as session:
        team(session)
        handover.ask(session, access, now)


def human_comes(store: Store, access: Access, now: datetime) -> None:
    """A counsellor says something."""
    with store.session(writing=True) as session:
        (who,) = team(session)
        handover.ask(session, access, now)
        handover.say(session, who, access.id, "m1", "Hoi, met Samira.", now)


def human_came_and_went(store: Store, access: Access, now: datetime) -> None:
    """A counsellor says something and gives the word back to the bot."""
    with store.session(writing=True) as session:
        (who,) = team(session)
        handover.ask(session, access, now)
        handover.say(session, who, access.id, "m1", "Hoi, met Samira.", now)
        handover.return_to_bot(session, who, access.id, now)


def talk_is_erased(store: Store, access: Access, _now: datetime) -> None:
    """The reporter erases it."""
    with store.session(writing=True) as session:
        conversations.erase(session, access.id, NOW)


def handed_over(store: Store, access: Access, state: State, now: datetime) -> None:
    """Bring it to a state in which the bot has no word."""
    with store.session(writing=True) as session:
        (who,) = team(session)
        handover.ask(session, access, now)
        if state is not State.WAITING:
            handover.claim(session, who, access.id, now)
        if state is State.CLOSED:
            handover.close(session, who, access.id, "helped", now)
