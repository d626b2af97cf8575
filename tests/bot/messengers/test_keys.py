"""The server's secret: what it finds and opens, and what is nothing without it."""

from __future__ import annotations

import stat
from pathlib import Path
from uuid import uuid4

import pytest

from bot import vault
from bot.messengers import keys
from bot.messengers.keys import Keys, NoSecret

ONE, OTHER = Keys.of(bytes(32)), Keys.of(bytes(31) + b"\1")
CHAT = uuid4()


def test_lookup_when_the_address_is_the_same_then_it_is_found_under_one_secret_alone() -> None:
    assert ONE.lookup("telegram", "42") == Keys.of(bytes(32)).lookup("telegram", "42")
    found = {
        ONE.lookup("telegram", "42"), OTHER.lookup("telegram", "42"),
        ONE.lookup("telegram", "43"), ONE.lookup("signal", "42"),
    }  # fmt: skip
    assert len(found) == 4
    assert all(len(lookup) == 32 for lookup in found)


def test_open_when_it_is_the_same_place_then_it_opens_and_nowhere_else() -> None:
    sealed = ONE.close(b"4815162342", "address", CHAT)
    assert ONE.open(sealed, "address", CHAT) == b"4815162342"
    for other, place, chat in ((OTHER, "address", CHAT), (ONE, "token", CHAT),
                               (ONE, "address", uuid4())):  # fmt: skip
        with pytest.raises(vault.CannotOpen):
            other.open(sealed, place, chat)


def test_keys_when_they_are_shown_then_nothing_of_them_is() -> None:
    shown = repr(ONE)
    assert ONE.finds.hex() not in shown
    assert str(ONE.opens) not in shown


def test_load_when_there_is_none_then_one_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / keys.FILE
    made = keys.load(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) == vault.KEY_BYTES
    assert keys.load(path) == made


@pytest.mark.parametrize("held", [b"", b"x" * 31, b"x" * 33, b"-----BEGIN"])
def test_load_when_the_file_is_something_else_then_it_is_left_as_it_is(
    tmp_path: Path, held: bytes
) -> None:
    path = tmp_path / keys.FILE
    path.write_bytes(held)
    with pytest.raises(NoSecret):
        keys.load(path)
    assert path.read_bytes() == held


def test_write_new_when_it_is_there_then_it_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / keys.FILE
    keys.write_new(path, bytes(32))
    with pytest.raises(FileExistsError):
        keys.write_new(path, b"\1" * 32)
    assert path.read_bytes() == bytes(32)
