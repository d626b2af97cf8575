"""The Telegram that the tests play with: a real client calls it, and it is strict."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from telegram import Bot, BotCommand, MessageEntity
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from tests.support.telegram import Person, Telegram, running_telegram

Calling = Callable[[Bot, int], Awaitable[object]]


def keyboard(*labels: str) -> Keyboard:
    return Keyboard([[Button(label, callback_data=label.lower()) for label in labels]])


async def test_text_stands_in_the_chat_as_it_was_formatted(bot: Bot, roos: Person) -> None:
    sent = await bot.send_message(
        roos.id, " <b>Hoi</b> &lt;jij&gt; ", parse_mode="HTML", reply_markup=keyboard("Ja", "Nee")
    )

    seen = roos.hears("Hoi <jij>")
    assert (sent.message_id, sent.text) == (seen.message_id, "Hoi <jij>")
    assert seen.entities == [{"type": "bold", "offset": 0, "length": 3}]
    assert seen.labels == ("Ja", "Nee")


async def test_edit_changes_words_and_takes_buttons_away(bot: Bot, roos: Person) -> None:
    sent = await bot.send_message(roos.id, "Kies", reply_markup=keyboard("Ja"))

    await bot.edit_message_text("Gekozen: ja", roos.id, sent.message_id)

    seen = roos.sees()[-1]
    assert (seen.text, seen.labels) == ("Gekozen: ja", ())
    assert seen.edited


async def test_keyboard_is_taken_away_alone(bot: Bot, roos: Person) -> None:
    sent = await bot.send_message(roos.id, "Kies", reply_markup=keyboard("Ja"))

    await bot.edit_message_reply_markup(roos.id, sent.message_id)

    assert (roos.sees()[-1].text, roos.sees()[-1].labels) == ("Kies", ())
    with pytest.raises(AssertionError, match="no keyboard"):
        roos.presses("Ja")


async def test_deleted_messages_are_gone_on_both_sides(bot: Bot, roos: Person) -> None:
    mine = roos.writes("weg ermee")
    sent = await bot.send_message(roos.id, "ook dit")

    assert await bot.delete_messages(roos.id, [mine.message_id, sent.message_id, 900])

    assert [message.text for message in roos.sees()] == ["/start"]


async def test_files_arrive_with_their_bytes(bot: Bot, roos: Person) -> None:
    sent = await bot.send_document(roos.id, b"%PDF", "Je gesprek", filename="gesprek.pdf")
    await bot.send_photo(roos.id, b"\xff\xd8jpeg", caption="<i>Kijk</i>", parse_mode="HTML")

    document, photo = roos.sees()[-2:]
    assert (document.document, document.text, document.kind) == (b"%PDF", "Je gesprek", "document")
    assert (photo.document, photo.text, photo.kind) == (b"\xff\xd8jpeg", "Kijk", "photo")
    assert sent.document
    found = await bot.get_file(sent.document.file_id)
    assert bytes(await found.download_as_bytearray()) == b"%PDF"


async def test_profile_is_kept_by_language(bot: Bot, telegram: Telegram) -> None:
    await bot.set_my_commands([BotCommand("hulp", "Nummers")])
    await bot.set_my_commands([BotCommand("help", "Numbers")], language_code="en")
    await bot.set_my_description("Vertel het maar.")
    await bot.set_my_short_description("Just tell.", language_code="en")

    assert [it["command"] for it in telegram.world.commands[""]] == ["hulp"]
    assert [it["command"] for it in telegram.world.commands["en"]] == ["help"]
    assert telegram.world.descriptions == {
        ("description", ""): "Vertel het maar.",
        ("short_description", "en"): "Just tell.",
    }


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (
            lambda bot, to: bot.send_message(to, "a", api_kwargs={"colour": "red"}),
            "no field colour",
        ),
        (lambda bot, _: bot.send_message("@vertelmaar", "a"), "must be an integer"),
        (lambda bot, to: bot.send_message(to, " \n"), "message text is empty"),
        (lambda bot, to: bot.send_message(to, "🙂" * 2049), "message is too long"),
        (lambda bot, to: bot.send_message(to, "<b>a", parse_mode="HTML"), "can't find end tag"),
        (lambda bot, to: bot.send_message(to, "1 < 2", parse_mode="HTML"), "unsupported start tag"),
        (
            lambda bot, to: bot.send_message(to, "a", entities=[MessageEntity("bold", 0, 2)]),
            "ends after the end",
        ),
        (
            lambda bot, to: bot.send_message(
                to, "a", reply_markup=Keyboard([[Button("é", callback_data="é" * 33)]])
            ),
            "button_data_invalid",
        ),
        (
            lambda bot, to: bot.send_message(
                to, "a", reply_markup=Keyboard([[Button("belafspraak", url="tel:113")]])
            ),
            "button_url_invalid",
        ),
        (lambda bot, to: bot.send_document(to, b"a", "é" * 1025), "caption is too long"),
        (lambda bot, to: bot.delete_messages(to, list(range(1, 102))), "1-100 items"),
        (lambda bot, to: bot.delete_messages(to, []), "1-100 items"),
        (lambda bot, to: bot.send_chat_action(to, "dancing"), "must be one of typing"),
        (lambda bot, _: bot.get_updates(limit=101), "between 1 and 100"),
        (lambda bot, _: bot.get_updates(allowed_updates=["whisper"]), "documented type"),
        (lambda bot, _: bot.answer_callback_query("1", "a" * 201), "0-200 characters"),
        (lambda bot, _: bot.set_my_commands([("Hulp", "Nummers")]), "must be like"),
        (lambda bot, _: bot.set_my_description("a" * 513), "0-512 characters"),
        (lambda bot, _: bot.get_file("made-up"), "wrong file_id"),
        (lambda bot, to: bot.edit_message_text("a", to, 1), "can't be edited"),
    ],
)
async def test_wrong_call_is_refused_and_complained_about(
    bot: Bot, telegram: Telegram, roos: Person, call: Calling, answer: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await call(bot, roos.id)

    assert answer in str(refused.value).lower()
    assert len(telegram.takes_complaints()) == 1
    assert len(roos.sees()) == 1


@pytest.mark.parametrize(
    ("happens", "error", "answer"),
    [
        (Person.blocks, Forbidden, "bot was blocked by the user"),
        (Person.deactivates, Forbidden, "user is deactivated"),
        (Person.vanishes, BadRequest, "chat not found"),
    ],
)
async def test_closed_chat_is_no_fault_of_the_bot(
    bot: Bot,
    roos: Person,
    happens: Callable[[Person], None],
    error: type[TelegramError],
    answer: str,
) -> None:
    happens(roos)

    with pytest.raises(error, match=f"(?i){answer}"):
        await bot.send_message(roos.id, "hoi")


async def test_nobody_is_written_to_who_did_not_write_first(bot: Bot, telegram: Telegram) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(telegram.person().id, "hoi")


async def test_unblocked_chat_is_open_again(bot: Bot, roos: Person) -> None:
    roos.blocks()
    roos.unblocks()

    await bot.send_message(roos.id, "hoi")

    assert roos.hears("hoi").by_bot


async def test_edit_needs_a_message_and_a_change(bot: Bot, roos: Person) -> None:
    sent = await bot.send_message(roos.id, "hoi")

    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_text("hoi", roos.id, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_reply_markup(roos.id, sent.message_id)
    roos.deletes(roos.sees()[-1])
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("dag", roos.id, sent.message_id)


async def test_messages_of_two_days_ago_stay(bot: Bot, telegram: Telegram, roos: Person) -> None:
    old = roos.writes("oud")
    telegram.passes(timedelta(hours=48, seconds=1))
    new = await bot.send_message(roos.id, "nieuw")

    with pytest.raises(BadRequest, match=r"(?i)can't be deleted for everyone"):
        await bot.delete_messages(roos.id, [new.message_id, old.message_id])

    assert [message.text for message in roos.sees()][-2:] == ["oud", "nieuw"]
    assert await bot.delete_message(roos.id, new.message_id)


async def test_unknown_method_and_wrong_token_are_told_apart(bot: Bot, telegram: Telegram) -> None:
    with pytest.raises(TelegramError, match=r"(?i)not found"):
        await bot.do_api_request("dance")
    telegram.revokes_token()
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_complaint_that_nobody_took_fails_the_test() -> None:
    async def calls_wrongly() -> None:
        with running_telegram() as telegram:
            async with Bot(telegram.token, telegram.base_url) as bot:
                with pytest.raises(BadRequest):
                    await bot.get_me(api_kwargs={"colour": "red"})

    with pytest.raises(AssertionError, match="getMe has no field colour"):
        await calls_wrongly()
