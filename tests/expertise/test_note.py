"""The note to take along: the reporter's own words below our headings, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from expertise.details import values
from expertise.giveaways import giveaways
from expertise.ladder import rungs
from expertise.languages import LANGUAGES, Language
from expertise.note import PARTS, READERS, Note, UnknownPart, heading, tidy, title
from expertise.note_facts import PART_OF, facts, read
from expertise.source import load
from expertise.texts import keys, text
from expertise.themes import THEMES
from tests.expertise.reviewed import sentences

DAY = date(2026, 11, 20)
FULL = {part: (f"eerste {part}", f"tweede {part}") for part in PARTS}


def test_note_reads_as_it_was_chosen() -> None:
    note = Note(
        "confidant",
        DAY,
        {
            "words": ("ze lachen me uit", "elke dag"),
            "about": ("Ik heb verteld dat er gepest wordt.", "Ik ben een leerling."),
            "wish": ("dat het stopt",),
        },
    )

    assert note.as_text("nl") == (
        "Wat ik wil vertellen\n\n"
        "Voor: de vertrouwenspersoon\nDatum: 20-11-2026\n\n"
        "Waar het over gaat\nIk heb verteld dat er gepest wordt.\nIk ben een leerling.\n\n"
        "Wat ik graag wil\ndat het stopt\n\n"
        "In mijn eigen woorden\nze lachen me uit\n\nelke dag\n\n"
        "Dit briefje is gemaakt met een chatbot. Niemand heeft het nagekeken."
        " De chatbot heeft niets verstuurd.\n"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_everything_chosen_is_in_it_and_every_other_word_is_reviewed(
    reader: str, language: Language
) -> None:
    shown = Note(reader, DAY, FULL).as_text(language)

    chosen = [said for part in PARTS for said in FULL[part]]
    assert [said for said in chosen if shown.count(said) != 1] == []
    assert shown.startswith(title(language))
    assert shown.rstrip().endswith(text("note.closing", language))
    ours = {title(language), text("note.closing", language), ""}
    ours |= {heading(part, language) for part in PARTS}
    top = [line for line in shown.split("\n") if line not in ours | set(chosen)]
    assert len(top) == (1 if reader == "anybody" else 2)
    assert top[-1].endswith("20-11-2026")


def test_part_without_words_has_no_heading() -> None:
    shown = Note("adult", DAY, {"since": (), "often": ("  \n",)}).as_text("nl")

    assert heading("since", "nl") not in shown
    assert heading("often", "nl") not in shown


@pytest.mark.parametrize(("reader", "part"), [("mother", "since"), ("adult", "secret")])
def test_reader_or_part_that_no_note_has_is_an_error(reader: str, part: str) -> None:
    with pytest.raises(UnknownPart):
        Note(reader, DAY, {part: ("x",)})


def test_words_of_the_reporter_are_not_in_its_description() -> None:
    assert "geheim" not in repr(Note("adult", DAY, {"words": ("geheim",)}))


def test_tidied_text_keeps_every_letter_and_loses_what_no_one_sees() -> None:
    assert tidy("één\r\ntwee\rdrie\x00\x1b 👩‍👧 أنا\tЇ") == "één\ntwee\ndrie 👩‍👧 أنا\tЇ"
    assert tidy("half \ud83d teken") == "half  teken"


def test_names_are_neither_added_nor_taken_out() -> None:
    shown = Note("adult", DAY, {"words": ("Sanne uit 3b, bel 0612345678",)}).as_text("nl")

    assert "\nSanne uit 3b, bel 0612345678\n" in shown


@pytest.mark.parametrize("name", [name for name in PART_OF if name in values()])
def test_everything_that_a_message_can_tell_has_its_sentence(name: str) -> None:
    for code in values()[name]:
        role = code if name == "role" else "unknown"
        (fact,) = facts(None, role, [{name: code}], "nl")

        assert (fact.id, fact.part) == (f"{name}.{code}", PART_OF[name])


def test_every_wish_that_a_button_has_has_its_sentence() -> None:
    buttons = load("texts/buttons.yml").values()
    wishes = [button["slots"]["wish"] for button in buttons if "wish" in button.get("slots", {})]

    assert wishes
    for wish in wishes:
        assert [fact.id for fact in facts(None, "unknown", [{"wish": wish}], "nl")] == [
            f"wish.{wish}"
        ]


def test_what_a_message_tells_is_read() -> None:
    told = read("ze pesten me elke dag op school en niemand weet het")

    assert told["often"] == "daily"
    assert told["knows"] == "nobody"


def test_what_was_told_last_counts_but_what_was_tried_stays_tried() -> None:
    told = [
        {"often": "sometimes", "tried": "confidant"},
        {"often": "daily", "tried": "nothing"},
        {"sector": "vo"},
    ]

    assert [fact.id for fact in facts("bullying", "pupil", told, "nl")] == [
        "theme.bullying",
        "role.pupil",
        "often.daily",
        "tried.confidant",
    ]


@pytest.mark.parametrize("told", [{"since": "yesterday"}, {"fear": "revenge"}, {"tried": "prayer"}])
def test_code_without_a_sentence_is_left_out(told: dict[str, str]) -> None:
    assert facts("no_theme", "unknown", [told], "nl") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_ours_name_nobody(language: Language) -> None:
    told = [{"tried": rung} for rung in rungs()]
    shown = [
        Note(reader, DAY, {fact.part: (fact.text,)}).as_text(language)
        for reader in READERS
        for theme in THEMES
        for each in told
        for fact in facts(theme, "pupil", [each], language)
    ]

    assert [said for said in shown if giveaways(said)] == []


def test_filled_in_sentences_stay_simple() -> None:
    told = [{"tried": rung} for rung in rungs()]
    shown = [
        fact.text
        for theme in THEMES
        for each in told
        for fact in facts(theme, "pupil", [each], "a2")
    ]

    assert [s for said in shown for s in sentences(said) if len(s.split()) > 10] == []


def test_every_reader_and_part_has_words_of_its_own() -> None:
    known = set(keys())

    assert {f"note.reader.{reader}" for reader in READERS} <= known
    assert {f"page.note.hint.{reader}" for reader in READERS} <= known
    assert {f"note.part.{part}" for part in PARTS} <= known
