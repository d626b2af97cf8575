"""What is erased is gone: from every table, and its ciphertext from SQLite's files."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import codes, conversations, dialogue, handover, retention, terms, vault
from bot.access import Access
from bot.engine import Answer, Effects, Reply, Theme, Understanding
from bot.member import Counsellor
from bot.models import AccessToken, Base, Conversation
from bot.pictures import keeping
from bot.pictures.keeping import Made
from bot.store import Store
from tests.support.people import NOW, fresh_token, handed_over, incoming, talk, team
from tests.support.pictures import drawn

ABOUT = {"conversation"} | {
    table.name
    for table in Base.metadata.sorted_tables
    if any(key.column.table.name == "conversation" for key in table.foreign_keys)
}
Erasing = Callable[[Store, list[Access]], None]


def erase_now(store: Store, gone: list[Access]) -> None:
    """As "Wis dit gesprek" does."""
    for access in gone:
        with store.session(writing=True) as session:
            conversations.erase(session, access.id, NOW)
        retention.wipe_traces(store)


def let_expire(store: Store, gone: list[Access]) -> None:
    """As the clock does."""
    with store.session(writing=True) as session:
        for access in gone:
            session.get_one(Conversation, access.id).expires_at = NOW
    with store.session(writing=True) as session:
        assert retention.sweep(session, NOW) == len(gone)
    retention.wipe_traces(store)


both_ways = pytest.mark.parametrize("erasing", [erase_now, let_expire])


def full_talk(session: Session, who: Counsellor, length: int) -> Access:
    """A conversation with something in every column that a conversation can fill."""
    token = fresh_token()
    access = talk(session, "begin", token=token)
    for n in range(length):
        conversations.receive(
            session, token, incoming(f"bericht {n} " * (n % 9)), NOW, may_begin=False
        )
    while (debt := dialogue.owed(session, access)) is not None:
        heard = Understanding((Theme("bullying", 0.9),), risk="concern", risk_types=("home",))
        effects = Effects(heard, theme="bullying")
        answer = Answer((Reply("antwoord"),), effects, {"n": debt.seq}, "m1")
        dialogue.commit(session, access, debt, answer, NOW)
    keeping.add(session, token, Made(f"p{length}", drawn(), "nl"), NOW)
    codes.store(session, access, codes.draw(), vault.new_key() + vault.new_key(), NOW)
    handover.ask(session, access, NOW)
    handover.say(session, who, access.id, f"m{length}", "hallo", NOW)
    session.flush()
    return access


def cells_about(session: Session, access: Access) -> set[bytes]:
    """Everything that is stored of one conversation and of no other."""
    cells = {access.id.bytes, access.id.hex.encode()}
    for table in Base.metadata.sorted_tables:
        if table.name not in ABOUT:
            continue
        key = table.c.id if table.name == "conversation" else table.c.conversation_id
        for row in session.execute(select(table).where(key == access.id)).mappings():
            cells |= {value for value in row.values() if isinstance(value, bytes)}
            cells |= {value.bytes for value in row.values() if isinstance(value, UUID)}
    return cells


def everything(session: Session) -> list[object]:
    return [
        value
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table))
        for value in row
    ]


@both_ways
def test_erasing_when_done_then_no_table_knows_anything_of_it(
    store: Store, erasing: Erasing
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        gone, kept = full_talk(session, who, 6), full_talk(session, who, 6)
        shared = {who.id.bytes, who.team_id.bytes}
        cells = cells_about(session, gone) - shared
        kept_cells = cells_about(session, kept)
    assert len(cells) > 20
    erasing(store, [gone])
    with store.session() as session:
        left = everything(session)
        assert not cells & {v for v in left if isinstance(v, bytes)}
        assert not cells & {v.bytes for v in left if isinstance(v, UUID)}
        assert cells_about(session, kept) == kept_cells
        assert session.execute(select(func.count(Conversation.id))).scalar_one() == 1


@both_ways
def test_erasing_when_done_then_no_file_holds_its_ciphertext(
    sqlite_store: Store, tmp_path: Path, erasing: Erasing
) -> None:
    dice = random.Random(20261120)
    with sqlite_store.session(writing=True) as session:
        (who,) = team(session)
        everybody = [full_talk(session, who, dice.randrange(12)) for _ in range(60)]
    gone = dice.sample(everybody, 30)
    with sqlite_store.session(writing=True) as session:
        shared = {who.id.bytes, who.team_id.bytes}
        erased = {cell for access in gone for cell in cells_about(session, access)} - shared
        stays = {
            cell for access in everybody if access not in gone
            for cell in cells_about(session, access)
        }  # fmt: skip
    erasing(sqlite_store, gone)
    files = sorted(tmp_path.glob("vertelmaar.db*"))
    raw = b"".join(path.read_bytes() for path in files)
    assert any(piece in raw for cell in stays for piece in pieces(cell))
    left = [cell for cell in erased - stays if any(piece in raw for piece in pieces(cell))]
    assert left == []


def pieces(cell: bytes) -> list[bytes]:
    """Parts that are too long to be found by chance, from all over a value."""
    if len(cell) < 32:
        return [cell]
    return [cell[start : start + 24] for start in range(0, len(cell) - 24, 120)]


def test_erasing_when_only_the_tab_was_forgotten_then_its_key_is_gone_and_the_talk_stays(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        team(session)
        access = handed_over(session, token=token)
        assert retention.sweep(session, NOW + terms.WITHOUT_WAY_BACK) == 0
        assert session.execute(select(AccessToken)).first() is None
        assert session.get_one(Conversation, access.id).team_wrapped_key is not None


def test_withdrawing_when_done_then_the_file_no_longer_holds_the_teams_key(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with sqlite_store.session(writing=True) as session:
        team(session)
        access = handed_over(session)
        wrapped = session.get_one(Conversation, access.id).team_wrapped_key
        handover.withdraw(session, access, NOW)
    assert wrapped
    retention.wipe_traces(sqlite_store)
    raw = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("vertelmaar.db*")))
    assert not [piece for piece in pieces(wrapped) if piece in raw]


def test_models_when_a_table_is_about_a_talk_then_these_tests_know_it() -> None:
    about = {
        table.name
        for table in Base.metadata.sorted_tables
        if any(key.column.table.name == "conversation" for key in table.foreign_keys)
    }
    assert about | {"conversation"} == ABOUT
