"""Accepting an invitation, with no script and with a passkey."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.console.seats import Clock, Seat, alert
from tests.support.authenticator import Authenticator

if TYPE_CHECKING:
    import httpx

    from tests.support.service import Running

PASSWORD = "zeven boten in de vijver"
STEP_ONE, STEP_TWO = "/console/welcome/account", "/console/welcome/factor"


def invited(seat: Seat, name: str = "Noor", role: str = "counsellor") -> str:
    """The link that the inviter's page shows."""
    page = seat.post("/console/people/invite", name=name, role=role)
    assert page.status_code == 200, alert(page)
    assert "<svg" in page.text
    return value(page, 'readonly value="([^"]+)"')


def value(page: httpx.Response, pattern: str) -> str:
    found = re.findall(pattern, page.text)
    assert found, pattern
    return html.unescape(found[0])


def chosen(stranger: Seat, link: str, **changed: str) -> httpx.Response:
    form = {"name": "Noor", "new_password": PASSWORD, "same_password": PASSWORD, **changed}
    return stranger.post(STEP_ONE, link=link, **form)


def draft_of(page: httpx.Response) -> str:
    return value(page, 'name="draft" value="([^"]+)"')


def code_of(page: httpx.Response, clock: Clock) -> str:
    return pyotp.TOTP(value(page, '<code class="secret">([A-Z2-7]+)</code>')).at(clock())


def cookie_of(page: httpx.Response) -> str:
    return str(page.headers["set-cookie"].partition(";")[0].partition("=")[2])


@pytest.fixture
def stranger(service: Running) -> Seat:
    return Seat(service.base_url)


def test_link_keeps_its_secret_behind_the_hash(admin: Seat, service: Running) -> None:
    link = invited(admin)
    path, _, secret = link.partition("#")
    assert path == f"{service.base_url}/console/welcome"
    assert len(secret) == 43
    assert secret not in admin.get("/console/people").text


def test_invitation_leads_step_by_step_into_the_queue(
    admin: Seat, stranger: Seat, clock: Clock
) -> None:
    link = invited(admin)
    first = stranger.post("/console/welcome", link=link)
    assert "Samira heeft je uitgenodigd" in first.text
    assert 'value="Noor"' in first.text
    second = chosen(stranger, link)
    assert PASSWORD not in second.text
    form = {"link": link, "draft": draft_of(second), "code": code_of(second, clock)}
    codes = stranger.post(STEP_TWO, **form)
    assert len(re.findall(r"<code>\d{4} \d{4} \d{4} \d{4}</code>", codes.text)) == 10
    stranger.cookie = cookie_of(codes)
    assert stranger.post("/console/account/codes/kept").headers["location"] == "/console"
    assert stranger.get("/console").status_code == 200
    assert "Deze link werkt niet" in alert(stranger.post(STEP_TWO, **form))
    assert "Deze link werkt niet" in alert(chosen(stranger, link, name="Bo"))


def test_recovery_code_opens_once_in_place_of_the_app(
    admin: Seat, stranger: Seat, clock: Clock
) -> None:
    link = invited(admin)
    second = chosen(stranger, link)
    page = stranger.post(STEP_TWO, link=link, draft=draft_of(second), code=code_of(second, clock))
    code = value(page, r"<code>([\d ]+)</code>")
    form = {"name": "Noor", "password": PASSWORD, "code": code}
    assert stranger.post("/console/login", **form).status_code == 303
    assert stranger.post("/console/login", **form).status_code == 401


