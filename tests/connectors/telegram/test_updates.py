"""What people do, as the strict server tells it, becomes events."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from connectors.messenger.protocol import (
    Commanded,
    Edited,
    Event,
    Left,
    Pressed,
    Sent,
    Wrote,
)
from connectors.telegram import line, updates
from tests.support.pictures import drawn
from tests.support.telegram import Person, Telegram


def last(telegram: Telegram) -> Update:
    """The newest update, as the library reads it."""
    return line.read(telegram.updates.made[-1].as_json())


def told(telegram: Telegram) -> tuple[Event, ...]:
    return updates.events(last(telegram))


@pytest.mark.parametrize(
    "text", ["ik word gepest", "/", "/ wis", "wis /wis", "//wis", "😢" * 4096, "/é", "a\n/wis"]
)
def test_words_are_words(telegram: Telegram, roos: Person, text: str) -> None:
    post = str(roos.writes(text).message_id)
    number = telegram.updates.made[-1].update_id * 2
    assert told(telegram) == (Wrote(number, str(roos.id), tongue="nl", post=post, text=text),)


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/wis", "wis", ""),
        ("/WIS@vertelmaar_bot", "wis", ""),
        ("/start c2Nob29s-_9'; DROP", "start", "c2Nob29s-_9'; DROP"),
        ("/code\nappel peer", "code", "appel peer"),
        ("/ik_wil_dood nu", "ik_wil_dood", "nu"),
    ],
)
def test_command_is_one_with_what_stands_behind_it(
    telegram: Telegram, roos: Person, text: str, command: str, rest: str
) -> None:
    roos.writes(text)
    (event,) = told(telegram)
    assert isinstance(event, Commanded)
    assert (event.command, event.rest) == (command, rest)


def test_picture_with_words_is_two_events_with_numbers_of_their_own(
    telegram: Telegram, roos: Person
) -> None:
    message = roos.sends_photo(drawn(), "dit stuurden ze", media_group_id="7")
    number, post = telegram.updates.made[-1].update_id * 2, str(message.message_id)
    base = {"address": str(roos.id), "tongue": "nl"}
    picture = message.content["photo"][-1]["file_id"]
    events = (
        Sent(number, **base, post=post, kind="picture", file=picture),
        Wrote(number + 1, **base, post=post, text="dit stuurden ze"),
    )
    assert told(telegram) == events
    roos.edits(message, "dit stuurde Tim")
    number = telegram.updates.made[-1].update_id * 2
    edited = Edited(number, **base, post=post, text="dit stuurde Tim")
    assert told(telegram) == (edited,)


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ("sends_voice", "voice"), ("sends_video", "video"), ("sends_sticker", "sticker"),
        ("sends_location", "location"), ("sends_contact", "contact"), ("sends_poll", "poll"),
    ],
)  # fmt: skip
def test_what_is_no_text_says_what_it_is_and_nothing_of_what_it_holds(
    telegram: Telegram, roos: Person, how: str, kind: str
) -> None:
    getattr(roos, how)()
    (event,) = told(telegram)
    assert isinstance(event, Sent)
    assert (event.kind, event.file) == (kind, "")


def test_picture_sent_as_a_file_is_a_picture_and_another_file_is_none(
    telegram: Telegram, roos: Person
) -> None:
    roos.sends_document(drawn("PNG"), "scherm.png", "image/png")
    (event,) = told(telegram)
    assert isinstance(event, Sent)
    assert (event.kind, bool(event.file)) == ("picture", True)
    roos.sends_document(b"%PDF", "bewijs.pdf")
    (event,) = told(telegram)
    assert isinstance(event, Sent)
    assert (event.kind, event.file) == ("file", "")


@pytest.mark.parametrize(
    "content",
    [
        {"dice": {"emoji": "🎲", "value": 3}},
        {"story": {"chat": {"id": 1, "type": "private"}, "id": 2}},
    ],
)
def test_rare_things_are_something_else(
    telegram: Telegram, roos: Person, content: dict[str, Any]
) -> None:
    roos.sends(content)
    (event,) = told(telegram)
    assert isinstance(event, Sent)
    assert event.kind == "other"


def test_changed_words_are_an_edit_and_a_walk_is_nothing(telegram: Telegram, roos: Person) -> None:
    message = roos.writes("ik wort gepest")
    roos.edits(message, "ik word gepest")
    (event,) = told(telegram)
    assert isinstance(event, Edited)
    assert (event.post, event.text) == (str(message.message_id), "ik word gepest")
    walk = roos.sends_location()
    telegram.makes_update("edited_message", {**walk.as_json(), "edit_date": 1_800_000_000})
    assert told(telegram) == ()


def test_press_brings_its_data_also_of_a_message_that_is_gone(
    telegram: Telegram, roos: Person
) -> None:
    message = roos.writes("stond hier")
    roos.presses_forged("p:1:0'; --", on=message)
    (event,) = told(telegram)
    assert isinstance(event, Pressed)
    assert (event.post, event.data) == (str(message.message_id), "p:1:0'; --")
    roos.deletes(message)
    roos.presses_forged("x:code", on=message)
    (event,) = told(telegram)
    assert isinstance(event, Pressed)
    assert event.data == "x:code"


def test_block_is_leaving_and_coming_back_is_nothing_yet(telegram: Telegram, roos: Person) -> None:
    roos.blocks()
    assert isinstance(told(telegram)[0], Left)
    roos.unblocks()
    assert told(telegram) == ()


def test_group_is_elsewhere_until_the_bot_is_out(telegram: Telegram, roos: Person) -> None:
    group = roos.adds_to_group()
    for update in telegram.updates.made[-2:]:
        read = line.read(update.as_json())
        assert updates.events(read) == ()
        assert updates.elsewhere(read) == updates.Elsewhere(str(group.id), "nl")
    roos.writes("Hoi allemaal, mijn oom slaat mij", group)
    assert told(telegram) == ()
    roos.removes_from_group(group)
    assert updates.elsewhere(last(telegram)) is None


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("sunrise", {"chat": {"id": 5}, "text": "x"}),
        ("message", {"message_id": 1, "text": "zonder chat en tijd"}),
        ("message", {"message_id": 1, "date": 10**30, "chat": {"id": 5, "type": "private"}}),
        ("message", "geen voorwerp"),
        ("callback_query", {"id": "1", "from": {"id": 5, "is_bot": False, "first_name": "R"},
                            "chat_instance": "1", "inline_message_id": "a", "data": "p:1:0"}),
        ("callback_query", []),
        ("message", {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"},
                     "pinned_message": {"message_id": 1, "date": 0,
                                        "chat": {"id": 5, "type": "private"}}}),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_nothing_and_breaks_nothing(
    telegram: Telegram, kind: str, content: Any
) -> None:
    telegram.makes_update(kind, content)
    assert told(telegram) == ()
    assert updates.elsewhere(last(telegram)) is None
