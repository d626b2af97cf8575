"""The people at the other end: what they do reaches the client whole, with names and numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from telegram import Bot
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram.error import BadRequest, Forbidden

from tests.support.pictures import from_a_phone
from tests.support.telegram import Person, Telegram

KEYBOARD = Keyboard([[Button("Ja", callback_data="ja-7"), Button("Site", url="https://a.nl")]])


async def test_person_is_known_by_name_number_and_language(bot: Bot, telegram: Telegram) -> None:
    roos, sem = telegram.person(), telegram.person("en")
    roos.writes("/taal nl")
    sem.writes("hi")

    first, second = await bot.get_updates()

    assert first.message
    assert first.message.from_user
    assert first.message.parse_entities(["bot_command"])
    me = first.message.from_user
    assert {str(me.id), me.first_name, me.last_name, me.username} < set(roos.canaries)
    assert (me.language_code, first.message.message_id) == ("nl", 1)
    assert second.message
    assert second.message.from_user
    assert (second.message.from_user.language_code, second.message.message_id) == ("en", 1)
    assert second.update_id == first.update_id + 1


async def test_edit_keeps_the_number_and_tells_its_time(bot: Bot, telegram: Telegram) -> None:
    roos = telegram.person()
    wrote = roos.writes("hij slaat mij")
    roos.edits(wrote, "hij sloeg mij")

    _, edit = await bot.get_updates()

    assert edit.edited_message
    assert edit.edited_message.message_id == wrote.message_id
    assert (edit.edited_message.text, bool(edit.edited_message.edit_date)) == (
        "hij sloeg mij",
        True,
    )
    assert [message.text for message in roos.sees()] == ["hij sloeg mij"]


@pytest.mark.parametrize(
    ("sends", "kind"),
    [
        (Person.sends_voice, "voice"),
        (Person.sends_video, "video"),
        (Person.sends_sticker, "sticker"),
        (Person.sends_location, "location"),
        (Person.sends_contact, "contact"),
        (Person.sends_poll, "poll"),
        (lambda person: person.sends_document(b"%PDF"), "document"),
        (
            lambda person: person.sends({"story": {"chat": {"id": 7, "type": "private"}, "id": 1}}),
            "story",
        ),
    ],
)
async def test_every_kind_of_message_is_one_for_the_client(
    bot: Bot, telegram: Telegram, sends: Callable[[Person], object], kind: str
) -> None:
    roos = telegram.person()
    sends(roos)

    (update,) = await bot.get_updates()

    assert update.message
    assert roos.sees()[0].kind == kind
    if kind != "story":
        assert update.message.effective_attachment is getattr(update.message, kind)


async def test_picture_comes_in_two_sizes_and_can_be_fetched(bot: Bot, telegram: Telegram) -> None:
    picture = from_a_phone()
    telegram.person().sends_photo(picture, "kijk", media_group_id="1")

    (update,) = await bot.get_updates()

    assert update.message
    assert (update.message.caption, update.message.media_group_id) == ("kijk", "1")
    small, large = update.message.photo
    assert small.width < large.width
    assert bytes(await (await large.get_file()).download_as_bytearray()) == picture


async def test_pressed_button_is_answered(bot: Bot, telegram: Telegram) -> None:
    roos = telegram.person()
    roos.writes("hoi")
    await bot.send_message(roos.id, "Klopt dit?", reply_markup=KEYBOARD)
    press = roos.presses("Ja")

    update = (await bot.get_updates())[-1]
    query = update.callback_query
    assert query
    assert (query.data, query.from_user.id) == ("ja-7", roos.id)
    await query.answer("Dank je")

    answer = await asyncio.to_thread(roos.gets_answer, press)
    assert answer["text"] == "Dank je"
    with pytest.raises(AssertionError, match=r"opens https://a\.nl"):
        roos.presses("Site")
    with pytest.raises(AssertionError, match="there is no 'Nee'"):
        roos.presses("Nee")


async def test_button_of_yesterday_cannot_be_answered(bot: Bot, telegram: Telegram) -> None:
    roos = telegram.person()
    roos.writes("hoi")
    await bot.send_message(roos.id, "Klopt dit?", reply_markup=KEYBOARD)
    old = roos.hears("Klopt dit?")
    press = roos.presses("Ja", on=old)
    telegram.passes(timedelta(days=1))

    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(press.query_id)


async def test_forged_button_under_a_message_that_is_gone(bot: Bot, telegram: Telegram) -> None:
    roos = telegram.person()
    wrote = roos.writes("hoi")
    roos.deletes(wrote)
    roos.presses_forged("claim:1", on=wrote)

    query = (await bot.get_updates())[-1].callback_query

    assert query
    assert query.data == "claim:1"
    assert query.message
    assert not query.message.is_accessible


async def test_group_that_two_add_the_bot_to(bot: Bot, telegram: Telegram) -> None:
    roos, sem = telegram.person(), telegram.person()
    group = roos.adds_to_group("Klas 2b")
    sem.writes("/start", group)
    await bot.send_message(group.id, "Niet hier")
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group.id, "Nog iets")
    sem.adds_to_group(group)

    updates = await bot.get_updates()

    assert [message.text for message in group.sees()] == ["", "/start", "Niet hier", ""]
    assert [bool(update.my_chat_member) for update in updates] == [True, False, False, True, False]
    assert {update.effective_chat.type for update in updates if update.effective_chat} == {"group"}
    assert roos.sees() == ()


async def test_update_of_an_unknown_kind_is_one_too(bot: Bot, telegram: Telegram) -> None:
    telegram.makes_update("telepathy", {"thought": "hm"})

    (update,) = await bot.get_updates()

    assert update.effective_message is None
    assert update.api_kwargs == {"telepathy": {"thought": "hm"}}


def test_what_does_not_come_is_told_with_what_stands_there(telegram: Telegram) -> None:
    roos = telegram.person()
    roos.writes("hoi")

    with pytest.raises(AssertionError, match="me: hoi"):
        roos.hears("Hallo", timeout=0.01)
