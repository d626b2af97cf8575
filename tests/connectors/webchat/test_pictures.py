"""Pictures on their way in: with the script and without, honest ones and others."""

from __future__ import annotations

import resource
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import vault
from bot.access import by_token, parse_token
from bot.models import Picture
from bot.pictures import jpeg
from bot.pictures.taking import MAX_BYTES
from expertise import texts
from tests.connectors.webchat.tab import PLAIN, Page, Tab
from tests.connectors.webchat.tab import texts as said
from tests.support import pictures
from tests.support.pictures import CANARY, drawn
from tests.support.service import Running
from tests.support.snoop import found_in

KEPT = texts.text("picture_kept", "nl")
MEGABYTE = 1024 * 1024


def send(tab: Tab, raw: Any, message_id: str | None = None, **headers: str) -> httpx.Response:
    """As the page's script does."""
    sent = {
        "Authorization": f"Bearer {tab.token}", "X-Language": tab.language,
        "X-Message-Id": message_id or uuid4().hex, **headers,
    }  # fmt: skip
    address = f"{tab.base_url}/chat/pictures"
    return httpx.post(address, content=raw, headers=sent, timeout=60, verify=PLAIN)


def attach(page: Page, raw: bytes, action: str = "picture-send", **fields: str) -> Page:
    """As a browser sends the form of the step, with the file behind the fields."""
    hidden = {name: page.hidden(name) for name in ("language", "token", "message_id", "text")}
    files = {"picture": ("IMG_1.jpg", raw, "image/jpeg")}
    page.response = httpx.post(
        f"{page.base_url}/gesprek/foto", data={**hidden, "action": action, **fields}, files=files,
        timeout=60, verify=PLAIN,
    )  # fmt: skip
    return page


def kept(service: Running, token: str) -> list[bytes]:
    """What is stored of this talk's pictures, opened."""

    def look(session: Session) -> list[bytes]:
        access = by_token(session, parse_token(token), service.services.clock())
        rows = session.execute(select(Picture).order_by(Picture.id)).scalars()
        return [vault.unseal(access.key, row.sealed_image, f"picture:{row.id}") for row in rows]

    with service.services.store.session() as session:
        return look(session)


def test_picture_when_it_is_sent_then_the_log_says_so_and_the_bot_answers(
    service: Running, tab: Tab
) -> None:
    tab.say("er staat iets in de groepsapp")
    answered = send(tab, pictures.with_text())
    assert answered.status_code == 200
    view = tab.answered()
    assert said(view, "you") == ["er staat iets in de groepsapp", "Foto toegevoegd"]
    assert said(view, "bot")[-1] == KEPT
    assert "picture" not in view["turns"][-1]
    (image,) = kept(service, tab.token)
    assert jpeg.is_plain(image)
    assert found_in(image, tuple(CANARY.split())) == []


def test_picture_when_it_is_sent_again_then_it_is_there_once(service: Running, tab: Tab) -> None:
    tab.say("hoi")
    first = send(tab, drawn(), "foto-0001")
    again = send(tab, drawn(size=(10, 10)), "foto-0001")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["seq"] == again.json()["seq"]
    assert len(kept(service, tab.token)) == 1


@pytest.mark.parametrize(
    ("raw", "status", "error"),
    [
        (pictures.script(), 422, "UnusablePicture"),
        (pictures.bomb(), 422, "UnusablePicture"),
        (b"", 422, "UnusablePicture"),
        (drawn() + bytes(MAX_BYTES), 413, "PictureTooLarge"),
        (bytes(30 * MEGABYTE), 413, "PictureTooLarge"),
    ],
    ids=["svg", "bomb", "empty", "over eight megabytes", "thirty megabytes"],
)
def test_picture_when_it_cannot_be_taken_then_the_page_is_told_kindly(
    tab: Tab, raw: bytes, status: int, error: str
) -> None:
    tab.say("hoi")
    told = send(tab, raw)
    assert (told.status_code, told.json()["error"]) == (status, error)
    assert told.json()["message"].endswith(".")
    assert len(tab.view()["turns"]) <= 2


def test_picture_when_no_length_is_told_then_no_more_is_read_than_one_may_be(tab: Tab) -> None:
    tab.say("hoi")
    told = send(tab, (bytes(65_536) for _ in range(9 * 16)))
    assert (told.status_code, told.json()["error"]) == (413, "PictureTooLarge")
    assert send(tab, (part for part in [drawn()[:100], drawn()[100:]])).status_code == 200


def test_picture_when_nobody_knows_the_sender_then_nothing_of_it_is_looked_at(tab: Tab) -> None:
    assert send(tab, drawn()).status_code == 404
    assert send(tab, drawn(), Authorization="Bearer nee").status_code == 401
    tab.say("hoi")
    assert send(tab, drawn(), "te kort").status_code == 422


def test_picture_when_too_many_come_at_once_then_who_is_left_may_try_again(
    service: Running, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.say("hoi")
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: send(tab, drawn()), range(4)))
    assert [one.status_code for one in sent] == [200] * 4
    monkeypatch.setattr(service.services.pictures, "_in_hand", 1000)
    told = send(tab, drawn())
    assert (told.status_code, told.json()["error"]) == (503, "PicturesBusy")


