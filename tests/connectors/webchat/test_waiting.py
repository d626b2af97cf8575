"""What a reporter sees who asks for a person: is one there, when will one be, what to do now."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from bot.access import parse_token
from bot.duty import roster
from bot.duty.week import Slot
from connectors.webchat import stream
from expertise import texts
from tests.console.seats import Clock
from tests.support import people

if TYPE_CHECKING:
    from tests.connectors.webchat.tab import Page, Tab
    from tests.console.seats import Seat
    from tests.support.service import Running

MONDAY = 0
OPENS = "Volgens ons rooster is er maandag om 8.30 uur weer iemand."


@pytest.fixture
def clock() -> Clock:
    """It is Friday afternoon, until a test says otherwise."""
    return Clock()


def say(key: str) -> str:
    """A text of the page."""
    return texts.text(f"page.{key}", "nl")


def plan(service: Running, samira: Seat) -> None:
    """The team is there on Monday morning; it is Friday."""
    assert samira.who is not None
    with service.services.store.session(writing=True) as db:
        slot = Slot(MONDAY, time(8, 30), time(12))
        roster.add(db, samira.who, slot, service.services.clock())


def begin(service: Running, tab: Tab) -> None:
    """A talk in this tab; proofs of work go by the real clock."""
    with service.services.store.session(writing=True) as db:
        people.talk(db, "hoi", token=parse_token(tab.token))


def shown(page: Page, when: str) -> str:
    """What the waiting page says under a condition; empty when it does not hold."""
    part = page.text.partition('id="meanwhile"')[2].partition(f'data-when="{when}"')[2]
    is_hidden = part.startswith(" hidden")
    return "" if is_hidden else part.partition(">")[2].partition("</p>")[0]


def test_nobody_there_then_the_next_opening_is_said_before_consent_and_while_waiting(
    service: Running, page: Page, samira: Seat
) -> None:
    plan(service, samira)
    page.send(action="say", text="ik word gepest")
    page.send(action="human")
    assert f"{say('human.nobody')} <span data-opens>{OPENS}</span>" in page.text
    assert say("human.nobody_numbers") in page.text
    page.send(action="human-yes")
    assert OPENS in shown(page, "absent")
    assert say("human.nobody_leave") in shown(page, "absent")
    assert not shown(page, "present")
    assert say("human.waiting_numbers") in page.text
    page.send(action="say", text="ik laat dit achter")
    assert "ik laat dit achter" in page.text


def test_somebody_there_then_no_time_and_no_place_is_promised(page: Page, samira: Seat) -> None:
    page.send(action="say", text="ik word gepest")
    page.send(action="human-yes")
    assert say("wait.how_long") in shown(page, "present")
    assert not shown(page, "absent")
    assert not shown(page, "long")


def test_waiting_for_ten_minutes_then_leaving_a_message_is_offered_again(
    page: Page, samira: Seat, clock: Clock
) -> None:
    page.send(action="say", text="ik word gepest")
    page.send(action="human-yes")
    clock.forward(minutes=11)
    samira.get()
    page.send(action="refresh")
    assert say("wait.long") in shown(page, "long")
    assert 'value="code"' in page.text.partition('id="meanwhile"')[2]


def test_page_with_script_is_told_in_its_own_language(
    service: Running, tab: Tab, samira: Seat
) -> None:
    plan(service, samira)
    begin(service, tab)
    assert tab.view()["opens"] == OPENS
    tab.language = "en"
    assert "is here again Monday at 8:30" in tab.view()["opens"]


def test_stream_tells_what_the_clock_alone_changes(
    service: Running, tab: Tab, samira: Seat, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_HEARTBEAT_S", 0.05)
    begin(service, tab)
    tab.post("handover", {"action": "ask"})
    with tab.news() as news:
        views = (view for event, view in news if event == "view")
        first = next(views)
        assert (first["on_duty"], first["opens"], first["waits_long"]) == (True, None, False)
        clock.forward(minutes=11)
        gone = next(views)
    assert (gone["on_duty"], gone["waits_long"], gone["turns"]) == (False, True, [])
    assert gone["opens"] == texts.text("opens.unknown", "nl")
