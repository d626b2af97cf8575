"""Invitations and what comes of them."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import login, staff, vault
from bot.errors import NameTaken, SessionEnded, UnusableName
from bot.member import Counsellor, Member
from bot.models import Invitation, Membership, RecoveryCode, Role, Staff, StaffSession
from bot.people import accepting, cookies, factors, invitations, members
from bot.people.accepting import Accepted
from bot.people.errors import (
    AlsoElsewhere,
    GuessablePassword,
    InvitationGone,
    NoColleague,
    RolesNeeded,
    ShortPassword,
    WrongFactor,
)
from bot.people.factors import Proof
from bot.store import Store
from tests.support.people import NOW, logged_in, team

PASSWORD = "drie fietsen op het dak"
READER = (Role.COUNSELLOR,)
ADMIN = frozenset({Role.ADMIN})


def accepted(session: Session, secret: bytes, name: str = "Bas") -> Accepted:
    """Everything that the link's pages do."""
    offer = accepting.choose(session, secret, name, PASSWORD, NOW)
    sent = accepting.packed(session, secret, accepting.drafted(offer, name, PASSWORD))
    draft = accepting.unpacked(session, secret, sent)
    code = pyotp.TOTP(draft.totp_secret).at(NOW)
    return accepting.accept(session, secret, draft, Proof(code), "", "", NOW)


def without_key(who: Counsellor) -> Member:
    return Member(who.id, who.name, who.team_id, roles=ADMIN)


