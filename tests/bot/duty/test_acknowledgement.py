"""The clock of the first answer, and who waits beyond it."""

from __future__ import annotations

from datetime import timedelta

from bot import handover
from bot.duty import acknowledgement
from bot.models import Team
from bot.store import Store
from tests.support.people import NOW, handed_over, row_of, talk, team

A_WEEK = timedelta(days=7)


def test_due_when_nobody_answered_then_after_the_days_that_the_team_agreed_on(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        row, agreed = row_of(session, access), session.get_one(Team, who.team_id)
        asked = row.waiting_since
        assert asked is not None
        assert acknowledgement.of_talk(session, row) == asked + A_WEEK
        agreed.answer_days = 2
        assert acknowledgement.of_talk(session, row) == asked + timedelta(days=2)
        handover.claim(session, who, access.id, NOW)
        assert acknowledgement.of_talk(session, row) is not None
        handover.say(session, who, access.id, "m1", "Hoi", NOW)
        assert acknowledgement.of_talk(session, row) is None


def test_due_when_withdrawn_or_never_asked_then_there_is_no_clock(store: Store) -> None:
    with store.session(writing=True) as session:
        team(session)
        access = handed_over(session)
        handover.withdraw(session, access, NOW)
        assert acknowledgement.of_talk(session, row_of(session, access)) is None
        assert acknowledgement.of_talk(session, row_of(session, talk(session))) is None


def test_overdue_counts_what_waits_for_a_first_answer_too_long(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        answered, withdrawn, *_ = [handed_over(session) for _ in range(4)]
        handover.say(session, who, answered.id, "m1", "Hoi", NOW)
        handover.withdraw(session, withdrawn, NOW)

        def overdue(after: timedelta) -> int:
            return acknowledgement.overdue(session, who.team_id, NOW + after)

        assert overdue(A_WEEK - timedelta(minutes=1)) == 0
        assert overdue(A_WEEK) == 2
        assert overdue(-timedelta(days=400)) == 0
        team(session, "Eva", called="another")
        assert overdue(A_WEEK) == 2
