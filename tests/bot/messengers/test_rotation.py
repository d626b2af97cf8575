"""A new secret for the server: all of it or none of it, wherever it is interrupted."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from sqlalchemy import select

from bot import vault
from bot.access import by_token
from bot.errors import StoreUnavailable, UnknownConversation
from bot.messengers import chats, keys, outbox, rotation
from bot.messengers.chats import Known
from bot.messengers.keys import Keys, NoSecret
from bot.messengers.outbox import Message, Piece
from bot.messengers.rotation import SecretInUse
from bot.models import AccessToken
from bot.store import Store
from tests.support.people import NOW, talk
from tests.support.stores import opened

PEOPLE = ("anna", "bert")
WATCHED = tuple(str(Path(str(module.__file__))) for module in (rotation, keys))
ENDED = 9


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / keys.FILE


def filled(store: Store, path: Path) -> dict[str, Known]:
    """Chats with talks, and something due to each."""
    found = rotation.settle(store, path)
    with store.session(writing=True) as session:
        for address in PEOPLE:
            chat = chats.open_or_make(session, found, "test", address, "nl", NOW)
            chats.begin_talk(session, chat, talk(session, "hoi", token=chat.token).id)
            message = Message(pieces=(Piece(f"Dag {address}"),))
            outbox.put(session, found, chat.id, "turn:x:2:0", message, NOW)
    return whole(store, found)


def whole(store: Store, found: Keys) -> dict[str, Known]:
    """All chats, each of which a secret finds and opens, with its talk and what is due to it."""
    there = {}
    with store.session() as session:
        for address in PEOPLE:
            chat = chats.find(session, found, "test", address)
            assert chat is not None
            assert by_token(session, chat.token, NOW).id == chat.conversation_id
            due = outbox.next_due(session, found, chat.id)
            assert due is not None
            assert (due.address, due.message.text) == (address, f"Dag {address}")
            there[address] = chat
        assert len(session.execute(select(AccessToken)).all()) == len(PEOPLE)
    return there


def test_rotate_when_it_is_done_then_the_old_secret_and_tokens_open_nothing(
    store: Store, path: Path
) -> None:
    before = filled(store, path)
    old = keys.read(path)
    assert rotation.rotate(store, path, NOW) == len(PEOPLE)
    after = whole(store, rotation.settle(store, path))
    assert keys.read(path) != old
    assert sorted(file.name for file in path.parent.glob("messengers*")) == [keys.FILE]
    with store.session() as session:
        for address in PEOPLE:
            assert after[address].id == before[address].id
            assert chats.find(session, old, "test", address) is None
            with pytest.raises(vault.CannotOpen):
                chats.one(session, old, before[address].id)
            with pytest.raises(UnknownConversation):
                by_token(session, before[address].token, NOW)


def test_rotate_when_a_chat_has_no_talk_then_it_is_sealed_anew_too(
    store: Store, path: Path
) -> None:
    found = rotation.settle(store, path)
    with store.session(writing=True) as session:
        chats.open_or_make(session, found, "test", "carla", "en", NOW)
    rotation.rotate(store, path, NOW)
    with store.session() as session:
        chat = chats.find(session, keys.read(path), "test", "carla")
    assert chat is not None
    assert chat.language == "en"


def killed_at(line: int, work: Callable[[], object]) -> bool:
    """Do something in a process that ends, without a word, at its nth line. Says whether it did."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == ENDED
    left = line

    def watch(frame: FrameType, event: str, _value: object) -> object:
        nonlocal left
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os._exit(ENDED)
        return watch

    sys.settrace(watch)  # type: ignore[arg-type]
    try:
        work()
    finally:
        os._exit(0)


def test_rotate_when_it_is_killed_anywhere_then_the_next_start_has_it_whole(
    store: Store, path: Path
) -> None:
    filled(store, path)
    store.engine.dispose()
    url = store.url.render_as_string(hide_password=False)

    def work() -> None:
        with opened(url) as own:
            rotation.rotate(own, path, NOW)

    ways, line = set(), 1
    while killed_at(line, work):
        old = path.read_bytes()
        was_beside = path.with_name(path.name + ".new").exists()
        whole(store, rotation.settle(store, path))
        ways.add((was_beside, path.read_bytes() == old))
        store.engine.dispose()
        line += 1
    assert line > 50
    # Before anything was written, before the rows were, and after; and all of it was done.
    assert ways == {(False, True), (True, True), (True, False)}
    whole(store, rotation.settle(store, path))


@pytest.mark.parametrize("half", [b"", b"x" * 31])
def test_settle_when_the_new_secret_was_half_written_then_the_old_one_stays(
    store: Store, path: Path, half: bytes
) -> None:
    filled(store, path)
    path.with_name(path.name + ".new").write_bytes(half)
    whole(store, rotation.settle(store, path))
    assert rotation.rotate(store, path, NOW) == len(PEOPLE)


@pytest.mark.parametrize("held", [None, b"", b"x" * 32])
def test_settle_when_the_secret_is_lost_then_nothing_is_made_up(
    store: Store, path: Path, held: bytes | None
) -> None:
    filled(store, path)
    path.unlink()
    if held is not None:
        path.write_bytes(held)
    for work in (rotation.settle, lambda store, path: rotation.rotate(store, path, NOW)):
        with pytest.raises(NoSecret):
            work(store, path)
    assert (path.read_bytes() if path.exists() else None) == held
    rotation.forget_all(store)
    path.unlink(missing_ok=True)
    with store.session() as session:
        assert chats.find(session, rotation.settle(store, path), "test", "anna") is None


def test_rotate_when_the_database_is_locked_then_the_old_secret_stays(
    impatient: None, sqlite_store: Store, path: Path
) -> None:
    filled(sqlite_store, path)
    url = sqlite_store.url.render_as_string()
    with opened(url) as other, other.session(writing=True) as session:
        session.execute(select(AccessToken))
        with pytest.raises(StoreUnavailable):
            rotation.rotate(sqlite_store, path, NOW)
    whole(sqlite_store, rotation.settle(sqlite_store, path))


def test_in_use_when_somebody_else_works_with_it_then_it_is_refused(path: Path) -> None:
    with rotation.in_use(path), pytest.raises(SecretInUse), rotation.in_use(path):
        pass
    with rotation.in_use(path):
        pass
