"""What counsellors note for each other never reaches the reporter, however it is asked for."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import uuid4

import httpx

from bot.access import parse_token
from bot.bus import QUEUE
from bot.desk import notes
from tests.console.seats import Clock, Seat, at, seat, waiting
from tests.support import people
from tests.support.service import new_token, running_service
from tests.support.snoop import found_in
from tests.support.stores import migrated_file

__all__ = ["migrated_file"]

NOTED = ("wiebelientje", "kwakelbrug")
NOTE = "Wiebelientje is vast van de Kwakelbrug, <b>let op</b>"


def test_note_is_in_no_answer_to_the_reporter_and_on_no_bus(
    migrated_file: Path, tmp_path: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "vertelmaar.db")
    token = new_token()
    with running_service(tmp_path, clock=Clock()) as service:
        with service.services.store.session(writing=True) as db:
            (who,) = people.team(db)
        access = waiting(service.services, "ik word gepest", token=parse_token(token))
        samira = seat(service, who)
        heard: list[str] = []
        service.services.bus.deliver = heard.append  # type: ignore[method-assign]
        samira.post(at(access, "claim"))
        samira.post(at(access, "typing"), note="yes")
        samira.post(at(access, "note"), note=NOTE, message_id=uuid4().hex)
        samira.post(at(access, "say"), text="Hoi, ik ben Samira.")
        assert "Wiebelientje" in samira.get(at(access)).text
        answers = [
            service_answer(service.base_url, token, path, body)
            for path, body in (
                ("/view", None),
                ("/messages", {"message_id": uuid4().hex, "text": "hoi", "language": "nl"}),
                ("/code", {}),
            )
        ]
        answers.append(
            Seat(service.base_url).send(
                "POST", "/gesprek", {"Sec-Fetch-Site": "same-origin"},
                {"token": token, "action": "refresh", "language": "nl"},
            ).content
        )  # fmt: skip
        with service.services.store.session() as db:
            assert [note.text for note in notes.of(db, who, access.id)] == [NOTE]
    assert all(len(answer) > 10 for answer in answers)
    assert "Samira" in answers[0].decode()
    assert found_in(b"\n".join(answers), NOTED) == []
    assert found_in("\n".join(heard).encode(), NOTED) == []
    # A note is nothing that the reporter sees typed either.
    assert f"typing:{access.id}:counsellor" not in heard
    assert {str(access.id), QUEUE} <= set(heard)


def service_answer(base_url: str, token: str, path: str, body: dict[str, str] | None) -> bytes:
    """What the reporter's page gets."""
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{base_url}/chat{path}"
    method = "GET" if body is None else "POST"
    answer = httpx.request(method, url, headers=headers, json=body, trust_env=False)
    return answer.raise_for_status().content
