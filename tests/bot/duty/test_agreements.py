"""What a team may agree on, and that a change stands in the audit."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.duty import agreements
from bot.duty.agreements import Agreements
from bot.errors import OutOfBounds
from bot.models import AuditEntry
from bot.store import Store
from tests.support.people import NOW, team

FORM = {"keep_days": "60", "claim_minutes": " 30 ", "answer_days": "7", "talks_each": ""}


def test_form_is_read_with_any_number_of_talks_when_none_is_filled_in() -> None:
    assert agreements.read(FORM) == Agreements(60, 30, 7, None)
    assert agreements.read({**FORM, "talks_each": "4"}).talks_each == 4


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("keep_days", "91"),
        ("keep_days", ""),
        ("keep_days", "-1"),
        ("keep_days", "6"),
        ("keep_days", "9" * 10_000),
        ("claim_minutes", "half an hour"),
        ("claim_minutes", "0"),
        ("answer_days", "31"),
        ("answer_days", "７"),
        ("talks_each", "0"),
        ("talks_each", "1.5"),
    ],
)
def test_number_that_nobody_can_agree_on_is_refused_by_its_field(field: str, typed: str) -> None:
    with pytest.raises(OutOfBounds) as refused:
        agreements.read({**FORM, field: typed})
    assert refused.value.values["field"] == field


def test_change_is_kept_and_only_what_changed_stands_in_the_audit(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        agreements.change(session, who, Agreements(60, 60, 7, 3), NOW)
        assert agreements.of_team(session, who.team_id) == Agreements(60, 60, 7, 3)
        settings = select(AuditEntry.detail).where(AuditEntry.action == "setting")
        noted = session.execute(settings).scalars().all()
    assert noted == ["keep_days 90 60", "talks_each any 3"]
