"""Reads all of the content at once, so that what is wrong with it is known before anybody asks.

Each part is read where it is needed first, and a mistake would be an error in the face of somebody
in need. So whoever serves the content calls this before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from expertise import (
    asks,
    canned,
    cards,
    details,
    figures,
    giveaways,
    ladder,
    parties,
    put_together,
    questions,
    rights,
    route_table,
    safety,
    staff_work,
    texts,
    themes,
    topics,
    verifications,
)
from expertise.said import check_said
from expertise.source import WHOLE_FILE, ContentError, load, load_folder

# In this order each builds on what stands before it. The files are named for mistakes so strange
# that whoever reads the file does not see them coming.
_PARTS: Mapping[str, Callable[[], object]] = {
    "texts": texts.keys,
    "themes.yml": lambda: themes.theme_label(themes.THEMES[0], "nl"),
    "verifications.yml": verifications.verifications,
    "parties": parties.parties,
    "cards.yml": cards.card_ids,
    "ladder.yml": ladder.rungs,
    "topics.yml": topics.topics,
    "routes.yml": route_table.table,
    "wayfinder.yml": questions.questions,
    "rights.yml": rights.rights,
    "staff.yml": staff_work.staff_work,
    "figures.yml": figures.figures,
    "canned.yml": canned.starting_set,
    "giveaways.yml": lambda: giveaways.giveaways(""),
    "safety.yml": lambda: safety.check(""),
    "details.yml": lambda: details.read(""),
    "asks.yml": asks.answers,
}
_STRANGE = (LookupError, TypeError, ValueError, AttributeError, RecursionError)

_WITH_SENTENCES = (
    "canned",
    "cards",
    "figures",
    "ladder",
    "rights",
    "staff",
    "themes",
    "topics",
    "wayfinder",
)
_FOLDERS = ("texts", "parties")


def check() -> None:
    """Reads everything.

    Raises:
        ContentError: what must not be served, with the file, the key and the line.
    """
    for file, read in _PARTS.items():
        _read(file, read)
    put_together.check()
    for card_id in set(safety.CARDS) - set(cards.card_ids()):
        raise ContentError(
            "cards.yml", f"cards.{card_id}", "is missing, and the safety rules show it"
        )
    files = {f"{name}.yml": load(f"{name}.yml") for name in _WITH_SENTENCES}
    for folder in _FOLDERS:
        files |= dict(load_folder(folder))
    for file, raw in files.items():
        check_said(raw, parties.parties(), file)


def _read(file: str, read: Callable[[], object]) -> None:
    try:
        read()
    except ContentError:
        raise
    except _STRANGE as error:
        problem = f"is not built as it should be: {type(error).__name__} {error}"
        raise ContentError(file, WHOLE_FILE, problem) from error
