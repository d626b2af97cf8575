"""What is put into the outbox in which transaction, and what comes out of it when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import conversations, handover, retention
from bot.desk import corrections, digest
from bot.desk.digest import Digest
from bot.errors import StoreUnavailable
from bot.mail import Kind, calls, outbox, people
from bot.mail.kinds import written
from bot.member import Counsellor
from bot.models import (
    Conflict,
    Conversation,
    Mail,
    MailChoice,
    Membership,
    Report,
    Staff,
    Urgency,
)
from bot.store import Store
from tests.support.mailboxes import wants
from tests.support.people import NOW, fresh_token, handed_over, incoming, logged_in, team

LATER = NOW + timedelta(minutes=1)


def rows(session: Session) -> list[tuple[str, str]]:
    """Who is to be written to, and why."""
    query = select(Staff.name, Mail.kind).join(Staff, Staff.id == Mail.staff_id)
    return sorted((name, kind) for name, kind in session.execute(query))


def taken(session: Session, after: timedelta = timedelta(minutes=1)) -> list[tuple[str, Kind]]:
    """What would be sent by now."""
    return sorted((letter.to, letter.kind) for letter in outbox.take(session, NOW + after))


@pytest.fixture
def team_of_three(store: Store) -> tuple[Counsellor, Counsellor, Counsellor]:
    """Samira wants everything, Bram only what is acute, Noor nothing."""
    with store.session(writing=True) as session:
        samira, bram, noor = team(session, "Samira", "Bram", "Noor")
        wants(session, samira)
        wants(session, bram, Kind.ACUTE)
    return samira, bram, noor


@pytest.mark.usefixtures("team_of_three")
def test_waiting_when_a_talk_is_handed_over_then_who_wants_it_is_written_to_once(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        handed_over(session, "ze pesten me")
        assert rows(session) == [("Samira", "waiting")]
        (letter,) = outbox.take(session, LATER)
        outbox.delivered(session, letter, LATER)
        assert rows(session) == []
        assert taken(session, timedelta(days=2)) == []


@pytest.mark.usefixtures("team_of_three")
def test_waiting_when_the_transaction_fails_then_nobody_is_written_to(store: Store) -> None:
    def hand_over(session: Session) -> None:
        handed_over(session)
        session.execute(text("nonsense"))

    with pytest.raises((DBAPIError, StoreUnavailable)), store.session(writing=True) as session:
        hand_over(session)
    with store.session() as session:
        assert rows(session) == []


def test_waiting_when_somebody_takes_it_then_nobody_is_written_to_any_more(
    store: Store, team_of_three: tuple[Counsellor, ...]
) -> None:
    with store.session(writing=True) as session:
        access = handed_over(session)
        handover.claim(session, team_of_three[2], access.id, NOW)
        assert rows(session) == []
        handover.release(session, team_of_three[2], access.id, NOW)
        assert rows(session) == [("Samira", "waiting")]


def test_waiting_when_somebody_looks_at_the_console_then_they_are_written_to_after_a_while(
    store: Store, team_of_three: tuple[Counsellor, ...]
) -> None:
    with store.session(writing=True) as session:
        session_row = logged_in(session, team_of_three[0], NOW)
        handed_over(session)
        assert taken(session, timedelta(minutes=9)) == []
        session_row.last_seen_at = NOW + timedelta(minutes=10)
        session.flush()
        assert taken(session, timedelta(minutes=10)) == []
        assert taken(session, timedelta(minutes=30)) == [("samira@school.example", Kind.WAITING)]


def test_acute_when_it_waits_then_it_is_repeated_every_ten_minutes_until_it_is_taken(
    store: Store, team_of_three: tuple[Counsellor, ...]
) -> None:
    with store.session(writing=True) as session:
        logged_in(session, team_of_three[0], NOW)
        access = handed_over(session, "ik heb pillen genomen, ik wil dood")
        everybody = [("bram@school.example", Kind.ACUTE), ("samira@school.example", Kind.ACUTE)]
        numbers = set()
        for minutes in (0, 10, 20):
            letters = outbox.take(session, NOW + timedelta(minutes=minutes))
            assert sorted((letter.to, letter.kind) for letter in letters) == everybody
            numbers |= {letter.ids for letter in letters}
            for letter in letters:
                outbox.delivered(session, letter, NOW + timedelta(minutes=minutes))
            assert taken(session, timedelta(minutes=minutes + 9)) == []
        assert len(numbers) == 6
        handover.claim(session, team_of_three[2], access.id, NOW)
        assert taken(session, timedelta(minutes=40)) == []


@pytest.mark.usefixtures("team_of_three")
def test_acute_when_the_risk_rises_while_it_waits_then_it_calls_at_once(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        handed_over(session, "ze pesten me", token=token)
        conversations.receive(
            session, token, incoming("ik heb pillen genomen, ik wil dood"), NOW, may_begin=False
        )
        assert ("Bram", "acute") in rows(session)
        assert ("Samira", "acute") in rows(session)


def test_acute_when_a_counsellor_raises_the_risk_then_it_calls_at_once(
    store: Store, team_of_three: tuple[Counsellor, ...]
) -> None:
    with store.session(writing=True) as session:
        access = handed_over(session, "ze pesten me")
        corrections.correct(session, team_of_three[2], access.id, "", "acute", NOW)
        assert ("Bram", "acute") in rows(session)


@pytest.mark.usefixtures("team_of_three")
def test_acute_when_the_risk_is_corrected_then_it_is_not_repeated(store: Store) -> None:
    with store.session(writing=True) as session:
        access = handed_over(session, "ik heb pillen genomen, ik wil dood")
        session.get_one(Conversation, access.id).urgency = Urgency.NONE
        session.flush()
        assert taken(session) == []


def test_overdue_when_nobody_answered_in_time_then_it_is_brought_up_every_morning(
    store: Store, team_of_three: tuple[Counsellor, ...]
) -> None:
    with store.session(writing=True) as session:
        access = handed_over(session)
        outbox.drop(session, access.id)
        session.execute(select(Report)).scalar_one().opened_at = NOW - timedelta(days=8)
        for _ in range(2):
            calls.remind(session, NOW)
        assert rows(session) == [("Samira", "overdue")]
        assert outbox.take(session, NOW) == []
        for day in (1, 2):
            morning = outbox.next_morning(NOW) + timedelta(days=day - 1)
            (letter,) = outbox.take(session, morning)
            outbox.delivered(session, letter, morning)
            calls.remind(session, morning)
            assert outbox.take(session, morning + timedelta(hours=23)) == []
        handover.say(session, team_of_three[2], access.id, "m-1", "Hoi", NOW)
        assert taken(session, timedelta(days=4)) == []
        assert rows(session) == []


def test_take_when_several_things_are_due_then_one_letter_says_so(
    store: Store, team_of_three: tuple[Counsellor, ...]
) -> None:
    with store.session(writing=True) as session:
        for _ in range(3):
            handed_over(session)
        (letter,) = outbox.take(session, LATER)
        assert (letter.to, len(letter.ids)) == ("samira@school.example", 3)
        outbox.delivered(session, letter, LATER)
        assert rows(session) == []


@pytest.mark.usefixtures("team_of_three")
def test_take_when_it_was_taken_then_it_is_due_again_only_after_waits_that_grow(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        handed_over(session)
        now, waits = LATER, []
        for _ in range(8):
            assert outbox.take(session, now)
            due_at = session.execute(select(Mail.due_at)).scalar_one()
            waits.append((due_at - now) / timedelta(minutes=1))
            assert outbox.take(session, due_at - timedelta(seconds=1)) == []
            now = due_at
    assert waits[0] >= 1
    assert waits == sorted(waits)
    assert 60 <= waits[-1] <= 61


@pytest.mark.usefixtures("team_of_three")
def test_take_when_it_fails_for_a_day_then_it_is_given_up_and_that_is_known(store: Store) -> None:
    with store.session(writing=True) as session:
        handed_over(session, "ze pesten me")
        now, tries = NOW, 0
        while outbox.given_up(session) == 0:
            tries += len(outbox.take(session, now))
            now += timedelta(minutes=1)
        assert timedelta(hours=20) < now - NOW < timedelta(hours=30)
        assert tries == outbox.TRIES
        assert rows(session) == [("Samira", "failed")]
        handed_over(session, "hoi")
        (letter,) = outbox.take(session, now)
        outbox.delivered(session, letter, now)
        assert outbox.given_up(session) == 0


@pytest.mark.usefixtures("team_of_three")
def test_take_when_it_is_acute_then_it_is_never_given_up(store: Store) -> None:
    with store.session(writing=True) as session:
        handed_over(session, "ik heb pillen genomen, ik wil dood")
        for hours in range(72):
            outbox.take(session, NOW + timedelta(hours=hours))
        assert outbox.given_up(session) == 0
        assert rows(session) == [("Bram", "acute"), ("Samira", "acute")]


@pytest.mark.usefixtures("team_of_three")
def test_take_when_the_clock_was_set_back_then_nobody_waits_for_it_to_come_round(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        handed_over(session, "ik heb pillen genomen, ik wil dood")
        outbox.take(session, NOW)
        assert outbox.take(session, NOW - timedelta(days=1))


@pytest.mark.parametrize("gone", ["address", "kinds", "account", "too near", "another team"])
def test_take_when_it_is_not_theirs_any_more_then_it_is_not_sent(
    store: Store, team_of_three: tuple[Counsellor, ...], gone: str
) -> None:
    samira = team_of_three[0]
    with store.session(writing=True) as session:
        access = handed_over(session)
        account = session.get_one(Staff, samira.id)
        if gone == "address":
            account.email = None
        elif gone == "kinds":
            session.get_one(MailChoice, samira.id).kinds = written([Kind.OVERDUE])
        elif gone == "account":
            account.disabled_at = NOW
        elif gone == "too near":
            session.add(Conflict(conversation_id=access.id, staff_id=samira.id, at=NOW))
        else:
            (stranger,) = team(session, "Vreemd", called="z")
            session.get_one(Conversation, access.id).team_id = stranger.team_id
        session.flush()
        assert taken(session) == []
        assert rows(session) == []


@pytest.mark.usefixtures("team_of_three")
@pytest.mark.parametrize("way", ["by hand", "by the clock"])
def test_erased_when_a_talk_is_gone_then_no_mail_names_it(store: Store, way: str) -> None:
    with store.session(writing=True) as session:
        access = handed_over(session)
        kept = handed_over(session)
        if way == "by hand":
            conversations.erase(session, access.id, NOW)
        else:
            session.get_one(Conversation, access.id).expires_at = NOW
            session.flush()
            retention.sweep(session, NOW)
        assert [mail.subject for mail in session.execute(select(Mail)).scalars()] == [kept.id.hex]


def test_wishers_when_a_member_does_not_read_then_they_are_not_written_to(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session, "Samira")
        wants(session, samira)
        session.execute(select(Membership)).scalar_one().roles = "admin,analyst"
        session.flush()
        assert list(people.wishers(session, samira.team_id, NOW)) == []


def test_role_when_the_digest_knows_who_is_writing_then_the_queue_does_too(store: Store) -> None:
    with store.session(writing=True) as session:
        team(session)
        access = handed_over(session)
        row = session.get_one(Conversation, access.id)
        digest.save(access, row, Digest(role="parent"))
        digest.save(access, row, Digest())
        assert row.role == "parent"
