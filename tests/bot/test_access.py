"""Tokens of tabs, and what they open."""

from __future__ import annotations

import base64
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from bot import access, conversations, vault
from bot.errors import MalformedToken, UnknownConversation
from bot.models import AccessToken, Conversation
from bot.store import Store
from tests.support.people import NOW, fresh_token, talk

TOKEN = bytes(range(200, 232))
AS_SENT = base64.urlsafe_b64encode(TOKEN).decode().rstrip("=")


def test_parse_token_when_a_page_made_it_then_it_is_32_bytes() -> None:
    assert len(AS_SENT) == 43
    assert access.parse_token(AS_SENT) == TOKEN


@pytest.mark.parametrize(
    "typed",
    ["", "=", "hoi", AS_SENT[:-1], AS_SENT + "A", AS_SENT + "=", "é" * 43, "a b" + AS_SENT[3:],
     AS_SENT[:20] + "\n" + AS_SENT[20:], "A" * 10_000, "\ud800" * 43, "\0" * 43],
)  # fmt: skip
def test_parse_token_when_it_is_anything_else_then_it_is_refused(typed: str) -> None:
    with pytest.raises(MalformedToken) as caught:
        access.parse_token(typed)
    assert str(caught.value) == "MalformedToken"


def test_by_token_when_the_tab_began_the_talk_then_it_opens_it(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        made = talk(session, token=token)
        assert access.by_token(session, token, NOW) == made


def test_by_token_when_the_token_is_another_then_it_opens_nothing(store: Store) -> None:
    with store.session(writing=True) as session:
        talk(session)
        with pytest.raises(UnknownConversation):
            access.by_token(session, fresh_token(), NOW)


def test_by_token_when_its_life_is_over_then_it_opens_nothing(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        talk(session, token=token)
        access.by_token(session, token, NOW + access.TOKEN_LIFE - timedelta(minutes=1))
        with pytest.raises(UnknownConversation):
            access.by_token(session, token, NOW + access.TOKEN_LIFE)


def test_prolong_when_the_tab_is_in_use_then_its_life_begins_anew(store: Store) -> None:
    token = fresh_token()
    later = NOW + timedelta(hours=20)
    with store.session(writing=True) as session:
        made = talk(session, token=token)
        access.prolong(session, token, later)
        assert access.by_token(session, token, later + timedelta(hours=20)) == made


def test_prolong_when_the_token_is_gone_then_nothing_happens(store: Store) -> None:
    with store.session(writing=True) as session:
        access.prolong(session, fresh_token(), NOW)
        assert session.execute(select(AccessToken)).first() is None


def test_by_token_when_the_row_points_to_another_talk_then_it_does_not_open(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        talk(session, token=token)
        other = talk(session)
        session.execute(
            update(AccessToken)
            .where(AccessToken.token_hash == vault.fingerprint(token))
            .values(conversation_id=other.id)
        )
        with pytest.raises(vault.CannotOpen):
            access.by_token(session, token, NOW)


def test_grant_when_the_tab_had_another_talk_then_it_opens_the_new_one(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        talk(session, token=token)
        other = talk(session)
        access.grant(session, other, token, NOW)
        assert access.by_token(session, token, NOW) == other


def test_grant_first_when_the_old_token_has_expired_then_it_opens_the_new_talk(
    store: Store,
) -> None:
    token = fresh_token()
    later = NOW + access.TOKEN_LIFE
    with store.session(writing=True) as session:
        talk(session, token=token)
        made = conversations.begin(session, token, "nl", "web", later)
        assert access.by_token(session, token, later) == made


def test_grant_when_kept_then_the_row_holds_no_token_no_key_and_no_exact_time(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        made = talk(session, token=token)
        row = session.execute(select(AccessToken)).scalar_one()
    assert token not in row.token_hash + row.wrapped_key
    assert bytes(made.key) not in row.token_hash + row.wrapped_key
    assert (row.expires_at.second, row.expires_at.microsecond) == (0, 0)


def test_conversation_of_when_it_was_erased_then_it_is_unknown(store: Store) -> None:
    with store.session(writing=True) as session:
        made = talk(session)
        assert access.conversation_of(session, made, lock=True).id == made.id
        conversations.erase(session, made.id, NOW)
        with pytest.raises(UnknownConversation):
            access.conversation_of(session, made)
        assert session.execute(select(Conversation)).first() is None


def test_access_when_printed_then_the_key_is_not_in_it() -> None:
    key = vault.new_key()
    assert repr(key) not in repr(access.Access(uuid4(), key))
