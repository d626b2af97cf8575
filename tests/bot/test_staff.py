"""Accounts, teams and their keys."""

from __future__ import annotations

import unicodedata

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import handover, login, staff, vault
from bot.duty import presence
from bot.errors import CodeMistyped, LoginFailed, NameTaken, NoSuchStaff, UnusableName, WeakPassword
from bot.models import Membership, StaffSession, State, Team
from bot.people import members, teams
from bot.staff import Enrolled
from bot.store import Store
from tests.support.people import NOW, handed_over, logged_in, state_of, team

PASSWORD = "drie fietsen op het dák"
OTHER_PASSWORD = "vier boten in de vijver"


def first(store: Store, name: str = "Samira") -> Enrolled:
    with store.session(writing=True) as session:
        return staff.enrol_first(session, name, PASSWORD)


def key_of(session: Session, name: str, password: str = PASSWORD) -> vault.Key | None:
    """The team's key as this person has it."""
    account = staff.find(session, name)
    (team,) = members.teams_of(session, account.id)
    return members.team_key(session, account, staff.open_secrets(account, password), team.id)


def test_open_secrets_when_the_password_is_right_then_the_teams_key_is_there(store: Store) -> None:
    made = first(store)
    with store.session(writing=True) as session:
        account = staff.find(session, "Samira")
        opened = staff.open_secrets(account, PASSWORD)
        public = session.execute(select(Team.public_key)).scalar_one()
        sealed = vault.seal_to(public, vault.Key(bytes(32)))
        key = key_of(session, "Samira")
    assert key is not None
    assert vault.unseal_with(key, sealed) == bytes(32)
    assert opened.totp_secret is not None
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
        (team,) = members.teams_of(session, samira.id)
        staff.enrol(session, "Bas", OTHER_PASSWORD, None, team.id)
        bas = staff.find(session, "Bas")
        bas.salt, bas.sealed_secrets = samira.salt, samira.sealed_secrets
        with pytest.raises(LoginFailed):
            staff.open_secrets(bas, PASSWORD)


def test_enrol_when_a_colleague_gives_the_key_on_then_both_have_the_same(store: Store) -> None:
    first(store)
    with store.session(writing=True) as session:
        samira = staff.find(session, "Samira")
        (team,) = members.teams_of(session, samira.id)
        key = key_of(session, "Samira")
        made = staff.enrol(session, "Bas", OTHER_PASSWORD, key, team.id)
        bas = staff.find(session, "Bas")
        assert key_of(session, "Bas", OTHER_PASSWORD) == key
        his, hers = staff.open_secrets(bas, OTHER_PASSWORD), staff.open_secrets(samira, PASSWORD)
        assert his.totp_secret != hers.totp_secret
        assert his.private_key != hers.private_key
    assert made.recovery_words is None


def test_recover_key_when_the_printed_words_are_typed_then_it_opens(store: Store) -> None:
    made = first(store)
    assert made.recovery_words is not None
    with store.session() as session:
        (team,) = members.teams_of(session, made.id)
        found = teams.recover_key(session, " ".join(made.recovery_words).upper())
        assert found == (team.id, key_of(session, "Samira"))


def test_recover_key_when_the_words_are_others_then_it_fails(store: Store) -> None:
    with store.session() as session, pytest.raises(LoginFailed):
        teams.recover_key(session, "")
    made = first(store)
    assert made.recovery_words is not None
    with store.session() as session:
        with pytest.raises(LoginFailed):
            teams.recover_key(session, " ".join(made.recovery_words[::-1]))
        with pytest.raises(CodeMistyped):
            teams.recover_key(session, "xqzzy")


def test_enrol_first_when_there_is_a_team_then_it_makes_no_second_one(store: Store) -> None:
    first(store)
    with store.session(writing=True) as session:
        with pytest.raises(NameTaken):
            staff.enrol_first(session, "Bas", OTHER_PASSWORD)
        assert len(session.execute(select(Team)).all()) == 1


def test_enrol_when_the_name_is_taken_then_it_says_so(store: Store) -> None:
    first(store)
    with store.session(writing=True) as session:
        team_id = session.execute(select(Team.id)).scalar_one()
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
        sealed_to = session.execute(select(Membership.wrapped_team_key)).scalar_one() or b""
        key = key_of(session, "Samira") or b""
    kept = b"".join((account.salt, account.sealed_secrets, row.wrapped_for_recovery, sealed_to))
    assert len(key) == len(opened.private_key) == 32
    assert bytes(key) not in kept
    assert bytes(opened.private_key) not in kept
    assert opened.totp_secret is not None
    assert opened.totp_secret.encode() not in kept
    assert made.recovery_words is not None
    assert not [word for word in made.recovery_words if word.encode() in kept]


def test_disable_when_done_then_sessions_end_and_talks_wait_again(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        for who in (samira, bas):
            logged_in(session, who)
            login.set_duty(session, who, on_duty=True)
        hers, his = handed_over(session), handed_over(session)
        handover.claim(session, samira, hers.id, NOW)
        handover.claim(session, bas, his.id, NOW)
        staff.disable(session, "Samira", NOW)
        assert (state_of(session, hers), state_of(session, his)) == (State.WAITING, State.HUMAN)
        assert session.execute(select(StaffSession.staff_id)).scalars().all() == [bas.id]
        assert not login.is_on_duty(session, samira)
        assert presence.of_team(session, bas.team_id, NOW).is_there


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
