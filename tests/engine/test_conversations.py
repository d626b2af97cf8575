"""Whole conversations, written from the reporter's side."""

from __future__ import annotations

import statistics

import pytest

from expertise.languages import Language
from expertise.texts import keys, say
from tests.engine.conversation import Conversation, Talk, conversations, problems
from tests.engine.running import Running

ALL = conversations()
MOST_QUESTIONS = 6


def led(engine: Running, conversation: Conversation) -> tuple[Talk, list[str]]:
    """The conversation to its end, with everything that did not go as it should."""
    talk = Talk(engine, conversation)
    wrong = []
    for number, step in enumerate(conversation.steps, 1):
        talk.take(step)
        what = step.get("say") or step.get("press")
        wrong += [
            f"step {number} ({what}): {problem}"
            for problem in problems(talk, step.get("hears", {}))
        ]
        wrong += [f"step {number}: not reviewed: {said}" for said in _unreviewed(talk)]
        if _is_silent_on_danger(talk):
            wrong.append(f"step {number}: danger without a number in the first reply")
    return talk, wrong


def _unreviewed(talk: Talk) -> list[str]:
    """Replies that are no text of the content, word for word."""
    language = talk.conversation.language
    return [
        reply["text"]
        for reply in talk.replies
        if reply["key"] not in keys() or not _is(reply["text"], reply["key"], language)
    ]


def _is(text: str, key: str, language: Language) -> bool:
    try:
        return say(key, language).text == text
    except KeyError:
        # A text with a place in it: what fills it is the content's as well (more_advice).
        return key == "more_advice" and bool(text)


def _is_silent_on_danger(talk: Talk) -> bool:
    """Danger was seen just now, and no number stands in the first reply or on a card."""
    has_number = any(number in talk.first_words for number in ("112", "113", "0800-"))
    return talk.is_new_danger and not has_number


@pytest.mark.parametrize("conversation", ALL, ids=[each.name for each in ALL])
def test_conversation_goes_as_a_reporter_may_expect(
    served: Running, conversation: Conversation
) -> None:
    talk, wrong = led(served, conversation)

    assert wrong == []
    assert talk.questions <= MOST_QUESTIONS


def test_there_are_sixty_conversations_with_names_of_their_own() -> None:
    names = [each.name for each in ALL]

    assert len(names) >= 60
    assert len(set(names)) == len(names)


def test_advice_comes_after_two_questions_at_the_median(served: Running) -> None:
    talks = [led(served, conversation)[0] for conversation in ALL]

    assert statistics.median(talk.questions for talk in talks if talk.advised) <= 2
