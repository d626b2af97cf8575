"""The counsellors' queue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from bot import handover
from bot.desk import queue
from bot.desk.queue import Case, Group, Place, Wanted
from bot.member import Counsellor
from bot.models import (
    Conflict,
    Conversation,
    Label,
    Labelled,
    State,
    Team,
    Urgency,
)
from bot.store import Store
from tests.support.people import NOW, handed_over, talk, team


def lay(session: Session, who: Counsellor, **more: object) -> Conversation:
    """A conversation in a team's hands, as its row says."""
    values = {"language": "nl", "channel": "web", "state": State.WAITING, "waiting_since": NOW}
    made = Conversation(
        team_id=who.team_id, last_message_at=NOW, expires_at=NOW + timedelta(days=90), last_seq=1
    )
    for name, value in (values | more).items():
        setattr(made, name, value)
    session.add(made)
    session.flush()
    return made


def every(session: Session, who: Counsellor, group: Group, size: int = 7) -> Iterator[Case]:
    """All of a group, page by page."""
    after: Place | None = None
    while True:
        page = queue.page(session, who, group, after=after, size=size)
        yield from page.cases
        if page.after is None:
            return
        after = page.after


def test_page_when_several_wait_then_risk_comes_first_and_then_waiting_time(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        places = {}
        for name, urgency, minutes in [
            ("calm, long", Urgency.NONE, 90),
            ("calm, short", Urgency.NONE, 5),
            ("acute, short", Urgency.ACUTE, 1),
            ("acute, long", Urgency.ACUTE, 20),
            ("concern", Urgency.CONCERN, 60),
        ]:
            row = session.get_one(Conversation, handed_over(session).id)
            row.urgency = urgency
            row.waiting_since = NOW - timedelta(minutes=minutes)
            places[row.id] = name
        session.flush()
        found = [places[case.id] for case in queue.page(session, who, Group.WAITING).cases]
    assert found == ["acute, long", "acute, short", "concern", "calm, long", "calm, short"]


def test_page_when_looked_at_then_only_ones_own_teams_talks_are_there_each_in_its_group(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas", called="a")
        (stranger,) = team(session, "Vreemd", called="z")
        waiting, hers, closed = (handed_over(session, "een", "twee") for _ in range(3))
        talk(session)
        for access in (hers, closed):
            handover.claim(session, samira, access.id, NOW)
        handover.close(session, samira, closed.id, "helped", NOW)

        def ids(who: Counsellor, group: Group) -> list[UUID]:
            return [case.id for case in queue.page(session, who, group).cases]

        assert [ids(bas, group) for group in Group] == [[waiting.id], [], [hers.id], [closed.id]]
        assert [ids(samira, group) for group in Group] == [[waiting.id], [hers.id], [], [closed.id]]
        assert [ids(stranger, group) for group in Group] == [[], [], [], []]
        (seen,) = queue.page(session, bas, Group.COLLEAGUES).cases
        assert (seen.owner, seen.is_mine, seen.unread) == ("Samira", False, 2)


@pytest.mark.parametrize("group", [Group.WAITING, Group.MINE, Group.COLLEAGUES, Group.CLOSED])
def test_page_when_there_are_many_then_every_case_stands_on_one_page_once_and_in_order(
    store: Store, group: Group
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        owner = {Group.MINE: samira.id, Group.COLLEAGUES: bas.id}.get(group)
        state = {Group.WAITING: State.WAITING, Group.CLOSED: State.CLOSED}.get(group, State.HUMAN)
        made = [
            lay(
                session, samira, state=state, claimed_by=owner, urgency=number % 3,
                # Many in the same minute: the id decides, and no page may begin in between.
                waiting_since=NOW - timedelta(minutes=number % 4),
                closed_at=NOW - timedelta(minutes=number % 5) if group is Group.CLOSED else None,
            )
            for number in range(40)
        ]  # fmt: skip
        found = list(every(session, samira, group))
        whole = queue.page(session, samira, group, size=100)
    assert [case.id for case in found] == [case.id for case in whole.cases]
    assert {case.id for case in found} == {row.id for row in made}
    assert (len(found), whole.count, whole.after) == (40, 40, None)
    if group is not Group.CLOSED:
        order = [(-case.urgency, case.waiting_since) for case in found]
        assert order == sorted(order)  # type: ignore[type-var]


def test_page_when_somebody_comes_in_between_then_no_case_is_shown_twice_or_left_out(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        made = [lay(session, who, urgency=number % 3) for number in range(20)]
        first = queue.page(session, who, Group.WAITING, size=9)
        lay(session, who, urgency=Urgency.ACUTE, waiting_since=NOW - timedelta(days=1))
        assert first.after is not None
        second = queue.page(session, who, Group.WAITING, after=first.after, size=50)
        shown = [case.id for case in (*first.cases, *second.cases)]
    assert sorted(shown) == sorted(row.id for row in made)


def test_page_when_the_place_is_of_another_risk_than_is_wanted_then_nothing_breaks(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        row = lay(session, who, urgency=Urgency.ACUTE)
        place = Place(Urgency.NONE, NOW - timedelta(days=1), uuid4())
        page = queue.page(session, who, Group.WAITING, Wanted(urgency=Urgency.ACUTE), place)
    assert [case.id for case in page.cases] == [row.id]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(theme="bullying"), {"a"}),
        (Wanted(theme=queue.UNKNOWN), {"d"}),
        (Wanted(urgency=Urgency.ACUTE), {"b", "d"}),
        (Wanted(urgency=Urgency.NONE), {"a", "c"}),
        (Wanted(channel="telegram"), {"c"}),
        (Wanted(language="en"), {"b"}),
        (Wanted(role="parent"), {"b", "c"}),
        (Wanted(role=queue.UNKNOWN), {"d"}),
        (Wanted(role="parent", urgency=Urgency.NONE), {"c"}),
        (Wanted(theme="bullying", language="en"), set()),
    ],
)
def test_page_when_it_is_narrowed_then_only_those_are_there(
    store: Store, wanted: Wanted, expected: set[str]
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        names = {
            lay(session, who, theme="bullying", role="pupil").id: "a",
            lay(session, who, theme="lgbti", role="parent", language="en", urgency=2).id: "b",
            lay(session, who, theme="lgbti", role="parent", channel="telegram").id: "c",
            lay(session, who, urgency=Urgency.ACUTE).id: "d",
        }
        page = queue.page(session, who, Group.WAITING, wanted)
    assert {names[case.id] for case in page.cases} == expected
    assert page.count == len(expected)


def test_page_when_a_label_is_wanted_then_its_cases_are_there_and_rows_name_their_labels(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        (stranger,) = team(session, "Vreemd", called="z")
        mine, theirs = (
            Label(team_id=each.team_id, name=name)
            for each, name in ((who, "terugbellen"), (stranger, "niet van ons"))
        )
        session.add_all([mine, theirs])
        labelled, _other = lay(session, who), lay(session, who)
        session.flush()
        for label in (mine, theirs):
            session.add(Labelled(conversation_id=labelled.id, label_id=label.id))
        session.flush()
        (case,) = queue.page(session, who, Group.WAITING, Wanted(label=mine.id)).cases
        assert case.id == labelled.id
        assert queue.labelled(session, who, [case.id]) == {labelled.id: ("terugbellen",)}
        assert queue.labels(session, who) == {mine.id: "terugbellen"}


def test_page_when_a_counsellor_is_too_near_to_a_case_then_they_do_not_see_it(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        row = lay(session, samira)
        session.add(Conflict(conversation_id=row.id, staff_id=samira.id, at=NOW))
        session.flush()
        assert queue.page(session, samira, Group.WAITING).count == 0
        assert queue.page(session, bas, Group.WAITING).count == 1


def test_page_when_nobody_answered_yet_then_it_says_until_when_somebody_should(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        session.get_one(Team, who.team_id).answer_days = 3
        (case,) = queue.page(session, who, Group.WAITING).cases
        assert case.answer_by == NOW.replace(second=0, microsecond=0) + timedelta(days=3)
        handover.say(session, who, access.id, "m-1", "Hoi", NOW)
        (case,) = queue.page(session, who, Group.MINE).cases
        assert case.answer_by is None


def test_count_when_there_are_more_than_anybody_counts_then_it_says_so(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        for _ in range(queue.MOST_COUNTED + 5):
            lay(session, who)
        page = queue.page(session, who, Group.WAITING)
    assert (len(page.cases), queue.counted(page.count)) == (queue.PAGE, "99+")
    assert queue.counted(99) == "99"


INDEX = {
    Group.WAITING: "ix_conversation_queue",
    Group.MINE: "ix_conversation_owner",
    Group.COLLEAGUES: "ix_conversation_queue",
    Group.CLOSED: "ix_conversation_closed",
}


@contextmanager
def asked_of(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database about conversations, with its values."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, said: str, values: Any, *_: Any) -> None:
        if "FROM conversation" in said:
            asked.append((said, values))

    event.listen(store.engine, "before_cursor_execute", note)
    yield asked
    event.remove(store.engine, "before_cursor_execute", note)


def plan(session: Session, said: str, values: Any) -> str:
    """How the database goes about it. PostgreSQL would scan and sort a table as small as these."""
    word = "EXPLAIN QUERY PLAN" if session.get_bind().dialect.name == "sqlite" else "EXPLAIN"
    if word == "EXPLAIN":
        for way in ("seqscan", "bitmapscan", "sort"):
            session.execute(text(f"SET LOCAL enable_{way} = off"))
    rows = session.connection().exec_driver_sql(f"{word} {said}", values)
    return "\n".join(str(tuple(row)) for row in rows)


@pytest.mark.parametrize("is_deep", [False, True])
@pytest.mark.parametrize("group", INDEX)
def test_page_when_asked_for_then_one_index_finds_it_and_gives_its_order(
    store: Store, group: Group, is_deep: bool
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        place = Place(Urgency.CONCERN, NOW, uuid4()) if is_deep else None
        with asked_of(store) as asked:
            queue.page(session, who, group, Wanted(theme="bullying"), place)
        plans = [(said, plan(session, said, values)) for said, values in asked]
    assert plans
    for said, found in plans:
        assert not re.search(r"SCAN conversation|Seq Scan on conversation", found)
        # Any index of the team's will do for counting. Only what is found on each level of risk is
        # laid in order.
        assert INDEX[group] in found or "count(*)" in said
        assert len(re.findall(r"ORDER BY|Sort  \(", found)) <= ("UNION ALL" in said)
