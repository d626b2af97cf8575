from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tests.console.seats import Seat, alert, at, waiting

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.service import Running


def test_say_while_the_database_is_locked_keeps_the_text_and_can_be_sent_again(
    service: Running, samira: Seat, tmp_path: Path
) -> None:
    access = waiting(service.services)
    form = {"text": "Ik ben er & luister", "message_id": "s" * 32}
    lock = sqlite3.connect(tmp_path / "vertelmaar.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    refused = samira.post(at(access, "say"), **form)
    lock.close()
    assert refused.status_code == 503
    assert alert(refused).startswith("Het is niet opgeslagen")
    assert ">Ik ben er &amp; luister</textarea>" in refused.text
    assert f'value="{form["message_id"]}"' in refused.text
    assert samira.post(at(access, "say"), **form).status_code == 303
    assert "Ik ben er &amp; luister" in samira.get(at(access)).text


def test_address_that_is_no_conversation_is_told_kindly(samira: Seat) -> None:
    for path in ("/console/c/1", "/console/nergens", "/console/static/geheim.txt"):
        response = samira.get(path)
        assert response.status_code == 404
        assert "Traceback" not in response.text
        assert "Sanic" not in response.text
