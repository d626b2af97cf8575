"""A school's console on a busy day: every kind of talk, of colleague and of plan is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from bot import vault
from bot.desk import canned, digest, labels
from bot.member import Member
from bot.models import Membership, Role, Staff, TeamKind
from bot.passing import consent
from bot.passing.consent import Chosen
from bot.people import members
from bot.pictures import keeping
from bot.pictures.keeping import Made
from bot.turns import Body
from expertise.texts import Button
from tests.console.seats import Seat, alert, at, seat, waiting
from tests.support import people
from tests.support.passing import mark_of
from tests.support.pictures import drawn

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.access import Access
    from tests.support.service import Running

SCHOOL: Final = "Vertrouwensteam De Zevensprong"
NOTE: Final = "Moeder weet ervan. Woensdag bellen over de mentor."
ANSWER: Final = "Hoi, ik ben Samira. Fijn dat je dit vertelt. Wie is er nu bij je in de buurt?"


@dataclass(frozen=True)
class BusyDay:
    """Who is there, each in a browser of their own, and the talks by what is going on in them."""

    samira: Seat
    bram: Seat
    inge: Seat
    noor: Seat
    talks: dict[str, UUID]
    link: str


def busy_day(service: Running) -> BusyDay:
    """Samira is everything one can be at this school; Noor still waits for the team's key."""
    with service.services.store.session(writing=True) as db:
        near, other = people.team(db, "Samira", "Bram", called=SCHOOL)
        (far,) = people.team(db, "Inge", called="De inspectie", kind=TeamKind.INSPECTORATE)
        db.get_one(Membership, (near.id, near.team_id)).roles = members.written(Role)
        new = _newcomer(db, "Noor van Oosterhout-Hendriks", near.team_id)
        canned.adopt(db, near, people.NOW)
        for name in ("terugbellen", "gesprek met ouders gepland"):
            labels.add(db, near, name, people.NOW)
    object.__setattr__(service.services, "has_mail", True)
    samira, bram, inge, noor = (seat(service, who) for who in (near, other, far, new))
    with service.services.store.session(writing=True) as db:
        members.add(db, db.get_one(Staff, near.id), far.team_id, [Role.AUDITOR], None)
    _plan(samira)
    talks = _talks(service, samira, bram, inge)
    return BusyDay(samira, bram, inge, noor, talks, _invite(samira))


def _does(who: Seat, path: str, **form: str) -> None:
    answer = who.post(path, **form)
    assert answer.status_code == 303, (path, alert(answer))


def _newcomer(db: Session, name: str, team_id: UUID) -> Member:
    who = Member(uuid4(), name, team_id, roles=frozenset({Role.COUNSELLOR}))
    account = Staff(id=who.id, name=name, salt=vault.new_salt(), sealed_secrets=b"")
    account.public_key = vault.public_of(people.private_key(who))
    db.add(account)
    db.flush()
    members.add(db, account, team_id, who.roles, None)
    return who


def _plan(samira: Seat) -> None:
    assert samira.who is not None
    _does(samira, "/console/duty", on_duty="yes")
    for day, opens, closes, who in (
        ("mon", "08:30", "12:00", str(samira.who.id)),
        ("mon", "13:00", "16:30", ""),
        ("fri", "09:00", "17:00", str(samira.who.id)),
        ("sat", "22:00", "02:00", ""),
    ):
        _does(
            samira, "/console/roster/add-slot", weekday=day, opens=opens, closes=closes, staff=who
        )
    _does(samira, "/console/roster/close-days", first="2026-12-21", last="2027-01-01")
    _does(samira, "/console/alerts", address="samira@school.example", acute="yes")


def _talks(service: Running, samira: Seat, bram: Seat, inge: Seat) -> dict[str, UUID]:
    token = people.fresh_token()
    found = {
        "acute": _talk(service, "wellbeing", "ik heb pillen genomen, ik wil dood", waits=3),
        "waiting": _talk(service, "bullying", "ze pesten me elke dag in de groepsapp", waits=48),
        "mine": _talk(service, "bullying", "ik word gepest", "ik wil niet meer leven", token=token),
        "colleague": _talk(service, "discrimination", "ze schelden mij uit om mijn geloof"),
        "closed": _talk(service, "bullying", "ze doen me na op het plein"),
        "duty": _talk(service, "sexual_misconduct", "mijn docent zit aan mij"),
        "proposed": _talk(service, "staff_conduct", "mijn mentor schreeuwt de hele tijd"),
        "agreed": _talk(service, "staff_conduct", "de directeur scheldt ons uit"),
        "passed": _talk(service, "staff_conduct", "de school doet niets"),
        "stepped": _talk(service, "bullying", "het is de zoon van de conciërge", waits=70),
    }
    with service.services.store.session(writing=True) as db:
        keeping.add(db, token, Made(uuid4().hex, drawn(), "nl"), people.NOW)
    for name in ("mine", "closed", "proposed", "agreed", "passed"):
        _does(samira, at(found[name], "claim"))
    _does(samira, at(found["mine"], "say"), message_id=uuid4().hex, text=ANSWER)
    _does(samira, at(found["mine"], "note"), message_id=uuid4().hex, note=NOTE)
    _does(samira, at(found["closed"], "close"), outcome="helped")
    _does(bram, at(found["colleague"], "claim"))
    _does(bram, at(found["stepped"], "step-back"))
    assert inge.who is not None
    for name, to in (("proposed", str(inge.who.team_id)), ("passed", str(inge.who.team_id)),
                     ("agreed", "file")):  # fmt: skip
        _does(samira, at(found[name], "propose"), team=to, why="Zij kunnen je verder helpen.")
    with service.services.store.session(writing=True) as db:
        for name in ("passed", "agreed"):
            mark = mark_of(db, found[name])
            chosen = Chosen((1,), "Dit is mijn briefje: ik wil dat het stopt.")
            consent.agree(db, found[name], mark, chosen, people.NOW)
    return {name: access.id for name, access in found.items()}


def _talk(
    service: Running, theme: str, *said: str, waits: int = 5, token: bytes | None = None
) -> Access:
    """A talk that was handed over some minutes ago, and of which the bot made something."""
    access = waiting(service.services, *said, token=token)
    with service.services.store.session(writing=True) as db:
        row = people.row_of(db, access)
        known = replace(digest.load(access, row), theme=theme, confidence=0.87, role="pupil")
        digest.save(access, row, replace(known, themes=(theme, "violence"), advised=("vi",)))
        row.waiting_since = people.NOW - timedelta(minutes=waits)
        choices = (Button("Ja", "affirm"), Button("Nee, dat klopt niet", "deny"))
        people.bot_says(db, access, Body("Klopt het dat dit al langer duurt?", choices))
    return access


def _invite(samira: Seat) -> str:
    """A link for one more colleague."""
    page = samira.post("/console/people/invite", name="Esra", role="counsellor").text
    return page.partition('readonly value="')[2].partition('"')[0]
