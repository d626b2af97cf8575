"""The second factor: each code once, and only its owner's."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from bot import vault
from bot.errors import LoginFailed
from bot.models import Staff
from bot.people import factors
from bot.people.boxes import Secrets
from bot.people.factors import Proof
from bot.store import Store
from tests.support.people import NOW, team

SECRET = pyotp.random_base32()
OPENED = Secrets(vault.new_key(), SECRET, vault.new_key())


def test_check_when_a_totp_code_was_used_then_it_does_not_count_again(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        account = session.get_one(Staff, who.id)
        proof = Proof(pyotp.TOTP(SECRET).at(NOW))
        assert factors.check(session, account, OPENED, proof, NOW) == "totp"
        with pytest.raises(LoginFailed):
            factors.check(session, account, OPENED, proof, NOW + timedelta(seconds=20))


def test_check_when_a_recovery_code_is_shown_then_it_is_used_up(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        hers, his = (session.get_one(Staff, who.id) for who in (samira, bas))
        first, second, *_ = factors.new_codes(session, samira.id)
        with pytest.raises(LoginFailed):
            factors.check(session, his, OPENED, Proof(first), NOW)
        assert factors.check(session, hers, OPENED, Proof(first), NOW) == "recovery_code"
        with pytest.raises(LoginFailed):
            factors.check(session, hers, OPENED, Proof(first), NOW)
        assert factors.codes_left(session, samira.id) == factors.CODES - 1
        factors.check(session, hers, OPENED, Proof(second.replace(" ", "-")), NOW)


def test_new_codes_when_there_were_some_then_those_do_not_count_any_more(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        account = session.get_one(Staff, who.id)
        old, *_ = factors.new_codes(session, who.id)
        factors.new_codes(session, who.id)
        with pytest.raises(LoginFailed):
            factors.check(session, account, OPENED, Proof(old), NOW)
        assert factors.codes_left(session, who.id) == factors.CODES


@pytest.mark.parametrize("typed", ["", "0" * 16, "é" * 16, "1" * 5000, "\0" * 16])
def test_check_when_it_is_nonsense_then_it_fails(store: Store, typed: str) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        account = session.get_one(Staff, who.id)
        for opened in (OPENED, Secrets(vault.new_key(), None, vault.new_key())):
            with pytest.raises(LoginFailed):
                factors.check(session, account, opened, Proof(typed), NOW)
