"""Where an admin keeps canned replies and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.desk import canned, labels
from bot.models import Membership, Role
from tests.console.seats import Seat, alert, seat
from tests.support import people

if TYPE_CHECKING:
    from tests.support.service import Running


@pytest.fixture
def admin(service: Running) -> Seat:
    """Somebody who is counsellor and admin."""
    with service.services.store.session(writing=True) as db:
        (who,) = people.team(db, "Ada")
        place = db.get_one(Membership, (who.id, who.team_id))
        place.roles = ",".join(sorted((Role.ADMIN, Role.COUNSELLOR)))
    return seat(service, who)


def texts(service: Running, admin: Seat, language: str = "nl") -> dict[str, str]:
    assert admin.who is not None
    with service.services.store.session() as db:
        found = canned.of_team(db, admin.who, language)  # type: ignore[arg-type]
    return {reply.short: reply.text for reply in found}


def test_reply_is_added_changed_and_removed(service: Running, admin: Seat) -> None:
    made = admin.post("/console/replies", short="hoi", text="<b>Hoi</b>", language="a2")
    assert made.headers["location"] == "/console/replies?language=a2&done=1"
    page = admin.get("/console/replies?language=a2").text
    assert "&lt;b&gt;Hoi&lt;/b&gt;" in page
    assert admin.who is not None
    with service.services.store.session() as db:
        (reply,) = canned.of_team(db, admin.who, "a2")
    path = f"/console/replies/{reply.id}"
    admin.post(path, short="hallo", text="Hallo", language="a2")
    assert texts(service, admin, "a2") == {"hallo": "Hallo"}
    admin.post(f"{path}/remove", language="a2")
    assert texts(service, admin, "a2") == {}
    assert admin.post(path, short="hallo", text="Hallo", language="a2").status_code == 404


def test_preview_shows_how_it_reads_and_keeps_nothing(service: Running, admin: Seat) -> None:
    page = admin.post("/console/replies", short="hoi", text="Ik ben {name}.", preview="1").text
    assert "Ik ben Ada." in page
    assert ">Ik ben {name}.</textarea>" in page
    assert texts(service, admin) == {}


def test_what_cannot_be_used_is_told_and_kept(admin: Seat) -> None:
    refused = admin.post("/console/replies", short="hoi", text="Dag {melder}")
    assert refused.status_code == 422
    assert "{melder}" in alert(refused)
    assert ">Dag {melder}</textarea>" in refused.text
    admin.post("/console/replies", short="hoi", text="Dag")
    assert admin.post("/console/replies", short="hoi", text="Dag").status_code == 409


def test_starting_set_is_taken_over(service: Running, admin: Seat) -> None:
    assert admin.post("/console/replies/adopt", language="en").status_code == 303
    assert len(texts(service, admin, "en")) >= 12


def test_labels_are_kept(service: Running, admin: Seat) -> None:
    assert admin.post("/console/labels", name="groep 8").status_code == 303
    refused = admin.post("/console/labels", name="Groep 8")
    assert (refused.status_code, alert(refused)) == (409, "Het label Groep 8 is er al.")
    assert admin.who is not None
    with service.services.store.session() as db:
        (label,) = labels.of_team(db, admin.who)
    admin.post(f"/console/labels/{label.id}", name="groep 7")
    assert "groep 7" in admin.get("/console/labels").text
    admin.post(f"/console/labels/{label.id}/remove")
    assert "groep 7" not in admin.get("/console/labels").text
    assert admin.post(f"/console/labels/{label.id}/remove").status_code == 404


@pytest.mark.parametrize("path", ["/console/replies", "/console/labels"])
def test_counsellor_who_is_no_admin_does_not_come_here(samira: Seat, path: str) -> None:
    assert samira.get(path).status_code in {403, 404}
    assert samira.post(path, short="hoi", text="Hoi", name="x").status_code in {403, 404}
