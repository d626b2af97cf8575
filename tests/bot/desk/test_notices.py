from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from bot.desk import notices
from bot.errors import UnknownConversation
from bot.models import Event
from tests.support import people

if TYPE_CHECKING:
    from bot.store import Store


def test_notice_is_read_by_one_counsellor_once(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = people.team(session, "Samira", "Bram")
        access = people.handed_over(session)
        for _ in range(2):
            notices.note_read(session, samira, access.id, people.NOW)
        assert notices.was_read(session, samira, access.id)
        assert not notices.was_read(session, bram, access.id)
        assert session.query(Event).filter_by(kind=notices.DUTY_READ).count() == 1


def test_notice_of_a_conversation_that_is_not_there_is_not_kept(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = people.team(session)
        with pytest.raises(UnknownConversation):
            notices.note_read(session, samira, uuid4(), people.NOW)
