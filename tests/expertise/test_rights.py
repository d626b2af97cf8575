"""Rights and duties: nothing that was not verified, and nothing that is no law as if it were."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest

from expertise.evidence import Fact
from expertise.ladder import NOTHING, rungs
from expertise.languages import LANGUAGES
from expertise.rights import PEOPLE, rights, rights_from
from expertise.source import ContentError, load


def every_fact() -> Iterator[Fact]:
    """All that is stated."""
    known = rights()
    for standing in known.people.values():
        yield from (*standing.rights, *standing.duties)
    yield from known.planned
    yield from (row.fact for row in known.secrecy)


def raw() -> dict[str, Any]:
    """The content as it is written."""
    return copy.deepcopy(load("rights.yml"))


def test_everybody_has_something_to_read() -> None:
    for who in PEOPLE:
        assert rights().people[who].rights or rights().people[who].duties


def test_every_statement_is_verified_and_says_when_and_where() -> None:
    for fact in every_fact():
        assert fact.evidence.confidence in ("A", "B")
        assert fact.evidence.source
        assert re.match(r"20[12]\d", fact.evidence.verified)


def test_every_rung_but_the_first_has_its_terms() -> None:
    assert set(rights().ladder) == set(rungs()) - {NOTHING}


def test_article_numbers_that_nobody_looked_up_are_not_named() -> None:
    for fact in every_fact():
        for language in LANGUAGES:
            assert not re.search(r"\bart(ikel|icle)?\b\.?", fact.words.in_(language))


def test_bill_is_told_as_a_bill() -> None:
    bill, binding = rights().planned

    assert "nog geen wet" in bill.words.nl
    assert "niet gevonden" in binding.words.nl
    for standing in rights().people.values():
        for fact in (*standing.rights, *standing.duties):
            assert "wetsvoorstel" not in fact.words.nl


@pytest.mark.parametrize("mark", ["C", "X"])
def test_statement_that_was_not_verified_is_refused(mark: str) -> None:
    content = raw()
    content["people"]["pupil"]["rights"][0]["confidence"] = mark

    with pytest.raises(ContentError, match="was not verified"):
        rights_from(content)


def test_somebody_without_a_word_is_refused() -> None:
    content = raw()
    content["people"]["parent"] = {}

    with pytest.raises(ContentError, match=r"people\.parent"):
        rights_from(content)


def test_rung_without_its_terms_is_refused() -> None:
    content = raw()
    del content["ladder"]["committee"]["binding"]

    with pytest.raises(ContentError, match=r"ladder\.committee\.binding"):
        rights_from(content)


def test_unknown_rung_is_refused() -> None:
    content = raw()
    content["ladder"]["minister"] = content["ladder"]["head"]

    with pytest.raises(ContentError, match="minister"):
        rights_from(content)
