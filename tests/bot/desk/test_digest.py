"""What a counsellor is shown at a glance."""

from __future__ import annotations

import pytest

from bot import vault
from bot.access import Access
from bot.desk import digest
from bot.desk.digest import Digest
from bot.models import Conversation, Urgency
from bot.store import Store
from expertise.safety import Finding
from tests.support.people import talk


@pytest.mark.parametrize(
    ("known", "heard", "after"),
    [
        ("none", "none", "none"),
        ("none", "concern", "concern"),
        ("concern", "acute", "acute"),
        ("acute", "none", "acute"),
        ("acute", "concern", "acute"),
    ],
)
def test_with_risk_when_words_are_taken_back_then_it_never_falls(
    known: str, heard: str, after: str
) -> None:
    assert Digest(risk=known).with_risk(heard, ()).risk == after


def test_with_risk_when_the_same_comes_again_then_it_stands_once_and_in_order() -> None:
    found = Digest().with_finding(Finding("acute", ("suicide",), (), ("s1",)))
    found = found.with_finding(Finding("concern", ("home", "suicide"), (), ("h1", "s1")))
    assert (found.risk_types, found.rules) == (("suicide", "home"), ("s1", "h1"))


def test_with_finding_when_the_model_saw_more_then_what_the_rules_found_stands_apart() -> None:
    found = Digest().with_finding(Finding("concern", ("suicide",), (), ("s1",)))
    found = found.with_risk("acute", ("suicide", "home"))
    assert (found.risk, found.risk_types) == ("acute", ("suicide", "home"))
    assert (found.ruled, found.ruled_types) == ("concern", ("suicide",))
    assert found.corrected(None, "none").ruled == "none"
    assert found.corrected(None, "acute").ruled == "concern"


def test_with_advice_when_told_again_then_it_stands_once() -> None:
    found = Digest().with_advice(["gids"], ["advice.first"]).with_advice(["gids", "113"], [])
    assert (found.advised, found.told) == (("gids", "113"), ("advice.first",))


def test_save_when_loaded_then_it_is_the_same_and_the_queue_knows_theme_and_urgency(
    store: Store,
) -> None:
    known = Digest(theme="bullying", confidence=0.5, themes=("bullying",), risk="acute")
    with store.session(writing=True) as session:
        access = talk(session)
        digest.save(access, session.get_one(Conversation, access.id), known)
    with store.session() as session:
        row = session.get_one(Conversation, access.id)
        assert digest.load(access, row) == known
        assert (row.theme, row.urgency) == ("bullying", Urgency.ACUTE)
        assert row.sealed_digest is not None
        assert b"bullying" not in row.sealed_digest


def test_save_when_the_next_digest_knows_less_then_theme_and_urgency_stay(store: Store) -> None:
    with store.session(writing=True) as session:
        access = talk(session)
        row = session.get_one(Conversation, access.id)
        digest.save(access, row, Digest(theme="lgbti", risk="concern"))
        digest.save(access, row, Digest())
        assert (row.theme, row.urgency) == ("lgbti", Urgency.CONCERN)


def test_load_when_nothing_was_learnt_then_it_is_empty(store: Store) -> None:
    with store.session(writing=True) as session:
        access = talk(session)
        assert digest.load(access, session.get_one(Conversation, access.id)) == Digest()


def test_load_when_it_is_another_talks_digest_then_it_does_not_open(store: Store) -> None:
    with store.session(writing=True) as session:
        access, other = talk(session), talk(session)
        row = session.get_one(Conversation, other.id)
        digest.save(other, row, Digest(theme="lgbti"))
        with pytest.raises(vault.CannotOpen):
            digest.load(Access(access.id, other.key), row)
