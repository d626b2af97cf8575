"""Every page of the console, and what can be opened on it: where it is, and who comes there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.busy_day import BusyDay

Deed = Callable[["Page", "BusyDay"], None]

# What is no page: streams, an answer for a script, and an image by itself.
NO_PAGES: Final = frozenset({"live", "live_talk", "passkey_options", "picture"})
PASSWORD: Final = "zeven boten in de vijver"


class Visit(NamedTuple):
    """Somebody on a page; `{mine}` in the address is one of the talks. None is not logged in."""

    name: str
    path: str
    then: Deed | None = None
    who: str | None = "samira"
    modes: tuple[bool, ...] = (True, False)


def unfold(page: Page, _day: BusyDay) -> None:
    """Open whatever can be folded out, menus excepted."""
    page.locator("details:not(.menu) > summary").first.wait_for()
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((it) => it.open = true)")


def menu(name: str) -> Deed:
    """Open a menu."""

    def opened(page: Page, _day: BusyDay) -> None:
        page.locator(f"#{name} > summary").click()
        expect(page.locator(f"#{name} .sheet-menu")).to_be_visible()

    return opened


def dialog(name: str) -> Deed:
    """Open a dialog as the console's script does."""

    def opened(page: Page, _day: BusyDay) -> None:
        page.locator(f"#{name}").evaluate("it => it.showModal()")

    return opened


def presses(label: str, **fields: str) -> Deed:
    """Fill in fields by their labels, and press a button."""

    def pressed(page: Page, _day: BusyDay) -> None:
        for field, value in fields.items():
            page.locator(f"#{field}").fill(value)
        page.get_by_role("button", name=label, exact=True).first.click()
        page.wait_for_load_state()

    return pressed


def alerted(deed: Deed) -> Deed:
    """Do it, and be told that it went wrong."""

    def done(page: Page, day: BusyDay) -> None:
        deed(page, day)
        expect(page.locator("main [role=alert]:visible").first).to_be_visible()

    return done


def _veil(page: Page, day: BusyDay) -> None:
    menu("account")(page, day)
    page.get_by_role("button", name="Verberg teksten tot ik klik").click()
    expect(page.locator("body.veiled")).to_be_visible()


def _search(page: Page, _day: BusyDay) -> None:
    page.locator("#text").press_sequentially("/")
    expect(page.locator("#picker li").first).to_be_visible()


