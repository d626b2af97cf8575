"""`vertelmaar export` and `vertelmaar erase`: a conversation out of the house, or gone."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import codes, conversations, handover, retention, staff
from bot.clock import utc_now
from bot.desk import transcript
from bot.member import Counsellor
from bot.models import Conversation
from bot.people import members, teams
from bot.store import Store
from vertelmaar.cli_staff import ask_password, open_store

Ids = Annotated[list[UUID] | None, typer.Argument(help="Conversations, as the console names them.")]


def export(
    name: Annotated[str, typer.Option("--as", help="The counsellor whose key reads them.")],
    ids: Ids = None,
    team: Annotated[
        str | None, typer.Option(help="Which team's, for who is in more than one.")
    ] = None,
) -> None:
    """Write conversations that were handed over to the counsellor's team, one JSON line each."""
    store = open_store()
    with store.session() as session:
        account = staff.find(session, name)
    opened = staff.open_secrets(account, ask_password(name))
    with store.session() as session:
        who = members.reader(session, account, opened, teams.of_person(session, account, team).id)
    # Looking marks as read, which is a write.
    with store.session(writing=True) as session:
        for conversation_id in ids or _all_of(session, who):
            typer.echo(json.dumps(_exported(session, who, conversation_id), ensure_ascii=False))


def erase(
    ids: Ids = None,
    code: Annotated[bool, typer.Option("--code", help="Ask for a return code instead.")] = False,
) -> None:
    """Erase conversations at once and for good."""
    store = open_store()
    found = [_by_code(store)] if code else (ids or [])
    with store.session(writing=True) as session:
        for conversation_id in found:
            conversations.erase(session, conversation_id, utc_now())
    retention.wipe_traces(store)
    Console(stderr=True).print(f"erased: {len(found)}")


def _all_of(session: Session, who: Counsellor) -> list[UUID]:
    query = select(Conversation.id).where(Conversation.team_id == who.team_id)
    return list(session.execute(query).scalars())


def _exported(session: Session, who: Counsellor, conversation_id: UUID) -> dict[str, Any]:
    access = handover.read(session, who, conversation_id)
    view = transcript.for_counsellor(session, who, conversation_id)
    return {
        "id": str(access.id),
        "state": view.state,
        "urgency": view.urgency.risk,
        "language": view.language,
        "digest": asdict(view.digest),
        "turns": [
            {
                "author": said.author,
                "at": said.at.isoformat(),
                "text": said.body.in_words(view.language),
            }
            for said in view.turns
        ],
    }


def _by_code(store: Store) -> UUID:
    words = codes.parse(ask_password("the reporter: the return code"))
    with store.session() as session:
        return codes.resolve(session, codes.stretch(words, codes.salt_of(session))).id
