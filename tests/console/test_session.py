from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

import pyotp
import pytest

from bot.access import parse_token
from bot.errors import SessionEnded
from console import live
from tests.console.seats import Clock, Seat, alert, at, waiting
from tests.support import people
from vertelmaar.app import create_app

if TYPE_CHECKING:
    from tests.support.service import Running

LOGIN = "/console/login"


def test_session_idle_for_half_an_hour_ends(samira: Seat, clock: Clock) -> None:
    clock.forward(minutes=29)
    assert samira.get().status_code == 200
    clock.forward(minutes=29)
    assert samira.get().status_code == 200
    clock.forward(minutes=30)
    assert samira.get().headers["location"] == LOGIN


def test_page_that_asks_by_itself_keeps_no_session_alive(samira: Seat, clock: Clock) -> None:
    clock.forward(minutes=20)
    assert samira.get(**{"Live-After": "0"}).status_code == 200
    clock.forward(minutes=10)
    ended = samira.get(**{"Live-After": "0"})
    assert ended.status_code == 401
    assert "sessie is afgelopen" in alert(ended)


def test_stream_that_beats_keeps_no_session_alive(
    service: Running, samira: Seat, clock: Clock
) -> None:
    secret = parse_token(samira.cookie or "")
    clock.forward(minutes=20)
    with service.services.store.session(writing=True) as db:
        live.beat(db, secret, None, clock())
    clock.forward(minutes=10)
    with service.services.store.session(writing=True) as db, pytest.raises(SessionEnded):
        live.beat(db, secret, None, clock())


def test_every_page_without_a_session_leads_to_the_login(service: Running) -> None:
    stranger = Seat(service.base_url)
    routes = [
        (method, "/" + re.sub(r"<\w+:uuid>", lambda _: str(uuid4()), route.path))
        for route in create_app(service.services, f"t{uuid4().hex}").router.routes
        for method in route.methods
        if (route.name or "").split(".")[1] == "console"
    ]
    assert {path.rpartition("/")[2] for _, path in routes} >= {"live", "say", "claim", "duty"}
    for method, path in routes:
        send = stranger.post if method == "POST" else stranger.get
        response = send(path)
        assert response.status_code == 303, path
        assert response.headers["location"].partition("?")[0] == LOGIN
        assert stranger.send(method, path, {}).status_code in {303, 403}


@pytest.mark.parametrize("cookie", ["x", "A" * 43, "é", "A" * 5000])
def test_cookie_that_opens_nothing_leads_to_the_login(service: Running, cookie: str) -> None:
    assert (
        Seat(service.base_url)
        .send("GET", "/console", {"Cookie": f"__Host-vertelmaar={cookie}".encode()})
        .headers["location"]
        == LOGIN
    )


def test_cookie_that_another_host_could_set_is_not_ours(service: Running, samira: Seat) -> None:
    cookie = {"Cookie": f"vertelmaar={samira.cookie}"}
    assert Seat(service.base_url).send("GET", "/console", cookie).headers["location"] == LOGIN


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elders.nl"},
        {"Origin": "null"},
        {},
    ],
)
def test_form_from_elsewhere_changes_nothing(
    service: Running, samira: Seat, headers: dict[str, str]
) -> None:
    access = waiting(service.services)
    response = samira.post(at(access, "claim"), headers)
    assert response.status_code == 403
    assert "Neem over" in samira.get(at(access)).text


def test_form_of_an_old_browser_is_known_by_its_origin(service: Running, samira: Seat) -> None:
    response = samira.post(at(waiting(service.services), "claim"), {"Origin": service.base_url})
    assert response.status_code == 303


@pytest.mark.parametrize("whose", ["nobody", "colleague"])
def test_form_with_a_token_of_another_session_changes_nothing(
    service: Running, samira: Seat, bram: Seat, whose: str
) -> None:
    access = waiting(service.services)
    token = {"nobody": "", "colleague": bram.csrf}[whose]
    assert samira.post(at(access, "say"), csrf=token, text="Hoi, ik lees mee.").status_code == 403
    with service.services.store.session() as db:
        assert people.state_of(db, access) == "waiting"


def test_every_form_carries_the_token(service: Running, samira: Seat) -> None:
    page = samira.get(at(waiting(service.services))).text
    forms = [form for form in page.split("<form")[1:] if 'method="post"' in form]
    ours = [form.partition("</form>")[0] for form in forms]
    # These three need no session, or bring the token by script.
    free = ("/console/language", "/console/login", "/console/stay")
    assert [form for form in ours if not any(f'action="{path}"' in form for path in free)]
    assert not [
        form
        for form in ours
        if samira.csrf not in form and not any(f'action="{path}"' in form for path in free)
    ]


def test_pages_are_kept_nowhere_and_never_compressed(service: Running, samira: Seat) -> None:
    for path in ("/console", at(waiting(service.services)), LOGIN):
        headers = samira.get(path, **{"Accept-Encoding": "gzip"}).headers
        assert headers["cache-control"] == "no-store"
        assert "content-encoding" not in headers
        assert "unsafe" not in headers["content-security-policy"]


def test_session_that_ended_in_the_middle_of_a_sentence_loses_no_word(
    service: Running, clock: Clock
) -> None:
    account = service.enrol("Samira")
    seat = Seat(service.base_url)
    access = waiting(service.services)
    text = {"text": "Ik ben er <nog>", "message_id": "m" * 32}
    ended = seat.post(at(access, "say"), **text)
    assert ended.status_code == 401
    assert "readonly>Ik ben er &lt;nog&gt;</textarea>" in ended.text

    code = pyotp.TOTP(account.totp_secret).at(clock())
    again = {"name": "Samira", "password": account.password, "next": at(access)}
    carried = {"kept": text["text"], "message_id": text["message_id"]}
    wrong = seat.post(LOGIN, **again, **carried, code="000000")
    assert "readonly>Ik ben er &lt;nog&gt;</textarea>" in wrong.text

    back = seat.post(LOGIN, **again, **carried, code=code)
    assert f'action="{at(access, "say")}"' in back.text
    assert ">Ik ben er &lt;nog&gt;</textarea>" in back.text
    seat.cookie = back.headers["set-cookie"].partition(";")[0].partition("=")[2]
    assert seat.csrf in back.text
    assert seat.post(at(access, "say"), **text).status_code == 303
    assert "Ik ben er &lt;nog&gt;" in seat.get(at(access)).text
