"""A counsellor without a mouse: goes from stop to stop, and must always see where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_MOST_STOPS: Final = 150
# What has the focus: in words, and what is wrong with it as a stop. Null at the page's end.
_STOP: Final = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) { window.before = undefined; return null; }
  const style = getComputedStyle(here), box = here.getBoundingClientRect();
  const faults = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("unseen");
  const outside = box.bottom <= 0 || box.top >= innerHeight || box.right <= 0;
  if (box.width < 1 || box.height < 1 || outside) faults.push("out of sight");
  const before = window.before;
  const isBack = before?.isConnected && before.compareDocumentPosition(here) & 2;
  if (isBack && !before.closest("dialog")) faults.push("out of order");
  window.before = here;
  const name = here.getAttribute("aria-label") || here.id || here.textContent.trim().slice(0, 40);
  return [`${here.localName} ${name}`, faults];
}"""


def faulty_stops(page: Page) -> list[tuple[str, list[str]]]:
    """Go from the link that comes first to the end of the page; gives what is wrong on the way."""
    found: list[tuple[str, list[str]]] = []
    page.locator(".skip").focus()
    page.keyboard.press("Shift")
    for _ in range(_MOST_STOPS):
        stop = page.evaluate(_STOP)
        if stop is None:
            return [(name, faults) for name, faults in found if faults]
        found.append(stop)
        page.keyboard.press("Tab")
    raise AssertionError(f"the page holds who goes through it: {found[-10:]}")


def go(page: Page, to: Locator, *, back: bool = False) -> None:
    """Press Tab until something has the focus, on which it must be seen."""
    expect(to).to_be_visible()
    for _ in range(_MOST_STOPS):
        if to.evaluate("it => it === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab" if back else "Tab")
    expect(to).to_be_focused()
    expect(to).not_to_have_css("outline-style", "none")
