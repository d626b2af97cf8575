"""What counsellors do beside the talk, as their pages show it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bot.access import parse_token
from bot.desk import canned, labels, reads
from bot.models import AuditEntry, Conversation, Note, State, Team, Urgency
from tests.console.seats import Clock, Seat, alert, at, waiting
from tests.support import people
from tests.support.service import new_token

if TYPE_CHECKING:
    from bot.access import Access
    from tests.support.service import Running


def row(service: Running, access: Access) -> Conversation:
    with service.services.store.session() as db:
        return people.row_of(db, access)


def claimed(service: Running, seat: Seat, *texts: str) -> Access:
    access = waiting(service.services, *texts)
    assert seat.post(at(access, "claim")).status_code == 303
    return access


def steps(page: str) -> list[str]:
    """The thin lines between the turns, without their time."""
    return re.findall(r'<li class="step"[^>]*><p>(.*?), ', page)


def test_note_is_seen_by_colleagues_with_author_and_as_text(
    service: Running, samira: Seat, bram: Seat
) -> None:
    access = waiting(service.services)
    text = "<script>alert(1)</script> mentor & ouders"
    sent = samira.post(at(access, "note"), note=text, message_id=uuid4().hex)
    assert sent.status_code == 303
    page = bram.get(at(access)).text
    assert html.escape(text, quote=False) in page
    assert "<script>alert" not in page
    _, _, notes = page.partition('class="notes"')
    assert "<b>Samira</b>" in notes


def test_note_sent_again_is_one_note(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    note_id = uuid4().hex
    for _ in range(2):
        samira.post(at(access, "note"), note="eens", message_id=note_id)
    with service.services.store.session() as db:
        assert db.execute(select(func.count(Note.id))).scalar_one() == 1


def test_note_without_words_is_told(service: Running, samira: Seat) -> None:
    refused = samira.post(at(waiting(service.services), "note"), note=" ")
    assert refused.status_code == 422
    assert alert(refused)


def test_note_that_meets_an_ended_session_never_becomes_an_answer(
    service: Running, samira: Seat, clock: Clock
) -> None:
    access = waiting(service.services)
    clock.forward(hours=1)
    page = samira.post(at(access, "note"), note="alleen voor ons").text
    assert 'name="kept_name" value="note"' in page
    assert ">alleen voor ons</textarea>" in page
    assert "Jouw notitie, nog niet bewaard" in page


def test_labels_are_chosen_and_shown_in_the_queue(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    with service.services.store.session(writing=True) as db:
        assert samira.who is not None
        labels.add(db, samira.who, "groep 8", people.NOW)
        (label,) = labels.of_team(db, samira.who)
    assert samira.post(at(access, "label"), label=str(label.id)).status_code == 303
    assert re.search(r'name="label" value="[^"]*" id="[^"]*" checked', samira.get(at(access)).text)
    assert '<span class="badge label">groep 8</span>' in samira.get().text
    samira.post(at(access, "label"), label="geen id")
    assert "badge label" not in samira.get().text


def test_correction_lowers_the_risk_and_says_that_a_human_did(
    service: Running, samira: Seat
) -> None:
    access = waiting(service.services, "ik wil dood")
    assert row(service, access).urgency > Urgency.NONE
    samira.post(at(access, "correct"), theme="bullying", risk="none")
    assert (row(service, access).urgency, row(service, access).theme) == (0, "bullying")
    assert "aangepast door een mens" in samira.get(at(access)).text
    assert samira.post(at(access, "correct"), theme="x", risk="none").status_code == 409


def test_transfer_is_seen_by_the_other_with_who_gave_it(
    service: Running, samira: Seat, bram: Seat
) -> None:
    access = claimed(service, samira)
    assert bram.who is not None
    answer = samira.post(at(access, "transfer"), colleague=str(bram.who.id))
    assert answer.headers["location"] == "/console?done=transferred"
    assert row(service, access).claimed_by == bram.who.id
    assert "van Samira" in bram.get().text
    page = bram.get(at(access)).text
    assert "Samira gaf dit gesprek aan jou." in page
    assert steps(page) == [
        "De melder vroeg om een mens",
        "Samira nam het gesprek over",
        "Samira gaf het gesprek aan Bram",
    ]


def test_transfer_to_somebody_off_duty_is_said(service: Running, samira: Seat, bram: Seat) -> None:
    access = claimed(service, samira)
    bram.post("/console/duty", on_duty="no")
    assert "Bram (is er nu niet)" in samira.get(at(access)).text
    assert bram.who is not None
    answer = samira.post(at(access, "transfer"), colleague=str(bram.who.id))
    assert "die is er nu niet" in samira.get(answer.headers["location"]).text


@pytest.mark.parametrize("colleague", ["", "x", str(uuid4())])
def test_transfer_to_nobody_is_told(service: Running, samira: Seat, colleague: str) -> None:
    access = claimed(service, samira)
    refused = samira.post(at(access, "transfer"), colleague=colleague)
    assert refused.status_code == 409
    assert "Kies iemand anders" in alert(refused)


def test_closed_conversation_can_be_taken_up_again(service: Running, samira: Seat) -> None:
    access = claimed(service, samira)
    samira.post(at(access, "close"), outcome="helped")
    assert "Heropen" in samira.get(at(access)).text
    assert samira.post(at(access, "take-up")).status_code == 303
    assert row(service, access).state == State.HUMAN
    assert steps(samira.get(at(access)).text)[-1] == "Samira heropende het gesprek"


def test_warning_comes_before_the_claim_ends_and_can_be_answered(
    service: Running, samira: Seat, clock: Clock
) -> None:
    with service.services.store.session(writing=True) as db:
        assert samira.who is not None
        db.get_one(Team, samira.who.team_id).claim_minutes = 20
    access = claimed(service, samira)
    clock.forward(minutes=15)
    assert "gaat dit gesprek om" not in samira.get(at(access)).text
    clock.forward(minutes=1, seconds=30)
    assert "gaat dit gesprek om 15:27 terug naar de wachtrij" in samira.get(at(access)).text
    assert samira.post(at(access, "attend")).status_code == 303
    assert "gaat dit gesprek om" not in samira.get(at(access)).text


def test_canned_reply_without_script_is_put_below_what_was_typed(
    service: Running, samira: Seat
) -> None:
    access = claimed(service, samira)
    with service.services.store.session(writing=True) as db:
        assert samira.who is not None
        canned.add(db, samira.who, "hoi", "Ik ben {name}.", "nl", people.NOW)
        (reply,) = canned.of_team(db, samira.who, "nl")
    page = samira.post(at(access, "fill"), text="Dag!", reply=str(reply.id)).text
    assert "Dag!\nIk ben Samira.</textarea>" in page
    assert 'data-text="Ik ben Samira."' in page
    assert samira.post(at(access, "fill"), text="Dag!", reply="").text.count("Dag!</textarea>") == 1


def test_reading_stands_in_the_audit_once_also_when_a_page_asks_by_itself(
    service: Running, samira: Seat, bram: Seat
) -> None:
    access = waiting(service.services, "een", "twee")
    for _ in range(3):
        samira.get(at(access))
    bram.get(at(access), **{"Live-After": "1"})
    with service.services.store.session() as db:
        query = select(AuditEntry.actor).where(AuditEntry.action == reads.READ)
        actors = db.execute(query).scalars().all()
    assert samira.who is not None
    assert bram.who is not None
    assert sorted(a or "" for a in actors) == sorted([str(samira.who.id), str(bram.who.id)])


def test_veil_is_a_choice_of_the_browser(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    assert 'class="talk veiled"' not in samira.get(at(access)).text
    chosen = samira.post("/console/veil", veil="on", next=at(access))
    assert chosen.headers["location"] == at(access)
    cookie = chosen.headers["set-cookie"]
    assert "vertelmaar-veil=on" in cookie
    assert "HttpOnly" in cookie
    name, _, _ = cookie.partition(";")
    both = {"Cookie": f"__Host-vertelmaar={samira.cookie}; {name}"}
    page = samira.send("GET", at(access), both).text
    assert 'class="talk veiled"' in page
    assert re.search(r'<p class="text" dir="auto" tabindex="0">', page)


def test_reporter_reads_who_is_there_and_who_went(
    service: Running, samira: Seat, bram: Seat
) -> None:
    token = new_token()
    access = waiting(service.services, token=parse_token(token))
    samira.post(at(access, "claim"))
    assert bram.who is not None
    samira.post(at(access, "transfer"), colleague=str(bram.who.id))
    headers = {"Authorization": f"Bearer {token}"}
    view = Seat(service.base_url).send("GET", "/chat/view", headers).json()
    assert (view["state"], view["counsellor"], view["leaver"]) == ("human", "Bram", "Samira")
    bram.post(at(access, "release"))
    view = Seat(service.base_url).send("GET", "/chat/view", headers).json()
    assert (view["state"], view["counsellor"], view["leaver"]) == ("waiting", None, "Bram")
