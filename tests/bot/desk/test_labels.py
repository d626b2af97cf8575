"""The words by which a team sorts its conversations."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bot.desk import labels
from bot.errors import LabelTaken, NoSuchLabel, UnknownConversation, UnusableLabel
from bot.store import Store
from tests.support.people import NOW, handed_over, team


def test_add_when_the_team_has_it_already_then_it_is_told(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        labels.add(session, who, "  groep   8 ", NOW)
        assert [label.name for label in labels.of_team(session, who)] == ["groep 8"]
        with pytest.raises(LabelTaken):
            labels.add(session, who, "Groep 8", NOW)


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\u202eb"])
def test_add_when_it_is_no_name_then_it_is_told(store: Store, name: str) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        with pytest.raises(UnusableLabel):
            labels.add(session, who, name, NOW)


def test_put_when_chosen_then_it_has_these_and_no_others(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access, bare = handed_over(session), handed_over(session)
        assert labels.on(session, who, bare.id) == frozenset()
        for name in ("een", "twee", "drie"):
            labels.add(session, who, name, NOW)
        one, two = (label.id for label in labels.of_team(session, who)[1:])
        labels.put(session, who, access.id, {one, two}, NOW)
        labels.put(session, who, access.id, {two, uuid4()}, NOW)
        assert labels.on(session, who, access.id) == {two}


def test_rename_and_remove_when_done_then_conversations_follow(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        labels.add(session, who, "oud", NOW)
        (label,) = labels.of_team(session, who)
        labels.put(session, who, access.id, {label.id}, NOW)
        labels.rename(session, who, label.id, "Oud", NOW)
        assert [known.name for known in labels.of_team(session, who)] == ["Oud"]
        assert labels.on(session, who, access.id) == {label.id}
        labels.remove(session, who, label.id, NOW)
        session.flush()
        assert labels.on(session, who, access.id) == frozenset()


def test_labels_when_they_are_another_teams_then_nobody_here_touches_them(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session, called="a-team")
        (other,) = team(session, "Eva", called="z-team")
        access = handed_over(session)
        labels.add(session, other, "van hen", NOW)
        (label,) = labels.of_team(session, other)
        labels.put(session, who, access.id, {label.id}, NOW)
        assert labels.on(session, who, access.id) == frozenset()
        with pytest.raises(NoSuchLabel):
            labels.rename(session, who, label.id, "van ons", NOW)
        with pytest.raises(NoSuchLabel):
            labels.remove(session, who, label.id, NOW)
        with pytest.raises(UnknownConversation):
            labels.put(session, other, access.id, {label.id}, NOW)
