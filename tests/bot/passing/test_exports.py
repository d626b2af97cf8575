"""The file for the inspectorate opens with its key and with nothing else, and is kept nowhere."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import select

from bot import access
from bot.errors import NothingAgreed, UnusableRecipient, WeakPassword
from bot.models import AuditEntry
from bot.passing import exports
from bot.passing.exports import Lock
from bot.pictures import keeping
from bot.pictures.keeping import Made
from bot.store import Store
from tests.support.passing import Cast, agree, cast, propose
from tests.support.people import NOW, fresh_token
from tests.support.pictures import drawn
from tests.support.snoop import found_in

PASSPHRASE = "vier losse paarden zwemmen"
CANARIES = ("Wiebelientje", "Hadewych", "Kwakelbrug")


def made(store: Store, lock: Lock) -> tuple[Cast, bytes]:
    with store.session(writing=True) as session:
        those = cast(session, "Wiebelientje was er", "dit niet", "Hadewych ook")
        agree(session, those, propose(session, those, as_file=True), 1, 3, note="Kwakelbrug")
        plain = exports.make(session, those.near, those.access.id, lock, NOW)
    return those, exports.close(plain, lock)


def inside(plain: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_file_when_the_inspectorate_opens_it_then_exactly_the_choice_is_in_it(
    store: Store,
) -> None:
    identity = pyrage.x25519.Identity.generate()
    _, closed = made(store, Lock(recipient=str(identity.to_public())))
    assert closed.startswith(b"age-encryption.org/v1\n")
    files = inside(pyrage.decrypt(closed, [identity]))
    assert set(files) == {"dossier.txt", "dossier.json"}
    told = json.loads(files["dossier.json"])
    assert [turn["text"] for turn in told["turns"]] == ["Wiebelientje was er", "Hadewych ook"]
    assert told["note"] == "Kwakelbrug"
    for canary in CANARIES:
        assert canary in files["dossier.txt"]
    assert "dit niet" not in "".join(files.values())


def test_file_when_another_key_is_tried_then_it_stays_closed(sqlite_store: Store) -> None:
    identity = pyrage.x25519.Identity.generate()
    those, closed = made(sqlite_store, Lock(recipient=str(identity.to_public())))
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(closed, [pyrage.x25519.Identity.generate()])
    for key in (those.access.key, those.near.team_key, those.far.team_key):
        assert key not in closed
    assert found_in(closed, CANARIES) == []


def test_file_when_it_has_a_passphrase_then_that_one_opens_it(sqlite_store: Store) -> None:
    _, closed = made(sqlite_store, Lock(passphrase=PASSPHRASE))
    assert "dossier.txt" in inside(pyrage.passphrase.decrypt(closed, PASSPHRASE))
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(closed, PASSPHRASE + "s")


def test_file_when_it_was_made_then_nothing_of_it_is_on_the_disk(
    sqlite_store: Store, tmp_path: Path
) -> None:
    identity = pyrage.x25519.Identity.generate()
    _, closed = made(sqlite_store, Lock(recipient=str(identity.to_public())))
    sqlite_store.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        raw = path.read_bytes()
        assert closed[:64] not in raw
        assert found_in(raw, CANARIES) == []


def test_file_when_it_was_made_then_the_audit_says_so_without_a_word(store: Store) -> None:
    identity = pyrage.x25519.Identity.generate()
    those, _ = made(store, Lock(recipient=str(identity.to_public())))
    with store.session() as session:
        noted = session.execute(
            select(AuditEntry).where(AuditEntry.action == "exported")
        ).scalar_one()
        assert (noted.actor, noted.subject, noted.detail) == (
            str(those.near.id), str(those.access.id), "age_key",
        )  # fmt: skip


def test_file_when_nobody_agreed_then_there_is_none_and_no_audit_of_it(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        propose(session, those, as_file=True)
    with pytest.raises(NothingAgreed), store.session(writing=True) as session:
        exports.make(session, those.near, those.access.id, Lock(passphrase=PASSPHRASE), NOW)
    with store.session() as session:
        assert (
            session.execute(select(AuditEntry).where(AuditEntry.action == "exported")).first()
            is None
        )


@pytest.mark.parametrize(
    "typed", ["age1", "AGE-SECRET-KEY-1QQ", "ssh-ed25519 AAAA", "age1" + "q" * 58, "hallo"]
)
def test_check_when_it_is_no_public_key_then_that_is_told(typed: str) -> None:
    with pytest.raises(UnusableRecipient):
        exports.check(Lock(recipient=typed))


@pytest.mark.parametrize("typed", ["", "kort", "wachtwoord1234", "a" * 300])
def test_check_when_a_passphrase_would_be_guessed_then_it_is_refused(typed: str) -> None:
    with pytest.raises(WeakPassword):
        exports.check(Lock(passphrase=typed))


def test_check_when_a_key_was_copied_with_spaces_then_it_is_taken() -> None:
    public = str(pyrage.x25519.Identity.generate().to_public())
    exports.check(Lock(recipient=f"  {public}\n"))
    exports.check(Lock(passphrase=PASSPHRASE))


def test_file_when_a_picture_was_agreed_to_then_it_lies_in_it(store: Store) -> None:
    identity = pyrage.x25519.Identity.generate()
    token, image = fresh_token(), drawn()
    with store.session(writing=True) as session:
        those = cast(session, "kijk maar")
        access.grant(session, those.access, token, NOW)
        for name in ("chosen", "left out"):
            keeping.add(session, token, Made(f"picture-{name}", image, "nl"), NOW)
        agree(session, those, propose(session, those, as_file=True), 1, 2)
        lock = Lock(recipient=str(identity.to_public()))
        plain = exports.make(session, those.near, those.access.id, lock, NOW)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        assert set(archive.namelist()) == {"dossier.txt", "dossier.json", "foto-2.jpg"}
        assert archive.read("foto-2.jpg") == image
        assert "Foto toegevoegd (foto-2.jpg)" in archive.read("dossier.txt").decode()
