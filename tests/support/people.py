"""Reporters and counsellors to act with, without a browser and without slow passwords."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from bot import conversations, handover, vault
from bot.access import Access
from bot.conversations import Incoming
from bot.member import Counsellor, Member
from bot.models import Author, Conversation, Role, Staff, StaffSession, State, Team, TeamKind
from bot.passing import routing
from bot.people import cookies, members
from bot.turns import Body, append
from expertise import safety

NOW = datetime(2026, 11, 20, 14, 7, 33, 250_000, tzinfo=UTC)


def fresh_token() -> bytes:
    """A token as the core sees it."""
    return secrets.token_bytes(32)


def incoming(text: str = "hoi", message_id: str | None = None, **more: Any) -> Incoming:
    """A message as a connector brings it."""
    finding = safety.check(text)
    values = {"language": "nl", "channel": "web", **more}
    return Incoming(message_id or uuid4().hex, text, finding, **values)


def talk(session: Session, *texts: str, token: bytes | None = None, now: datetime = NOW) -> Access:
    """A conversation in which a reporter said something."""
    token = token or fresh_token()
    access = conversations.begin(session, token, "nl", "web", now)
    for text in texts or ("hoi",):
        conversations.receive(session, token, incoming(text), now, may_begin=False)
    return access


def bot_says(session: Session, access: Access, body: Body, now: datetime = NOW) -> int:
    """The bot's words, as after an engine's turn."""
    conversation = session.get_one(Conversation, access.id)
    return append(session, access, conversation, Author.BOT, body, now)


def team(
    session: Session, *names: str, called: str = "team", kind: TeamKind = TeamKind.SCHOOL
) -> list[Counsellor]:
    """A team of logged-in counsellors, with real keys and without passwords."""
    public, private = vault.new_pair()
    made = Team(
        id=uuid4(), name=called, kind=kind, public_key=public, wrapped_for_recovery=b"",
        recovery_salt=b"",
    )  # fmt: skip
    session.add(made)
    session.flush()
    role = Role.INSPECTOR if kind is TeamKind.INSPECTORATE else Role.COUNSELLOR
    found = [
        Counsellor(uuid4(), name, made.id, private, team_kind=kind, roles=frozenset({role}))
        for name in names or ("Samira",)
    ]
    for who in found:
        account = Staff(id=who.id, name=who.name, salt=vault.new_salt(), sealed_secrets=b"")
        account.public_key = vault.public_of(private_key(who))
        session.add(account)
        session.flush()
        members.add(session, account, made.id, who.roles, private)
    return found


def private_key(who: Member) -> vault.Key:
    """The key that lies in somebody's box."""
    return vault.derive(who.id.bytes, "private")


def logged_in(
    session: Session, who: Member, seen: datetime = NOW, expires: datetime | None = None
) -> StaffSession:
    """A session, without a cookie that opens it."""
    made = StaffSession(
        token_hash=uuid4().bytes * 2, staff_id=who.id, team_id=who.team_id,
        wrapped_private_key=b"", created_at=seen, confirmed_at=seen, last_seen_at=seen,
        expires_at=expires or seen + cookies.IDLE,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def handed_over(session: Session, *texts: str, token: bytes | None = None) -> Access:
    """A conversation that waits for a counsellor; a team must be there."""
    access = talk(session, *texts, token=token)
    # As a reporter who chose the team, whomever it is about.
    first, *_ = routing.route(session, access).teams
    handover.ask(session, access, NOW, team_id=first.id)
    return access


def row_of(session: Session, access: Access) -> Conversation:
    """The conversation's row, as the database has it now."""
    return session.get_one(Conversation, access.id, populate_existing=True)


def state_of(session: Session, access: Access) -> State:
    """Who has the word by now."""
    return State(row_of(session, access).state)
