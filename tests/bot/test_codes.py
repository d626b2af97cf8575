"""Return codes."""

from __future__ import annotations

import pytest

from bot import codes, conversations, terms, vault
from bot.access import Access
from bot.errors import CodeIncomplete, CodeMistyped, UnknownCode
from bot.models import Conversation
from bot.store import Store
from expertise.code_words import WORDS
from tests.support.people import NOW, talk

CODE = WORDS[10:16]
OTHER = WORDS[20:26]
SALT = bytes(vault.SALT_BYTES)
STRETCHED = codes.stretch(CODE, SALT)
STRETCHED_OTHER = codes.stretch(OTHER, SALT)


def with_code(store: Store) -> Access:
    with store.session(writing=True) as session:
        access = talk(session)
        codes.store(session, access, CODE, STRETCHED, NOW)
    return access


def test_draw_when_asked_then_a_code_has_at_least_64_bits() -> None:
    assert len(set(WORDS)) ** codes.WORDS_PER_CODE >= 2**64
    drawn = {codes.draw() for _ in range(50)}
    assert len(drawn) == 50
    assert all(set(code) <= set(WORDS) and len(code) == 6 for code in drawn)


@pytest.mark.parametrize(
    "typed",
    [
        " ".join(CODE),
        "  " + "  ".join(CODE).upper() + "\n",
        "-".join(CODE),
        ", ".join(CODE) + ".",
        "\n".join(f"{n}. {word}" for n, word in enumerate(CODE, 1)),
        " ".join(f"{word[0]}{word[1]}\N{COMBINING DIAERESIS}{word[2:]}" for word in CODE),
    ],
)
def test_parse_when_written_another_way_then_it_is_the_same_code(typed: str) -> None:
    assert codes.parse(typed) == CODE


def test_parse_when_a_word_is_not_in_the_list_then_it_says_which() -> None:
    with pytest.raises(CodeMistyped) as caught:
        codes.parse(" ".join((*CODE[:5], "xqzzy")))
    assert [word for word, _ in caught.value.words] == ["xqzzy"]
    assert "xqzzy" not in str(caught.value)


def test_parse_when_a_letter_is_wrong_then_it_says_what_the_word_may_be() -> None:
    with pytest.raises(CodeMistyped) as caught:
        codes.parse(" ".join((*CODE[:5], CODE[5] + "q")))
    assert caught.value.words == ((CODE[5] + "q", CODE[5]),)


@pytest.mark.parametrize("typed", ["", " ".join(CODE[:5]), " ".join((*CODE, CODE[0])), "123"])
def test_parse_when_the_number_of_words_is_another_then_it_says_so(typed: str) -> None:
    with pytest.raises(CodeIncomplete) as caught:
        codes.parse(typed)
    assert caught.value.values["wanted"] == "6"


def test_parse_when_a_whole_story_is_pasted_then_it_is_cut_and_refused() -> None:
    with pytest.raises(CodeMistyped) as caught:
        codes.parse("onzinwoord" * 10_000)
    assert len(caught.value.values["word"]) < 500


def test_resolve_when_the_code_is_right_then_it_opens_the_talk(store: Store) -> None:
    access = with_code(store)
    with store.session() as session:
        assert codes.resolve(session, STRETCHED) == access
        assert codes.shown(session, access) == CODE


def test_resolve_when_no_talk_has_it_then_it_says_so(store: Store) -> None:
    with_code(store)
    with store.session() as session, pytest.raises(UnknownCode):
        codes.resolve(session, STRETCHED_OTHER)


def test_resolve_when_the_talk_was_erased_then_nobody_can_tell(store: Store) -> None:
    access = with_code(store)
    with store.session(writing=True) as session:
        conversations.erase(session, access.id, NOW)
    with store.session() as session, pytest.raises(UnknownCode):
        codes.resolve(session, STRETCHED)


def test_store_when_a_later_code_comes_then_the_earlier_opens_nothing_and_is_to_confirm(
    store: Store,
) -> None:
    access = with_code(store)
    with store.session(writing=True) as session:
        assert codes.confirm(session, access, None)
        codes.store(session, access, OTHER, STRETCHED_OTHER, NOW)
    with store.session() as session:
        assert codes.resolve(session, STRETCHED_OTHER) == access
        assert not session.get_one(Conversation, access.id).code_confirmed
        with pytest.raises(UnknownCode):
            codes.resolve(session, STRETCHED)


def test_store_when_there_is_a_way_back_then_the_talk_is_kept_longer(store: Store) -> None:
    access = with_code(store)
    with store.session() as session:
        kept = session.get_one(Conversation, access.id).expires_at - NOW
    assert kept > terms.WITHOUT_WAY_BACK


def test_store_when_looked_at_then_no_word_of_the_code_is_in_the_row(store: Store) -> None:
    access = with_code(store)
    with store.session() as session:
        row = session.get_one(Conversation, access.id)
        columns = b"".join(
            column for column in (row.code_lookup, row.code_wrapped_key, row.sealed_code) if column
        )
    assert bytes(access.key) not in columns
    assert not [word for word in CODE if word.encode() in columns]
    assert STRETCHED[:32] not in columns


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [(None, True), (" ".join(CODE).title(), True), (" ".join(OTHER), False)],
)
def test_confirm_when_typed_again_then_only_the_right_code_counts(
    store: Store, typed: str | None, is_right: bool
) -> None:
    access = with_code(store)
    with store.session(writing=True) as session:
        assert codes.confirm(session, access, typed) is is_right
        assert session.get_one(Conversation, access.id).code_confirmed is is_right


def test_shown_when_there_is_no_code_then_there_is_none(store: Store) -> None:
    with store.session(writing=True) as session:
        assert codes.shown(session, talk(session)) is None


def test_salt_of_when_another_installation_is_asked_then_it_is_another(store: Store) -> None:
    with store.session() as session:
        salt = codes.salt_of(session)
    assert len(salt) == vault.SALT_BYTES
    assert codes.stretch(CODE, salt) != STRETCHED
