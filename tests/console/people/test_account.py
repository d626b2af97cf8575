"""One's own account, and what takes a password once more."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pyotp
import pytest
from sqlalchemy import select

from bot.models import StaffSession
from console.people.device import described
from tests.console.seats import Clock, Seat, alert
from tests.support.authenticator import Authenticator

if TYPE_CHECKING:
    import httpx

    from tests.support.service import Account, Running

NEW = "zeven boten in de vijver"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def account(service: Running) -> Account:
    """Somebody with a password, the first of the team."""
    return service.enrol("Samira")


@pytest.fixture
def own(service: Running, account: Account, clock: Clock) -> Seat:
    """Her browser, logged in."""
    return entered(service, account, clock)


def entered(service: Running, account: Account, clock: Clock, **changed: str) -> Seat:
    seat = Seat(service.base_url)
    clock.forward(seconds=30)
    form = {"name": account.name, "password": account.password, "code": code(account, clock)}
    headers = {"Sec-Fetch-Site": "same-origin", "User-Agent": FIREFOX}
    response = seat.post("/console/login", headers, **{**form, **changed})
    assert response.status_code == 303, alert(response)
    seat.cookie = response.headers["set-cookie"].partition(";")[0].partition("=")[2]
    return seat


def code(account: Account, clock: Clock) -> str:
    return pyotp.TOTP(account.totp_secret).at(clock())


def value(page: httpx.Response, pattern: str) -> str:
    found = re.findall(pattern, page.text)
    assert found, pattern
    return html.unescape(found[0])


def confirmed(seat: Seat, account: Account, clock: Clock, **more: str) -> httpx.Response:
    clock.forward(seconds=30)
    form = {"password": account.password, "code": code(account, clock), **more}
    return seat.post("/console/confirm", **form)


def test_dangerous_page_asks_again_after_five_minutes_and_leads_back(
    own: Seat, account: Account, clock: Clock
) -> None:
    assert own.get("/console/account/totp").status_code == 200
    clock.forward(minutes=5)
    asked = own.get("/console/account/totp")
    assert asked.headers["location"] == "/console/confirm?next=/console/account/totp"
    assert own.get(asked.headers["location"]).status_code == 200
    back = confirmed(own, account, clock, next="/console/account/totp")
    assert back.headers["location"] == "/console/account/totp"
    assert own.get("/console/account/totp").status_code == 200


def test_dangerous_form_waits_for_the_answer_and_loses_nothing_but_passwords(
    own: Seat, account: Account, clock: Clock
) -> None:
    clock.forward(minutes=6)
    sent = {"name": 'Noor "<b>"', "role": "auditor", "new_password": "geheim woord"}
    asked = own.post("/console/people/invite", **sent)
    assert "Noor &#34;&lt;b&gt;&#34;" in asked.text
    assert "geheim woord" not in asked.text
    carried = {"next": "/console/people/invite", "is_form": "yes"}
    carried |= {"carried.name": sent["name"], "carried.role": sent["role"]}
    wrong = own.post("/console/confirm", password="mis", code="000000", **carried)
    assert wrong.status_code == 401
    assert "Noor &#34;&lt;b&gt;&#34;" in wrong.text
    ready = confirmed(own, account, clock, **carried)
    assert 'action="/console/people/invite"' in ready.text
    assert "Noor &#34;&lt;b&gt;&#34;" in ready.text
    assert own.post("/console/people/invite", name="Noor", role="auditor").status_code == 200


def test_confirming_takes_a_fresh_factor_and_waits_longer_after_failures(
    own: Seat, account: Account, clock: Clock
) -> None:
    used = code(account, clock)
    refused = own.post("/console/confirm", password=account.password, code=used)
    assert refused.status_code == 401
    for _ in range(4):
        own.post("/console/confirm", password="mis", code="000000")
    assert own.post("/console/confirm", password="mis", code="000000").status_code == 429


def test_confirming_leads_to_no_page_of_others(own: Seat, account: Account, clock: Clock) -> None:
    for there in ("https://elders.nl", "//elders.nl", "/console/../x", "/gesprek"):
        assert confirmed(own, account, clock, next=there).headers["location"] == "/console"


def test_password_changed_opens_from_then_on_and_logs_out_elsewhere(
    service: Running, own: Seat, account: Account, clock: Clock
) -> None:
    other = entered(service, account, clock)
    form = {"new_password": NEW, "same_password": NEW}
    wrong = own.post("/console/account/password", current_password="mis", **form)
    assert wrong.status_code == 401
    right = own.post("/console/account/password", current_password=account.password, **form)
    assert right.headers["location"] == "/console/account?done=password"
    assert own.get("/console").status_code == 200
    assert other.get("/console").status_code == 303
    entered(service, account, clock, password=NEW)
    old = Seat(service.base_url).post(
        "/console/login", name=account.name, password=account.password, code=code(account, clock)
    )
    assert old.status_code == 401


def test_totp_changed_takes_a_code_of_the_new_app_and_forgets_the_old(
    service: Running, own: Seat, account: Account, clock: Clock
) -> None:
    secret = value(own.get("/console/account/totp"), 'name="secret" value="([A-Z2-7]+)"')
    form = {"secret": secret, "current_password": account.password}
    assert own.post("/console/account/totp", **form, code="000000").status_code == 422
    made = own.post("/console/account/totp", **form, code=pyotp.TOTP(secret).at(clock()))
    assert made.headers["location"] == "/console/account?done=totp"
    clock.forward(seconds=30)
    login_form = {"name": account.name, "password": account.password}
    seat = Seat(service.base_url)
    assert seat.post("/console/login", **login_form, code=code(account, clock)).status_code == 401
    fresh = pyotp.TOTP(secret).at(clock())
    assert seat.post("/console/login", **login_form, code=fresh).status_code == 303


def test_passkey_added_logs_in_and_removed_does_not(
    service: Running, own: Seat, account: Account, clock: Clock
) -> None:
    key = Authenticator(service.base_url, "localhost")
    options = value(own.get("/console/account/passkey"), 'data-passkey-options="([^"]+)"')
    form = {"label": "<telefoon>", "passkey": key.register(options)}
    assert own.post("/console/account/passkey", **form).status_code == 303
    assert own.post("/console/account/passkey", **form).status_code == 422
    page = own.get("/console/account")
    assert "&lt;telefoon&gt;" in page.text
    seat = Seat(service.base_url)
    entering = {"name": account.name, "password": account.password}
    clock.forward(seconds=1)
    answer = key.answer(seat.get("/console/login/passkey").text)
    assert seat.post("/console/login", **entering, passkey=answer).status_code == 303
    number = value(page, 'name="number" value="([0-9a-f]+)"')
    assert own.post("/console/account/passkey/remove", number=number).status_code == 303
    clock.forward(seconds=1)
    answer = key.answer(seat.get("/console/login/passkey").text)
    assert seat.post("/console/login", **entering, passkey=answer).status_code == 401


def test_sessions_are_told_apart_and_ended_one_by_one_or_all(
    service: Running, own: Seat, account: Account, clock: Clock
) -> None:
    phone, left = (entered(service, account, clock) for _ in range(2))
    page = own.get("/console/account")
    assert page.text.count("Firefox, Linux") == 3
    ids = re.findall(r"/console/account/sessions/([0-9a-f-]{36})", page.text)
    assert len(ids) == 2
    assert own.post(f"/console/account/sessions/{ids[0]}").status_code == 303
    assert sorted(seat.get("/console").status_code for seat in (phone, left)) == [200, 303]
    assert own.post("/console/account/sessions").status_code == 303
    assert [seat.get("/console").status_code for seat in (phone, left, own)] == [303, 303, 200]


def test_session_of_a_colleague_is_not_ended(
    service: Running, own: Seat, account: Account, clock: Clock
) -> None:
    other = entered(service, service.enrol("Bram"), clock)
    with service.services.store.session() as db:
        query = select(StaffSession.id).where(StaffSession.created_at == clock())
        theirs = db.execute(query).scalar_one()
    own.post(f"/console/account/sessions/{theirs}")
    assert other.get("/console").status_code == 200


def test_codes_are_made_anew_and_shown_once(own: Seat) -> None:
    page = own.post("/console/account/codes")
    assert len(re.findall(r"<code>\d{4} \d{4} \d{4} \d{4}</code>", page.text)) == 10
    assert "nog 10 over" in own.get("/console/account").text


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
         "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Snuffelbrowser/7.3 (Fluitketel)", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_device_is_named_by_known_words_alone(agent: str, words: str) -> None:
    assert described(agent) == words
