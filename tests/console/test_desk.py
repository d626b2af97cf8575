from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot import conversations, login
from bot.models import Conversation
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
