"""What the courier and the desk do, on the real client before a strict Bot API server."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.messengers.outbox import Button, Message, Piece
from connectors.messenger.protocol import Away, ChatClosed, Refused
from connectors.telegram import line
from connectors.telegram.account import Account
from connectors.telegram.client import TelegramMessenger
from connectors.telegram.line import Connection
from tests.support.pictures import drawn
from tests.support.telegram import DROP, HANG, Person, Telegram, broken, flood
from tests.support.telegram.faults import Fault


def words(text: str, *rows: tuple[Button, ...]) -> Message:
    return Message(pieces=(Piece(text),), buttons=rows)


async def test_put_when_words_look_like_formats_then_they_stand_there_as_words(
    messenger: TelegramMessenger, roos: Person
) -> None:
    said = "<b>*niet* _vet_</b> & [klik](https://x.example) 👩‍👩‍👧 **"
    message = Message(pieces=(Piece("👋🏽 Samira:", "bold"), Piece(" "), Piece(said)))
    number = await messenger.put(str(roos.id), message)
    seen = roos.sees()[-1]
    assert (str(seen.message_id), seen.text) == (number, f"👋🏽 Samira: {said}")
    assert seen.entities == [{"type": "bold", "offset": 0, "length": 12}]
    assert seen.sent_with["link_preview_options"] == {"is_disabled": True}


async def test_put_when_there_are_buttons_then_they_bring_data_or_open_a_page(
    messenger: TelegramMessenger, roos: Person
) -> None:
    rows = (Button("Ja", "p:3:0"), Button("Nee", "p:3:1")), (Button("Site", url="https://x.nl"),)
    await messenger.put(str(roos.id), words("Klopt dat?", *rows))
    keyboard = roos.sees()[-1].keyboard
    shown = [[(each.label, each.data, each.url) for each in row] for row in keyboard]
    assert shown == [
        [("Ja", "p:3:0", ""), ("Nee", "p:3:1", "")], [("Site", "", "https://x.nl")],
    ]  # fmt: skip


async def test_put_when_it_is_a_file_then_it_comes_with_its_name_and_words(
    messenger: TelegramMessenger, roos: Person
) -> None:
    message = Message("file", (Piece("Je briefje", "bold"),), file=b"%PDF-1", file_name="b.pdf")
    await messenger.put(str(roos.id), message)
    seen = roos.sees()[-1]
    assert (seen.document, seen.text, seen.files[0].name) == (b"%PDF-1", "Je briefje", "b.pdf")
    assert [each["type"] for each in seen.entities] == ["bold"]


async def test_strip_when_the_buttons_or_the_message_are_gone_then_it_is_no_error(
    messenger: TelegramMessenger, roos: Person
) -> None:
    number = await messenger.put(str(roos.id), words("Klopt dat?", (Button("Ja", "p:3:0"),)))
    for _ in range(2):
        await messenger.strip(str(roos.id), number)
    assert roos.sees()[-1].keyboard == ()
    await messenger.strip(str(roos.id), "99999")


async def test_delete_when_there_are_more_than_a_hundred_then_all_of_them_go(
    messenger: TelegramMessenger, telegram: Telegram, roos: Person
) -> None:
    theirs = [str(roos.writes(f"bericht {number}").message_id) for number in range(120)]
    await messenger.delete(str(roos.id), (*theirs, theirs[0], "99999"))
    assert [seen.text for seen in roos.sees()] == ["Hoi"]
    assert len(telegram.calls("deleteMessages")) == 2


async def test_delete_when_one_is_too_old_then_the_others_go_all_the_same(
    messenger: TelegramMessenger, telegram: Telegram, roos: Person
) -> None:
    telegram.passes(timedelta(hours=49))
    new = roos.writes("net getypt")
    await messenger.delete(str(roos.id), ("1", str(new.message_id)))
    assert [seen.text for seen in roos.sees()] == ["Hoi"]


async def test_fetch_when_a_picture_is_larger_than_allowed_then_it_is_not_fetched(
    messenger: TelegramMessenger, telegram: Telegram, roos: Person
) -> None:
    raw = drawn()
    file = roos.sends_photo(raw).files[-1]
    assert await messenger.fetch(file.id, len(raw)) == raw
    assert await messenger.fetch(file.id, len(raw) - 1) is None
    huge = roos.sends_document(b"x" * (20 * 2**20 + 1)).files[-1]
    assert await messenger.fetch(huge.id, 10**9) is None
    with pytest.raises(Refused):
        await messenger.fetch("nothing", 10)
    telegram.takes_complaints()


async def test_put_when_telegram_asks_to_wait_then_it_says_how_long(
    messenger: TelegramMessenger, telegram: Telegram, roos: Person
) -> None:
    telegram.goes_wrong("sendMessage", flood(7))
    with pytest.raises(Away) as caught:
        await messenger.put(str(roos.id), words("Hoi"))
    assert caught.value.wait_s == 7


async def test_put_when_nothing_comes_back_then_it_is_away_after_a_while(
    account: Account, telegram: Telegram, roos: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "_PATIENCE_S", 0.2)
    connection = Connection(account)
    telegram.goes_wrong("sendMessage", HANG)
    with pytest.raises(Away):
        await TelegramMessenger(connection.bot, 30).put(str(roos.id), words("Hoi"))
    await connection.close()


@pytest.mark.parametrize("fault", [broken(500), broken(502), DROP])
async def test_put_when_the_line_is_bad_then_it_is_away(
    messenger: TelegramMessenger, telegram: Telegram, roos: Person, fault: Fault
) -> None:
    telegram.goes_wrong("sendMessage", fault)
    with pytest.raises(Away) as caught:
        await messenger.put(str(roos.id), words("Hoi"))
    assert caught.value.wait_s is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("how", ["blocks", "vanishes", "deactivates"])
async def test_put_when_nobody_is_there_any_more_then_the_chat_is_closed(
    messenger: TelegramMessenger, roos: Person, how: str
) -> None:
    getattr(roos, how)()
    for again in (messenger.put(str(roos.id), words("Hoi")), messenger.type_along(str(roos.id))):
        with pytest.raises(ChatClosed):
            await again


async def test_put_when_telegram_never_takes_it_then_it_is_refused(
    messenger: TelegramMessenger, telegram: Telegram, roos: Person
) -> None:
    for never in (words("  "), words("x" * 4097), Message("file", file=b"", file_name="x.pdf")):
        with pytest.raises(Refused):
            await messenger.put(str(roos.id), never)
    telegram.takes_complaints()


async def test_answer_when_the_press_is_old_then_nothing_of_it_is_heard(
    messenger: TelegramMessenger, telegram: Telegram, roos: Person
) -> None:
    await messenger.put(str(roos.id), words("Klopt dat?", (Button("Ja", "p:3:0"),)))
    press = roos.presses("Ja")
    messenger.answer_press("12345")
    messenger.answer_press(press.query_id)
    assert (await asyncio.to_thread(roos.gets_answer, press))["text"] is None
