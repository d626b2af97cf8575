"""What the documents that the project began with forbid or ask for, where no other test shows it.

docs/seeds.md tells which row each test is for.
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from expertise.asks import asked
from expertise.ladder import rungs
from expertise.listing import Wanted, listed
from expertise.parties import parties
from expertise.routes import choose
from expertise.situations import Situation
from expertise.source import CONTENT
from expertise.texts import text
from expertise.themes import THEMES
from expertise.topics import topics
from tests.expertise.reviewed import sentences, shown_to_reporters

NOON = datetime(2026, 11, 18, 11, tzinfo=timezone.utc)
ROOT = Path(__file__).parents[2]

WRITTEN = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for folder in (CONTENT, ROOT / "connectors", ROOT / "console")
    for ending in ("yml", "html")
    for path in sorted(folder.rglob(f"*.{ending}"))
}
SAID = [
    (shown.place, shown.language, sentence)
    for shown in shown_to_reporters()
    for sentence in sentences(shown.words)
]

# First and last names of people in the documents, as fingerprints: they do not stand here either.
PEOPLE = {
    "83332ff124977dac4794c37d481cb2b118465037158e60ee40e7cad5f92ce0c6",
    "d94436a5720e52c5a94418f07dc978bb3001a2e42797755965da0cd701cded58",
}
# Organisations whose addresses the documents give, but not to people who need help.
NOT_FOR_HELP = re.compile(r"@[\w.-]*(?:minocw|aps)\.nl|\baps\.nl|minocw", re.IGNORECASE)
MAIL = re.compile(r"[\w.]+@[\w.-]+\w")
MOBILE = re.compile(r"(?<!\d)(?:06|\+?316)[- ]?(?:\d[ -]?){8}(?!\d)")


def fingerprint(first: str, last: str) -> str:
    """A name by which it is known again and cannot be read."""
    return sha256(f"{first} {last}".casefold().encode()).hexdigest()


def test_nobody_whom_the_documents_name_is_named() -> None:
    for place, written in WRITTEN.items():
        words = re.findall(r"[^\W\d_]+", written)
        assert not [pair for pair in pairwise(words) if fingerprint(*pair) in PEOPLE], place


def test_address_for_organisations_is_given_to_nobody() -> None:
    assert [place for place, written in WRITTEN.items() if NOT_FOR_HELP.search(written)] == []
    assert [place for place, _, said in SAID if re.search(r"\bAPS\b", said)] == []


def test_every_mail_address_and_mobile_number_is_that_of_a_party() -> None:
    known = {
        written
        for party in parties().values()
        for line in party.contacts
        for written in (line.href.removeprefix("mailto:"), re.sub(r"\D", "", line.label.nl))
    }
    for place, _, said in SAID:
        found = MAIL.findall(said) + [re.sub(r"\D", "", each) for each in MOBILE.findall(said)]
        assert set(found) <= known, place


def test_product_is_nowhere_called_a_place_that_handles_complaints() -> None:
    calls = [said for _, language, said in SAID if language != "en" and "meldpunt" in said.lower()]

    assert calls
    assert [said for said in calls if "geen meldpunt" not in said] == []


@pytest.mark.parametrize("key", ["explained.monitor", "page.how.limits", "advice.next.anyone"])
def test_nobody_is_left_thinking_that_a_national_point_solves_a_complaint(key: str) -> None:
    assert "geen landelijk punt dat jouw klacht voor je oplost" in text(key, "nl")


def test_ministry_is_no_place_to_go() -> None:
    named = re.compile(r"\b(ministerie|minister|ministry|ocw)\b", re.IGNORECASE)

    assert [(place, said) for place, _, said in SAID if named.search(said)] == []
    assert list(rungs())[-3:] == ["ombudsman", "helpdesk", "special"]


def test_opinion_is_nowhere_said_to_bind_a_school() -> None:
    opinion = re.compile(r"\b(advies|oordeel|uitspraak|opinion|ruling)\b.*\b(bindend|binding)\b")
    said = [each for each in SAID if opinion.search(each[2]) and not each[0].startswith("rights")]

    assert said
    assert [each for each in said if not re.search(r"\b(niet|not)\b", each[2])] == []
    verdicts = [party.binding for party in parties().values() if party.binding]
    assert {verdict.words.nl.split(".")[0] for verdict in verdicts} == {"Niet bindend"}


def test_support_by_a_buddy_is_promised_in_nobodys_name() -> None:
    assert [said for _, _, said in SAID if re.search(r"\b(buddy|maatje)", said.lower())] == []


def test_committee_is_looked_up_in_the_school_guide() -> None:
    for party in ("committee", "lkc", "gcbo"):
        assert "in de schoolgids" in parties()[party].why.nl.lower()


def test_code_that_was_only_being_made_is_not_presented() -> None:
    about = [said for _, language, said in SAID if language == "nl" and "meldcode" in said.lower()]

    assert about
    assert not [said for said in about if "grensoverschrijdend" in said]
    assert "gedrag van personeel of tussen leerlingen gaat de meldcode niet" in text(
        "explained.meldcode", "nl"
    )


@pytest.mark.parametrize(
    ("question", "key", "said"),
    [
        ("wat doet de vertrouwensinspecteur?", "vi", "zoekt niet uit wat er gebeurd is"),
        ("wat doet de inspectie?", "inspectorate", "je hoort niets terug"),
        ("wat is een klachtencommissie?", "committee", "het duurt lang"),
        ("welke commissie moet ik kiezen?", "committee_choice", "je kiest één keer"),
        ("welke commissie moet ik kiezen?", "committee_choice", "kun je de landelijke commissie"),
        ("wat moet ik opschrijven?", "write_down", "de datum, de plaats"),
        ("is het advies bindend?", "binding", "niet bindend"),
        ("wat is een vertrouwenspersoon?", "confidant", "moet de interne dat doorgeven"),
        ("hoe vind ik de vertrouwenspersoon?", "confidant_find", "Kijk in de schoolgids"),
        ("wat is de anti-pestcoördinator?", "bully_contact", "moet iemand hebben voor pesten"),
        ("wat zijn de plichten van school?", "school_duties", "niet alleen op papier"),
        ("is dit een meldpunt?", "monitor", "vervangt ook niet het onderzoek"),
        ("wat zijn de stappen van de meldcode?", "meldcode", "de meldcode van de eigen school"),
        ("welk protocol moeten we volgen?", "protocols", "veiligheidsplan van je eigen school"),
        ("welk protocol gaat voor?", "protocols", "Dit protocol gaat voor"),
        ("welk protocol gaat voor?", "protocols", "Adviespunt van School & Veiligheid denkt mee"),
        (
            "waar kan ik terecht als leraar met agressie?",
            "staff_victim",
            "Slachtofferhulp gaat mee",
        ),
        ("moet een stagiair een vog hebben?", "vog", "rond 2019"),
        ("mag een juf mij vastpakken?", "physical", "of dit mocht, kan ik niet zeggen"),
        ("mag je een nikab dragen op school?", "other_matters", "kleding"),
        ("hebben we een advocaat nodig?", "lawyer", "Ouders & Onderwijs helpt ouders"),
        (
            "krijgt mijn andere dochter problemen als ik klaag?",
            "fear_siblings",
            "Ik vertel niets aan",
        ),
    ],
)
def test_question_that_the_documents_raise_is_answered(question: str, key: str, said: str) -> None:
    assert asked(question) == f"explained.{key}"
    assert said in text(f"explained.{key}", "nl")


def test_steps_of_the_reporting_code_leave_the_decision_to_the_reader() -> None:
    steps = re.findall(r"^Stap (\d)\.", text("explained.meldcode", "nl"), re.MULTILINE)

    assert steps == ["1", "2", "3", "4", "5"]
    assert "ik beslis dit niet voor je" in text("explained.weighing", "nl")


def test_who_told_their_teacher_of_bullying_is_sent_to_the_person_for_bullying() -> None:
    told = Situation("bullying", "pupil", "pupil", "vo", tried="close")

    assert choose(told, NOON).parties[0].id == "bully_contact"


def test_antisemitism_is_a_subject_of_its_own() -> None:
    assert topics()["antisemitism"].themes == ("discrimination",)


def test_suicide_is_no_theme_on_a_button() -> None:
    assert "suicide" not in THEMES
    assert not [
        topic for topic in topics() if topic.startswith("suicid") and topic != "suicidal_pupil"
    ]


def test_extreme_ideas_lead_to_who_knows_of_them() -> None:
    for role in ("pupil", "parent", "staff"):
        shown = {party.id for party in choose(Situation("radicalisation", role), NOON).parties}
        assert "lse" in shown
    for role in ("parent", "staff"):
        assert "vi" in {p.id for p in choose(Situation("radicalisation", role), NOON).parties}


def test_pupil_with_a_question_about_sex_finds_who_answers_it() -> None:
    wanted = Wanted(role="pupil", theme="sexual_misconduct")
    found = {party.id for group in listed(wanted, NOON) for party in group.parties}

    assert {"sense", "kindertelefoon"} <= found


def test_parent_whose_child_was_removed_reads_how_long_there_is() -> None:
    removed = Situation("complaint_stuck", "parent", topic="home_from_school")

    assert choose(removed, NOON).parties[0].id == "support_point"
    assert "Binnen 6 weken" in text("advice.next.parent_home_from_school", "nl")


def test_parent_who_bears_the_complaint_alone_is_shown_who_helps() -> None:
    shown = {party.id for party in choose(Situation("complaint_stuck", "parent"), NOON).parties}

    assert "oo" in shown
