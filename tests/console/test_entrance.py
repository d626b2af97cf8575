from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from bot import staff
from tests.console.seats import Clock, Seat, alert

if TYPE_CHECKING:
    import httpx

    from tests.support.service import Account, Running

WRONG = "Naam, wachtwoord of code klopt niet."


@pytest.fixture
def account(service: Running) -> Account:
    return service.enrol("Samira")


@pytest.fixture
def browser_seat(service: Running) -> Seat:
    return Seat(service.base_url)


def code_at(account: Account, clock: Clock, minutes: float = 0) -> str:
    return pyotp.TOTP(account.totp_secret).at(clock() + timedelta(minutes=minutes))


def log_in(seat: Seat, account: Account, code: str, **changed: str) -> httpx.Response:
    form = {"name": account.name, "password": account.password, "code": code, **changed}
    return seat.post("/console/login", **form)


def test_login_right_opens_queue_with_a_cookie_for_this_host_alone(
    browser_seat: Seat, account: Account, clock: Clock
) -> None:
    response = log_in(browser_seat, account, code_at(account, clock))
    assert (response.status_code, response.headers["location"]) == (303, "/console")
    name_and_value, *attributes = response.headers["set-cookie"].split("; ")
    assert name_and_value.startswith("__Host-vertelmaar=")
    assert set(attributes) == {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"}
    browser_seat.cookie = name_and_value.partition("=")[2]
    assert browser_seat.get().status_code == 200


def test_login_wrong_in_any_way_says_the_same(
    service: Running, browser_seat: Seat, account: Account, clock: Clock
) -> None:
    service.enrol("Bram")
    with service.services.store.session(writing=True) as db:
        staff.disable(db, "Bram", clock())
    code = code_at(account, clock)
    answers = [
        log_in(browser_seat, account, code, password="vier fietsen op het dak"),
        log_in(browser_seat, account, "000000" if code != "000000" else "111111"),
        log_in(browser_seat, account, code_at(account, clock, minutes=-2)),
        log_in(browser_seat, account, code, name="Niemand"),
        log_in(browser_seat, account, code, name="Sami\0"),
        log_in(browser_seat, account, code, name="Bram"),
        browser_seat.post("/console/login"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert {alert(answer)[: len(WRONG)] for answer in answers} == {WRONG}
    assert not [answer for answer in answers if "set-cookie" in answer.headers]
    assert not [answer for answer in answers if account.password in answer.text]


def test_login_with_a_code_used_before_is_refused(
    browser_seat: Seat, account: Account, clock: Clock
) -> None:
    code = code_at(account, clock)
    assert log_in(browser_seat, account, code).status_code == 303
    assert log_in(browser_seat, account, code).status_code == 401


def test_login_after_many_failures_says_how_long_to_wait_and_then_works(
    browser_seat: Seat, account: Account, clock: Clock
) -> None:
    for _ in range(4):
        log_in(browser_seat, account, "000000", password="mis")
    early = log_in(browser_seat, account, code_at(account, clock))
    assert early.status_code == 429
    assert "Wacht 3 seconden" in alert(early)
    assert 'value="Samira"' in early.text
    clock.forward(seconds=3)
    assert log_in(browser_seat, account, code_at(account, clock)).status_code == 303


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elders.nl"}, {}]
)
def test_login_from_another_site_is_refused(
    browser_seat: Seat, account: Account, clock: Clock, headers: dict[str, str]
) -> None:
    form = {"name": "Samira", "password": account.password, "code": code_at(account, clock)}
    response = browser_seat.send("POST", "/console/login", headers, form)
    assert response.status_code == 403
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    "there", ["https://elders.nl/", "//elders.nl", "/console/../x", "/console/c/../../x"]
)
def test_login_leads_to_no_page_but_ours(
    browser_seat: Seat, account: Account, clock: Clock, there: str
) -> None:
    response = log_in(browser_seat, account, code_at(account, clock), next=there)
    assert response.headers["location"] == "/console"


def test_logout_ends_the_session_and_clears_the_browser(samira: Seat) -> None:
    response = samira.post("/console/logout")
    assert response.headers["clear-site-data"] == '"cache"'
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert samira.get().headers["location"] == "/console/login"


def test_logout_without_the_token_changes_nothing(samira: Seat) -> None:
    assert samira.post("/console/logout", csrf="x").status_code == 403
    assert samira.get().status_code == 200


def test_language_chosen_is_kept_in_the_browser(service: Running) -> None:
    seat = Seat(service.base_url)
    chosen = seat.post("/console/language", language="en", next="/console/login")
    cookie = chosen.headers["set-cookie"].partition(";")[0]
    assert "Password" in seat.get("/console/login", Cookie=cookie).text
    assert "Wachtwoord" in seat.get("/console/login").text
