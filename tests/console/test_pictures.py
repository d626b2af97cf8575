"""A reporter's picture in the console: shut in, for the team that is shown it, and audited."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from bot.access import conversation_of
from bot.desk import digest, notices
from bot.models import AuditEntry, Conversation, Picture
from bot.pictures import keeping
from bot.pictures.keeping import Made
from tests.console.seats import Seat, at, seat, waiting
from tests.support import people
from tests.support.people import NOW, fresh_token
from tests.support.pictures import drawn

if TYPE_CHECKING:
    from bot.access import Access
    from tests.support.service import Running

IMAGE = drawn()


def shown(service: Running, *texts: str) -> tuple[Access, str]:
    """A talk that waits, with a picture in it, and the picture's address."""
    token = fresh_token()
    access = waiting(service.services, *texts, token=token)
    with service.services.store.session(writing=True) as db:
        keeping.add(db, token, Made(uuid4().hex, IMAGE, "nl"), NOW)
        picture = db.execute(
            select(Picture.id).where(Picture.conversation_id == access.id)
        ).scalar_one()
    return access, at(access, f"pictures/{picture}")


def looks(service: Running) -> list[str | None]:
    with service.services.store.session() as db:
        query = select(AuditEntry.actor).where(AuditEntry.action == "picture_seen")
        return list(db.execute(query).scalars())


def test_picture_when_a_counsellor_opens_it_then_it_comes_shut_in_and_is_audited(
    service: Running, samira: Seat
) -> None:
    access, address = shown(service)
    page = samira.get(at(access)).text
    assert f'<img src="{address}"' in page
    assert 'loading="lazy"' in page
    assert '<details class="card picture">' in page
    assert looks(service) == []
    answer = samira.get(address)
    assert (answer.status_code, answer.content) == (200, IMAGE)
    assert samira.who is not None
    assert looks(service) == [str(samira.who.id)]
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'inline; filename="foto.jpg"'


def test_picture_when_somebody_else_asks_then_it_is_not_there(
    service: Running, samira: Seat
) -> None:
    access, address = shown(service)
    other, _ = shown(service)
    with service.services.store.session(writing=True) as db:
        (joris,) = people.team(db, "Joris", called="zuid")
    stranger = seat(service, joris)
    assert stranger.get(address).status_code == 404
    assert samira.get(address.replace(str(access.id), str(other.id))).status_code == 404
    assert samira.get(at(access, f"pictures/{uuid4()}")).status_code == 404
    assert Seat(service.base_url).get(address).status_code == 303
    assert looks(service) == []


def test_picture_when_the_notice_was_not_read_then_it_waits_for_that(
    service: Running, samira: Seat
) -> None:
    access, address = shown(service)
    with service.services.store.session(writing=True) as db:
        row = db.get_one(Conversation, access.id)
        row.about_staff = True
        known = digest.load(access, conversation_of(db, access))
        digest.save(access, row, known.with_risk("concern", ("sexual",)))
    assert samira.get(address).status_code == 404
    with service.services.store.session(writing=True) as db:
        assert samira.who is not None
        notices.note_read(db, samira.who, access.id, NOW)  # type: ignore[arg-type]
    assert samira.get(address).status_code == 200
