"""What the engine is told of a turn, and everything that its answer changes.

Whether there is something to answer, and whether an answer may still be said, is decided where the
turn comes from: `bot.dialogue` for what a reporter said, `bot.return_visits` for one who came back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from bot import handover, tallies, turns, vault
from bot.access import Access
from bot.desk import digest
from bot.engine import Answer, Reply
from bot.errors import NobodyToAsk
from bot.models import Author, Conversation
from bot.passing import proposals, routing
from bot.turns import Body
from expertise import texts
from expertise.languages import Language

_ASK_FIRST: Final = "page.ask.first"
# The party of the expertise whose team here may be proposed where it is advised.
_INSPECTORS: Final = "vi"


@dataclass(frozen=True)
class Owed:
    """A turn that the bot has not answered yet, with all that the engine needs.

    The risk is that of the rules: what the engine's own model saw, it remembers itself.
    """

    seq: int
    body: Body
    state: Mapping[str, Any] | None = field(repr=False)
    language: Language
    risk: str
    risk_types: tuple[str, ...]


def owed_for(access: Access, conversation: Conversation, seq: int, body: Body) -> Owed:
    """What the engine needs to answer a turn with this body."""
    known = digest.load(access, conversation)
    state = _load_state(access, conversation)
    return Owed(seq, body, state, conversation.language, known.ruled, known.ruled_types)


def keep(
    session: Session, access: Access, conversation: Conversation, answer: Answer, now: datetime
) -> None:
    """Say an answer, and remember what came of it. The caller has locked the conversation's row."""
    _learn(access, conversation, answer)
    replies = _with_code_offer(answer)
    if answer.effects.handover:
        hindrance = _hand_over(session, access, conversation.language, now)
        replies = replies if hindrance is None else (hindrance,)
    elif _INSPECTORS in _advised(answer) and proposals.may_suggest(session, access):
        proposals.propose_inspectors(session, access, now)
    for reply in replies:
        body = Body(reply.text, buttons=reply.buttons, payload=reply.payload)
        turns.append(session, access, conversation, Author.BOT, body, now)
    _save_state(access, conversation, answer)
    tallies.add(session, answer.effects.counts, now)


def _with_code_offer(answer: Answer) -> tuple[Reply, ...]:
    """A turn that offers the return code says so to the page on its last reply."""
    if not (answer.effects.show_code and answer.replies):
        return answer.replies
    last = replace(answer.replies[-1], payload={"kind": "code"})
    return (*answer.replies[:-1], last)


def _learn(access: Access, conversation: Conversation, answer: Answer) -> None:
    routing.learn(conversation, answer.effects.theme, answer.effects.offender)
    known = digest.load(access, conversation)
    heard = answer.effects.understanding
    if heard is not None:
        best = max((t.confidence for t in heard.themes), default=known.confidence)
        known = replace(known, confidence=best).with_risk(heard.risk, heard.risk_types)
        known = replace(
            known, themes=tuple(dict.fromkeys((*known.themes, *(t.code for t in heard.themes))))
        )
    role = answer.effects.role or known.role
    known = replace(known, role=role).with_theme(answer.effects.theme)
    told = (reply.key for reply in answer.replies if reply.key)
    digest.save(access, conversation, known.with_advice(_advised(answer), told))


def _advised(answer: Answer) -> list[str]:
    """The parties in the advice cards of an answer."""
    found: list[str] = []
    for payload in (reply.payload for reply in answer.replies):
        if payload and payload.get("kind") == "advice":
            found += [party["id"] for party in (payload["main"], *payload["others"])]
    return found


def _hand_over(session: Session, access: Access, language: Language, now: datetime) -> Reply | None:
    """Hand the talk over; where that cannot be done at once, what is said instead of it.

    The page itself asks who it is about, and shows who would read it then.
    """
    known = routing.route(session, access)
    if known.must_ask or known.only_the_school:
        return Reply(texts.text(_ASK_FIRST, language), _ASK_FIRST, payload={"kind": "human"})
    try:
        handover.ask(session, access, now)
    except NobodyToAsk:
        return Reply(texts.text(NobodyToAsk.key, language), NobodyToAsk.key)
    return None


def _load_state(access: Access, conversation: Conversation) -> Mapping[str, Any] | None:
    sealed = conversation.sealed_engine_state
    if sealed is None:
        return None
    state: Mapping[str, Any] = json.loads(vault.unseal(access.key, sealed, _place(access)))
    return state


def _save_state(access: Access, conversation: Conversation, answer: Answer) -> None:
    plain = json.dumps(answer.state).encode()
    conversation.sealed_engine_state = vault.seal(access.key, plain, _place(access))


def _place(access: Access) -> str:
    return f"engine:{access.id}"