@pytest.mark.parametrize("path", ["/chat/pictures", "/chat/messages", "/gesprek", "/gesprek/foto"])
def test_hundred_megabytes_when_they_come_then_they_are_refused_and_never_in_the_memory(
    service: Running, tab: Tab, path: str
) -> None:
    tab.say("hoi")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status, sent = pushed(tab, path, 100 * MEGABYTE)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert status in (413, 422)
    assert sent < 20 * MEGABYTE
    assert grown < 20 * MEGABYTE
    assert tab.view()["state"] == "bot"


def pushed(tab: Tab, path: str, size: int) -> tuple[int, int]:
    """Send as much as is taken. Returns the answer's status and how much went out."""
    place = urlsplit(tab.base_url)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer {tab.token}\r\n"
        f"X-Message-Id: {uuid4().hex}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        f"Content-Length: {size}\r\n\r\n"
    )
    sent, part = 0, bytes(65_536)
    with socket.create_connection((place.hostname, place.port), 20) as wire:
        wire.sendall(head.encode())
        wire.setblocking(False)
        wire.settimeout(20)
        try:
            while sent < size:
                wire.settimeout(0.5)
                sent += wire.send(part)
        except (TimeoutError, OSError):
            pass
        wire.settimeout(20)
        answer = wire.recv(4096)
    return int(answer.split(b" ")[1]), sent


def test_message_when_it_is_as_large_as_a_picture_then_it_is_refused_as_before(tab: Tab) -> None:
    tab.say("hoi")
    told = tab.post("messages", {"message_id": "m" * 12, "text": "x" * MEGABYTE, "language": "nl"})
    assert (told.status_code, told.json()["error"]) == (413, "MessageTooLong")


def test_step_when_it_is_opened_without_script_then_it_warns_first(page: Page) -> None:
    page.send(action="say", text="hoi")
    assert 'value="picture"' in page.text
    page.send(action="picture", text="half getypt")
    for key in ("seen_by", "faces", "cleaned", "nudes"):
        assert texts.text(f"page.picture.{key}", "nl") in page.text
    assert "helpwanted.nl" in page.text
    assert page.hidden("text") == "half getypt"
    assert 'enctype="multipart/form-data"' in page.text
    assert 'action="/gesprek/foto#nu"' in page.text


def test_step_when_a_picture_is_sent_without_script_then_it_is_kept_and_typed_words_stay(
    service: Running, page: Page
) -> None:
    page.send(action="say", text="hoi")
    page.send(action="picture", text="half getypt")
    attach(page, pictures.from_a_phone())
    assert page.response.status_code == 200
    assert "Foto toegevoegd" in page.text
    assert KEPT in page.text
    assert page.kept == "half getypt"
    assert found_in(kept(service, page.token)[0], tuple(CANARY.split())) == []


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (pictures.script(), "unusable"),
        (b"", "none"),
        (drawn() + bytes(MAX_BYTES), "too_large"),
        (drawn() + bytes(30 * MEGABYTE), "too_large"),
    ],
    ids=["svg", "nothing chosen", "over eight megabytes", "thirty megabytes"],
)
def test_step_when_it_cannot_be_taken_then_it_stands_there_again_with_all_that_was_typed(
    page: Page, raw: bytes, key: str
) -> None:
    page.send(action="say", text="hoi")
    page.send(action="picture", text="half getypt")
    token, message_id = page.token, page.hidden("message_id")
    attach(page, raw)
    assert page.response.status_code == 422
    assert texts.text(f"page.picture.{key}", "nl", limit=8) in page.text
    assert page.hidden("text") == "half getypt"
    assert (page.token, page.hidden("message_id")) == (token, message_id)
    attach(page, drawn())
    assert "Foto toegevoegd" in page.text


def test_step_when_one_would_rather_not_then_nothing_is_kept_though_a_file_was_chosen(
    service: Running, page: Page
) -> None:
    page.send(action="say", text="hoi")
    page.send(action="picture", text="half getypt")
    attach(page, drawn(), action="back")
    assert page.kept == "half getypt"
    assert kept(service, page.token) == []


def test_step_when_all_places_are_taken_then_it_is_said_and_typed_words_stay(
    service: Running, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.send(action="say", text="hoi")
    page.send(action="picture", text="half getypt")
    monkeypatch.setattr(service.services.pictures, "_in_hand", 1000)
    attach(page, drawn())
    assert texts.text("page.picture.busy", "nl") in page.text
    assert page.hidden("text") == "half getypt"


def test_step_when_the_tab_is_not_known_any_more_then_the_words_stay(page: Page) -> None:
    page.send(action="say", text="hoi")
    page.send(action="picture", text="half getypt")
    attach(page, drawn(), token="nee")
    assert page.kept == "half getypt"


def test_step_when_another_site_sends_it_then_nothing_is_kept(service: Running, page: Page) -> None:
    page.send(action="say", text="hoi")
    answer = httpx.post(
        f"{page.base_url}/gesprek/foto", data={"token": page.token, "action": "picture-send"},
        files={"picture": drawn()}, headers={"Sec-Fetch-Site": "cross-site"}, verify=PLAIN,
    )  # fmt: skip
    assert answer.status_code == 303
    assert kept(service, page.token) == []
