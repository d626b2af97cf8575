from __future__ import annotations

import pytest

from bot.desk.digest import Digest
from console.glance import glance, has_duty
from console.words import Words

NL = Words("nl")


def test_glance_says_everything_in_words() -> None:
    digest = Digest(
        theme="abuse_home",
        confidence=0.834,
        themes=("wellbeing", "abuse_home"),
        role="pupil",
        risk="concern",
        risk_types=("home",),
        rules=("home.beaten",),
        advised=("veilig_thuis", "no longer there"),
        told=("ack_abuse_home", "crisis_question", "crisis_question"),
    )
    shown = glance(digest, NL)
    assert (shown.theme, shown.confidence) == ("Niet veilig thuis", "83% zeker")
    assert shown.other_themes == ("Niet lekker in je vel",)
    assert shown.causes == ("thuis geslagen",)
    assert shown.told == ("Gevraagd naar gedachten aan zelfdoding",)
    assert "no longer there" not in shown.advised


def test_glance_of_a_conversation_that_just_began() -> None:
    shown = glance(Digest(), NL)
    assert (shown.theme, shown.confidence) == ("Onderwerp nog onbekend", None)


def test_glance_of_a_rule_without_words_shows_its_id() -> None:
    assert glance(Digest(rules=("new.rule",)), NL).causes == ("new.rule",)


@pytest.mark.parametrize(
    "digest",
    [
        Digest(theme="sexual_misconduct", themes=("sexual_misconduct", "staff_conduct")),
        Digest(theme="staff_conduct", themes=("sexual_misconduct",)),
        Digest(rules=("sexual.staff",)),
        Digest(told=("risk_sexual_staff",)),
    ],
)
def test_duty_to_report_is_told_when_staff_may_be_involved(digest: Digest) -> None:
    assert has_duty(digest)


@pytest.mark.parametrize("theme", ["sexual_misconduct", "staff_conduct", "bullying", None])
def test_duty_to_report_is_not_told_for_one_theme_alone(theme: str | None) -> None:
    assert not has_duty(Digest(theme=theme))
