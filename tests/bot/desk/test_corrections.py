"""A counsellor corrects what the bot took a talk to be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import conversations, handover
from bot.access import Access
from bot.desk import corrections, digest
from bot.desk.digest import Digest, Guess
from bot.errors import HandoverConflict, UnknownConversation
from bot.models import AuditEntry, State, Urgency
from bot.store import Store
from tests.support.people import (
    NOW,
    fresh_token,
    handed_over,
    incoming,
    row_of,
    state_of,
    team,
)

ACUTE = "ik heb pillen genomen, ik wil dood"


def digest_of(session: Session, access: Access) -> Digest:
    return digest.load(access, row_of(session, access))


def test_correct_when_the_risk_is_lowered_then_queue_and_digest_say_so_and_by_whom(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, ACUTE)
        before = digest_of(session, access)
        assert row_of(session, access).urgency > Urgency.NONE
        corrections.correct(session, who, access.id, "bullying", "none", NOW)
        row, known = row_of(session, access), digest_of(session, access)
        assert (row.urgency, row.theme) == (Urgency.NONE, "bullying")
        assert (known.theme_source, known.risk_source) == ("person", "person")
        assert known.guess == Guess(before.theme, before.confidence, before.risk)
        assert known.rules == before.rules
        told = session.execute(
            select(AuditEntry.action, AuditEntry.detail).where(AuditEntry.actor == str(who.id))
        ).all()
        assert [tuple(row) for row in told] == [
            ("theme_corrected", None), ("risk_corrected", "none"),
        ]  # fmt: skip


def test_correct_when_the_reporter_says_something_worse_then_the_risk_rises_again(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, ACUTE, token=token)
        corrections.correct(session, who, access.id, "bullying", "none", NOW)
        conversations.receive(session, token, incoming(ACUTE), NOW, may_begin=False)
        known = digest_of(session, access)
        assert (known.risk_source, known.theme) == ("bot", "bullying")
        assert row_of(session, access).urgency == Urgency.of_risk(known.risk) > Urgency.NONE


def test_correct_when_the_bot_goes_on_then_it_does_not_overrule_a_person() -> None:
    known = Digest(theme="bullying").corrected("violence", "none")
    assert known.with_theme("wellbeing").theme == "violence"
    assert Digest(theme="bullying").with_theme("wellbeing").theme == "wellbeing"
    assert Digest(theme="bullying").with_theme(None).theme == "bullying"


def test_correct_when_done_twice_then_the_first_guess_is_kept() -> None:
    once = Digest(theme="bullying", risk="acute").corrected("violence", "concern")
    assert once.corrected("wellbeing", "none").guess == Guess("bullying", 0.0, "acute")


def test_correct_when_nothing_changes_then_nothing_is_noted(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        corrections.correct(session, who, access.id, "", "none", NOW)
        assert digest_of(session, access).guess is None
        assert state_of(session, access) is State.WAITING


@pytest.mark.parametrize(("theme", "risk"), [("nonsense", "none"), ("bullying", "huge")])
def test_correct_when_it_is_no_theme_or_risk_then_it_is_refused(
    store: Store, theme: str, risk: str
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        with pytest.raises(HandoverConflict):
            corrections.correct(session, who, access.id, theme, risk, NOW)


def test_correct_when_it_is_another_teams_talk_then_it_is_unknown(store: Store) -> None:
    with store.session(writing=True) as session:
        team(session, called="a-team")
        (other,) = team(session, "Eva", called="z-team")
        access = handed_over(session)
        with pytest.raises(UnknownConversation):
            corrections.correct(session, other, access.id, "bullying", "none", NOW)


def test_correct_when_its_counsellor_does_then_the_claim_goes_on(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        handover.claim(session, who, access.id, NOW)
        later = NOW + timedelta(minutes=30)
        corrections.correct(session, who, access.id, "bullying", "none", later)
        assert row_of(session, access).claimed_at == later.replace(second=0, microsecond=0)
