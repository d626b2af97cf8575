"""What holds for every page: nothing runs over an edge, all of it can be read, none is untrue."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import pytest

from expertise.counting import Channel
from expertise.ladder import NOTHING, rungs
from expertise.languages import LANGUAGES, Language
from expertise.texts import text
from tests.vertelmaar.kit.samples import ADDRESS, asked, orders, sheets
from vertelmaar.kit import card
from vertelmaar.kit.drawing import PAPER, Box, Code, Link, Sheet, Words
from vertelmaar.kit.faces import MM_PER_POINT
from vertelmaar.kit.order import AUDIENCES, Audience, Order
from vertelmaar.kit.poster import poster

ORDERS = orders()
EDGE = 3.0


class Area(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Area) -> bool:
        across = self.left < other.right - 0.05 and other.left < self.right - 0.05
        return across and self.top < other.bottom - 0.05 and other.top < self.bottom - 0.05

    def holds(self, other: Area) -> bool:
        across = self.left - 0.05 <= other.left and other.right <= self.right + 0.05
        return across and self.top - 0.05 <= other.top and other.bottom <= self.bottom + 0.05


def area(mark: Words | Box | Code) -> Area:
    if isinstance(mark, Words):
        em = mark.size * MM_PER_POINT
        return Area(mark.x, mark.y - 0.76 * em, mark.x + mark.width, mark.y + 0.24 * em)
    if isinstance(mark, Box):
        return Area(mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
    return Area(mark.x, mark.y, mark.x + mark.size, mark.y + mark.size)


def words_of(sheet: Sheet) -> list[Words]:
    return [mark for mark in sheet.marks if isinstance(mark, Words)]


def said(sheet: Sheet) -> str:
    return " ".join(mark.words for mark in words_of(sheet)).replace("\u00a0", " ")


def ground(sheet: Sheet, words: Words) -> str:
    """The colour behind words: that of the last box that was drawn under their beginning."""
    spot = Area(words.x, words.y - 1, words.x + 0.1, words.y - 0.9)
    before = sheet.marks[: sheet.marks.index(words)]
    boxes = [mark for mark in before if isinstance(mark, Box) and area(mark).holds(spot)]
    return boxes[-1].fill if boxes else PAPER


def luminance(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("given", ORDERS.values(), ids=ORDERS)
def test_no_words_run_over_the_edge_of_a_page_or_of_a_box(given: Order) -> None:
    for name, sheet in sheets(given).items():
        page = Area(EDGE, EDGE, sheet.width - EDGE, sheet.height - EDGE)
        boxes = [area(mark) for mark in sheet.marks if isinstance(mark, Box)]
        for words in words_of(sheet):
            place = area(words)
            assert page.holds(place), (name, words)
            assert all(box.holds(place) for box in boxes if box.meets(place)), (name, words)


@pytest.mark.parametrize("given", ORDERS.values(), ids=ORDERS)
def test_no_words_stand_on_other_words_or_on_the_code(given: Order) -> None:
    for name, sheet in sheets(given).items():
        if name.startswith("ten-"):
            continue
        places = [(area(words), words) for words in words_of(sheet)]
        codes = [area(mark) for mark in sheet.marks if isinstance(mark, Code)]
        for (one, first), (other, second) in combinations(places, 2):
            assert not one.meets(other), (name, first, second)
        for place, words in places:
            assert not any(quiet.meets(place) for quiet in codes), (name, words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_words_stand_out_from_what_is_behind_them(language: Language) -> None:
    for name, sheet in sheets(asked(language=language)).items():
        for words in words_of(sheet):
            assert contrast(words.colour, ground(sheet, words)) >= 4.5, (name, words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_kit_is_printed_large_enough_to_read(language: Language) -> None:
    for name, sheet in sheets(asked(language=language)).items():
        smallest = 5.5 if "inside" in name else 6.5
        assert min(words.size for words in words_of(sheet)) >= smallest, name


@pytest.mark.parametrize("given", ORDERS.values(), ids=ORDERS)
def test_the_address_and_the_school_are_printed_in_full(given: Order) -> None:
    found = sheets(given)

    for name in (*AUDIENCES, "inside", "inside-primary"):
        assert given.shown_address in said(found[name]).replace(" ", "")
        links = {m.address for m in found[name].marks if isinstance(m, Link)}
        channel: Channel = "card" if name.startswith("inside") else "poster"
        assert given.via(channel) in links
        assert links <= {given.address, given.via(channel)}
    for name in (*AUDIENCES, "ladder", "outside"):
        assert given.school.replace(" ", "") in said(found[name]).replace(" ", "")


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poster_says_who_reads_along_what_it_is_and_where_to_call(
    language: Language, audience: Audience
) -> None:
    given = asked(language=language)
    reader = given.for_(audience)
    words = said(poster(given, audience))

    for key in ("reads", "name", "not", "people.no_team"):
        assert reader.say(key) in words
    for number in ("112", "113", "0800-0113", "Kindertelefoon 0800-0432"):
        assert number in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_team_is_named_only_where_the_school_says_there_is_one(language: Language) -> None:
    for name, sheet in sheets(asked(language=language)).items():
        for simple in {language, "a2"}:
            assert text("kit.people.team", simple) not in said(sheet), name
    with_team = poster(asked(language=language, counsellors=True), "pupils")
    assert text("kit.people.team", language) in said(with_team)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_outside_of_a_card_does_not_say_what_it_is_for(language: Language) -> None:
    given = asked(language=language)

    for sheet in (card.outside(given), card.sheets(given, "pupils")[0]):
        assert set(said(sheet).split()) == set(f"De Regenboog {given.say('card.outside')}".split())
        assert not [mark for mark in sheet.marks if isinstance(mark, Code | Link)]


def test_ten_cards_of_a_bank_cards_size_fit_on_a_sheet() -> None:
    front, back = card.sheets(asked(), "pupils")
    codes = [mark for mark in back.marks if isinstance(mark, Code)]

    assert pytest.approx((85.6, 53.98), abs=0.05) == card.CARD
    assert len(codes) == 10
    assert said(front).count("De Regenboog") == 10
    assert len({(round(code.x, 3), round(code.y, 3)) for code in codes}) == 10
    # Turned over its long side, each inside lies behind an outside.
    lefts = sorted({round(code.x - codes[0].x, 3) for code in codes})
    assert lefts == [0, card.CARD[0]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ladder_shows_every_step_with_what_to_expect_and_whether_it_binds(
    language: Language,
) -> None:
    given = asked(language=language)
    words = said(sheets(given)["ladder"])

    for rung in rungs().values():
        if rung.id == NOTHING:
            continue
        who = given.say("ladder.close") if rung.id == "close" else rung.label.in_(language)
        for part in (who, rung.expect.in_(language), rung.otherwise.in_(language)):
            assert part in words
        assert given.say(f"binding.{rung.id}") in words
    assert words.index(rungs()["close"].expect.in_(language)) < words.index(
        rungs()["special"].otherwise.in_(language)
    )


def test_a_code_tells_a_poster_from_a_card_and_no_sheet_from_another() -> None:
    found = {
        name: {mark.runs for mark in sheet.marks if isinstance(mark, Code)}
        for name, sheet in sheets(asked(address=ADDRESS)).items()
    }
    other = sheets(asked(school="De Ster", contact=None, counsellors=True))

    assert {name for name, codes in found.items() if codes} == {
        *AUDIENCES, "inside", "inside-primary", "ten-insides",
    }  # fmt: skip
    posters = {runs for name in AUDIENCES for runs in found[name]}
    cards = {runs for name in ("inside", "inside-primary", "ten-insides") for runs in found[name]}
    assert (len(posters), len(cards)) == (1, 1)
    assert posters != cards
    assert {m.runs for m in other["adults"].marks if isinstance(m, Code)} == found["adults"]
