"""Accounts, teams and their keys."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from bot import handover, login, staff, vault
from bot.errors import CodeMistyped, LoginFailed, NameTaken, NoSuchStaff, UnusableName, WeakPassword
from bot.models import Staff, StaffSession, State, Team
from bot.staff import Enrolled
from bot.store import Store
from tests.support.people import NOW, handed_over, state_of, talk, team

PASSWORD = "drie fietsen op het dák"
OTHER_PASSWORD = "vier boten in de vijver"


def first(store: Store, name: str = "Samira") -> Enrolled:
    with store.session(writing=True) as session:
        return staff.enrol_first(session, name, PASSWORD)


def test_open_secrets_when_the_password_is_right_then_the_teams_key_is_there(store: Store) -> None:
    made = first(store)
    with store.session(writing=True) as session:
        account = staff.find(session, "Samira")
        opened = staff.open_secrets(account, PASSWORD)
        public = session.execute(select(Team.public_key)).scalar_one()
        sealed = vault.seal_to(public, vault.Key(bytes(32)))
    assert vault.unseal_with(opened.team_key, sealed) == bytes(32)
    assert pyotp.parse_uri(made.totp_uri).secret == opened.totp_secret
    assert opened.totp_secret not in repr(opened) + repr(made)


def test_open_secrets_when_the_password_is_another_then_it_fails(store: Store) -> None:
    first(store)
    with store.session() as session:
        account = staff.find(session, "Samira")
    for typed in ("", PASSWORD.upper(), PASSWORD + " ", "\0", "\ud800"):
        with pytest.raises(LoginFailed):
            staff.open_secrets(account, typed)


def test_open_secrets_when_a_computer_composes_letters_otherwise_then_it_opens(
    store: Store,
) -> None:
    first(store)
    with store.session() as session:
        account = staff.find(session, "Samira")
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    staff.open_secrets(account, decomposed)


def test_open_secrets_when_the_box_was_copied_to_another_account_then_it_fails(
    store: Store,
) -> None:
    first(store)
    with store.session(writing=True) as session:
        samira = staff.find(session, "Samira")
        opened = staff.open_secrets(samira, PASSWORD)
        staff.enrol(session, "Bas", OTHER_PASSWORD, opened.team_key, samira.team_id)
        bas = staff.find(session, "Bas")
        bas.salt, bas.sealed_secrets = samira.salt, samira.sealed_secrets
        with pytest.raises(LoginFailed):
            staff.open_secrets(bas, PASSWORD)


def test_enrol_when_a_colleague_gives_the_key_on_then_both_have_the_same(store: Store) -> None:
    first(store)
    with store.session(writing=True) as session:
        samira = staff.find(session, "Samira")
        opened = staff.open_secrets(samira, PASSWORD)
        made = staff.enrol(session, "Bas", OTHER_PASSWORD, opened.team_key, samira.team_id)
        bas = staff.find(session, "Bas")
        assert staff.open_secrets(bas, OTHER_PASSWORD).team_key == opened.team_key
        assert staff.open_secrets(bas, OTHER_PASSWORD).totp_secret != opened.totp_secret
    assert made.recovery_words is None


def test_recover_team_key_when_the_printed_words_are_typed_then_it_opens(store: Store) -> None:
    made = first(store)
    assert made.recovery_words is not None
    with store.session() as session:
        account = staff.find(session, "Samira")
        found = staff.recover_team_key(session, " ".join(made.recovery_words).upper())
    assert found == (account.team_id, staff.open_secrets(account, PASSWORD).team_key)


def test_recover_team_key_when_the_words_are_others_then_it_fails(store: Store) -> None:
    with store.session() as session, pytest.raises(LoginFailed):
        staff.recover_team_key(session, "")
    made = first(store)
    assert made.recovery_words is not None
    with store.session() as session:
        with pytest.raises(LoginFailed):
            staff.recover_team_key(session, " ".join(made.recovery_words[::-1]))
        with pytest.raises(CodeMistyped):
            staff.recover_team_key(session, "xqzzy")


def test_enrol_first_when_there_is_a_team_then_it_makes_no_second_one(store: Store) -> None:
    first(store)
    with store.session(writing=True) as session:
        with pytest.raises(NameTaken):
            staff.enrol_first(session, "Bas", OTHER_PASSWORD)
        assert len(session.execute(select(Team)).all()) == 1


def test_enrol_when_the_name_is_taken_then_it_says_so(store: Store) -> None:
    first(store)
    with store.session(writing=True) as session:
        team_id = staff.find(session, "Samira").team_id
        with pytest.raises(NameTaken):
            staff.enrol(session, "Samira", OTHER_PASSWORD, vault.new_key(), team_id)


@pytest.mark.parametrize("weak", ["", "welkom01", "Samira2026", "a" * 129, "vertrouwen"])
def test_enrol_when_the_password_would_be_guessed_then_there_is_no_account(
    store: Store, weak: str
) -> None:
    with pytest.raises(WeakPassword), store.session(writing=True) as session:
        staff.enrol_first(session, "Samira", weak)
    with store.session() as session:
        assert staff.all_staff(session) == []
        assert session.execute(select(Team)).first() is None


@pytest.mark.parametrize("name", ["", "samira", "Bas", "Bas\0"])
def test_find_when_nobody_has_that_name_then_it_says_so(store: Store, name: str) -> None:
    with store.session(writing=True) as session:
        team(session, "Samira")
        with pytest.raises(NoSuchStaff):
            staff.find(session, name)
        assert [account.name for account in staff.all_staff(session)] == ["Samira"]


def test_staff_when_looked_at_then_no_password_and_no_secret_is_in_the_rows(store: Store) -> None:
    made = first(store)
    with store.session() as session:
        account = staff.find(session, "Samira")
        opened = staff.open_secrets(account, PASSWORD)
        row = session.execute(select(Team)).scalar_one()
    kept = b"".join((account.salt, account.sealed_secrets, row.wrapped_for_recovery))
    assert bytes(opened.team_key) not in kept
    assert opened.totp_secret.encode() not in kept
    assert made.recovery_words is not None
    assert not [word for word in made.recovery_words if word.encode() in kept]


def test_disable_when_done_then_sessions_end_and_talks_wait_again(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        for who in (samira, bas):
            session.add(
                StaffSession(
                    token_hash=who.id.bytes * 2, staff_id=who.id, wrapped_team_key=b"",
                    last_seen_at=NOW, expires_at=NOW + login.IDLE,
                )
            )  # fmt: skip
            login.set_duty(session, who, on_duty=True)
        hers, his = handed_over(session), handed_over(session)
        handover.claim(session, samira, hers.id, NOW)
        handover.claim(session, bas, his.id, NOW)
        staff.disable(session, "Samira", NOW)
        assert (state_of(session, hers), state_of(session, his)) == (State.WAITING, State.HUMAN)
        assert session.execute(select(StaffSession.staff_id)).scalars().all() == [bas.id]
        assert not login.is_on_duty(session, samira)
        assert staff.anybody_on_duty(session, NOW)


@pytest.mark.parametrize(
    ("on_duty", "seen_ago", "is_disabled", "is_there"),
    [
        (True, timedelta(0), False, True),
        (True, timedelta(minutes=1, seconds=59), False, True),
        (True, timedelta(minutes=3), False, False),
        (True, login.IDLE + timedelta(seconds=1), False, False),
        (False, timedelta(0), False, False),
        (True, timedelta(0), True, False),
    ],
)
def test_anybody_on_duty_when_asked_then_only_who_is_there_counts(
    store: Store, on_duty: bool, seen_ago: timedelta, is_disabled: bool, is_there: bool
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        login.set_duty(session, who, on_duty=on_duty)
        session.get_one(Staff, who.id).disabled_at = NOW if is_disabled else None
        session.add(
            StaffSession(
                token_hash=bytes(32), staff_id=who.id, wrapped_team_key=b"",
                last_seen_at=NOW - seen_ago, expires_at=NOW - seen_ago + login.IDLE,
            )
        )  # fmt: skip
        talk(session)
        assert staff.anybody_on_duty(session, NOW) is is_there


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_enrol_when_the_name_cannot_be_kept_then_it_is_said(store: Store, name: str) -> None:
    with store.session(writing=True) as session, pytest.raises(UnusableName):
        staff.enrol_first(session, name, PASSWORD)


def test_disable_when_done_then_the_password_opens_nothing_any_more(store: Store) -> None:
    first(store)
    with store.session(writing=True) as session:
        staff.disable(session, "Samira", NOW)
    with store.session() as session, pytest.raises(LoginFailed):
        staff.open_secrets(staff.find(session, "Samira"), PASSWORD)
