from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import console
from bot.handover import OUTCOMES
from console.words import Words
from expertise import safety, source, texts

NL = Words("nl")
NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
HERE = Path(console.__file__).parent


def test_every_text_that_a_page_names_is_there() -> None:
    sources = [*HERE.rglob("*.html"), *HERE.rglob("*.py")]
    written = " ".join(path.read_text() for path in sources)
    plain = re.findall(r'\bt\("([a-z_.]+)"[,)]', written)
    chosen = re.findall(r'\bt\("([a-z_.]+)" if [^"]+ else "([a-z_.]+)"\)', written)
    named = {*plain, *(key for pair in chosen for key in pair)}
    assert len(named) > 80
    assert not {f"console.{key}" for key in named} - set(texts.keys())


def test_every_safety_rule_has_words() -> None:
    rules = [rule["id"] for rule in source.load("safety.yml")["rules"]]
    assert not [rule for rule in rules if NL.optional(f"rule.{rule}") is None]


def test_every_name_that_is_put_together_has_words() -> None:
    named = [
        *(f"outcome.{outcome}" for outcome in OUTCOMES),
        *(f"risk_type.{kind}" for kind in safety.RISK_TYPES),
        *(f"urgency.{risk}" for risk in safety.RISKS),
        *(f"role.{role}" for role in ("pupil", "parent", "staff", "unknown")),
        *(f"language.{language}" for language in ("nl", "a2", "en", "other")),
        *(f"done.{done}" for done in ("closed", "released", "returned")),
    ]
    assert not {f"console.{key}" for key in named} - set(texts.keys())


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(-5, "net"), (0, "net"), (7, "7 min"), (95, "1 u 35 min"), (60 * 49, "2 d")],
)
def test_age_is_said_as_coarsely_as_it_is_known(minutes: int, shown: str) -> None:
    assert NL.age(NOW - timedelta(minutes=minutes), NOW) == shown


@pytest.mark.parametrize(
    ("hours", "shown"), [(0, None), (1, "gisteren"), (24, "gisteren"), (25, "19-11-2026")]
)
def test_day_is_that_of_the_netherlands(hours: int, shown: str | None) -> None:
    # At half past midnight in the Netherlands it is still yesterday in UTC.
    assert NL.earlier_day(NOW - timedelta(hours=hours), NOW) == shown
