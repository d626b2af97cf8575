"""What may never be said to somebody who asks for help (section 5b of the domain study)."""

from __future__ import annotations

import re

import pytest

from expertise.parties import parties
from tests.expertise.forbidden import LANGUAGES, Rule, rules
from tests.expertise.reviewed import sentences, shown_to_reporters

TEXTS = shown_to_reporters()
RULES = rules()

NUMBER = re.compile(r"\b0\d{2,3}[-\s](?:\d[\s-]?)*\d")
ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:nl|info)\b")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.why)
def test_reviewed_texts_never_say_what_harms(rule: Rule) -> None:
    assert [text for text in TEXTS if rule.is_broken_by(text.words, text.place)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.why)
def test_rule_finds_what_it_is_there_for_in_both_languages(rule: Rule) -> None:
    assert [name for name in LANGUAGES if not rule.sounds[name].search(rule.finds[name])] == []


# Words of the study itself (5b, rule 3), which no rewriting of the rules may lose.
FROM_THE_STUDY = (
    "succesvol", "geslaagd", "plegen", "denk aan je ouders", "beloof me", "alles komt goed",
    "ik begrijp precies hoe je je voelt", "ik hou het geheim", "ik stuur iemand", "de school moet",
    "weet je het zeker?", "waarom",
)  # fmt: skip


@pytest.mark.parametrize("words", FROM_THE_STUDY)
def test_words_that_the_study_forbids_are_found(words: str) -> None:
    assert any(rule.is_broken_by(words, "texts/dialogue.yml") for rule in RULES)


@pytest.mark.parametrize(
    "file",
    ["canned.yml", "cards.yml", "texts/duty.yml", "texts/passing.yml", "texts/page.yml",
     "texts/kit.yml", "texts/messenger.yml", "texts/sent_card.yml", "topics.yml", "wayfinder.yml"],
)  # fmt: skip
def test_rules_are_held_against_whatever_a_reporter_can_read(file: str) -> None:
    languages = {text.language for text in TEXTS if text.place.startswith(f"{file}:")}

    assert languages == {"nl", "a2", "en"}


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
