"""Passkeys: theirs alone, for this site alone, and each answer once."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import LoginFailed
from bot.models import Passkey
from bot.people import passkeys
from bot.people.errors import PasskeyRefused
from bot.people.passkeys import Site
from bot.store import Store
from tests.support.authenticator import Authenticator
from tests.support.people import NOW, team

SITE = Site("meld.school.nl", ("https://meld.school.nl",))
LATER = NOW + timedelta(seconds=20)


def authenticator(origin: str = SITE.origins[0], host: str = SITE.host) -> Authenticator:
    return Authenticator(origin, host)


def given(session: Session, staff_id: UUID, key: Authenticator) -> None:
    options = passkeys.options_to_register(session, SITE, staff_id, "Samira", NOW)
    made = passkeys.registered(session, key.register(options), SITE, NOW)
    passkeys.keep(session, staff_id, "telefoon", made, NOW)


def asked(session: Session, key: Authenticator, at: timedelta = timedelta(0)) -> str:
    return key.answer(passkeys.options_to_answer(session, SITE, LATER + at))


def test_check_when_the_passkey_answers_then_it_counts_once(store: Store) -> None:
    key = authenticator()
    with store.session(writing=True) as session:
        (who,) = team(session)
        given(session, who.id, key)
        answer = asked(session, key)
        passkeys.check(session, who.id, answer, SITE, LATER)
        with pytest.raises(LoginFailed):
            passkeys.check(session, who.id, answer, SITE, LATER)
        passkeys.check(session, who.id, asked(session, key, timedelta(seconds=1)), SITE,
                       LATER + timedelta(seconds=1))  # fmt: skip


def test_check_when_two_pages_asked_then_the_older_challenge_no_longer_counts(
    store: Store,
) -> None:
    key = authenticator()
    with store.session(writing=True) as session:
        (who,) = team(session)
        given(session, who.id, key)
        older = asked(session, key)
        newer = asked(session, key, timedelta(seconds=1))
        passkeys.check(session, who.id, newer, SITE, LATER + timedelta(seconds=2))
        with pytest.raises(LoginFailed):
            passkeys.check(session, who.id, older, SITE, LATER + timedelta(seconds=2))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://meld.school.nl.elders.nl", "meld.school.nl"),
        ("http://meld.school.nl", "meld.school.nl"),
        ("https://meld.school.nl", "elders.nl"),
    ],
)
def test_check_when_another_site_asked_then_it_does_not_count(
    store: Store, origin: str, host: str
) -> None:
    key = authenticator()
    with store.session(writing=True) as session:
        (who,) = team(session)
        given(session, who.id, key)
        key.origin, key.host = origin, host
        with pytest.raises(LoginFailed):
            passkeys.check(session, who.id, asked(session, key), SITE, LATER)


def test_check_when_it_is_a_colleagues_then_it_does_not_count(store: Store) -> None:
    key = authenticator()
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        given(session, bas.id, key)
        with pytest.raises(LoginFailed):
            passkeys.check(session, samira.id, asked(session, key), SITE, LATER)


@pytest.mark.parametrize("late", [timedelta(minutes=11), timedelta(minutes=-2)])
def test_check_when_the_challenge_is_old_or_from_the_future_then_it_does_not_count(
    store: Store, late: timedelta
) -> None:
    key = authenticator()
    with store.session(writing=True) as session:
        (who,) = team(session)
        given(session, who.id, key)
        with pytest.raises(LoginFailed):
            passkeys.check(session, who.id, asked(session, key), SITE, LATER + late)


def test_check_when_the_challenge_was_made_up_then_it_does_not_count(store: Store) -> None:
    key = authenticator()
    with store.session(writing=True) as session:
        (who,) = team(session)
        given(session, who.id, key)
        for challenge in ("", "AAAA", "A" * 76):
            answer = key.answer(json.dumps({"challenge": challenge}))
            with pytest.raises(LoginFailed):
                passkeys.check(session, who.id, answer, SITE, LATER)


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "null", "\0", "x" * 50_000, '{"id": 1}', "[" * 9000]
)
def test_answer_when_it_is_nonsense_then_it_is_refused_kindly(store: Store, sent: str) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        with pytest.raises(LoginFailed):
            passkeys.check(session, who.id, sent, SITE, NOW)
        with pytest.raises(PasskeyRefused):
            passkeys.registered(session, sent, SITE, NOW)


def test_keep_when_a_passkey_is_somebodys_then_nobody_else_gets_it(store: Store) -> None:
    key = authenticator()
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        given(session, samira.id, key)
        with pytest.raises(PasskeyRefused):
            given(session, bas.id, key)
        assert session.execute(select(Passkey.staff_id)).scalars().all() == [samira.id]
