"""Erasing from a chat: here, and there as far as that can be done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.models import Chat, Conversation, Post, Turn
from bot.store import Store
from expertise import texts
from tests.support.at_the_desk import AtTheDesk


def say(key: str) -> str:
    return texts.text(f"messenger.{key}", "nl")


def rows(desk: AtTheDesk) -> list[int]:
    with desk.store.session() as session:
        return [
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (Conversation, Turn, Post, Chat)
        ]


async def test_wis_when_asked_then_nothing_is_erased_before_a_yes(desk: AtTheDesk) -> None:
    await desk.writes("hoi")
    desk.told()
    await desk.gives("wis")
    (question,) = desk.told()
    assert say("erase.ask") in question
    await desk.writes("nee")
    assert desk.told() == [say("back")]
    assert desk.own() == ["hoi"]


@pytest.mark.parametrize("typed", [True, False])
async def test_wis_when_they_say_yes_then_all_is_gone_and_the_chat_is_forgotten(
    desk: AtTheDesk, *, typed: bool
) -> None:
    await desk.writes("hoi", post="11")
    await desk.answered()
    await desk.gives("wis")
    desk.told()
    if typed:
        await desk.writes("Ja", post="13")
    else:
        await desk.presses("x:wis-yes")
    assert rows(desk)[:2] == [0, 0]
    assert desk.told() == [say("erase.done")]
    assert {"11", "100", "101"} <= set(desk.taken)
    assert ("13" in desk.taken) == typed
    assert rows(desk) == [0, 0, 0, 0]
    assert desk.known() is None


@pytest.mark.parametrize("typed", [True, False])
async def test_wis_when_they_answer_before_it_was_noted_that_we_asked_then_it_counts(
    desk: AtTheDesk, *, typed: bool
) -> None:
    await desk.writes("hoi")
    await desk.answered()
    desk.told()
    await desk.gives("wis")
    await (desk.writes("ja") if typed else desk.presses("x:wis-yes", post="777"))
    assert desk.told() == [say("erase.done")]
    assert rows(desk) == [0, 0, 0, 0]


async def test_wis_when_something_is_too_old_then_it_says_what_remains(store: Store) -> None:
    desk = AtTheDesk(store)
    await desk.writes("hoi", post="11")
    desk.told()
    desk.now += timedelta(hours=50)
    await desk.gives("wis")
    desk.told()
    await desk.presses("x:wis-yes")
    (told,) = desk.told()
    assert say("erase.remains") in told
    assert "11" not in desk.taken
    await desk.close()


async def test_wis_when_they_write_again_then_they_are_greeted_anew(desk: AtTheDesk) -> None:
    await desk.writes("hoi")
    await desk.gives("wis")
    await desk.presses("x:wis-yes")
    desk.told()
    await desk.writes("toch nog iets")
    assert say("greeting.sees") in desk.told()[0]
    assert desk.own() == ["toch nog iets"]
