"""With the database and all settings, but without token, code or a counsellor's key: nothing."""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Session

from bot import codes, staff, vault
from bot.models import Base, Conversation, Membership
from bot.store import Store
from tests.postgres import find_programs
from tests.support.scene import CANARIES, PASSWORD, REPORTED, Secrets, play
from tests.support.snoop import found_in, says
from vertelmaar.settings import Settings

PURPOSES = (
    "token", "code", "session", "password", "recovery", "csrf", "fingerprint", "invitation",
    "draft", "challenge", "notes", "chat-lookup", "chat-box",
)  # fmt: skip
SEALED_TO_A_PAIR = (Conversation.team_wrapped_key, Membership.wrapped_team_key)

Row = dict[str, Any]


@dataclass(frozen=True)
class Lock:
    """A sealed value, and the place it is bound to."""

    column: str
    sealed: bytes
    place: str


def rows(session: Session) -> Iterator[tuple[str, Row]]:
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)).mappings():
            yield table.name, dict(row)


def values(session: Session) -> list[tuple[str, bytes]]:
    """Every column of every row, as bytes."""
    return [
        (f"{table}.{name}", value if isinstance(value, bytes) else str(value).encode())
        for table, row in rows(session)
        for name, value in row.items()
        if value is not None
    ]


def locks(session: Session) -> list[Lock]:
    """Every sealed value; the places can be worked out from the rows, so a thief has them too."""
    found: list[Lock] = []
    for table, row in rows(session):
        places = {
            "turn.sealed_body": "turn:{conversation_id}:{seq}:{author}",
            "conversation.sealed_engine_state": "engine:{id}",
            "conversation.sealed_digest": "digest:{id}",
            "conversation.sealed_code": "conversation:{id}:words",
            "conversation.code_wrapped_key": "conversation:{id}:code",
            "access_token.wrapped_key": "token:{conversation_id}",
            "staff.sealed_secrets": "staff:{id}",
            "staff_session.wrapped_private_key": "session:{staff_id}",
            "invitation.wrapped_team_key": "invitation:{team_id}",
            "team.wrapped_for_recovery": "team:{id}:recovery",
            "note.sealed_body": "note:{conversation_id}:{id}",
            "proposal.sealed_body": "proposal:{conversation_id}",
            "dossier.sealed_body": "dossier:{conversation_id}:{team_id}",
            "picture.sealed_image": "picture:{id}",
            "messenger_chat.sealed_address": "chat:address:{id}",
            "messenger_chat.sealed_token": "chat:token:{id}",
            "messenger_post.sealed_body": "chat:post:{chat_id}:{key}",
        }
        for column, place in places.items():
            value = row.get(column.partition(".")[2])
            if column.startswith(f"{table}.") and value is not None:
                found.append(Lock(column, value, place.format(**row)))
    return found


def opens(key: bytes, lock: Lock) -> bool:
    try:
        vault.unseal(vault.Key(key), lock.sealed, lock.place)
    except vault.CannotOpen:
        return False
    return True


def boxes_opened(key: bytes, session: Session) -> set[str]:
    """The columns of what is sealed to a pair, of which this is the private key."""
    opened = set()
    for column in SEALED_TO_A_PAIR:
        sealed = session.execute(select(column)).scalar_one()
        assert sealed is not None
        with suppress(vault.CannotOpen):
            vault.unseal_with(vault.Key(key), sealed)
            opened.add(str(column).lower())
    return opened


def keys_from(secret: bytes) -> Iterator[bytes]:
    """Everything that our own code could make into a key out of a secret."""
    if len(secret) == vault.KEY_BYTES:
        yield secret
    yield vault.fingerprint(secret)
    for part in (secret, secret[:32], secret[32:]):
        for purpose in PURPOSES:
            yield vault.derive(part, purpose)


def windows(raw: bytes) -> Iterator[bytes]:
    """Every 32 bytes that stand in a value, were they a key that was forgotten there."""
    for start in range(len(raw) - vault.KEY_BYTES + 1):
        yield raw[start : start + vault.KEY_BYTES]


@pytest.fixture
def secrets(store: Store) -> Secrets:
    return play(store)


def test_database_when_every_column_is_read_then_no_word_is_in_it(
    store: Store, secrets: Secrets
) -> None:
    with store.session() as session:
        stored = values(session)
    assert len(stored) > 60
    assert {column: found for column, raw in stored if (found := says(raw, CANARIES))} == {}


def test_database_when_every_key_in_it_is_tried_then_nothing_opens(
    store: Store, secrets: Secrets, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, _env_file=None).model_dump()
    with store.session() as session:
        sealed = locks(session)
        known = [raw for _, raw in values(session)]
        known += [UUID(raw.decode()).bytes for raw in known if len(raw) == 36 and b"-" in raw]
        known += [str(value).encode() for value in settings.values()]
        known += [b"", b"vertelmaar", PASSWORD[::-1].encode()]
        keys = {key for raw in known for key in keys_from(raw[:64])}
        keys |= {window for raw in known for window in windows(raw)}
        opened = {lock.column for key in keys for lock in sealed if opens(key, lock)}
        assert opened == set()
        small = {key for raw in known for key in keys_from(raw[:64])}
        assert not any(boxes_opened(key, session) for key in small)


def test_database_when_the_salts_in_it_are_stretched_then_nothing_opens(
    store: Store, secrets: Secrets
) -> None:
    with store.session() as session:
        sealed = locks(session)
        salt = codes.salt_of(session)
        for guess in (b"", b"Samira", salt, str(secrets.access.id).encode()):
            keys = set(keys_from(vault.stretch(guess, salt)))
            assert not [lock.column for lock in sealed for key in keys if opens(key, lock)]


