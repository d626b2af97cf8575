"""Talks as the messenger's posts are made of them, without a store below."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bot.desk.transcript import ReporterView
from bot.models import Author, State, TeamKind
from bot.passing.proposals import Plan, Proposed
from bot.passing.routing import Asked
from bot.turns import Body, Said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.messengers.outbox import Message
    from expertise.languages import Language

# A Sunday, just before noon here.
NOW = datetime(2026, 11, 22, 10, 50, tzinfo=UTC)
TALK = UUID(int=1)
OUTSIDE = Asked(UUID(int=2), "Vecht", TeamKind.REGION)
SCHOOL = Asked(UUID(int=3), "Zorgteam", TeamKind.SCHOOL)
INSPECTORS = Asked(UUID(int=4), "Inspectie", TeamKind.INSPECTORATE)
MARK = "k3Jb0dG7sQ2xYw9L"


def said(author: Author, text: str = "", **about: Any) -> Said:
    """A turn."""
    return Said(4, author, NOW, Body(text, **about))


def view(state: State = State.BOT, language: Language = "nl", **about: Any) -> ReporterView:
    """A talk of which nothing more is to be known than is said here."""
    known: dict[str, Any] = {
        "turns": (), "bot_owes": False, "counsellor": None, "leaver": None, "on_duty": True,
        "opens_at": None, "waits_long": False, "has_code": False, "code_confirmed": False,
    }  # fmt: skip
    return ReporterView(id=TALK, state=state, language=language, **(known | about))


def proposed(kind: TeamKind = TeamKind.BOARD, **about: Any) -> Proposed:
    """A proposal of Samira's, who works in Vecht."""
    plan = {"way": "team", "summary": ("Een leerling schrijft.",), "why": "Zij kunnen meer."}
    return Proposed(
        UUID(int=5), "Bestuur Oost", kind, "Samira", "Vecht", Plan(MARK, **(plan | about))
    )


def words(posts: Iterable[Message]) -> str:
    """All that stands in some posts, their buttons' labels too."""
    told = (
        "\n".join((post.text, *(each.label for row in post.buttons for each in row)))
        for post in posts
    )
    return "\n\n".join(told)


def data(post: Message) -> list[str]:
    """What the buttons of a post bring when they are pressed."""
    return [each.data for row in post.buttons for each in row if each.data]
