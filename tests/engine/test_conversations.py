"""Whole conversations, written from the reporter's side."""

from __future__ import annotations

import statistics

import pytest

from tests.engine.conversation import Talk, problems
from tests.engine.running import Running
from tests.support.conversations import Conversation, conversations

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
        wrong += [f"step {number}: not reviewed: {said}" for said in talk.unreviewed()]
        if _is_silent_on_danger(talk):
            wrong.append(f"step {number}: danger without a number in the first reply")
        if talk.has_lost_choices:
            wrong.append(f"step {number}: a question above the last words cannot be answered")
    wrong += [f"row {row} was not reached" for row in set(conversation.rows) - talk.rows]
    return talk, wrong


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


def test_every_row_of_the_route_table_is_reached_by_a_conversation() -> None:
    # That a conversation does reach the rows it names is held when it is led.
    assert {row for each in ALL for row in each.rows} == set(range(1, 43))


def test_advice_comes_after_two_questions_at_the_median(served: Running) -> None:
    talks = [led(served, conversation)[0] for conversation in ALL]

    assert statistics.median(talk.questions for talk in talks if talk.advised) <= 2
