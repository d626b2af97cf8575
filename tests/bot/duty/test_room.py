"""One talk too many is refused, unless somebody is in danger and the counsellor chooses it."""

from __future__ import annotations

import pytest

from bot import handover
from bot.errors import NoRoom
from bot.models import State
from bot.store import Store
from tests.bot.duty.rosters import limit
from tests.support.people import NOW, handed_over, state_of, team

ACUTE = "ik heb pillen genomen, ik wil dood"


def test_claim_when_at_the_limit_then_it_is_refused_and_stays_waiting(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        limit(session, samira, 1)
        first, second = handed_over(session), handed_over(session)
        handover.claim(session, samira, first.id, NOW)
    for beyond in (False, True):
        with pytest.raises(NoRoom) as refused, store.session(writing=True) as session:
            handover.claim(session, samira, second.id, NOW, beyond_limit=beyond)
        assert not refused.value.may_go_on
    with pytest.raises(NoRoom), store.session(writing=True) as session:
        handover.say(session, samira, second.id, "m1", "Hoi", NOW)
    with store.session(writing=True) as session:
        assert state_of(session, second) is State.WAITING
        handover.claim(session, samira, first.id, NOW)
        handover.say(session, samira, first.id, "m2", "Ik ben er.", NOW)
        handover.claim(session, bram, second.id, NOW)


def test_claim_when_acute_then_it_may_go_beyond_the_limit_but_only_by_choice(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        limit(session, who, 1)
        first, acute = handed_over(session), handed_over(session, ACUTE)
        handover.claim(session, who, first.id, NOW)
    with pytest.raises(NoRoom) as refused, store.session(writing=True) as session:
        handover.claim(session, who, acute.id, NOW)
    assert refused.value.may_go_on
    with store.session(writing=True) as session:
        handover.claim(session, who, acute.id, NOW, beyond_limit=True)
        assert state_of(session, acute) is State.HUMAN


def test_claim_when_a_talk_ended_then_there_is_room_again(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        limit(session, who, 1)
        first, second = handed_over(session), handed_over(session)
        handover.claim(session, who, first.id, NOW)
        handover.close(session, who, first.id, "helped", NOW)
        handover.claim(session, who, second.id, NOW)
        assert state_of(session, second) is State.HUMAN
