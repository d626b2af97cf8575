"""What an admin changes holds at once, also for whoever has a page open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import handover, login, staff, vault
from bot.errors import LoginFailed, SessionEnded
from bot.login import LoggedIn
from bot.member import Counsellor
from bot.models import AuditEntry, Membership, Role, Staff, State
from bot.people import attempts, cookies, managing, members
from bot.people.errors import LastAdmin, NoColleague, RolesNeeded
from bot.store import Store
from tests.support.people import NOW, handed_over, private_key, state_of, team

ADMIN = (Role.ADMIN,)
READER = (Role.COUNSELLOR,)


def entered(session: Session, who: Counsellor) -> LoggedIn:
    return login.begin(session, session.get_one(Staff, who.id), private_key(who), NOW)


def actions(session: Session) -> list[str]:
    return list(session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars())


def test_set_roles_when_the_reading_role_goes_then_the_open_session_reads_nothing(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        token = entered(session, bas).token
        access = handed_over(session)
        handover.claim(session, bas, access.id, NOW)
        assert isinstance(cookies.resume(session, token, NOW), Counsellor)
        managing.set_roles(session, samira, bas.id, ADMIN, NOW)
        who = cookies.resume(session, token, NOW)
        assert not isinstance(who, Counsellor)
        assert who.roles == {Role.ADMIN}
        with pytest.raises(SessionEnded):
            cookies.reading(session, token, NOW)
        assert state_of(session, access) is State.WAITING
        assert "roles_changed" in actions(session)
        managing.set_roles(session, samira, bas.id, READER + ADMIN, NOW)
        assert not isinstance(cookies.resume(session, token, NOW), Counsellor)


def test_give_key_when_a_colleague_waits_then_they_read(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        session.get_one(Membership, (bas.id, bas.team_id)).wrapped_team_key = None
        token = entered(session, bas).token
        assert not isinstance(cookies.resume(session, token, NOW), Counsellor)
        managing.give_key(session, samira, bas.id, NOW)
        who = cookies.resume(session, token, NOW)
        assert isinstance(who, Counsellor)
        assert who.team_key == samira.team_key
        assert actions(session)[-1] == "key_given"
        with pytest.raises(NoColleague):
            managing.give_key(session, samira, bas.id, NOW)


def test_give_key_when_they_do_not_read_or_are_of_another_team_then_it_is_refused(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        (bo,) = team(session, "Bo", called="elders")
        row = session.get_one(Membership, (bas.id, bas.team_id))
        row.wrapped_team_key, row.roles = None, "admin"
        for other in (bas, bo):
            with pytest.raises(NoColleague):
                managing.give_key(session, samira, other.id, NOW)


@pytest.mark.parametrize(
    ("change", "values"),
    [(managing.set_roles, (ADMIN,)), (managing.remove, ()), (managing.end_sessions, ())],
)
def test_change_when_the_colleague_is_of_another_team_then_nothing_happens(
    store: Store, change: Callable[..., None], values: tuple[object, ...]
) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        (bo,) = team(session, "Bo", called="elders")
        token = entered(session, bo).token
        with pytest.raises(NoColleague):
            change(session, samira, bo.id, *values, NOW)
        assert isinstance(cookies.resume(session, token, NOW), Counsellor)


def test_remove_when_it_was_their_only_team_then_the_account_is_shut(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        token = entered(session, bas).token
        access = handed_over(session)
        handover.claim(session, bas, access.id, NOW)
        managing.remove(session, samira, bas.id, NOW)
        with pytest.raises(SessionEnded):
            cookies.resume(session, token, NOW)
        assert state_of(session, access) is State.WAITING
        assert session.get_one(Staff, bas.id).disabled_at == NOW
        with pytest.raises(LoginFailed):
            attempts.attempt(session, "Bas", NOW)
        assert [one.name for one in members.of_team(session, samira.team_id)] == ["Samira"]


def test_remove_when_they_have_another_team_then_that_one_keeps_them(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        (bo,) = team(session, "Bo", called="elders")
        members.add(session, session.get_one(Staff, bas.id), bo.team_id, READER, bo.team_key)
        managing.remove(session, samira, bas.id, NOW)
        (left,) = members.teams_of(session, bas.id)
        assert left.id == bo.team_id
        who = cookies.resume(session, entered(session, bas).token, NOW)
        assert isinstance(who, Counsellor)
        assert who.team_key == bo.team_key


def test_change_when_nobody_could_invite_any_more_then_it_is_refused(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        managing.set_roles(session, samira, samira.id, READER + ADMIN, NOW)
        for change in (
            lambda: managing.set_roles(session, samira, samira.id, READER, NOW),
            lambda: managing.remove(session, bas, samira.id, NOW),
        ):
            with pytest.raises(LastAdmin):
                change()
        with pytest.raises(RolesNeeded):
            managing.set_roles(session, samira, bas.id, (), NOW)
        managing.set_roles(session, samira, bas.id, ADMIN, NOW)
        managing.set_roles(session, bas, samira.id, READER, NOW)


def test_end_sessions_when_done_then_every_device_is_out(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        tokens = [entered(session, bas).token for _ in range(2)]
        mine = entered(session, samira).token
        managing.end_sessions(session, samira, bas.id, NOW)
        for token in tokens:
            with pytest.raises(SessionEnded):
                cookies.resume(session, token, NOW)
        cookies.resume(session, mine, NOW)


def test_key_when_it_was_sealed_to_a_colleague_then_a_copied_row_does_not_open(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        hers = session.get_one(Membership, (samira.id, samira.team_id)).wrapped_team_key
        token = entered(session, bas).token
        session.get_one(Membership, (bas.id, bas.team_id)).wrapped_team_key = hers
        session.flush()
        with pytest.raises(vault.CannotOpen):
            cookies.resume(session, token, NOW)
        staff.disable(session, "Bas", NOW)
        assert session.get_one(Membership, (bas.id, bas.team_id)).wrapped_team_key is None