def test_database_when_a_person_brings_a_secret_then_exactly_what_is_theirs_opens(
    store: Store, secrets: Secrets
) -> None:
    """The same search with a key in hand: the searches above find nothing, but not by error."""
    with store.session() as session:
        sealed = locks(session)
        account = staff.find(session, "Samira")
        stretched = vault.stretch(" ".join(secrets.code).encode(), codes.salt_of(session))
        brought = {
            "token": secrets.token,
            "code": stretched,
            "cookie": secrets.cookie,
            "link": secrets.link,
            "password": vault.stretch(PASSWORD.encode(), account.salt),
            "conversation": secrets.access.key,
            "team": secrets.team_key,
            "server": secrets.server,
        }
        opened = {
            who: {lock.column for lock in sealed for key in keys_from(raw) if opens(key, lock)}
            for who, raw in brought.items()
        }
        assert boxes_opened(secrets.team_key, session) == {"conversation.team_wrapped_key"}
        assert boxes_opened(secrets.private_key, session) == {"membership.wrapped_team_key"}
    assert opened == {
        "token": {"access_token.wrapped_key"},
        "code": {"conversation.code_wrapped_key"},
        "cookie": {"staff_session.wrapped_private_key"},
        "link": {"invitation.wrapped_team_key"},
        "password": {"staff.sealed_secrets"},
        "team": {"note.sealed_body"},
        "server": {
            "messenger_chat.sealed_address", "messenger_chat.sealed_token",
            "messenger_post.sealed_body",
        },
        "conversation": {
            "turn.sealed_body", "conversation.sealed_engine_state", "conversation.sealed_digest",
            "conversation.sealed_code", "proposal.sealed_body", "dossier.sealed_body",
            "picture.sealed_image",
        },
    }  # fmt: skip
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.startswith(("sealed_", "wrapped_")) or column.name.endswith("_wrapped_key")
    }
    tried = {lock.column for lock in sealed} | {str(column).lower() for column in SEALED_TO_A_PAIR}
    assert columns == tried, "a sealed column that this test does not know"


def test_database_when_a_column_holds_bytes_then_it_is_sealed_hashed_or_random(
    store: Store,
) -> None:
    plain = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and "sealed" not in column.name
        and "wrapped" not in column.name
    }  # fmt: skip
    assert plain == {
        "installation.code_salt", "installation.proof_secret",
        "team.public_key", "team.recovery_salt", "staff.salt", "staff.public_key",
        "invitation.token_hash", "passkey.credential_id", "passkey.public_key",
        "recovery_code.code_hash", "audit_entry.hash",
        "staff_session.token_hash", "access_token.token_hash", "conversation.code_lookup",
        "messenger_chat.lookup",
    }  # fmt: skip


@pytest.mark.parametrize("is_checkpointed", [False, True])
def test_sqlite_when_its_files_are_read_then_no_word_and_no_secret_is_in_them(
    sqlite_store: Store, tmp_path: Path, is_checkpointed: bool
) -> None:
    secrets = play(sqlite_store)
    if is_checkpointed:
        sqlite_store.close()
    raw = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("vertelmaar.db*")))
    assert len(raw) > 50_000
    assert_nothing_in(raw, secrets)


def test_postgres_when_it_is_dumped_then_no_word_and_no_secret_is_in_it(
    postgres_store: Store,
) -> None:
    secrets = play(postgres_store)
    programs = find_programs()
    assert programs is not None
    dumped = subprocess.run(
        [programs / "pg_dump", postgres_store.url.set(drivername="postgresql").render_as_string()],
        capture_output=True,
        check=True,
    ).stdout
    assert b"COPY public.turn" in dumped
    assert_nothing_in(dumped, secrets)


def assert_nothing_in(raw: bytes, secrets: Secrets) -> None:
    assert found_in(raw, CANARIES) == []
    for secret in (
        secrets.access.key, secrets.token, secrets.cookie, secrets.team_key, secrets.private_key,
        secrets.link, secrets.server,
    ):  # fmt: skip
        for shape in (secret, secret.hex().encode(), base64.b64encode(secret)[:-4]):
            assert shape not in raw
    assert found_in(raw, (secrets.totp, PASSWORD)) == []
    # Single words of a code are common ones; two of them in a row would be a code.
    for words in (secrets.code, secrets.recovery):
        pairs = itertools.pairwise(words)
        assert found_in(raw, tuple(" ".join(pair) for pair in pairs)) == []


@pytest.mark.parametrize(
    "packed",
    [
        REPORTED.encode(),
        REPORTED.encode("utf-16"),
        REPORTED.encode("utf-16-be"),
        base64.b64encode(REPORTED.encode()),
        REPORTED.encode().hex().encode(),
        json.dumps({"a": REPORTED}).encode(),
        gzip.compress(json.dumps({"a": REPORTED}).encode()),
        base64.b64encode(gzip.compress(REPORTED.encode("utf-16-le"))),
    ],
)
def test_snoop_when_a_word_is_there_in_any_shape_then_it_is_found(packed: bytes) -> None:
    assert says(packed, CANARIES) == sorted(CANARIES)


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_snoop_when_a_word_stands_inside_a_file_then_it_is_found(before: str) -> None:
    text = f"{before}{REPORTED}"
    for packed in (
        text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"),
        base64.b64encode(text.encode()), text.encode().hex().encode(),
    ):  # fmt: skip
        assert found_in(b"\x00\x01" + packed + b"\xff", CANARIES) == sorted(CANARIES)