def test_accept_when_the_inviter_reads_then_so_does_the_new_one(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        made = accepted(session, invitations.invite(session, samira, "Bas", READER, NOW))
        bas = cookies.resume(session, made.entered.token, NOW)
        assert isinstance(bas, Counsellor)
        assert (bas.name, bas.roles, bas.team_key) == ("Bas", {Role.COUNSELLOR}, samira.team_key)
        account = staff.find(session, "Bas")
        opened = staff.open_secrets(account, PASSWORD)
        later = NOW + timedelta(seconds=30)
        proof = Proof(pyotp.TOTP(opened.totp_secret or "").at(later))
        login.enter(session, "Bas", opened, proof, later)
    assert len(set(made.codes)) == factors.CODES
    assert not [code for code in made.codes if code in repr(made)]


def test_accept_when_the_inviter_has_no_key_then_the_new_one_waits_for_it(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        secret = invitations.invite(session, without_key(samira), "Bas", READER, NOW)
        bas = cookies.resume(session, accepted(session, secret).entered.token, NOW)
        assert not isinstance(bas, Counsellor)
        waiting = [one.name for one in members.of_team(session, samira.team_id) if one.waits]
    assert waiting == ["Bas"]


def test_accept_when_the_roles_do_not_read_then_no_key_comes_along(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        secret = invitations.invite(session, samira, "Bas", (Role.ANALYST, Role.AUDITOR), NOW)
        kept = session.execute(select(Invitation.wrapped_team_key)).scalar_one()
        bas = cookies.resume(session, accepted(session, secret).entered.token, NOW)
    assert kept is None
    assert not isinstance(bas, Counsellor)
    assert bas.roles == {Role.ANALYST, Role.AUDITOR}


def test_accept_when_the_link_was_used_then_it_is_gone(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        secret = invitations.invite(session, samira, "Bas", READER, NOW)
        accepted(session, secret)
        with pytest.raises(InvitationGone):
            accepted(session, secret, "Noor")
        assert [one.name for one in staff.all_staff(session)] == ["Bas", "Samira"]


def test_look_when_it_was_withdrawn_then_it_is_gone(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        (stranger,) = team(session, "Bo", called="elders")
        secret = invitations.invite(session, samira, "Bas", READER, NOW)
        (one,) = invitations.pending(session, samira.team_id, NOW)
        invitations.withdraw(session, stranger, one.number, NOW)
        assert invitations.look(session, secret, NOW).team == "team"
        invitations.withdraw(session, samira, one.number, NOW)
        invitations.withdraw(session, samira, one.number, NOW)
        with pytest.raises(InvitationGone):
            invitations.look(session, secret, NOW)


def test_look_when_three_days_are_over_then_it_is_gone(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        secret = invitations.invite(session, samira, "Bas", READER, NOW)
        late = NOW + invitations.LIFE
        assert invitations.look(session, secret, late - timedelta(minutes=2)).name == "Bas"
        with pytest.raises(InvitationGone):
            invitations.look(session, secret, late)
        assert invitations.pending(session, samira.team_id, late) == []
        invitations.drop_expired(session, late)
        assert session.execute(select(Invitation)).first() is None


@pytest.mark.parametrize(
    ("name", "password", "error"),
    [
        ("Bas", "kort", ShortPassword),
        ("Bas", "welkom123456", GuessablePassword),
        ("Bas", "aaaaaaaaaaaaaaaa", GuessablePassword),
        (" ", PASSWORD, UnusableName),
        ("Samira", PASSWORD, NameTaken),
    ],
)
def test_choose_when_it_will_not_do_then_it_is_said_and_the_link_still_counts(
    store: Store, name: str, password: str, error: type[Exception]
) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        secret = invitations.invite(session, samira, "Bas", READER, NOW)
        with pytest.raises(error):
            accepting.choose(session, secret, name, password, NOW)
        accepted(session, secret)


def test_accept_when_the_new_factor_does_not_work_then_nothing_was_made(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        secret = invitations.invite(session, samira, "Bas", READER, NOW)
        draft = accepting.drafted(invitations.look(session, secret, NOW), "Bas", PASSWORD)
    for proof in (Proof(), Proof("000000"), Proof("0" * 16)):
        with pytest.raises(WrongFactor), store.session(writing=True) as session:
            accepting.accept(session, secret, draft, proof, "", "", NOW)
    with store.session(writing=True) as session:
        assert [one.name for one in staff.all_staff(session)] == ["Samira"]
        accepted(session, secret)


def test_draft_when_it_is_carried_to_another_link_then_it_does_not_open(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        one = invitations.invite(session, samira, "Bas", READER, NOW)
        other = invitations.invite(session, samira, "Noor", READER, NOW)
        draft = accepting.drafted(invitations.look(session, one, NOW), "Bas", PASSWORD)
        sent = accepting.packed(session, one, draft)
        assert draft.lid not in sent
        for secret, text in ((other, sent), (one, ""), (one, "x"), (one, sent[:-8])):
            with pytest.raises(InvitationGone):
                accepting.unpacked(session, secret, text)


def test_invite_when_no_role_was_chosen_then_it_says_so(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        with pytest.raises(RolesNeeded):
            invitations.invite(session, samira, "Bas", (), NOW)


def test_invite_back_when_accepted_then_what_was_before_is_gone_and_the_key_is_there(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        _make_admin(session, samira)
        logged_in(session, bas)
        before = factors.new_codes(session, bas.id)
        before_public = session.get_one(Staff, bas.id).public_key
        secret = invitations.invite_back(session, samira, bas.id, NOW)
        made = accepted(session, secret, "Iemand Anders")
        who = cookies.resume(session, made.entered.token, NOW)
        assert isinstance(who, Counsellor)
        assert (who.id, who.name, who.team_key) == (bas.id, "Bas", samira.team_key)
        assert session.get_one(Staff, bas.id).public_key != before_public
        assert len(session.execute(select(StaffSession)).all()) == 1
        assert len(session.execute(select(RecoveryCode)).all()) == factors.CODES
    assert not set(before) & set(made.codes)


def test_invite_back_when_they_are_in_a_team_of_others_then_it_is_refused(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        (bo,) = team(session, "Bo", called="elders")
        _make_admin(session, samira)
        members.add(session, session.get_one(Staff, bas.id), bo.team_id, READER)
        with pytest.raises(AlsoElsewhere):
            invitations.invite_back(session, samira, bas.id, NOW)
        with pytest.raises(NoColleague):
            invitations.invite_back(session, samira, bo.id, NOW)
        members.add(session, session.get_one(Staff, samira.id), bo.team_id, ADMIN)
        invitations.invite_back(session, samira, bas.id, NOW)


def test_join_when_somebody_is_logged_in_then_one_account_has_both_teams(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        (bo,) = team(session, "Bo", called="elders")
        bas = accepted(session, invitations.invite(session, samira, "Bas", READER, NOW)).entered
        secret = invitations.invite(session, bo, "Bas", READER, NOW)
        accepting.join(session, secret, bas.token, NOW)
        account = staff.find(session, "Bas")
        opened = staff.open_secrets(account, PASSWORD)
        keys = {
            team.id: members.team_key(session, account, opened, team.id)
            for team in members.teams_of(session, account.id)
        }
        assert keys == {samira.team_id: samira.team_key, bo.team_id: bo.team_key}
        with pytest.raises(InvitationGone):
            accepting.join(session, secret, bas.token, NOW)
        with pytest.raises(SessionEnded):
            accepting.join(session, secret, bytes(32), NOW)


def test_join_when_they_are_a_member_already_then_the_roles_come_on_top(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        bas = accepted(session, invitations.invite(session, samira, "Bas", READER, NOW)).entered
        secret = invitations.invite(session, without_key(samira), "Bas", (Role.AUDITOR,), NOW)
        accepting.join(session, secret, bas.token, NOW)
        who = cookies.resume(session, bas.token, NOW)
    assert isinstance(who, Counsellor)
    assert who.roles == {Role.COUNSELLOR, Role.AUDITOR}


def test_invitation_when_its_row_is_read_then_neither_secret_nor_key_is_in_it(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        secret = invitations.invite(session, samira, "Bas", READER, NOW)
        row = session.execute(select(Invitation)).scalar_one()
        kept = row.token_hash + (row.wrapped_team_key or b"")
        assert secret not in kept
        assert bytes(samira.team_key) not in kept
        assert row.token_hash == vault.fingerprint(secret)


def _make_admin(session: Session, who: Counsellor) -> None:
    session.get_one(Membership, (who.id, who.team_id)).roles = "admin,counsellor"
