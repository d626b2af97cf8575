"""What people do in a chat: said in the talk, answered kindly, dealt with once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot import handover
from bot.desk import transcript
from bot.errors import StoreUnavailable
from bot.messengers import chats
from bot.models import Author, Chat, Conversation, Post, Turn, Urgency
from bot.turns import Body
from connectors.messenger.protocol import Commanded, Edited, Left, Pressed, Sent, Wrote
from expertise import cards, texts
from expertise.texts import Button
from tests.support.at_the_desk import WEB, AtTheDesk
from tests.support.people import NOW, row_of
from tests.support.pictures import drawn

QUESTION = Body("Waar gaat het over?", buttons=(Button("Pesten", "/a"), Button("Anders", "/b")))
DANGER = "ik wil niet meer leven"


def say(key: str, **values: object) -> str:
    return texts.text(f"messenger.{key}", "nl", **values)


async def test_wrote_when_the_chat_is_new_then_it_is_greeted_and_heard_at_once(
    desk: AtTheDesk,
) -> None:
    await desk.writes("ik word gepest")
    (greeting,) = desk.told()
    assert texts.text("messenger.greeting.sees", "nl") in greeting
    assert WEB in greeting
    assert desk.authors()[0] == (Author.REPORTER, "ik word gepest")
    await desk.writes("al weken")
    assert desk.told() == []


async def test_wrote_when_the_app_speaks_english_then_so_do_we(desk: AtTheDesk) -> None:
    await desk.writes("hi", tongue="en-GB")
    (greeting,) = desk.told()
    assert texts.text("messenger.greeting.sees", "en") in greeting
    known = desk.known()
    assert known is not None
    assert known.language == "en"


async def test_wrote_when_the_bot_answers_then_the_talk_goes_on(desk: AtTheDesk) -> None:
    await desk.writes("hoi")
    await desk.answered()
    await desk.writes("nog iets")
    await desk.answered()
    assert desk.authors() == [
        (Author.REPORTER, "hoi"),
        (Author.BOT, "bot:hoi"),
        (Author.REPORTER, "nog iets"),
        (Author.BOT, "bot:nog iets"),
    ]


async def test_wrote_when_two_chats_are_in_one_talk_then_their_messages_are_two(
    desk: AtTheDesk,
) -> None:
    await desk.writes("een", post="7")
    await desk.gives("code")
    words = desk.stands[desk.post_with("x:noted")].pieces[2].text
    await desk.gives("code", words, address="bram")
    await desk.writes("twee", "bram", post="7")
    assert desk.own() == ["een", "twee"]


@pytest.mark.parametrize(
    ("text", "key"),
    [("x" * 4001, "messenger.error.too_long"), ("\u200b", "page.error.unreadable")],
)
async def test_wrote_when_it_cannot_be_kept_then_it_says_so_kindly(
    desk: AtTheDesk, text: str, key: str
) -> None:
    await desk.writes("hoi")
    desk.told()
    await desk.writes(text)
    assert desk.told() == [texts.text(key, "nl", limit="4000")]
    assert desk.own() == ["hoi"]


async def test_wrote_when_danger_is_in_what_cannot_be_kept_then_the_cards_come_first(
    desk: AtTheDesk,
) -> None:
    await desk.writes("hoi")
    desk.told()
    await desk.writes(f"{DANGER} {'x' * 4000}")
    card, told = desk.told()
    assert cards.card("suicide", "nl", NOW).title in card
    assert told == say("error.too_long", limit="4000")


async def test_wrote_when_the_database_is_away_then_the_numbers_go_out_all_the_same(
    desk: AtTheDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_args: object, **_kwargs: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(desk.store, "read", gone)
    event = desk.event(Wrote, text=DANGER)
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            await desk.desk.take(event)
    card, told = desk.messenger.says("anna")
    assert "113" in card
    assert told == say("error.store")
    monkeypatch.undo()
    await desk.desk.take(event)
    assert desk.said()[0].body.cards == ("suicide",)


async def test_wrote_when_too_many_talks_begin_then_it_waits_and_nothing_is_kept(
    desk: AtTheDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.messenger.desk._AT_ONCE", 1.0)
    few = AtTheDesk(desk.store)
    await few.writes("een", "anna")
    await few.writes("twee", "bram")
    assert few.told("bram")[-1] == say("error.too_fast")
    with desk.store.session() as session:
        assert session.execute(select(func.count(Conversation.id))).scalar_one() == 1
    await few.close()


async def test_pressed_when_the_bot_asked_then_the_button_counts_and_a_second_tap_does_not(
    desk: AtTheDesk,
) -> None:
    await desk.writes("hoi")
    seq = desk.asks(QUESTION)
    await desk.presses(f"p:{seq}:0")
    await desk.presses(f"p:{seq}:0")
    *_, last = [said for said in desk.said() if said.author is Author.REPORTER]
    assert (last.body.text, last.body.pressed) == ("Pesten", QUESTION.buttons[0])
    assert len([said for said in desk.said() if said.body.text == "Pesten"]) == 1


async def test_pressed_when_the_button_is_old_then_it_is_taken_as_its_words(
    desk: AtTheDesk,
) -> None:
    await desk.writes("hoi")
    seq = desk.asks(QUESTION)
    await desk.writes("wacht even")
    await desk.presses(f"p:{seq}:1")
    *_, last = [said for said in desk.said() if said.author is Author.REPORTER]
    assert (last.body.text, last.body.pressed) == ("Anders", None)


@pytest.mark.parametrize(
    "data",
    ["", "p:1:0", "p:2:9", "p:99:0", "p:-1:0", "p:2:0:0", "x:", "x:wis-yes", "x:wis;", "x:geen",
     "x:agree:abc", "p:999999999999:1", "x:team:" + "f" * 200, "\x00", "ja"],
)  # fmt: skip
async def test_pressed_when_the_data_is_forged_then_a_kind_word_and_nothing_else(
    desk: AtTheDesk, data: str
) -> None:
    await desk.writes("hoi")
    desk.asks(QUESTION)
    desk.told()
    await desk.take(Pressed, data=data, post="1")
    assert desk.told() == [say("refused.button")]
    assert desk.own() == ["hoi"]


async def test_pressed_when_there_is_no_talk_then_a_kind_word(desk: AtTheDesk) -> None:
    await desk.take(Pressed, data="p:1:0", post="3")
    assert desk.told()[-1] == say("refused.button")


async def test_edited_when_the_bot_owes_an_answer_then_it_answers_the_new_words(
    desk: AtTheDesk,
) -> None:
    desk.engine.up = False
    first = await desk.writes("hoi")
    desk.told()
    await desk.edits(first, "ik word gepest")
    assert desk.told() == [say("edited")]
    desk.engine.up = True
    await desk.answered()
    assert [text for _, text in desk.authors()] == ["ik word gepest", "bot:ik word gepest"]
    assert desk.said()[0].body.edited


async def test_edited_when_it_was_answered_then_it_stays_answered_and_shows_as_changed(
    desk: AtTheDesk,
) -> None:
    first = await desk.writes("hoi")
    await desk.answered()
    await desk.edits(first, "dag")
    await desk.answered()
    assert [text for _, text in desk.authors()] == ["dag", "bot:hoi"]


async def test_edited_when_danger_comes_in_then_risk_rises_and_its_card_is_due_once(
    desk: AtTheDesk,
) -> None:
    first = await desk.writes("hoi")
    await desk.answered()
    desk.told()
    with desk.store.session(writing=True) as session:
        chats.change(session, desk.chat().id, delivered=2)
    edit = await desk.edits(first, DANGER)
    card, told = desk.told()
    assert cards.card("suicide", "nl", NOW).title in card
    assert told == say("edited")
    await desk.desk.take(edit)
    assert desk.told() == []
    await desk.edits(first, "grapje")
    with desk.store.session() as session:
        assert row_of(session, desk.access()).urgency > Urgency.NONE
    assert desk.said()[0].body.cards == ("suicide",)


async def test_edited_when_the_courier_has_not_come_so_far_then_the_card_is_left_to_it(
    desk: AtTheDesk,
) -> None:
    desk.engine.up = False
    first = await desk.writes("hoi")
    desk.told()
    await desk.edits(first, DANGER)
    assert desk.told() == [say("edited")]


async def test_edited_when_the_words_are_the_same_or_unknown_then_nothing_changes(
    desk: AtTheDesk,
) -> None:
    first = await desk.writes("hoi")
    await desk.answered()
    before = desk.said()
    desk.told()
    await desk.edits(first, "hoi")
    assert desk.told() == []
    await desk.take(Edited, text="iets anders", post="1")
    assert desk.told() == [say("edited.not")]
    await desk.take(Edited, text="/code aap noot mies", post="2")
    assert desk.told() == []
    assert desk.said() == before


async def test_edited_when_the_chat_is_unknown_then_no_chat_is_made(desk: AtTheDesk) -> None:
    await desk.take(Edited, text="oud", post="1")
    assert desk.known() is None


async def test_edited_when_a_counsellor_read_it_then_it_is_unread_and_shown_as_changed(
    desk: AtTheDesk,
) -> None:
    first = await desk.writes("hoi")
    await desk.answered()
    access = desk.access()
    who = desk.ask_for_human(access)
    with desk.store.session(writing=True) as session:
        handover.claim(session, who, access.id, NOW)
        row_of(session, access).staff_read_seq = 2
    await desk.edits(first, "dag")
    with desk.store.session() as session:
        view = transcript.for_counsellor(session, who, access.id)
    assert view.is_unread
    assert (view.turns[0].body.text, view.turns[0].body.edited) == ("dag", True)


@pytest.mark.parametrize(
    "kind", ["voice", "video", "sticker", "file", "location", "contact", "poll", "other"]
)
async def test_sent_when_it_is_no_picture_then_a_kind_word_and_nothing_is_kept(
    desk: AtTheDesk, kind: str
) -> None:
    await desk.writes("hoi")
    await desk.answered()
    desk.told()
    await desk.sends(kind, file="geheim")
    assert desk.told() == [say(f"refused.{kind}")]
    assert len(desk.said()) == 2


async def test_sent_when_it_is_a_picture_then_it_is_made_anew_and_kept(desk: AtTheDesk) -> None:
    await desk.writes("hoi")
    await desk.answered()
    desk.told()
    desk.messenger.files["f"] = drawn()
    await desk.sends("picture", "f")
    await desk.answered()
    assert [said.body.picture is not None for said in desk.said()] == [False, False, True, False]
    assert desk.told() == [say("picture.nudes")]
    await desk.sends("picture", "f")
    assert desk.told() == []


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"geen foto", "page.picture.unusable"),
        (b"\xff" * 9_000_000, "page.picture.too_large"),
    ],
)
async def test_sent_when_the_picture_cannot_be_taken_then_it_says_why(
    desk: AtTheDesk, content: bytes, key: str
) -> None:
    await desk.writes("hoi")
    desk.told()
    desk.messenger.files["f"] = content
    await desk.sends("picture", "f")
    assert desk.told() == [texts.text(key, "nl", limit="8")]


async def test_sent_when_nothing_was_told_yet_then_the_picture_is_not_fetched(
    desk: AtTheDesk,
) -> None:
    await desk.sends("picture", "nergens")
    assert desk.told()[-1] == say("picture.first")


async def test_left_when_they_block_us_then_it_waits_and_the_counsellor_sees_it(
    desk: AtTheDesk,
) -> None:
    await desk.writes("hoi")
    access = desk.access()
    who = desk.ask_for_human(access)

    def reaches() -> bool:
        with desk.store.session() as session:
            return transcript.for_counsellor(session, who, access.id).can_be_reached

    assert reaches()
    left = await desk.take(Left)
    assert not reaches()
    assert desk.told() == []
    await desk.writes("ik ben er weer")
    assert reaches()
    await desk.desk.take(left)
    assert reaches()
    assert desk.told() != []


async def test_left_when_the_chat_is_unknown_then_nothing_is_made(desk: AtTheDesk) -> None:
    await desk.take(Left)
    assert desk.known() is None


async def test_take_when_anything_is_done_then_nothing_of_it_stands_in_the_clear(
    desk: AtTheDesk,
) -> None:
    await desk.writes("Wiebelientje woont bij de Kwakelbrug", "4815162342")
    await desk.sends("location", "Kwakelbrug", "4815162342")
    with desk.store.session() as session:
        rows = [
            *session.execute(select(Chat.__table__)).all(),
            *session.execute(select(Post.__table__)).all(),
            *session.execute(select(Turn.__table__)).all(),
        ]
    stored = repr([tuple(row) for row in rows])
    assert "4815162342" not in stored
    assert "Kwakelbrug" not in stored
    for kind in (Wrote, Sent, Commanded):
        about = {"text": "Kwakelbrug", "command": "x", "rest": "Kwakelbrug", "kind": "voice"}
        wanted = {k: v for k, v in about.items() if k in kind.__dataclass_fields__}
        assert "Kwakelbrug" not in repr(desk.event(kind, "4815162342", **wanted))
