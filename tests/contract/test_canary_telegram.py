"""Who writes in Telegram, their number and their words: nowhere, whatever went wrong."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any, Final

from tests.support.pictures import CANARY as IN_PICTURES
from tests.support.pictures import from_a_phone
from tests.support.process import Program, running_program
from tests.support.snoop import found_in
from tests.support.telegram import DROP, Person, Telegram, broken, conflict, flood, running_telegram

SAID: Final = "Wiebelientje zag Hadewych bij de Kwakelbrug"
GROUP: Final = "Klas van Kwispelaar"
WORDS: Final = ("Wiebelientje", "Hadewych", "Kwakelbrug", "Kwispelaar", *IN_PICTURES.split())


def whole_talk(telegram: Telegram, roos: Person) -> None:
    """From the first word to the last, and at every step something goes wrong."""
    roos.writes(SAID)
    roos.hears(f"Je zei: {SAID}")
    for fault in (flood(1), broken(502), DROP):
        telegram.goes_wrong("sendMessage", fault)
    telegram.goes_wrong("sendMessage", DROP, after_effect=True)
    for fault in (broken(500), conflict()):
        telegram.goes_wrong("getUpdates", fault)
    for failure in ("[error]", "[nonsense]", "[shape]"):
        roos.writes(f"{SAID} {failure}")
    roos.edits(roos.writes(f"{SAID} eerst"), f"{SAID} daarna")
    roos.sends_photo(from_a_phone(), SAID)
    roos.sends_document(from_a_phone(), f"{SAID}.jpg", "image/jpeg")
    for sends in (roos.sends_contact, roos.sends_location, roos.sends_poll, roos.sends_voice):
        sends()
    for command in (f"/start {SAID}", f"/code {SAID}", f"/Hadewych {SAID}", "/code", "/mens"):
        roos.writes(command)
    roos.presses_forged(SAID)
    roos.writes(SAID, roos.adds_to_group(GROUP))
    telegram.makes_update("message", {"text": SAID, "from": roos.account.as_json()})
    telegram.makes_update("Hadewych", {"text": SAID})
    telegram.waits_for(telegram.is_all_taken, timeout=60)
    roos.writes("/hulp")
    roos.hears("113")


def assert_no_trace(program: Program, telegram: Telegram, roos: Person) -> None:
    secret = telegram.token.partition(":")[2]
    traces = (*WORDS, *roos.canaries, secret)
    files = [path for path in program.data_dir.parent.rglob("*") if path.is_file()]
    assert program.data_dir / "vertelmaar.db" in files
    assert program.data_dir / "messengers.key" in files
    found = {
        str(path.relative_to(program.data_dir.parent)): left
        for path in files
        if (left := found_in(path.read_bytes(), traces))
    }
    assert found == {}
    # As a number of SQLite's.
    number = roos.id.to_bytes(6, "big")
    assert not [path for path in files if number in path.read_bytes()]
    assert "Traceback" not in program.output.read_text()


def test_canary_when_a_talk_in_telegram_went_wrong_then_it_is_in_no_file_and_no_output(
    tmp_path: Path,
) -> None:
    with running_telegram() as telegram:
        settings: dict[str, Any] = {"telegram_token": telegram.token, "telegram_api": telegram.url}
        roos = telegram.person()
        with running_program(tmp_path, telegram_per_second="1000", **settings) as program:
            program.until("engine: ready")
            whole_talk(telegram, roos)
            assert_no_trace(program, telegram, roos)
            telegram.revokes_token()
            roos.writes(SAID)
            roos.blocks()
        assert program.process.returncode in (0, -signal.SIGTERM)
        assert_no_trace(program, telegram, roos)
        assert "another program takes this bot's messages" in program.output.read_text()
        key = program.data_dir / "messengers.key"
        assert (len(key.read_bytes()), key.stat().st_mode & 0o077) == (32, 0)
