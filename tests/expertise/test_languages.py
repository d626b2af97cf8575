from __future__ import annotations

from typing import cast

import pytest

from expertise.languages import LANGUAGES, Language, Localized, UnknownLanguage


def test_in_each_language_gives_its_own_text() -> None:
    text = Localized(nl="Stop met pesten", a2="Stop", en="Stop bullying")

    assert [text.in_(language) for language in LANGUAGES] == [
        "Stop met pesten",
        "Stop",
        "Stop bullying",
    ]


@pytest.mark.parametrize("language", ["de", "", "NL", "__class__"])
def test_in_unknown_language_never_falls_back(language: str) -> None:
    with pytest.raises(UnknownLanguage):
        Localized("a", "b", "c").in_(cast("Language", language))
