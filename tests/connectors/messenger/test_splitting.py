"""What is too long is cut where one takes breath, and never inside what a reader sees as one."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from bot.messengers.outbox import Button, Message, Piece
from connectors.messenger import splitting
from connectors.messenger.pieces import bold, message

FAMILY = "👩‍👩‍👧‍👦"
THUMB = "👍🏽"
FLAG = "🇳🇱"
HEART = "❤️"
ACCENT = "e\u0301"
BUTTONS = ((Button("Ja", "p:1:0"),),)


def parts(text: str, most: int) -> list[str]:
    return [part.text for part in splitting.split(Message(pieces=(Piece(text),)), most)]


def bare(text: str) -> str:
    """A text without its spaces, which are all that a cut may take."""
    return re.sub(r"\s", "", text)


def test_short_message_stays_as_it_is() -> None:
    short = message(["Hoi."], [Button("Ja", "p:1:0")])

    assert splitting.split(short, 4096) == (short,)


def test_message_as_long_as_may_be_stays_whole() -> None:
    assert parts("a" * 4096, 4096) == ["a" * 4096]
    assert [len(part) for part in parts("a" * 4097, 4096)] == [4096, 1]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Een zin. Nog een.\n\nDan dit. En meer hier.", "Een zin. Nog een."),
        ("Een zin. Nog een.\nDan dit. En meer hier.", "Een zin. Nog een."),
        ("Een lange zin met woorden. Dan dit en nog meer.", "Een lange zin met woorden."),
        ("Woorden zonder een einde en zonder adem te halen", "Woorden zonder een einde en"),
    ],
)
def test_cut_lies_at_the_best_border_there_is(text: str, first: str) -> None:
    assert parts(text, 30)[0] == first


def test_paragraph_far_back_is_no_place_to_cut() -> None:
    assert parts("Hoi.\n\n" + "Een zin van vijf woorden. " * 3, 60)[0].endswith("woorden.")


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_lost_and_nothing_is_too_long(seed: int) -> None:
    chance = random.Random(seed)
    kinds = ["woord", "Zin.", "\n", "\n\n", " ", FAMILY, THUMB, FLAG, HEART, ACCENT, "é", "字"]
    text = "".join(chance.choice(kinds) for _ in range(400)).strip()

    found = parts(text, 80)

    assert bare("".join(found)) == bare(text)
    assert all(0 < splitting.length(part) <= 80 for part in found)


@pytest.mark.parametrize("whole", [FAMILY, THUMB, FLAG, HEART, ACCENT])
@pytest.mark.parametrize("before", range(12))
def test_what_is_seen_as_one_stays_one(whole: str, before: int) -> None:
    text = "x" * before + whole * 60

    found = parts(text, 50)

    assert "".join(found) == text
    assert all(part.count(whole) * len(whole) == len(part) for part in found[1:])


def test_thousands_of_emoji_are_cut_between_them() -> None:
    found = parts("😀" * 4096, 4096)

    assert found == ["😀" * 2048] * 2


def test_one_character_without_an_end_is_cut_all_the_same() -> None:
    endless = "👩" + "\u200d👩" * 2000

    assert "".join(parts(endless, 500)) == endless


def test_buttons_stay_below_the_last_part() -> None:
    long = Message(pieces=(Piece("Een zin. " * 40),), buttons=BUTTONS)

    *before, last = splitting.split(long, 100)

    assert before
    assert all(part.buttons == () for part in before)
    assert last.buttons == BUTTONS


def test_looks_stay_with_their_words() -> None:
    long = message([[bold("Kop"), "Een zin. " * 20], [bold("Nog een kop"), "Slot."]])

    found = splitting.split(long, 60)

    bolds = [piece.text for part in found for piece in part.pieces if piece.look == "bold"]
    assert bolds == ["Kop", "Nog een kop"]


def test_order_is_kept() -> None:
    counted = " ".join(f"{number:03}" for number in range(400))

    numbers = [int(number) for part in parts(counted, 90) for number in part.split()]

    assert all(later == sooner + 1 for sooner, later in pairwise(numbers))


def test_file_is_never_cut() -> None:
    file = Message("file", (Piece("Een zin. " * 40),), file=b"%PDF", file_name="briefje.pdf")

    assert splitting.split(file, 100) == (file,)
