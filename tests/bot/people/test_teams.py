"""Teams' keys: whose they are, how they come back, and how they are made anew."""

from __future__ import annotations

import json
from base64 import b64encode
from uuid import uuid4

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import handover, login, staff, vault
from bot.desk import notes
from bot.errors import LoginFailed, NameTaken
from bot.member import Counsellor
from bot.models import Membership, Role, Staff, Team, TeamKind
from bot.people import cookies, invitations, members, rekey, teams
from bot.people.errors import NoSuchTeam
from bot.people.factors import Proof
from bot.store import Store
from tests.support.people import NOW, handed_over, private_key, talk, team

PASSWORD = "drie fietsen op het dak"


def test_found_when_there_are_two_then_each_has_keys_of_its_own(store: Store) -> None:
    with store.session(writing=True) as session:
        one = teams.found(session, "school", TeamKind.SCHOOL)
        other = teams.found(session, "inspectie", TeamKind.INSPECTORATE)
        with pytest.raises(NameTaken):
            teams.found(session, "school", TeamKind.BOARD)
        assert one.key != other.key
        assert teams.recover_key(session, " ".join(one.recovery_words)) == (one.team.id, one.key)
        words = " ".join(other.recovery_words)
        assert teams.recover_key(session, words) == (other.team.id, other.key)
        with pytest.raises(LoginFailed):
            teams.recover_key(session, words, "school")
        assert bytes(one.key) not in one.team.wrapped_for_recovery


def test_of_person_when_they_are_in_several_then_the_name_is_asked(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        (bo,) = team(session, "Bo", called="elders")
        account = session.get_one(Staff, samira.id)
        assert teams.of_person(session, account, None).id == samira.team_id
        with pytest.raises(NoSuchTeam):
            teams.of_person(session, account, "elders")
        members.add(session, account, bo.team_id, (Role.ADMIN,))
        with pytest.raises(NoSuchTeam):
            teams.of_person(session, account, None)
        assert teams.of_person(session, account, "elders").id == bo.team_id


def old_box(session: Session, who: Counsellor) -> str:
    """An account as it was before people had keys of their own. Returns the TOTP secret."""
    secret = pyotp.random_base32()
    account = session.get_one(Staff, who.id)
    account.salt, account.public_key = vault.new_salt(), None
    raw = json.dumps({"totp": secret, "team": b64encode(who.team_key).decode()}).encode()
    lid = vault.derive(vault.stretch(PASSWORD.encode(), account.salt), "password")
    account.sealed_secrets = vault.seal(lid, raw, f"staff:{account.id}")
    session.get_one(Membership, (who.id, who.team_id)).wrapped_team_key = None
    session.flush()
    return secret


def test_login_when_the_box_is_an_old_one_then_it_is_closed_anew_and_still_reads(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        (bo,) = team(session, "Bo", called="elders")
        account = session.get_one(Staff, samira.id)
        members.add(session, account, bo.team_id, (Role.COUNSELLOR,), bo.team_key)
        proof = Proof(pyotp.TOTP(old_box(session, samira)).at(NOW))
        session.get_one(Membership, (samira.id, bo.team_id)).wrapped_team_key = None
        opened = staff.open_secrets(account, PASSWORD)
        login.enter(session, "Samira", opened, proof, NOW)
        again = staff.open_secrets(account, PASSWORD)
        assert again.team_key is None
        assert again.private_key == opened.private_key
        assert members.team_key(session, account, again, samira.team_id) == samira.team_key
        assert members.team_key(session, account, again, bo.team_id) is None


def test_rekey_when_done_then_the_old_key_opens_nothing_that_lies_there(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas, gone = team(session, "Samira", "Bas", "Cato")
        talk(session)
        access = handed_over(session)
        notes.add(session, samira, access.id, uuid4(), "Belde met de mentor.", NOW)
        staff.disable(session, "Cato", NOW)
        invitations.invite(session, samira, "Noor", (Role.COUNSELLOR,), NOW)
        words = rekey.rekey(session, samira.team_id, samira.team_key, NOW)
        with pytest.raises(vault.CannotOpen):
            handover.read(session, samira, access.id)
        team_id, new = teams.recover_key(session, " ".join(words))
        assert new != samira.team_key
        for who in (samira, bas):
            token = login.begin(
                session, session.get_one(Staff, who.id), private_key(who), NOW
            ).token
            seated = cookies.reading(session, token, NOW)
            assert (seated.team_id, seated.team_key) == (team_id, new)
            assert handover.read(session, seated, access.id).key == access.key
            assert [note.text for note in notes.of(session, seated, access.id)] == [
                "Belde met de mentor."
            ]
        left = session.get_one(Membership, (gone.id, gone.team_id)).wrapped_team_key
        assert left is None
        public = session.execute(select(Team.public_key)).scalar_one()
        assert public == vault.public_of(new)
