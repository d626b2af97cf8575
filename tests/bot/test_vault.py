"""Keys and sealed boxes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import vault

KEY = vault.new_key()
SECRET = bytes(range(32))
COST = (vault._OPS, vault._MEMORY)


@given(st.binary(max_size=5000), st.text(max_size=80))
def test_seal_when_opened_with_its_key_and_place_then_it_is_the_same(
    plain: bytes, place: str
) -> None:
    assert vault.unseal(KEY, vault.seal(KEY, plain, place), place) == plain


def test_unseal_when_the_key_is_another_then_it_does_not_open() -> None:
    with pytest.raises(vault.CannotOpen):
        vault.unseal(vault.new_key(), vault.seal(KEY, b"geheim", "turn:1"), "turn:1")


def test_unseal_when_the_place_is_another_then_it_does_not_open() -> None:
    with pytest.raises(vault.CannotOpen):
        vault.unseal(KEY, vault.seal(KEY, b"geheim", "turn:1"), "turn:2")


@settings(max_examples=50)
@given(st.data())
def test_unseal_when_one_bit_was_changed_then_it_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(vault.seal(KEY, b"geheim", "turn:1"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(vault.CannotOpen):
        vault.unseal(KEY, bytes(sealed), "turn:1")


@pytest.mark.parametrize("length", [0, 1, 23, 24, 39, 40])
def test_unseal_when_it_was_cut_off_then_it_does_not_open(length: int) -> None:
    with pytest.raises(vault.CannotOpen):
        vault.unseal(KEY, vault.seal(KEY, b"geheim", "turn:1")[:length], "turn:1")


def test_seal_when_texts_are_of_one_block_then_their_lengths_cannot_be_told_apart() -> None:
    sizes = {len(vault.seal(KEY, b"x" * length, "turn:1")) for length in range(512)}
    assert len(sizes) == 1
    assert len(vault.seal(KEY, b"x" * 512, "turn:1")) not in sizes


def test_seal_when_done_twice_then_nobody_sees_that_it_says_the_same() -> None:
    assert vault.seal(KEY, b"ja", "turn:1") != vault.seal(KEY, b"ja", "turn:1")


def test_derive_when_purposes_differ_then_no_key_and_no_fingerprint_is_another() -> None:
    purposes = ("token", "code", "session", "password", "recovery")
    derived = {vault.derive(SECRET, purpose) for purpose in purposes}
    assert len({*derived, vault.fingerprint(SECRET), SECRET}) == len(purposes) + 2


def test_stretch_when_nobody_made_it_light_then_it_takes_64_mebibytes() -> None:
    operations, memory = COST
    assert operations >= 3
    assert memory >= 64 * 1024 * 1024


def test_stretch_when_the_salt_is_another_then_so_is_the_result() -> None:
    salt = vault.new_salt()
    assert vault.stretch(b"woorden", salt) == vault.stretch(b"woorden", salt)
    assert vault.stretch(b"woorden", salt) != vault.stretch(b"woorden", vault.new_salt())


def test_stretch_when_many_ask_at_once_then_all_are_served() -> None:
    salt = vault.new_salt()
    with ThreadPoolExecutor(5) as threads:
        made = set(threads.map(lambda n: vault.stretch(b"%d" % n, salt), range(5)))
    assert len(made) == 5


def test_seal_to_when_another_team_tries_then_it_does_not_open() -> None:
    public, private = vault.new_pair()
    sealed = vault.seal_to(public, KEY)
    assert vault.unseal_with(private, sealed) == KEY
    with pytest.raises(vault.CannotOpen):
        vault.unseal_with(vault.new_pair()[1], sealed)
    with pytest.raises(vault.CannotOpen):
        vault.unseal_with(private, sealed[:-1])
