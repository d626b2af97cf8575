"""Content that must not be served: each way of being wrong is named with file, key and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from expertise import source
from expertise.source import ContentError
from expertise.whole import check
from tests.support.broken import change, copy_of_content, forget_content


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the content that is read instead of it."""
    monkeypatch.setattr(source, "CONTENT", copy_of_content(tmp_path))
    forget_content()
    yield source.CONTENT
    monkeypatch.undo()
    forget_content()


def test_content_as_it_is_may_be_served() -> None:
    check()


BROKEN = [
    # A missing translation.
    ("cards.yml", "a2: Praat nu met een mens, ", "", "cards.suicide.title: has no text in a2"),
    ("texts/advice.yml", "  a2: Dag en nacht open.\n", "", "hours.always: has no text in a2"),
    ("rights.yml", "        a2: Elke", "        en: Elke", "en: stands in the file twice"),
    ("wayfinder.yml", "a2: Jij, en: You", "en: You", "questions.role.short: has no text in a2"),
    ("ladder.yml", "a2: Nog niets, ", "", "nothing.label: has no text in a2"),
    ("topics.yml", "a2: Een wapen, ", "", "weapon.label: has no text in a2"),
    # An unknown party.
    (
        "cards.yml",
        "[112/phone]",
        "[911/phone]",
        "cards.danger_now.contacts.0: names an unknown party",
    ),
    ("cards.yml", "line: 113/phone", "line: 114/phone", "numbers.1: names an unknown party"),
    ("ladder.yml", "[confidant]", "[confident]", "confidant.parties: names an unknown party"),
    ("routes.yml", "first: [csg, vi, helpwanted]", "first: [cgs]", "unknown party: cgs"),
    ("routes.yml", "luisterlijn, unknown", "luisterlin, unknown", "live: names an unknown party"),
    # An unverified contact.
    ("cards.yml", "[112/phone]", "[coc/phone]", "has no verified contact coc/phone"),
    (
        "parties/crisis.yml",
        'href: "tel:08000188", note: {nl: gratis, a2: gratis, en: free}, confidence: A',
        'href: "tel:08000188", confidence: C',
        "unverified number of a crisis line",
    ),
    ("routes.yml", "tried: [discriminatie, vi, jvs]", "tried: [crm]", "sends to crm"),
    (
        "routes.yml",
        "stuck: [veiligthuis, coc, iia]",
        "stuck: [regenboogloket]",
        "nobody with a verified",
    ),
    # Overlapping hours.
    ("parties/formal.yml", '["08:00-17:00"]', '["08:00-17:00", "16:00-18:00"]', "overlapping"),
    # A route without an end, or to who is not there.
    (
        "routes.yml",
        "{row: 42, first: [csg, kindertelefoon, vi], tried",
        "{row: 42, sector: [vo], first: [csg, kindertelefoon, vi], tried",
        "without a way out",
    ),
    ("routes.yml", ", stuck: [vi, politie, csg], next", ", next", "names no party under stuck"),
    (
        "routes.yml",
        "  radicalisation:\n",
        "  radicalism:\n",
        "routes: has unknown fields: radicalism",
    ),
    ("routes.yml", "{row: 40,", "{row: 43,", "anywhere.staff.4.row: is no row of the study: 43"),
    ("routes.yml", "offender: [staff]", "offendr: [staff]", "has unknown fields: offendr"),
    ("routes.yml", "topic: [trans]", "topic: [tans]", "has a condition that never holds"),
    (
        "routes.yml",
        "first: [trusted_adult, kindertelefoon, gp]",
        "first: [sv]",
        "sends to sv, who is not there",
    ),
    ("routes.yml", "{risk: runaway", "{risk: runway", "is no risk: 'runway'"),
    ("routes.yml", "next: pupil_home,", "next: pupil_hone,", "names an unknown text"),
    ("routes.yml", "climbs: false", "climbs: nee", "is neither true nor false"),
    ("routes.yml", ", end: staff_end", "", "next.staff.end: leaves a situation without"),
    # Rules and lists that cannot be read.
    ("safety.yml", "  hem: hem/haar", "  hem: hem/(haar", "a bracket is not closed"),
    ("safety.yml", "risk: acute", "risk: acuut", "has an unknown risk: 'acuut'"),
    ("texts/talk.yml", "", "foo: 3\n", "foo: is not a mapping"),
    ("topics.yml", "tried: committee", "tried: comittee", "is no rung: 'comittee'"),
    ("cards.yml", "numbers:\n", "numbers:\n  - [\n", "is not YAML"),
    ("giveaways.yml", "called:", "caled:", "called: is not a list of words"),
]


