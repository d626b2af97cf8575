"""The counsellors' queue."""

from __future__ import annotations

from datetime import timedelta

from bot import handover, queue
from bot.models import Conversation, State, Urgency
from bot.store import Store
from tests.support.people import NOW, handed_over, talk, team


def test_open_cases_when_several_wait_then_risk_comes_first_and_then_waiting_time(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        places = {}
        for name, urgency, minutes in [
            ("calm, long", Urgency.NONE, 90),
            ("calm, short", Urgency.NONE, 5),
            ("acute, short", Urgency.ACUTE, 1),
            ("acute, long", Urgency.ACUTE, 20),
            ("concern", Urgency.CONCERN, 60),
        ]:
            row = session.get_one(Conversation, handed_over(session).id)
            row.urgency = urgency
            row.waiting_since = NOW - timedelta(minutes=minutes)
            places[row.id] = name
        session.flush()
        found = [places[case.id] for case in queue.open_cases(session, who)]
    assert found == ["acute, long", "acute, short", "concern", "calm, long", "calm, short"]


def test_open_cases_when_looked_at_then_only_ones_own_teams_open_talks_are_there(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas", called="a")
        (stranger,) = team(session, "Vreemd", called="z")
        waiting, hers, closed = (handed_over(session, "een", "twee") for _ in range(3))
        talk(session)
        for access in (hers, closed):
            handover.claim(session, samira, access.id, NOW)
        handover.close(session, samira, closed.id, "helped", NOW)
        cases = {case.id: case for case in queue.open_cases(session, bas)}
        assert cases.keys() == {waiting.id, hers.id}
        assert (cases[hers.id].owner, cases[hers.id].is_mine) == ("Samira", False)
        assert (cases[waiting.id].owner, cases[waiting.id].state) == (None, State.WAITING)
        assert cases[waiting.id].unread == 2
        assert {case.is_mine for case in queue.open_cases(session, samira)} == {True, False}
        assert queue.open_cases(session, stranger) == []
