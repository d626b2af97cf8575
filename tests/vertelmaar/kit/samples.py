"""Orders as schools give them, the sheets they become, and a phone to scan them with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import zxingcpp
from PIL import Image, ImageDraw

from expertise.languages import LANGUAGES, Language
from vertelmaar.kit import card
from vertelmaar.kit.drawing import Sheet
from vertelmaar.kit.ladder import ladder
from vertelmaar.kit.order import AUDIENCES, LONGEST_ADDRESS, LONGEST_NAME, Order, order
from vertelmaar.kit.poster import poster

ADDRESS: Final = "https://vertelmaar.deregenboog.nl"
LONG_NAME: Final = (
    "Openbare Scholengemeenschap voor Voortgezet Onderwijs "
    "Burgemeester van der Wijngaarden te Zevenaar en omstreken-Oost e.o"
)
LONG_ADDRESS: Final = (
    "https://vertelmaar.openbare-scholengemeenschap.voortgezet-onderwijs."
    "zevenaar-en-omstreken.example.nl/leerlingen-en-ouders"
)
WIDEST_ADDRESS: Final = f"https://{'m' * 60}.nl/".ljust(LONGEST_ADDRESS, "w")

Run = tuple[float, float, float, float]


def asked(
    school: str = "De Regenboog",
    address: str = ADDRESS,
    contact: str | None = "mevrouw De Wit, kamer 12",
    language: Language = "nl",
    *,
    counsellors: bool = False,
) -> Order:
    """An order, ordinary where nothing else is said."""
    return order(school, address, contact, language, counsellors=counsellors)


def orders() -> dict[str, Order]:
    """Short and long orders in every language, with a team and without."""
    lengths = {
        "short": ("De Ster", "https://a.nl", None),
        "ordinary": ("Scholengemeenschap De Regenboog", ADDRESS, "mevrouw De Wit, kamer 12"),
        "long": (LONG_NAME, LONG_ADDRESS, LONG_NAME),
        "widest": ("W" * LONGEST_NAME, WIDEST_ADDRESS, "W" * LONGEST_NAME),
    }
    return {
        f"{length}-{language}-{'team' if team else 'no-team'}": asked(
            *parts, language, counsellors=team
        )
        for length, parts in lengths.items()
        for language in LANGUAGES
        for team in (True, False)
    }


def sheets(given: Order) -> dict[str, Sheet]:
    """Every page of a kit, by what it is."""
    found = {audience: poster(given, audience) for audience in AUDIENCES}
    return {
        **found,
        "ladder": ladder(given),
        "outside": card.outside(given),
        "inside": card.inside(given, "pupils"),
        "inside-primary": card.inside(given.for_("primary"), "primary"),
        "ten-outsides": card.sheets(given, "pupils")[0],
        "ten-insides": card.sheets(given, "pupils")[1],
    }


def painted(runs: Iterable[Run], size: tuple[float, float], scale: float) -> Image.Image:
    """Dark rectangles on white paper, each an x, a y, a width and a height."""
    paper = Image.new("L", (round(size[0] * scale), round(size[1] * scale)), 255)
    brush = ImageDraw.Draw(paper)
    for x, y, width, height in runs:
        right, bottom = round((x + width) * scale) - 1, round((y + height) * scale) - 1
        brush.rectangle((round(x * scale), round(y * scale), right, bottom), fill=0)
    return paper


def scanned(picture: Image.Image) -> list[str]:
    """What a phone reads from a picture, each thing once."""
    return sorted({found.text for found in zxingcpp.read_barcodes(picture)})


def runs_of(path: Mapping[str, str]) -> list[Run]:
    """The rectangles of an SVG path that a code was drawn with, in modules."""
    steps = re.findall(r"M(\d+),(\d+)h(\d+)v1h-\d+z", path["d"])
    return [(int(column), int(row), int(length), 1) for column, row, length in steps]
