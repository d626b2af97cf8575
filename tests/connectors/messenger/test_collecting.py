"""What is put into a chat's outbox because of a talk: each thing once, and where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from bot import conversations, handover
from bot.messengers import chats, outbox
from bot.messengers.keys import Keys
from bot.messengers.outbox import Due
from bot.models import Conversation, State
from bot.passing import proposals
from bot.store import Store
from bot.turns import Body
from connectors.messenger import collecting, in_sight
from connectors.messenger.collecting import Collected
from expertise import cards, texts
from expertise.texts import Button
from tests.support.people import NOW, bot_says, incoming, talk, team

KEYS = Keys.of(bytes(32))
MOST = 4096
YES = Button("Ja", "/yes")


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.session(writing=True) as session:
        yield session


class Chat:
    """A chat with a talk; what is due to it is delivered as it is asked for."""

    def __init__(self, session: Session, *texts: str) -> None:
        self.session = session
        self.known = chats.open_or_make(session, KEYS, "test", "anna", "nl", NOW)
        self.access = talk(session, *texts, token=self.known.token)
        chats.begin_talk(session, self.known, self.access.id)

    def says(self, text: str) -> None:
        conversations.receive(self.session, self.known.token, incoming(text), NOW, may_begin=False)

    def bot(self, text: str, *buttons: Button) -> None:
        seq = bot_says(self.session, self.access, Body(text=text, buttons=buttons))
        self.session.get_one(Conversation, self.access.id).answered = seq

    def collect(self, most: int = MOST) -> Collected:
        found = collecting.collect(self.session, KEYS, self.known.id, most, NOW)
        assert found is not None
        return found

    def delivered(self) -> list[str]:
        """What is due now, in order; a strip as "strip"."""
        found: list[str] = []
        while (due := outbox.next_due(self.session, KEYS, self.known.id)) is not None:
            outbox.carried_out(self.session, due)
            outbox.delivered(self.session, due.id, str(due.id))
            if due.message.kind == "say":
                found.append(due.message.text)
            elif due.message.numbers:
                found.append("strip")
        return found

    def news(self) -> list[str]:
        self.collect()
        return self.delivered()


def test_collect_when_nothing_is_new_then_nothing_is_put_and_nothing_written(
    session: Session,
) -> None:
    chat = Chat(session, "hoi")
    chat.bot("Dag")
    assert chat.news() == ["Dag"]
    session.flush()
    assert not chat.collect().has_put
    assert not session.dirty
    assert chat.delivered() == []


def test_collect_when_there_is_no_talk_then_there_is_nothing(session: Session) -> None:
    chat = chats.open_or_make(session, KEYS, "test", "anna", "nl", NOW)
    assert collecting.collect(session, KEYS, chat.id, MOST, NOW) is None
    assert not collecting.say_late(session, KEYS, chat.id, NOW)
    chats.leave(session, chat.id)
    session.expire_all()
    assert collecting.collect(session, KEYS, chat.id, MOST, NOW) is None


def test_collect_when_the_bot_owes_then_it_says_so(session: Session) -> None:
    chat = Chat(session, "hoi")
    assert chat.collect().bot_owes
    chat.bot("Dag")
    assert not chat.collect().bot_owes


def test_collect_when_something_was_answered_then_its_buttons_go_before_the_next_words(
    session: Session,
) -> None:
    chat = Chat(session, "hoi")
    chat.bot("Wil je advies?", YES)
    assert chat.news() == ["Wil je advies?"]
    chat.says("ja")
    assert chat.news() == ["strip"]
    chat.bot("Goed.", YES)
    assert chat.news() == ["Goed."]
    chat.bot("Nog iets?", YES)
    assert chat.news() == ["strip", "Nog iets?"]


def test_collect_when_nothing_was_delivered_yet_then_only_the_last_buttons_stay(
    session: Session,
) -> None:
    chat = Chat(session, "hoi")
    for text in ("een", "twee"):
        chat.bot(text, YES)
        chat.collect()
        chat.says("ja")
        chat.collect()
    chat.bot("drie", YES)
    assert chat.news() == ["een", "strip", "twee", "strip", "drie"]


def test_collect_when_a_second_talk_is_in_the_chat_then_its_first_words_come_too(
    session: Session,
) -> None:
    chat = Chat(session, "hoi")
    chat.bot("Dag")
    assert chat.news() == ["Dag"]
    conversations.erase(session, chat.access.id, NOW)
    session.expire_all()
    again = Chat(session, "hoi")
    assert again.known.id == chat.known.id
    again.bot("Dag daar")
    assert again.news() == ["Dag daar"]


def test_collect_when_the_word_is_given_then_it_is_told_between_the_two_who_have_it(
    session: Session,
) -> None:
    chat = Chat(session, "hoi")
    chat.bot("Dag")
    samira, joost = team(session, "Samira", "Joost")
    handover.ask(session, chat.access, NOW, team_id=samira.team_id)
    dag, waiting = chat.news()
    assert (dag, waiting[:20]) == ("Dag", texts.text("page.human.waiting", "nl")[:20])
    handover.say(session, samira, chat.access.id, "m1", "Ik ben er", NOW)
    chat.says("fijn")
    # Whoever was waiting can take that back no longer.
    strip, joined, said = chat.news()
    assert strip == "strip"
    assert texts.text("page.human.joined", "nl", name="Samira") in joined
    assert "Ik ben er" in said
    handover.say(session, samira, chat.access.id, "m2", "Joost neemt het over", NOW)
    handover.transfer(session, samira, chat.access.id, joost.id, NOW)
    handover.say(session, joost, chat.access.id, "m3", "Hoi, Joost hier", NOW)
    told = [text for text in chat.news() if text != "strip"]
    assert ["neemt het over" in told[0], "Joost" in told[1], "Joost hier" in told[2]] == [True] * 3
    handover.return_to_bot(session, joost, chat.access.id, NOW)
    chat.bot("Daar ben ik weer")
    *_, again, words = chat.news()
    assert texts.text("page.human.bot_again", "nl") in again
    assert words == "Daar ben ik weer"
    assert chat.news() == []


def test_collect_when_somebody_waits_then_it_says_so(session: Session) -> None:
    chat = Chat(session, "hoi")
    (who,) = team(session)
    assert not chat.collect().waits
    handover.ask(session, chat.access, NOW, team_id=who.team_id)
    assert chat.collect().waits
    handover.claim(session, who, chat.access.id, NOW)
    assert not chat.collect().waits


def test_collect_when_a_team_is_proposed_then_it_is_asked_once_for_each_proposal(
    session: Session,
) -> None:
    chat = Chat(session, "hoi")
    (who,) = team(session)
    (other,) = team(session, "Femke", called="bestuur")
    handover.ask(session, chat.access, NOW, team_id=who.team_id)
    handover.claim(session, who, chat.access.id, NOW)
    chat.news()
    for why in ("Zij kunnen meer doen", "Toch nog eens"):
        proposals.propose(session, who, chat.access.id, other.team_id, why, NOW)
        news = chat.news()
        assert sum("bestuur" in text for text in news[:2]) == 1
        assert chat.news() == []


def test_collect_when_there_is_danger_then_the_card_comes_with_the_words_and_before_the_bot(
    session: Session,
) -> None:
    chat = Chat(session, "ik wil niet meer leven")
    chat.bot("Ik lees dat het zwaar is.")
    card, words = chat.news()
    assert cards.card("suicide", "nl", NOW).title in card
    assert words == "Ik lees dat het zwaar is."


def test_collect_when_the_card_has_scrolled_away_then_it_is_put_again(session: Session) -> None:
    chat = Chat(session, "ik wil niet meer leven")
    title = cards.card("suicide", "nl", NOW).title
    seen = []
    for number in range(3 * in_sight.OUT_OF_SIGHT):
        chat.bot(f"zin {number}")
        seen += chat.news()
    shown = [place for place, text in enumerate(seen) if title in text]
    assert len(shown) == 3
    assert all(b - a == in_sight.OUT_OF_SIGHT + 1 for a, b in pairwise(shown))


def test_collect_when_there_was_no_danger_then_no_card_is_put(session: Session) -> None:
    chat = Chat(session, "hoi")
    for number in range(3 * in_sight.OUT_OF_SIGHT):
        chat.bot(f"zin {number}")
    assert len(chat.news()) == 3 * in_sight.OUT_OF_SIGHT


def test_collect_when_a_text_is_long_then_the_buttons_stand_below_its_last_part(
    session: Session,
) -> None:
    chat = Chat(session, "hoi")
    chat.bot("Dit is een zin. " * 30, YES)
    chat.collect(most=100)
    parts: list[Due] = []
    while (due := outbox.next_due(session, KEYS, chat.known.id)) is not None:
        parts.append(due)
        outbox.delivered(session, due.id, str(due.id))
    assert len(parts) > 4
    assert [part.message.has_buttons for part in parts] == [False] * (len(parts) - 1) + [True]


def test_say_late_when_the_answer_takes_long_then_it_is_said_once_with_the_numbers(
    session: Session,
) -> None:
    chat = Chat(session, "hoi")
    late = texts.text("page.error.engine", "nl")
    assert "112" in late
    assert "113" in late
    assert collecting.say_late(session, KEYS, chat.known.id, NOW)
    chat.says("hallo?")
    assert not collecting.say_late(session, KEYS, chat.known.id, NOW)
    assert chat.delivered() == [late]
    chat.bot("Dag")
    assert not collecting.say_late(session, KEYS, chat.known.id, NOW)
    chat.says("en nu?")
    assert collecting.say_late(session, KEYS, chat.known.id, NOW)


def test_say_late_when_a_human_has_the_word_then_the_bot_says_nothing(session: Session) -> None:
    chat = Chat(session, "hoi")
    (who,) = team(session)
    handover.ask(session, chat.access, NOW, team_id=who.team_id)
    assert session.get_one(Conversation, chat.access.id).state == State.WAITING
    assert not collecting.say_late(session, KEYS, chat.known.id, NOW)
