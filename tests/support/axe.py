"""What axe-core has against a page: on the narrowest screen and zoomed in, by day and by night."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SOURCE: Final = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"

# No rule is left out. `target-size` has to be asked for by its name.
_RULES: Final = {
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice",
    ],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}  # fmt: skip
_RUN: Final = """async ([within, rules]) => (await axe.run(within, rules)).violations.flatMap(
  (broken) => broken.nodes.map((node) => `${broken.id}: ${node.html} (${node.failureSummary})`)
)"""
_SIDEWAYS: Final = "() => document.documentElement.scrollWidth - innerWidth"
# Halfway up, what lies under a foot that stays in place counts as its neighbour.
_TO_THE_END: Final = "() => scrollTo(0, document.documentElement.scrollHeight)"


class Look(NamedTuple):
    """A way to look at a page. At 200 %, a screen of 1280 by 720 is half as wide and high."""

    width: int
    height: int
    scheme: Any


LOOKS: Final = tuple(
    Look(width, height, scheme)
    for width, height in ((320, 640), (640, 360))
    for scheme in ("light", "dark")
)


class Screen:
    """A page that is looked at, in a browser whose JavaScript can be off.

    Switched off by way of the browser's own tools, it can be on again for as long as axe-core
    looks; the page, which was made without, stays as it is.
    """

    def __init__(self, page: Page, *, with_script: bool = True) -> None:
        self.page = page
        self.with_script = with_script
        self._tools = page.context.new_cdp_session(page)
        self._switch(on=with_script)

    def faults(self, within: str = "html") -> list[str]:
        """Everything that is wrong with the page as it stands, in every look.

        `within` is for what lies over the page and is closed before anything else is done.
        """
        self._switch(on=True)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_axe())
        found = [fault for look in LOOKS for fault in self._faults(look, within)]
        self._switch(on=self.with_script)
        return found

    def _faults(self, look: Look, within: str) -> list[str]:
        self.page.set_viewport_size({"width": look.width, "height": look.height})
        self.page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
        self.page.evaluate(_TO_THE_END)
        found: list[str] = self.page.evaluate(_RUN, [within, _RULES])
        if (sideways := self.page.evaluate(_SIDEWAYS)) > 0:
            found.append(f"the page scrolls sideways, by {sideways} pixels")
        return [f"{look.width} px, {look.scheme}: {fault}" for fault in found]

    def _switch(self, *, on: bool) -> None:
        self._tools.send("Emulation.setScriptExecutionDisabled", {"value": not on})


@cache
def _axe() -> str:
    return _SOURCE.read_text(encoding="utf-8")
