"""The whole service with Telegram: real client, strict server, polling and webhook."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from bot.engine import Answer, Context, Effects, Message, Reply
from bot.models import Chat, Conversation, TeamKind
from bot.pictures.keeping import MOST
from connectors.telegram import intake, trouble
from expertise import texts
from expertise.texts import Button
from tests.console.seats import Seat, seat
from tests.support import people
from tests.support.pictures import drawn
from tests.support.service import Running
from tests.support.stores import light_keys, migrated_file
from tests.support.telegram import DROP, HANG, Person, Telegram, broken, conflict, flood
from tests.support.telegram_service import telegram_service

__all__ = ["light_keys", "migrated_file"]

Serve = Callable[..., AbstractContextManager[Running]]


def say(key: str, **values: str) -> str:
    return texts.text(key, "nl", **values)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble, "FIRST_WAIT_S", 0.02)
    monkeypatch.setattr(intake, "_FIRST_WAIT_S", 0.02)


@pytest.fixture(params=["polling", "webhook"])
def way(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def serve(telegram: Telegram, migrated_file: Path, tmp_path: Path) -> Serve:
    """Starts the service, again and again on the same data."""
    shutil.copy(migrated_file, tmp_path / "vertelmaar.db")
    return partial(telegram_service, telegram, tmp_path)


def with_choice(message: Message, _context: Context) -> Answer:
    """Asks about what was typed; what was pressed is only repeated."""
    if message.button is not None:
        return Answer((Reply(f"gekozen: {message.button.label}"),), Effects(), {}, "fake")
    buttons = Button("Op school", "inform"), Button("Online", "inform")
    return Answer((Reply("Waar is het?", buttons=buttons),), Effects(), {}, "fake")


def counsellor(running: Running) -> Seat:
    """Samira before her console."""
    with running.services.store.session(writing=True) as db:
        (samira,) = people.team(db, "Samira", kind=TeamKind.NATIONAL)
    return seat(running, samira)


def stored(running: Running, model: type[Any]) -> int:
    with running.services.store.session() as db:
        return db.execute(select(func.count()).select_from(model)).scalar_one()


def talk_of(running: Running) -> str:
    with running.services.store.session() as db:
        return str(db.execute(select(Conversation.id)).scalar_one())


def said(person: Person) -> list[str]:
    """What the bot said, without the greeting."""
    return [message.text for message in person.sees() if message.by_bot][1:]


def begins(person: Person) -> None:
    """The first words, and the bot's answer to them."""
    person.writes("ik word gepest")
    person.hears("bot:ik word gepest")


def test_talk_when_somebody_begins_then_they_are_warned_first_and_then_answered(
    telegram: Telegram, serve: Serve, way: str
) -> None:
    roos = telegram.person()
    with serve(way) as running:
        begins(roos)
        roos.writes("elke dag")
        roos.hears("bot:elke dag")
        telegram.waits_for(telegram.is_all_taken)
        assert stored(running, Chat) == stored(running, Conversation) == 1
    assert "Telegram weet wie je bent" in next(it.text for it in roos.sees() if it.by_bot)
    assert said(roos) == ["bot:ik word gepest", "bot:elke dag"]


def test_button_when_it_was_pressed_then_it_is_answered_and_all_of_them_go(
    telegram: Telegram, serve: Serve, way: str
) -> None:
    roos = telegram.person()
    with serve(way) as running:
        running.engine.script = with_choice
        roos.writes("ik word gepest")
        roos.hears("Waar is het?")
        roos.gets_answer(roos.presses("Online"))
        roos.hears("gekozen: Online")
        roos.waits_for(lambda seen: not [it for it in seen if it.keyboard])
        telegram.waits_for(telegram.is_all_taken)


def test_handover_when_a_counsellor_takes_over_then_both_talk_and_the_bot_is_silent(
    telegram: Telegram, serve: Serve, way: str
) -> None:
    roos = telegram.person()
    with serve(way) as running:
        samira = counsellor(running)
        begins(roos)
        roos.writes("/mens")
        roos.hears(say("page.consent.title"))
        # Nobody presses within a thousandth of a second: what comes next finds the question noted.
        roos.sends_sticker()
        roos.hears(say("messenger.refused.sticker"))
        roos.presses(say("page.consent.yes"))
        roos.hears(say("page.human.waiting"))
        at = f"/console/c/{talk_of(running)}"
        assert samira.post(f"{at}/claim").status_code == 303
        roos.hears(say("page.human.joined", name="Samira"))
        samira.post(f"{at}/say", text="Hoi, wat naar voor je. <b>*", message_id="m-1")
        roos.hears("Samira, een mens:\nHoi, wat naar voor je. <b>*")
        roos.writes("ben jij een mens?")
        telegram.waits_for(telegram.is_all_taken)
        assert "ben jij een mens?" in samira.get(at).text
        samira.post(f"{at}/give-back")
        roos.hears(say("page.human.bot_again"))
        roos.writes("ok")
        roos.hears("bot:ok")
    assert not [text for text in said(roos) if text == "bot:ben jij een mens?"]


def test_picture_when_words_stand_below_it_then_both_are_in_the_talk(
    telegram: Telegram, serve: Serve, way: str
) -> None:
    roos = telegram.person()
    with serve(way) as running:
        begins(roos)
        roos.sends_photo(drawn(), "dit stuurden ze")
        roos.hears("bot:dit stuurden ze")
        telegram.waits_for(telegram.is_all_taken)
        telegram.delivers(telegram.updates.made)
        telegram.waits_for(telegram.is_all_taken)
        assert len([each for each, _ in running.engine.heard]) == 2 < MOST
    assert said(roos).count("bot:dit stuurden ze") == 1