@pytest.mark.parametrize(("file", "old", "new", "problem"), BROKEN)
def test_broken_content_is_refused_in_one_line_by_file_and_key(
    content: Path, file: str, old: str, new: str, problem: str
) -> None:
    if not old:
        (content / file).write_text(new, encoding="utf-8")
    else:
        change(content, file, old, new)

    with pytest.raises(ContentError) as caught:
        check()

    assert caught.value.file == file
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "below"),
    [
        ("routes.yml", "{row: 40,", "{row: 43,", 0),
        ("routes.yml", "topic: [trans]", "topic: [tans]", 0),
        ("routes.yml", "stuck: pupil_later", "stuk: pupil_later", 0),
        ("cards.yml", "a2: Praat nu met een mens, ", "", 0),
        ("rights.yml", "        a2: Elke", "        en: Elke", 1),
        ("safety.yml", "risk: acute", "risk: acuut", -1),
        ("parties/help.yml", "  themes: [discrimination, lgbti]", "  themes: [gossip]", 0),
        ("wayfinder.yml", "{theme: bullying}", "{theme: gossip}", 0),
        ("figures.yml", "[1296]", "[1296, 1]", 0),
    ],
)
def test_line_is_that_of_the_mistake(
    content: Path, file: str, old: str, new: str, below: int
) -> None:
    line = change(content, file, old, new)

    with pytest.raises(ContentError) as caught:
        check()

    assert caught.value.line == line + below, caught.value


@pytest.mark.parametrize(
    ("confidence", "verified"), [("C", "not seen any more"), ("X", "is another's")]
)
def test_number_in_a_sentence_is_refused_once_nobody_vouches_for_its_line(
    content: Path, confidence: str, verified: str
) -> None:
    told = f"confidence: {confidence}, verified: 2026-11, source: {verified}"
    path = content / "parties" / "network.yml"
    written = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r'(href: "tel:0307900910".*?)confidence: A.*?\}', rf"\1{told}}}", written)
    )

    with pytest.raises(ContentError, match=r"texts/.*says 030-790 0910, which nobody has verified"):
        check()


def test_number_in_a_sentence_is_refused_once_a_call_found_it_gone(content: Path) -> None:
    called = (
        f"{{party: laks, line: 'tel:0307900910', outcome: gone, by: SJ, date: {date(2026, 12, 1)}}}"
    )
    with (content / "verifications.yml").open("a", encoding="utf-8") as file:
        file.write(f"\n  - {called}\n")

    with pytest.raises(
        ContentError, match=r"says 030-790 0910, which nobody has verified \(line \d+"
    ):
        check()


def test_site_in_a_sentence_is_refused_once_nobody_vouches_for_it(content: Path) -> None:
    change(content, "texts/advice.yml", "of chat op 113.nl", "of chat op 114.nl")

    with pytest.raises(ContentError, match=r"texts/advice\.yml: .*says 114\.nl"):
        check()


def test_card_that_the_safety_rules_show_has_to_be_there(content: Path) -> None:
    change(content, "cards.yml", "  outing:\n", "  outed:\n")

    with pytest.raises(ContentError, match=r"cards\.yml: cards\.outing: is missing"):
        check()


def test_file_that_is_not_there_is_named(content: Path) -> None:
    (content / "figures.yml").unlink()

    with pytest.raises(ContentError, match=r"figures\.yml: \(whole file\): cannot be read"):
        check()


@pytest.mark.parametrize("key", ["risk_home_acute", "ack_violence", "hours.tomorrow"])
def test_text_that_was_deleted_is_missed_at_the_start(content: Path, key: str) -> None:
    for path in (content / "texts").glob("*.yml"):
        written = path.read_text(encoding="utf-8")
        without = re.sub(
            rf"^{re.escape(key)}:.*\n(?:[ #].*\n|\n)*", "", written, flags=re.MULTILINE
        )
        path.write_text(without, encoding="utf-8")
    forget_content()

    with pytest.raises(ContentError, match=rf"texts: {key}: is missing, and the program says it"):
        check()
