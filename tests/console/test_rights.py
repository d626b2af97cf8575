"""Every route, for every role, in one's own team and another's. A new route cannot be forgotten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import pytest

from bot import handover, vault
from bot.member import READING, Counsellor, Member
from bot.models import Membership, Role, Staff
from bot.people import members
from console import rights
from tests.console.seats import Seat, seat
from tests.support import people
from vertelmaar.app import create_app

if TYPE_CHECKING:
    import httpx
    from sqlalchemy.orm import Session

    from bot.access import Access
    from tests.support.service import Running

LANDINGS = {"/console/people", "/console/trail", "/console/start"}
WORDS = "Hadewych wacht bij de Kwakelbrug"
CLOSED = "Deze pagina is er niet"


class Route(NamedTuple):
    """A page or a form behind the login."""

    name: str
    method: str
    path: str


def routes(running: Running) -> list[Route]:
    app = create_app(running.services, f"t{uuid4().hex}")
    return [
        Route(route.name.split(".")[2], method, f"/{route.path}")
        for route in app.router.routes
        for method in route.methods
        if route.name.split(".")[1] == "console" and method in {"GET", "POST"}
    ]


def member(db: Session, team_id: object, name: str, *roles: Role, key: vault.Key | None) -> Member:
    """A person with these roles, and the team's key if there is one."""
    who = Member(uuid4(), name, team_id, roles=frozenset(roles))  # type: ignore[arg-type]
    account = Staff(id=who.id, name=name, salt=vault.new_salt(), sealed_secrets=b"")
    account.public_key = vault.public_of(people.private_key(who))
    db.add(account)
    db.flush()
    members.add(db, account, who.team_id, roles, key)
    return who


@pytest.fixture
def talks(service: Running) -> tuple[Counsellor, Access]:
    """A team with a conversation that waits, and its first member."""
    with service.services.store.session(writing=True) as db:
        (samira,) = people.team(db, "Samira")
        access = people.handed_over(db, WORDS)
        db.get_one(Membership, (samira.id, samira.team_id)).roles = "admin,counsellor"
    return samira, access


def sent(at: Seat, route: Route, access: Access) -> httpx.Response | None:
    """Ask for a route; a stream that begins is enough of an answer."""
    path = route.path.replace("<conversation_id:uuid>", str(access.id))
    path = re.sub(r"<\w+:\w+>", lambda _: str(uuid4()), path)
    if route.name.startswith("live"):
        return None
    return at.post(path) if route.method == "POST" else at.get(path)


def is_closed(response: httpx.Response) -> bool:
    return response.status_code == 404 and CLOSED in response.text


def test_routes_when_listed_then_each_has_its_roles_and_nothing_else_does(
    service: Running,
) -> None:
    there = {route.name for route in routes(service)}
    assert there - rights.RIGHTS.keys() == set(), "a route that is open to nobody"
    assert rights.RIGHTS.keys() - there == set(), "rights to a route that is not there"
    assert there >= rights.DANGEROUS
    assert all(rights.RIGHTS.values())


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("key", ["with key", "without key"])
def test_routes_when_a_role_asks_for_each_then_it_gets_its_own_and_no_word_of_others(
    service: Running, talks: tuple[Counsellor, Access], role: Role, key: str
) -> None:
    samira, access = talks
    team_key = samira.team_key if key == "with key" else None
    with service.services.store.session(writing=True) as db:
        who = member(db, samira.team_id, "Bas", role, key=team_key)
    at = seat(service, who)
    reads = team_key is not None and role in READING
    for route in routes(service):
        response = sent(at, route, access)
        allowed = rights.RIGHTS[route.name]
        may = allowed == rights.EVERYBODY or (role in allowed and (reads or role not in READING))
        if response is None:
            continue
        assert response.status_code < 500, route
        if not reads:
            assert WORDS not in response.text, route
            assert "Hadewych" not in response.text, route
        if route.name == "queue" and not may:
            assert response.headers["location"] in LANDINGS
            continue
        assert is_closed(response) is not may, (route, response.status_code)


def test_routes_when_somebody_has_several_roles_then_each_counts(
    service: Running, talks: tuple[Counsellor, Access]
) -> None:
    samira, access = talks
    with service.services.store.session(writing=True) as db:
        who = member(db, samira.team_id, "Bas", Role.ADMIN, Role.INSPECTOR, key=samira.team_key)
    at = seat(service, who)
    assert WORDS in at.get(f"/console/c/{access.id}").text
    assert at.get("/console/people").status_code == 200


