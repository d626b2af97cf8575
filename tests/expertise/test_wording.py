"""What may never be said to somebody who asks for help (section 5b of the domain study)."""

from __future__ import annotations

import re

import pytest

from expertise.parties import parties
from tests.expertise.reviewed import sentences, shown_to_reporters

TEXTS = shown_to_reporters()

FORBIDDEN = {
    "a why-question blames": r"\bwaarom\b|\bwhy\b",
    "doubt": r"weet je (het|dat) zeker|are you sure",
    "a contract": r"beloof me|promise me",
    "judging words for suicide": r"\bple(eg\w*|gen)\b|geslaagd|succes|\bcommit(s|ted)?\b",
    "false comfort": r"komt (alles|het) goed|alles komt goed|will be (fine|all right|okay)",
    "claiming to feel the same": r"begrijp precies|weet precies hoe|know exactly how",
    "secrecy": r"hou(d)? (het|dit) geheim|keep (it|this) (a )?secret",
    "help that will not come": r"ik stuur iemand|i (will )?send somebody",
    "a verdict on the school": r"de school moet|the school must|overtreedt de wet",
    "guilt": r"denk aan je ouders|think of your parents",
    "a solution that nobody can promise": r"opgelost|\bsolved\b",
    "anonymity that nobody can promise": r"100 ?%|helemaal anoniem|completely anonymous",
    "flattery": r"wat dapper|super ?knap|how brave|good job",
}

NUMBER = re.compile(r"\b0\d{2,3}[-\s](?:\d[\s-]?)*\d")
ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:nl|info)\b")


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_reviewed_texts_never_say_what_harms(rule: str) -> None:
    pattern = re.compile(FORBIDDEN[rule], re.IGNORECASE)

    assert [text for text in TEXTS if pattern.search(text.words)] == []


def test_every_number_in_a_sentence_is_a_verified_one() -> None:
    verified = {
        re.sub(r"\D", "", line.href)
        for party in parties().values()
        for line in party.shown_contacts()
        if line.kind == "phone"
    }
    # Labels of lines that still wait for verification stand in the content but are not shown.
    said = [text for text in TEXTS if ":contacts" not in text.place]

    assert [
        (text.place, number)
        for text in said
        for number in NUMBER.findall(text.words)
        if re.sub(r"\D", "", number) not in verified
    ] == []


def test_every_site_in_a_sentence_is_a_verified_one() -> None:
    verified = " ".join(
        line.href for party in parties().values() for line in party.shown_contacts()
    )
    said = [text for text in TEXTS if ":contacts" not in text.place]

    assert [
        (text.place, address)
        for text in said
        for address in ADDRESS.findall(text.words)
        if address not in verified
    ] == []


def test_simple_dutch_has_at_most_ten_words_a_sentence() -> None:
    # The one text for readers of other languages cannot be simple Dutch.
    simple = [t for t in TEXTS if t.language == "a2" and "other_language" not in t.place]

    assert [
        (text.place, sentence)
        for text in simple
        for sentence in sentences(text.words)
        if len(sentence.split()) > 10
    ] == []


def test_dutch_says_je_and_avoids_officialese() -> None:
    pattern = re.compile(r"\b(u|uw|indien|middels|teneinde|tevens|dient te)\b", re.IGNORECASE)

    assert [t for t in TEXTS if t.language in ("nl", "a2") and pattern.search(t.words)] == []
