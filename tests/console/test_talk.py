from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot import conversations, dialogue, handover, revisions, vault
from bot.messengers import chats
from bot.messengers.keys import Keys
from bot.models import Conversation, Event, Report, State
from tests.console.seats import Seat, alert, at, waiting
from tests.support import people

if TYPE_CHECKING:
    from bot.access import Access
    from tests.support.service import Running


def said(page: str) -> list[str]:
    """The texts of the turns on a page."""
    return [html.unescape(text) for text in re.findall(r'<p class="text"[^>]*>(.*?)</p>', page)]


def state(service: Running, access: Access) -> State:
    with service.services.store.session() as db:
        return people.state_of(db, access)


def test_claim_by_two_at_once_is_won_by_one_and_the_other_reads_the_name(
    service: Running, samira: Seat, bram: Seat
) -> None:
    access = waiting(service.services)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda seat: seat.post(at(access, "claim")), (samira, bram)))
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (303, 409)
    winner = "Samira" if won is answers[0] else "Bram"
    assert alert(lost) == f"{winner} heeft dit gesprek net overgenomen."
    assert f"{winner} heeft dit gesprek. Jij kunt meelezen" in lost.text


def test_claim_again_by_the_same_changes_nothing(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    assert [samira.post(at(access, "claim")).status_code for _ in range(2)] == [303, 303]
    with service.services.store.session() as db:
        events = db.execute(select(Event).where(Event.kind == "claimed")).scalars().all()
    assert len(events) == 1


def test_composer_is_locked_until_claimed(service: Running, samira: Seat, bram: Seat) -> None:
    access = waiting(service.services)
    assert "<fieldset disabled>" in samira.get(at(access)).text
    samira.post(at(access, "claim"))
    assert "<fieldset>" in samira.get(at(access)).text
    assert "<fieldset disabled>" in bram.get(at(access)).text


def test_say_in_a_waiting_conversation_claims_it_and_silences_the_bot(
    service: Running, samira: Seat
) -> None:
    token = people.fresh_token()
    access = waiting(service.services, "ik word gepest", token=token)
    assert samira.post(at(access, "say"), text="Hoi, ik ben Samira.").status_code == 303
    assert state(service, access) is State.HUMAN
    with service.services.store.session(writing=True) as db:
        now = service.services.clock()
        conversations.receive(db, token, people.incoming("hallo"), now, may_begin=False)
    with service.services.store.session() as db:
        assert dialogue.owed(db, access) is None
    assert said(samira.get(at(access)).text) == ["ik word gepest", "Hoi, ik ben Samira.", "hallo"]


def test_say_in_a_conversation_of_a_colleague_is_told_and_the_text_kept(
    service: Running, samira: Seat, bram: Seat
) -> None:
    access = waiting(service.services)
    samira.post(at(access, "claim"))
    refused = bram.post(at(access, "say"), text="Ik neem <het> over", message_id="b" * 32)
    assert refused.status_code == 409
    assert alert(refused) == "Samira heeft dit gesprek net overgenomen."
    assert ">Ik neem &lt;het&gt; over</textarea>" in refused.text
    assert f'name="message_id" value="{"b" * 32}"' in refused.text
    assert said(bram.get(at(access)).text) == ["hoi"]


def test_same_message_id_twice_is_one_message(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    for _ in range(2):
        sent = samira.post(at(access, "say"), text="Ben je daar?", message_id="a" * 32)
        assert sent.status_code == 303
    assert said(samira.get(at(access)).text) == ["hoi", "Ben je daar?"]


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * 4001])
def test_say_something_unusable_is_told_and_kept(service: Running, samira: Seat, text: str) -> None:
    access = waiting(service.services)
    samira.post(at(access, "claim"))
    refused = samira.post(at(access, "say"), text=text)
    assert refused.status_code in {413, 422}
    assert alert(refused)
    assert text.strip() in html.unescape(refused.text)
    assert said(samira.get(at(access)).text) == ["hoi"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "**vet** {{ 7 * 7 }} {% raw %}",
        "مرحبا",
    ],
)
def test_message_is_always_shown_as_text(service: Running, samira: Seat, text: str) -> None:
    access = waiting(service.services, text)
    samira.post(at(access, "say"), text=text)
    page = samira.get(at(access)).text
    assert said(page) == [text, text]
    assert "<script>" not in page
    assert "<img" not in page


def test_release_puts_it_back_in_the_queue(service: Running, samira: Seat, bram: Seat) -> None:
    access = waiting(service.services)
    samira.post(at(access, "claim"))
    answer = samira.post(at(access, "release"))
    assert "staat weer in de wachtrij" in samira.get(answer.headers["location"]).text
    assert bram.post(at(access, "claim")).status_code == 303


