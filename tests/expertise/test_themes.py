from __future__ import annotations

import pytest

from expertise.languages import LANGUAGES, Language
from expertise.source import ContentError, load
from expertise.themes import THEMES, theme_as_story, theme_label, themes_from


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_on_a_button_and_differ(language: Language) -> None:
    labels = [theme_label(code, language) for code in THEMES]

    assert len(set(labels)) == len(THEMES)
    assert max(map(len, labels)) <= 36


@pytest.mark.parametrize("language", LANGUAGES)
def test_stories_go_on_after_because_you_said(language: Language) -> None:
    opening = "that " if language == "en" else "dat "

    assert all(theme_as_story(code, language).startswith(opening) for code in THEMES)


def test_theme_without_a_description_is_named() -> None:
    raw = load("themes.yml")
    del raw["lgbti"]

    with pytest.raises(ContentError, match=r"themes\.yml: lgbti: is not described"):
        themes_from(raw)


def test_theme_that_nobody_knows_is_named() -> None:
    raw = load("themes.yml") | {"gossip": {}}

    with pytest.raises(ContentError, match="gossip: is no theme"):
        themes_from(raw)
