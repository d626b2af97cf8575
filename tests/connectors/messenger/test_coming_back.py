"""The return code in a chat."""

from __future__ import annotations

import pytest

from bot.access import by_token
from bot.models import Author
from expertise import texts
from expertise.code_words import WORDS
from tests.support.at_the_desk import WEB, AtTheDesk
from tests.support.people import fresh_token, incoming


def say(key: str, **values: object) -> str:
    return texts.text(key, "nl", **values)


def words(desk: AtTheDesk, address: str = "anna") -> str:
    return desk.stands[desk.post_with("x:noted", address)].text.split("\n\n")[1]


async def elsewhere(desk: AtTheDesk) -> str:
    """A talk on the web, and its code."""
    token = fresh_token()
    await desk.services.reception.take(token, incoming("van het web"), may_begin=True)
    with desk.store.session() as session:
        access = by_token(session, token, desk.now)
    await desk.services.reception.attend(access)
    return " ".join(await desk.reporter(token).code())


async def test_code_when_a_talk_stands_here_then_it_is_shown_and_stays_the_same(
    desk: AtTheDesk,
) -> None:
    await desk.writes("hoi")
    await desk.gives("code")
    first = words(desk)
    await desk.gives("code")
    assert words(desk) == first
    buttons = [button for row in desk.stands[desk.post_with("x:noted")].buttons for button in row]
    assert WEB in [button.url for button in buttons]


async def test_noted_when_it_stands_on_paper_then_it_is_taken_out_of_the_chat(
    desk: AtTheDesk,
) -> None:
    await desk.writes("hoi")
    await desk.gives("code")
    post = desk.post_with("x:noted")
    await desk.presses("x:noted")
    desk.deliver()
    assert desk.taken == [post]
    assert (await desk.reporter().view()).code_confirmed


async def test_code_when_words_come_with_it_then_the_talk_goes_on_here(desk: AtTheDesk) -> None:
    code = await elsewhere(desk)
    await desk.gives("code", code.upper())
    assert desk.told()[-1] == say("messenger.code.welcome")
    await desk.writes("hier verder")
    assert desk.own() == ["van het web", "hier verder"]
    known = desk.known()
    assert known is not None
    assert known.delivered == 1
    assert desk.home.followed[-1] == (desk.access().id, known.id)


async def test_code_when_no_talk_is_here_then_the_words_may_be_typed_next(desk: AtTheDesk) -> None:
    code = await elsewhere(desk)
    await desk.gives("code")
    assert desk.told()[-1] == say("messenger.code.enter")
    wrong = " ".join(("zzzzzz", *code.split()[1:]))
    await desk.writes(wrong)
    assert say("page.code.unknown_word", word="zzzzzz") in desk.told()[0]
    await desk.writes(code)
    assert desk.told() == [say("messenger.code.welcome")]
    assert desk.own() == ["van het web"]


async def test_code_when_what_is_typed_is_no_code_then_it_is_what_they_tell(
    desk: AtTheDesk,
) -> None:
    await desk.gives("code")
    await desk.writes("ik word elke dag gepest op school")
    assert desk.own() == ["ik word elke dag gepest op school"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [(WORDS[0], "page.code.incomplete"), (f"{WORDS[0]} " * 6, "page.code.not_found")],
)
async def test_code_when_it_opens_nothing_then_it_says_why(
    desk: AtTheDesk, typed: str, key: str
) -> None:
    await desk.gives("code", typed)
    assert desk.told()[-1] == say(key, got="1", wanted="6")


async def test_code_when_nobody_could_come_back_to_the_talk_here_then_that_is_said_first(
    desk: AtTheDesk,
) -> None:
    code = await elsewhere(desk)
    await desk.writes("van hier")
    desk.told()
    await desk.gives("code", code)
    assert desk.told() == [say("messenger.code.other")]
    assert desk.own() == ["van hier"]
    await desk.gives("code")
    await desk.gives("code", code)
    assert desk.own() == ["van het web"]
    assert Author.BOT in [author for author, _ in desk.authors()]