def _forge(page: Page, _day: BusyDay) -> None:
    page.locator("#composer [name=csrf]").evaluate("it => it.value = 'x'")
    page.locator("#text").fill("Ik ben er nog.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("#kept")).to_have_value("Ik ben er nog.")


def _leave(page: Page, _day: BusyDay) -> None:
    page.context.clear_cookies()
    page.locator("#text").fill("Ik ben er nog.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("#kept")).to_have_value("Ik ben er nog.")


def _invite_to_nothing(page: Page, day: BusyDay) -> None:
    page.locator("form[action$=invite] [name=role][value=counsellor]").uncheck()
    presses("Maak een link", **{"invite-name": "Ali"})(page, day)


def _open_link(page: Page, day: BusyDay) -> None:
    if page.locator("#link").count():
        page.locator("#link").fill(day.link)
        page.get_by_role("button", name="Open").click()
    expect(page.locator("#new-password")).to_be_visible()


def _choose(page: Page, day: BusyDay) -> None:
    _open_link(page, day)
    page.get_by_label("Nieuw wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_label("Nieuw wachtwoord, nog een keer").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", name="Nog een tweede slot")).to_be_visible()


# By the name of the route: a route that is added without a visit fails the test of this list.
INSIDE: Final[Mapping[str, tuple[Visit, ...]]] = {
    "queue": (
        Visit("queue", "/console"),
        Visit("queue-narrowed", "/console?theme=bullying&role=pupil"),
        Visit("queue-closed", "/console?show=closed"),
        Visit("queue-empty", "/console?show=closed", who="inge"),
        Visit("queue-sections", "/console", menu("sections")),
        Visit("queue-account", "/console", menu("account")),
        Visit("queue-alerts", "/console", menu("alerts")),
        Visit("queue-again", "/console", dialog("again"), modes=(True,)),
        Visit("queue-idle", "/console", dialog("idle"), modes=(True,)),
    ),
    "talk": (
        Visit("talk-waiting", "/console/c/{acute}"),
        Visit("talk-mine", "/console/c/{mine}"),
        Visit("talk-unfolded", "/console/c/{mine}", unfold),
        Visit("talk-end", "/console/c/{mine}", menu("end")),
        Visit("talk-picker", "/console/c/{mine}", _search, modes=(True,)),
        Visit("talk-shortcuts", "/console/c/{mine}", dialog("shortcuts"), modes=(True,)),
        Visit("talk-veiled", "/console/c/{mine}", _veil),
        Visit("talk-of-colleague", "/console/c/{colleague}"),
        Visit("talk-closed", "/console/c/{closed}"),
        Visit("talk-proposed", "/console/c/{proposed}", unfold),
        Visit("talk-agreed", "/console/c/{agreed}"),
        Visit("talk-passed", "/console/c/{passed}", who="inge"),
        Visit("talk-stepped-back", "/console/c/{stepped}"),
        Visit("talk-duty", "/console/c/{duty}"),
        Visit("talk-stale", "/console/c/{mine}", _forge, modes=(False,)),
        Visit("talk-of-nobody", "/console/c/{passed}"),
    ),
    "cards": (
        Visit("cards", "/console/c/{mine}/cards"),
        Visit("cards-one", "/console/c/{mine}/cards?q=kindertelefoon&party=kindertelefoon"),
        Visit("cards-none", "/console/c/{colleague}/cards?q=xyz"),
    ),
    "pass_on": (
        Visit("pass-on", "/console/c/{mine}/pass-on"),
        Visit("pass-on-inspectors", "/console/c/{mine}/pass-on?to=inspectors"),
    ),
    "show_file": (Visit("file", "/console/c/{agreed}/file"),),
    "stepped_back": (Visit("stepped-back", "/console/stepped-back"),),
    "alerts": (Visit("alerts", "/console/alerts"),),
    "replies": (
        Visit("replies", "/console/replies"),
        Visit("replies-unfolded", "/console/replies?language=en", unfold),
    ),
    "labels": (Visit("labels", "/console/labels"),),
    "presence": (Visit("presence", "/console/presence"),),
    "roster": (
        Visit("roster", "/console/roster"),
        Visit("roster-to-read", "/console/roster", who="bram"),
    ),
    "agreements": (Visit("agreements", "/console/agreements"),),
    "trail": (
        Visit("trail", "/console/trail"),
        Visit("trail-nothing", "/console/trail?who=niemand"),
    ),
    "start": (
        Visit("start", "/console/start"),
        Visit("start-without-key", "/console/start", who="noor"),
    ),
    "show_confirm": (Visit("confirm", "/console/confirm?next=/console/account/totp"),),
    "account": (
        Visit("account", "/console/account"),
        Visit("codes", "/console/account", presses("Maak nieuwe")),
    ),
    "show_totp": (Visit("totp", "/console/account/totp", unfold),),
    "show_passkey": (Visit("passkey", "/console/account/passkey"),),
    "keys": (
        Visit("keys", "/console/keys"),
        Visit("keys-nobody", "/console/keys", who="inge"),
    ),
    "people": (
        Visit("people", "/console/people"),
        Visit("people-unfolded", "/console/people", unfold),
        Visit("people-refused", "/console/people", alerted(_invite_to_nothing)),
        Visit("invited", "/console/people", presses("Maak een link", **{"invite-name": "Ali"})),
    ),
}  # fmt: skip
OUTSIDE: Final[Mapping[str, tuple[Visit, ...]]] = {
    "login": (
        Visit("login", "/console/login", who=None),
        Visit("login-refused", "/console/login", alerted(
            presses("Log in", name="Samira", password="mis", code="123456")
        ), who=None),
        Visit("login-with-text", "/console/c/{mine}", _leave, modes=(False,)),
    ),
    "show_welcome": (
        Visit("welcome", "/console/welcome", who=None),
        Visit("welcome-account", "/console/welcome", _open_link, who=None),
        Visit("welcome-logged-in", "/console/welcome", _open_link, who="bram"),
        Visit("welcome-factor", "/console/welcome", _choose, who=None),
    ),
}  # fmt: skip
