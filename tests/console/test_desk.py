from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot import conversations, login
from bot.clock import to_minute
from bot.models import Conversation, Report
from tests.console.seats import Seat, at, waiting
from tests.support import people

if TYPE_CHECKING:
    from tests.console.seats import Clock
    from tests.support.service import Running


def cases(page: str) -> list[str]:
    """The ids in the queue, as they stand there."""
    return re.findall(r'data-case="([0-9a-f-]+)"', page)


def test_queue_puts_risk_first_and_then_who_waits_longest(service: Running, samira: Seat) -> None:
    calm = waiting(service.services, "ze pesten me")
    later = waiting(service.services, "mijn vader slaat me")
    acute = waiting(service.services, "ik heb pillen genomen, ik wil dood")
    longest = waiting(service.services, "ze schelden me uit")
    with service.services.store.session(writing=True) as db:
        old = db.get_one(Conversation, longest.id)
        assert old.waiting_since is not None
        old.waiting_since = old.waiting_since.replace(hour=8)
    page = samira.get().text
    assert cases(page) == [str(access.id) for access in (acute, later, longest, calm)]
    assert page.count("Acuut</span>") == 1
    assert "<title>(4) Wachtrij" in page


def test_queue_shows_who_has_a_conversation_and_what_is_unread(
    service: Running, samira: Seat, bram: Seat
) -> None:
    token = people.fresh_token()
    access = waiting(service.services, token=token)
    samira.post(at(access, "say"), text="Hoi, ik ben Samira.")
    samira.get(at(access))
    assert "bij Samira" in bram.get().text
    assert "nieuw</span>" not in samira.get().text
    with service.services.store.session(writing=True) as db:
        now = service.services.clock()
        conversations.receive(db, token, people.incoming("hallo"), now, may_begin=False)
    mine = samira.get().text
    assert "1 nieuw</span>" in mine
    assert "<title>(1)" in mine
    assert "<title>Wachtrij" in bram.get().text


def test_queue_shows_no_conversation_of_another_team(service: Running, samira: Seat) -> None:
    waiting(service.services)
    with service.services.store.session(writing=True) as db:
        (outsider,) = people.team(db, "Eva", called="another")
        foreign = people.talk(db, "hoi")
        row = db.get_one(Conversation, foreign.id)
        row.team_id, row.state = outsider.team_id, "waiting"
        row.waiting_since = people.NOW
    assert str(foreign.id) not in samira.get().text


def test_queue_is_narrowed_by_its_address_and_the_title_still_counts_everybody(
    service: Running, samira: Seat
) -> None:
    acute = waiting(service.services, "ik heb pillen genomen, ik wil dood")
    calm = waiting(service.services, "ze pesten me")
    page = samira.get("/console?risk=none").text
    assert cases(page) == [str(calm.id)]
    assert "<title>(2) Wachtrij" in page
    assert f"{acute.id.hex[:10]}:acute" in page
    assert '<option value="none" selected>' in page
    assert cases(samira.get("/console?risk=acute&show=waiting").text) == [str(acute.id)]
    assert cases(samira.get("/console?role=parent").text) == []


@pytest.mark.parametrize(
    "query",
    [
        "theme=nonsense", "risk=5", "show=everything", "after=2.x.y", f"after=9.{'9' * 40}.00",
        "label=00000000000000000000000000000000", "theme=%00&language=%3Cb%3E",
        f"after={'9' * 5000}.0.0", "show=closed&after=0.1.0",
    ],
)  # fmt: skip
def test_queue_takes_an_address_that_no_page_offers_for_the_whole_queue(
    service: Running, samira: Seat, query: str
) -> None:
    access = waiting(service.services)
    answer = samira.get(f"/console?{query}")
    assert answer.status_code == 200
    assert (str(access.id) in cases(answer.text)) == ("show=closed" not in query)


def test_long_queue_goes_on_on_a_next_page_and_counts_no_further_than_it_must(
    service: Running, samira: Seat
) -> None:
    assert samira.who is not None
    with service.services.store.session(writing=True) as db:
        who = samira.who
        db.add_all(
            Conversation(
                team_id=who.team_id, state="waiting", language="nl", channel="web", urgency=0,
                waiting_since=to_minute(people.NOW), last_message_at=people.NOW,
                expires_at=people.NOW + timedelta(days=9), last_seq=1,
            )
            for _ in range(101)
        )  # fmt: skip
    path, seen = "/console?language=nl", []
    while path:
        page = samira.get(path).text
        assert "<title>(99+) Wachtrij" in page
        seen += cases(page)
        found = re.search(r'class="more"><a href="(/console[^"]*after=[^"]*)"', page)
        path = html.unescape(found[1]) if found else ""
        assert not path or "language=nl" in path
    assert len(seen) == len(set(seen)) == 101


def test_closed_conversation_is_found_again(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    samira.post(at(access, "claim"))
    samira.post(at(access, "close"), outcome="helped")
    assert cases(samira.get().text) == []
    assert cases(samira.get("/console?show=closed").text) == [str(access.id)]


def test_answer_that_is_overdue_stands_in_red(service: Running, samira: Seat, clock: Clock) -> None:
    waiting(service.services)
    assert 'class="late"' not in samira.get().text
    clock.forward(minutes=29)
    with service.services.store.session(writing=True) as db:
        report = db.execute(select(Report)).scalar_one()
        report.opened_at = people.NOW - timedelta(days=9)
    assert "2 d te laat" in samira.get().text


def test_duty_switched_off_is_told_to_reporters(
    service: Running, samira: Seat, clock: Clock
) -> None:
    assert samira.post("/console/duty", on_duty="no").headers["location"] == "/console"
    with service.services.store.session() as db:
        assert samira.who is not None
        assert not login.is_on_duty(db, samira.who)
    assert 'aria-checked="false"' in samira.get().text
    samira.post("/console/duty", on_duty="yes")
    assert 'aria-checked="true"' in samira.get().text


def test_staying_is_activity(samira: Seat, clock: Clock) -> None:
    clock.forward(minutes=29)
    assert samira.post("/console/stay").status_code == 204
    clock.forward(minutes=29)
    assert samira.get().status_code == 200