def test_return_to_the_bot_closes_it_for_the_team(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    samira.post(at(access, "claim"))
    assert samira.post(at(access, "give-back")).status_code == 303
    assert state(service, access) is State.BOT
    assert samira.get(at(access)).status_code == 404


@pytest.mark.parametrize("outcome", handover.OUTCOMES)
def test_close_with_an_outcome_and_a_new_message_reopens(
    service: Running, samira: Seat, outcome: str
) -> None:
    token = people.fresh_token()
    access = waiting(service.services, token=token)
    samira.post(at(access, "claim"))
    assert samira.post(at(access, "close"), outcome=outcome).status_code == 303
    assert "Dit gesprek is afgesloten." in samira.get(at(access)).text
    with service.services.store.session(writing=True) as db:
        assert db.execute(select(Report.outcome)).scalar_one() == outcome
        now = service.services.clock()
        conversations.receive(db, token, people.incoming("toch nog iets"), now, may_begin=False)
    assert str(access.id) in samira.get().text
    assert samira.post(at(access, "claim")).status_code == 303


def test_close_without_a_known_outcome_changes_nothing(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    samira.post(at(access, "claim"))
    assert samira.post(at(access, "close"), outcome="").status_code == 409
    assert state(service, access) is State.HUMAN


@pytest.mark.parametrize("step", ["release", "give-back", "close"])
def test_step_in_a_conversation_of_a_colleague_is_refused(
    service: Running, samira: Seat, bram: Seat, step: str
) -> None:
    access = waiting(service.services)
    samira.post(at(access, "claim"))
    assert bram.post(at(access, step), outcome="helped").status_code == 409
    assert state(service, access) is State.HUMAN


@pytest.mark.parametrize("step", ["", "claim", "say", "release", "close", "typing", "note-duty"])
def test_conversation_that_is_not_there_or_not_ours_is_a_kind_404(
    service: Running, samira: Seat, step: str
) -> None:
    with service.services.store.session(writing=True) as db:
        (outsider,) = people.team(db, "Eva", called="another")
        foreign = people.talk(db, "van een ander")
        row = db.get_one(Conversation, foreign.id)
        row.team_id, row.state, row.team_wrapped_key = outsider.team_id, "waiting", b""
    for conversation_id in (foreign.id, uuid4()):
        path = f"/console/c/{conversation_id}/{step}".rstrip("/")
        form = {"text": "Mijn tekst", "outcome": "helped"}
        answer = samira.post(path, **form) if step else samira.get(path)
        assert answer.status_code == 404
        assert "Dit gesprek is er niet" in answer.text
        assert step != "say" or ">Mijn tekst</textarea>" in answer.text


def test_page_asked_by_script_brings_only_what_is_new(service: Running, samira: Seat) -> None:
    access = waiting(service.services, "een", "twee", "drie")
    assert said(samira.get(at(access), **{"Live-After": "2"}).text) == ["drie"]
    assert said(samira.get(at(access), **{"Live-After": "x"}).text) == ["een", "twee", "drie"]


def test_chat_that_was_closed_is_told_and_words_that_were_changed_are_shown_anew(
    service: Running, samira: Seat
) -> None:
    keys, token = Keys.of(vault.new_key()), people.fresh_token()
    access = waiting(service.services, "een", "twee", token=token)
    with service.services.store.session(writing=True) as db:
        chat = chats.open_or_make(db, keys, "telegram", "4815162342", "nl", people.NOW)
        chats.begin_talk(db, chat, access.id)
        conversations.receive(db, token, people.incoming("drie", "m3"), people.NOW, may_begin=False)
        revisions.revise(db, token, people.incoming("vier", "m3"), people.NOW)
        chats.change(db, chat.id, is_closed=True)
    page = samira.get(at(access), **{"Live-After": "3"}).text
    assert said(page) == ["vier"]
    assert "(gewijzigd)" in page
    assert 'id="unreachable"' in page
    with service.services.store.session(writing=True) as db:
        chats.open_or_make(db, keys, "telegram", "4815162342", "nl", people.NOW)
    assert 'id="unreachable"' not in samira.get(at(access)).text


def test_duty_to_report_is_read_once_before_the_conversation(
    service: Running, samira: Seat, bram: Seat
) -> None:
    access = waiting(service.services, "hoi", "mijn gymleraar zit aan mijn been")
    for what in ({}, {"Live-After": "1"}):
        first = samira.get(at(access), **what).text
        assert "zedenmisdrijf" in first
        assert "gymleraar" not in first
    samira.post(at(access, "note-duty"))
    samira.post(at(access, "note-duty"))
    assert said(samira.get(at(access)).text) == ["hoi", "mijn gymleraar zit aan mijn been"]
    assert "gymleraar" not in bram.get(at(access)).text
