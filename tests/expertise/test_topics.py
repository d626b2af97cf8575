from __future__ import annotations

from typing import Any

import pytest

from expertise.languages import LANGUAGES, Language
from expertise.route_table import table
from expertise.source import ContentError, load
from expertise.topics import CATEGORIES, STUDY_THEMES, topic_label, topics, topics_from

# What the routes turn on, and where they look for it.
ROUTED = [
    (topic, theme, role)
    for (theme, role), rows in table().rows.items()
    for row in rows
    for topic in sorted(row.conditions.get("topic", ()))
]


def test_the_routes_name_only_topics_that_exist() -> None:
    assert {topic for topic, _, _ in ROUTED} <= set(topics())


def test_a_topic_belongs_to_a_theme_under_which_a_route_turns_on_it() -> None:
    for topic in topics():
        themes = {theme for routed, theme, _ in ROUTED if routed == topic}

        assert not themes or themes & set(topics()[topic].themes)


def test_topics_that_routes_turn_on_come_before_all_others() -> None:
    routed = {topic for topic, _, _ in ROUTED}

    assert set(list(topics())[: len(routed)]) == routed


def test_every_theme_of_the_study_that_has_subtypes_has_topics() -> None:
    assert {each for topic in topics().values() for each in topic.study} == set(STUDY_THEMES)


def test_every_category_of_the_inspectorate_counts_something() -> None:
    assert {topic.category for topic in topics().values()} == set(CATEGORIES)


@pytest.mark.parametrize(
    ("topic", "category"),
    [
        ("gossip", "psychisch"),
        ("threats", "psychisch"),
        ("hitting", "fysiek"),
        ("nudes", "seksuele_intimidatie"),
        ("assault", "seksueel_misbruik"),
        ("racism", "discriminatie"),
        ("recruiting", "radicalisering"),
        ("home_violence", "none"),
        ("no_answer", "none"),
    ],
)
def test_a_topic_is_counted_as_the_study_maps_it(topic: str, category: str) -> None:
    assert topics()[topic].category == category


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_on_a_button_and_differ(language: Language) -> None:
    labels = [topic_label(topic, language) for topic in topics()]

    assert len(set(labels)) == len(labels)
    assert max(map(len, labels)) <= 36


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("themes", ["gossip"], "names an unknown one: 'gossip'"),
        ("themes", [], "names none"),
        ("study", ["PESTEN"], "names an unknown one: 'PESTEN'"),
        ("study", None, "names none"),
        ("category", "pesten", "is no category: 'pesten'"),
        ("category", None, "is no category: None"),
        ("label", {"nl": "Roddels", "en": "Gossip"}, "has no text in a2"),
    ],
)
def test_a_topic_with_a_mistake_stops_the_program(field: str, value: Any, problem: str) -> None:
    raw = load("topics.yml")
    raw["gossip"][field] = value

    with pytest.raises(ContentError, match=rf"topics\.yml: gossip\.{field}: {problem}"):
        topics_from(raw)
