"""A request of another shape is refused before anything looks at it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from engine.errors import BadRequest
from engine.protocol import MOST_TEXT, TurnRequest, path_of, texts_of
from tests.engine.running import CONTEXT

GOOD: dict[str, Any] = {
    "state": {"slots": {"theme": "bullying", "talk": {"open": "ask_role"}}},
    "message": {"text": "hoi", "button": None},
    "context": CONTEXT,
}


def changed(*path: str, to: Any) -> dict[str, Any]:
    body = deepcopy(GOOD)
    place = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return body


def test_good_request_is_read() -> None:
    request = TurnRequest.read(GOOD)
    assert request.text == "hoi"
    assert request.slots == GOOD["state"]["slots"]


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        changed("state", to=[]),
        changed("state", to={}),
        changed("state", "slots", to={"theme": "weather"}),
        changed("state", "slots", to={"theme": 3}),
        changed("state", "slots", to={"talk": "much"}),
        changed("message", to=None),
        changed("message", "text", to=None),
        changed("message", "button", to="choose_role"),
        changed("message", "button", to={"intent": None}),
        changed("message", "button", to={"intent": "choose_role", "slots": {"role": "king"}}),
        changed("message", "button", to={"intent": "choose_role", "slots": {"talk": "x"}}),
        changed("message", "button", to={"intent": "choose_role", "slots": {"role": []}}),
        changed("context", to={}),
        changed("context", "language", to="fr"),
        changed("context", "language", to=[]),
        changed("context", "now", to="soon"),
        changed("context", "now", to="2026-11-21T20:05:00"),
        changed("context", "risk", to="some"),
        changed("context", "risk_types", to=[1]),
        changed("context", "on_duty", to=1),
        changed("context", "opens_at", to="tomorrow"),
        changed("context", "opens_at", to="2026-11-22T08:30:00"),
    ],
)
def test_other_shape_is_a_bad_request(body: object) -> None:
    with pytest.raises(BadRequest):
        TurnRequest.read(body)


def test_slots_of_another_version_are_dropped() -> None:
    slots = {"theme": "lgbti", "mood": "from tomorrow", "role": None}
    assert TurnRequest.read(changed("state", "slots", to=slots)).slots == {"theme": "lgbti"}


def test_long_text_is_cut_and_half_characters_are_replaced() -> None:
    long = TurnRequest.read(changed("message", "text", to="a" * (MOST_TEXT + 1)))
    assert len(long.text) == MOST_TEXT
    assert TurnRequest.read(changed("message", "text", to="x\ud800y")).text == "x?y"


@pytest.mark.parametrize("body", [None, {}, {"texts": "hoi"}, {"texts": [1]}])
def test_batch_of_another_shape_is_a_bad_request(body: object) -> None:
    with pytest.raises(BadRequest):
        texts_of(body)


def test_path_must_be_text() -> None:
    with pytest.raises(BadRequest):
        path_of({"path": None})
