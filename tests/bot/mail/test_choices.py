"""What somebody wants to be written for, and where."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import CodeTooSoon, UnusableAddress
from bot.mail import Kind, choices
from bot.mail.choices import Choice
from bot.models import AuditEntry, Mail, MailChoice, Staff
from bot.store import Store
from tests.support.mailboxes import wants
from tests.support.people import NOW, team

ADDRESS = "samira@school.example"


def test_choose_when_the_address_is_new_then_it_waits_for_its_code(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        assert choices.of(session, who.id) == Choice()
        choices.choose(session, who, f" {ADDRESS} ", [Kind.ACUTE], "en", NOW)
        found = choices.of(session, who.id)
        assert found == Choice(None, ADDRESS, frozenset({Kind.ACUTE}))
        (mail,) = session.execute(select(Mail)).scalars()
        assert mail.kind == Kind.CODE
        code = session.get_one(MailChoice, who.id).code
        assert code is not None
        assert not choices.confirm(session, who, "0000000", NOW)
        assert choices.confirm(session, who, code, NOW + timedelta(minutes=29))
        assert choices.of(session, who.id) == Choice(ADDRESS, None, frozenset({Kind.ACUTE}))
        assert not choices.confirm(session, who, code, NOW)
        actions = [entry.action for entry in session.execute(select(AuditEntry)).scalars()]
        assert [action for action in actions if action.startswith("mail")] == [
            "mail_chosen", "mail_confirmed",
        ]  # fmt: skip


@pytest.mark.parametrize("how", ["guessed", "old"])
def test_confirm_when_it_was_guessed_at_or_is_old_then_even_the_right_code_is_not_taken(
    store: Store, how: str
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        choices.choose(session, who, ADDRESS, [], "nl", NOW)
        code = session.get_one(MailChoice, who.id).code or ""
        for _ in range(5 if how == "guessed" else 0):
            assert not choices.confirm(session, who, "x", NOW)
        later = NOW + (timedelta(minutes=32) if how == "old" else timedelta())
        assert not choices.confirm(session, who, code, later)
        with pytest.raises(CodeTooSoon):
            choices.send_again(session, who, NOW)
        choices.send_again(session, who, NOW + timedelta(minutes=2))
        code = session.get_one(MailChoice, who.id).code or ""
        assert choices.confirm(session, who, code, NOW + timedelta(minutes=3))


@pytest.mark.parametrize(
    "typed",
    [
        "samira", "samira@school", "@school.nl", "a b@school.nl", "a@school.nl, b@school.nl",
        "a@school.nl\nBcc: b@school.nl", "<a@school.nl>", f"{'a' * 300}@school.nl", "é@school.nl",
    ],
)  # fmt: skip
def test_choose_when_nothing_can_be_sent_there_then_it_says_so(store: Store, typed: str) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        with pytest.raises(UnusableAddress):
            choices.choose(session, who, typed, [], "nl", NOW)


def test_choose_when_another_address_is_typed_then_the_old_one_counts_until_it_is_confirmed(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        old = wants(session, who)
        choices.choose(session, who, "new@school.example", [Kind.ACUTE], "nl", NOW)
        assert choices.of(session, who.id).address == old
        choices.choose(session, who, old, [Kind.ACUTE], "nl", NOW)
        assert choices.of(session, who.id) == Choice(old, None, frozenset({Kind.ACUTE}))


def test_choose_when_the_address_is_left_empty_then_no_more_is_sent_there(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        wants(session, who)
        choices.choose(session, who, "", [Kind.ACUTE], "nl", NOW)
        assert session.get_one(Staff, who.id).email is None
