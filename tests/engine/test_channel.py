"""What Rasa's events hold becomes replies and effects, and nothing else gets through."""

from __future__ import annotations

from typing import Any

import pytest

from engine.channel import Replies
from engine.errors import TurnFailed


async def sent(message: dict[str, Any]) -> Replies:
    replies = Replies()
    await replies.send_response("somebody", message)
    return replies


async def test_text_is_kept_whole() -> None:
    replies = await sent({"text": "een\n\ntwee", "utter_action": "utter_greet"})
    assert replies.messages == [
        {"key": "greet", "text": "een\n\ntwee", "buttons": [], "payload": None}
    ]


async def test_payload_and_buttons_stay_with_their_text() -> None:
    pressed = {"title": "Ja", "intent": "affirm", "slots": {}, "payload": "/affirm"}
    replies = await sent({"text": "Zo?", "buttons": [pressed], "custom": {"kind": "card"}})
    (message,) = replies.messages
    assert message["buttons"] == [{"label": "Ja", "intent": "affirm", "slots": {}}]
    assert message["payload"] == {"kind": "card"}


async def test_effect_is_no_message() -> None:
    replies = await sent({"custom": {"kind": "effect", "effect": "handover"}})
    assert replies.messages == []
    assert replies.effects == {"handover": True, "show_code": False, "finished": False}


async def test_count_is_no_message_and_is_kept_in_order() -> None:
    stuck = {"party": "confidant", "theme": "bullying", "role": "pupil", "stage": "tried"}
    replies = await sent({"custom": {"kind": "count", "of": "white_spot", "about": stuck}})
    await replies.send_response(
        "somebody", {"custom": {"kind": "count", "of": "safety", "about": {"value": "4"}}}
    )
    assert replies.messages == []
    assert replies.counts == [
        {"of": "white_spot", "about": stuck}, {"of": "safety", "about": {"value": "4"}},
    ]  # fmt: skip


async def test_words_alone_count_nothing() -> None:
    assert (await sent({"text": "een"})).counts == []


@pytest.mark.parametrize(
    "message",
    [
        {"text": "x", "buttons": [{"title": "Plain", "payload": "/restart"}]},
        {"text": "x", "custom": ["a list"]},
        {"custom": {"kind": "effect", "effect": "explode"}},
        {"custom": {"kind": "count", "of": "safety"}},
        {"custom": {"kind": "count", "of": "safety", "about": {"value": "hij sloeg mij"}}},
        {"custom": {"kind": "count", "of": "shoe_size", "about": {"value": "3"}}},
        {"custom": {"kind": "count", "about": {"value": "3"}}},
        {"text": 3},
    ],
)
async def test_reply_of_an_unexpected_shape_is_an_error_and_not_passed_on(
    message: dict[str, Any],
) -> None:
    with pytest.raises(TurnFailed):
        await sent(message)
