"""The wayfinder's questions: what is refused when they are loaded."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from expertise.questions import questions, questions_from, urgent_from
from expertise.situations import Situation
from expertise.source import ContentError, load

_LABEL = {"nl": "ja", "a2": "ja", "en": "yes"}


def question(**answers: Any) -> dict[str, Any]:
    """One question about the role, which can be skipped."""
    skip = {"sets": {"role": "unknown"}, "label": _LABEL}
    return {"role": {"short": _LABEL, "title": _LABEL, "answers": {**answers, "nee": skip}}}


def test_content_is_as_it_should_be() -> None:
    assert questions_from(load("wayfinder.yml")["questions"]) == questions()


@pytest.mark.parametrize(
    ("slug", "answer", "problem"),
    [
        ("Ouder!", {"sets": {"role": "parent"}, "label": _LABEL}, "address"),
        ("ouder", {"sets": {"role": "grandma"}, "label": _LABEL}, "unknown role"),
        ("ouder", {"sets": {"colour": "red"}, "label": _LABEL}, "no situation has"),
        ("ouder", {"sets": {"role": "parent"}}, "no label"),
        ("ouder", {"sets": {"role": "parent"}, "label": {"nl": "ja"}}, "no text in a2"),
        ("ouder", {"sets": {"role": "parent"}, "labels": _LABEL}, "unknown fields"),
        (
            "ouder",
            {"sets": {"role": "parent"}, "label": _LABEL, "when": {"topic": ["x"]}},
            "unknown topic",
        ),
    ],
)
def test_answer_that_means_nothing_is_refused(slug: str, answer: Any, problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        questions_from(question(**{slug: answer}))


def test_question_that_cannot_be_skipped_is_refused() -> None:
    raw = copy.deepcopy(question())
    raw["role"]["answers"]["nee"]["sets"]["role"] = "parent"

    with pytest.raises(ContentError, match="skipped"):
        questions_from(raw)


def test_danger_without_words_is_refused() -> None:
    with pytest.raises(ContentError, match="no words for fire"):
        urgent_from([{"kind": "fire", "when": {}}])


def test_rung_that_is_not_there_for_somebody_is_not_an_answer() -> None:
    tried = questions()[-1]
    mbo = Situation(theme="bullying", role="pupil", sector="mbo")
    vo = Situation(theme="bullying", role="pupil", sector="vo")

    assert "helpdesk" not in {answer.slug for answer in tried.shown_to(mbo)}
    assert "helpdesk" in {answer.slug for answer in tried.shown_to(vo)}