def test_message_when_the_bot_was_blocked_then_it_comes_after_that(
    telegram: Telegram, serve: Serve
) -> None:
    roos = telegram.person()
    with serve() as running:
        running.engine.up = False
        roos.writes("ik word gepest")
        roos.hears("Telegram weet wie je bent")
        roos.blocks()
        telegram.waits_for(telegram.is_all_taken)
        running.engine.up = True
        roos.unblocks()
        roos.writes("ik ben er weer")
        roos.hears("bot:")
        telegram.waits_for(telegram.is_all_taken)


@pytest.mark.parametrize("fault", [flood(1), broken(500), broken(502), DROP])
def test_message_when_the_line_fails_before_it_arrived_then_it_comes_once(
    telegram: Telegram, serve: Serve, fault: Any
) -> None:
    roos = telegram.person()
    with serve():
        roos.writes("hoi")
        roos.hears("bot:hoi")
        telegram.goes_wrong("sendMessage", fault)
        begins(roos)
        roos.writes("elke dag")
        roos.hears("bot:elke dag")
    assert said(roos) == ["bot:hoi", "bot:ik word gepest", "bot:elke dag"]


def test_message_when_the_line_fails_after_it_arrived_then_nothing_else_is_lost_or_doubled(
    telegram: Telegram, serve: Serve
) -> None:
    """Telegram cannot be asked what it has, so that one message comes again."""
    roos = telegram.person()
    with serve() as running:
        roos.writes("hoi")
        roos.hears("bot:hoi")
        telegram.goes_wrong("sendMessage", DROP, after_effect=True)
        roos.writes("ik word gepest")
        roos.waits_for(lambda _: said(roos).count("bot:ik word gepest") == 2)
        roos.writes("elke dag")
        roos.hears("bot:elke dag")
        assert [message.text for message, _ in running.engine.heard] == [
            "hoi", "ik word gepest", "elke dag",
        ]  # fmt: skip
    assert said(roos)[-1] == "bot:elke dag"


def test_answer_when_the_service_starts_again_in_the_middle_then_it_comes_once(
    telegram: Telegram, serve: Serve, way: str
) -> None:
    roos, noor = telegram.person(), telegram.person()
    with serve(way):
        roos.writes("hoi")
        roos.hears("bot:hoi")
    roos.writes("ik word gepest")
    noor.writes("ik ook")
    with serve(way):
        roos.hears("bot:ik word gepest")
        noor.hears("bot:ik ook")
        telegram.waits_for(telegram.is_all_taken)
        telegram.delivers(telegram.updates.made)
        telegram.waits_for(telegram.is_all_taken)
        roos.writes("elke dag")
        roos.hears("bot:elke dag")
    assert said(roos) == ["bot:hoi", "bot:ik word gepest", "bot:elke dag"]


@pytest.mark.parametrize("fault", [conflict(), broken(502), HANG])
def test_web_when_telegram_is_of_no_use_then_it_does_not_notice(
    telegram: Telegram, serve: Serve, fault: Any
) -> None:
    with telegram.unreachable(fault), serve() as running:
        telegram.waits_for(lambda: len(telegram.calls()) > 0)
        page = httpx.get(running.base_url, trust_env=False)
    assert page.status_code == 200


def test_web_when_the_token_is_wrong_then_it_does_not_notice(
    telegram: Telegram, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    roos, token = telegram.person(), telegram.token
    with serve() as running:
        roos.writes("hoi")
        roos.hears("bot:hoi")
        telegram.revokes_token()
        assert httpx.get(running.base_url, trust_env=False).status_code == 200
        roos.writes("ben je er nog?")
        telegram.server.token = token
        roos.hears("bot:ben je er nog?")
    assert token not in caplog.text


@pytest.mark.parametrize("data", ["p:1:0", "p:999999999:0", "x:wis", "'; --", "x:agree", "\x00é"])
def test_press_when_its_data_is_forged_then_it_gets_a_kind_word_and_changes_nothing(
    telegram: Telegram, serve: Serve, data: str
) -> None:
    roos = telegram.person()
    with serve() as running:
        roos.writes("hoi")
        roos.hears("bot:hoi")
        roos.presses_forged(data)
        roos.hears(say("messenger.refused.button"))
        assert stored(running, Conversation) == 1
        assert len(running.engine.heard) == 1


def test_press_when_its_message_is_long_gone_then_it_is_still_taken(
    telegram: Telegram, serve: Serve
) -> None:
    roos = telegram.person()
    with serve() as running:
        running.engine.script = with_choice
        roos.writes("ik word gepest")
        question = roos.hears("Waar is het?")
        roos.deletes(question)
        roos.presses("Online", on=question)
        roos.hears("gekozen: Online")


def test_odd_updates_when_they_come_then_everybody_is_still_answered(
    telegram: Telegram, serve: Serve, way: str
) -> None:
    roos = telegram.person()
    with serve(way) as running:
        telegram.makes_update("sunrise", {"chat": {"id": roos.id}})
        telegram.makes_update("message", {"message_id": 1, "text": "zonder chat"})
        roos.writes("😢" * 4096)
        roos.sends_contact()
        roos.sends_location()
        group = roos.adds_to_group()
        roos.writes("/start c2Nob29s_-'; DROP TABLE")
        roos.writes("hoi")
        roos.hears("bot:hoi")
        telegram.waits_for(telegram.is_all_taken)
        telegram.waits_for(lambda: group.chat.closed is not None)
        assert len(running.engine.heard) == 1
    assert [it.text for it in group.sees() if it.by_bot] == [say("messenger.refused.group")]
