"""Commands about the chat alone, and whatever else begins with a slash."""

from __future__ import annotations

import pytest

from bot import handover
from bot.models import State
from connectors.messenger import posts
from expertise import cards, texts
from tests.support.at_the_desk import AtTheDesk
from tests.support.people import NOW, row_of, team


def say(key: str, **values: object) -> str:
    return texts.text(f"messenger.{key}", "nl", **values)


@pytest.mark.parametrize("payload", ["", "abc", "x" * 5000, "'; drop table chat", "ref_4815162342"])
async def test_start_when_it_carries_anything_then_it_greets_once_and_keeps_nothing(
    desk: AtTheDesk, payload: str
) -> None:
    await desk.gives("start", payload)
    (greeting,) = desk.told()
    assert say("greeting.sees") in greeting
    known = desk.known()
    assert known is not None
    assert known.conversation_id is None
    await desk.gives("start", payload)
    assert desk.told() == [say("greeting.again")]


async def test_here_when_pressed_below_the_greeting_then_it_says_what_to_do(
    desk: AtTheDesk,
) -> None:
    await desk.gives("start")
    await desk.presses("x:here")
    assert desk.told() == [say("greeting.here_now")]


async def test_hulp_when_asked_then_the_numbers_are_given_in_every_state(desk: AtTheDesk) -> None:
    await desk.gives("hulp")
    assert desk.told()[-1] == posts.numbers("nl").text


@pytest.mark.parametrize(
    ("wish", "language"),
    [("en", "en"), ("English", "en"), ("A2", "a2"), ("makkelijk", "a2"), ("nederlands", "nl")],
)
async def test_taal_when_it_is_named_then_it_changes_here_and_in_the_talk(
    desk: AtTheDesk, wish: str, language: str
) -> None:
    await desk.writes("hoi")
    desk.told()
    await desk.gives("taal", wish)
    assert desk.told() == [texts.text("messenger.language.done", language)]  # type: ignore[arg-type]
    known = desk.known()
    assert known is not None
    assert known.language == language
    with desk.store.session() as session:
        assert row_of(session, desk.access()).language == language


@pytest.mark.parametrize("typed", ["x:taal:a2", "Makkelijk Nederlands"])
async def test_taal_when_it_is_not_named_then_it_is_asked(desk: AtTheDesk, typed: str) -> None:
    await desk.gives("taal", "klingon")
    assert desk.told()[-1] == say("language.ask")
    await (desk.presses(typed) if typed.startswith("x:") else desk.writes(typed))
    assert desk.told() == [texts.text("messenger.language.done", "a2")]


async def test_stop_when_somebody_is_waited_for_then_they_can_read_nothing_any_more(
    desk: AtTheDesk,
) -> None:
    await desk.writes("hoi")
    desk.ask_for_human(desk.access())
    desk.told()
    await desk.gives("stop")
    assert desk.told() == [say("stop")]
    with desk.store.session() as session:
        row = row_of(session, desk.access())
        assert (row.state, row.team_wrapped_key) == (State.BOT, None)
    assert desk.own() == ["hoi"]


async def test_stop_when_a_counsellor_is_there_then_it_says_that_they_stay(
    desk: AtTheDesk,
) -> None:
    await desk.gives("stop")
    assert desk.told()[-1] == say("stop")
    await desk.writes("hoi")
    access = desk.access()
    with desk.store.session(writing=True) as session:
        (who,) = team(session)
        handover.ask(session, access, NOW, team_id=who.team_id)
        handover.claim(session, who, access.id, NOW)
    await desk.gives("stop")
    assert desk.told() == [f"{say('stop')}\n\n{say('stop.human')}"]


async def test_command_when_it_is_unknown_then_a_kind_word_and_words_behind_it_are_said(
    desk: AtTheDesk,
) -> None:
    await desk.gives("restart")
    assert desk.told()[-1] == say("refused.command")
    await desk.gives("ik", "word gepest")
    assert desk.own() == ["/ik word gepest"]


async def test_command_when_danger_stands_behind_it_then_the_card_comes_first(
    desk: AtTheDesk,
) -> None:
    await desk.gives("hulp", "ik wil niet meer leven")
    _, card, told = desk.told()
    assert cards.card("suicide", "nl", NOW).title in card
    assert told == posts.numbers("nl").text