def test_routes_when_the_conversation_is_of_another_team_then_nobody_gets_to_it(
    service: Running, talks: tuple[Counsellor, Access]
) -> None:
    _, access = talks
    with service.services.store.session(writing=True) as db:
        (bo,) = people.team(db, "Bo", called="elders")
        who = member(db, bo.team_id, "Bas", *Role, key=bo.team_key)
        before = _all_of(db, access)
    at = seat(service, who)
    tried = [route for route in routes(service) if "<conversation_id" in route.path]
    assert len(tried) > 8
    for route in tried:
        response = sent(at, route, access)
        if response is None:
            continue
        assert response.status_code in {303, 404, 422, 403}, (route, response.status_code)
        assert "Hadewych" not in response.text, route
    with service.services.store.session() as db:
        assert _all_of(db, access) == before


def _all_of(db: Session, access: Access) -> tuple[object, ...]:
    row = people.row_of(db, access)
    return (row.state, row.claimed_by, row.team_id, row.version, row.last_seq, row.theme)


def test_landing_when_roles_differ_then_each_begins_on_a_page_of_its_own(
    service: Running, talks: tuple[Counsellor, Access]
) -> None:
    samira, _ = talks
    begins = {
        Role.COUNSELLOR: "/console", Role.INSPECTOR: "/console", Role.ADMIN: "/console/people",
        Role.ANALYST: "/console/start", Role.AUDITOR: "/console/trail",
    }  # fmt: skip
    for role, page in begins.items():
        with service.services.store.session(writing=True) as db:
            who = member(db, samira.team_id, f"een {role}", role, key=samira.team_key)
        at = seat(service, who)
        first = at.get("/console")
        found = first.headers["location"] if first.status_code == 303 else "/console"
        assert found == page
        assert at.get(found).status_code == 200


def test_role_when_it_is_withdrawn_in_mid_session_then_the_next_page_is_closed(
    service: Running, talks: tuple[Counsellor, Access]
) -> None:
    samira, access = talks
    with service.services.store.session(writing=True) as db:
        who = member(db, samira.team_id, "Bas", Role.COUNSELLOR, Role.ADMIN, key=samira.team_key)
    at, hers = seat(service, who), seat(service, samira)
    page = f"/console/c/{access.id}"
    assert WORDS in at.get(page).text
    changed = hers.post(f"/console/people/{who.id}/roles", role="analyst")
    assert changed.status_code == 303
    for path in (page, "/console/people", "/console/keys"):
        assert is_closed(at.get(path)), path
    assert is_closed(at.post(f"{page}/say", text="Hoi", message_id="m" * 32))
    assert at.get("/console").headers["location"] == "/console/start"
    with service.services.store.session() as db:
        assert people.state_of(db, access) == "waiting"


def test_member_who_left_the_team_is_out_at_once(
    service: Running, talks: tuple[Counsellor, Access]
) -> None:
    samira, _ = talks
    with service.services.store.session(writing=True) as db:
        who = member(db, samira.team_id, "Bas", Role.COUNSELLOR, key=samira.team_key)
    at, hers = seat(service, who), seat(service, samira)
    assert at.get().status_code == 200
    assert hers.post(f"/console/people/{who.id}/remove").status_code == 303
    assert at.get().headers["location"] == "/console/login"


def test_switch_of_team_changes_what_is_read(
    service: Running, talks: tuple[Counsellor, Access]
) -> None:
    samira, access = talks
    with service.services.store.session(writing=True) as db:
        (bo,) = people.team(db, "Bo", called="elders")
        account = db.get_one(Staff, samira.id)
        members.add(db, account, bo.team_id, (Role.COUNSELLOR,), bo.team_key)
        theirs = people.talk(db, "Dit is voor de ander")
        handover.ask(db, theirs, people.NOW, bo.team_id)
        names = {team.id: team.name for team in members.teams_of(db, samira.id)}
    at = seat(service, samira)
    for team_id, mine, other in (
        (bo.team_id, theirs, access), (samira.team_id, access, theirs),
    ):  # fmt: skip
        assert at.post("/console/team", team=str(team_id)).status_code == 303
        assert at.get(f"/console/c/{mine.id}").status_code == 200
        assert at.get(f"/console/c/{other.id}").status_code == 404
    assert all(name in at.get("/console").text for name in names.values())
    for wrong in (str(uuid4()), "x", ""):
        assert at.post("/console/team", team=wrong).status_code == 404