def test_passkey_is_enough_and_opens_the_login_later(
    admin: Seat, stranger: Seat, clock: Clock
) -> None:
    key = Authenticator(stranger.base_url, "localhost")
    link = invited(admin)
    second = chosen(stranger, link)
    options = value(second, 'data-passkey-options="([^"]+)"')
    form = {"link": link, "draft": draft_of(second), "label": "laptop"}
    assert "lukte het niet" in alert(stranger.post(STEP_TWO, **form, passkey="{}"))
    assert stranger.post(STEP_TWO, **form, passkey=key.register(options)).status_code == 200
    clock.forward(seconds=5)
    answer = key.answer(stranger.get("/console/login/passkey").text)
    login = {"name": "Noor", "password": PASSWORD, "passkey": answer}
    assert stranger.post("/console/login", **login).status_code == 303
    assert stranger.post("/console/login", **login).status_code == 401


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"new_password": "mus", "same_password": "mus"}, "te kort"),
        ({"new_password": "welkom123456", "same_password": "welkom123456"}, "te raden"),
        ({"same_password": "anders"}, "niet gelijk"),
        ({"name": "Samira"}, "al in gebruik"),
        ({"name": " \0"}, "Een naam heeft"),
    ],
)
def test_choice_that_will_not_do_is_told_kindly_and_keeps_the_name(
    admin: Seat, stranger: Seat, changed: dict[str, str], said: str
) -> None:
    page = chosen(stranger, invited(admin), **changed)
    assert page.status_code == 422
    assert said in html.unescape(alert(page))
    assert f'"{changed.get("new_password", PASSWORD)}"' not in page.text


def test_wrong_code_is_told_and_the_same_picture_stays(
    admin: Seat, stranger: Seat, clock: Clock
) -> None:
    link = invited(admin)
    second = chosen(stranger, link)
    wrong = stranger.post(STEP_TWO, link=link, draft=draft_of(second), code="000000")
    assert wrong.status_code == 422
    assert code_of(wrong, clock) == code_of(second, clock)
    again = {"link": link, "draft": draft_of(wrong), "code": code_of(wrong, clock)}
    assert stranger.post(STEP_TWO, **again).status_code == 200


@pytest.mark.parametrize("link", ["", "x", "#", "A" * 43, "é", "https://elders.nl/#" + "A" * 43])
def test_link_that_is_none_is_told(stranger: Seat, link: str) -> None:
    for path in ("/console/welcome", STEP_ONE, STEP_TWO):
        assert "Deze link werkt niet" in alert(stranger.post(path, link=link, draft="x"))


def test_steps_from_another_site_are_refused(admin: Seat, stranger: Seat) -> None:
    link = invited(admin)
    for path in ("/console/welcome", STEP_ONE, STEP_TWO):
        refused = stranger.post(path, {"Sec-Fetch-Site": "cross-site"}, link=link)
        assert refused.status_code == 403


def test_withdrawn_invitation_opens_nothing(admin: Seat, stranger: Seat) -> None:
    link = invited(admin)
    number = value(admin.get("/console/people"), 'name="number" value="([0-9a-f]+)"')
    assert admin.post("/console/people/withdraw", number=number).status_code == 303
    assert "Deze link werkt niet" in alert(stranger.post("/console/welcome", link=link))


def test_forgotten_password_is_given_back_by_an_admin(
    admin: Seat, bram: Seat, stranger: Seat, clock: Clock
) -> None:
    assert bram.who is not None
    page = admin.post(f"/console/people/{bram.who.id}/password")
    link = value(page, 'readonly value="([^"]+)"')
    first = stranger.post("/console/welcome", link=link)
    assert "Nieuw wachtwoord voor Bram" in first.text
    second = chosen(stranger, link)
    form = {"link": link, "draft": draft_of(second), "code": code_of(second, clock)}
    codes = stranger.post(STEP_TWO, **form)
    stranger.cookie = cookie_of(codes)
    assert stranger.get("/console").status_code == 200
    assert bram.get("/console").headers["location"] == "/console/login"


def test_member_of_one_team_takes_another_by_the_link(admin: Seat, bram: Seat) -> None:
    link = invited(admin, role="auditor")
    page = bram.post("/console/welcome", link=link)
    assert bram.csrf in page.text
    assert bram.post("/console/join", link=link).status_code == 303
    assert "Controleur" in bram.get("/console/start").text
