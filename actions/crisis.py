"""Answers to the direct question about suicide, by button or in words."""

from __future__ import annotations

from typing import Any

from actions import flow
from actions.turn import Turn
from expertise.cards import card


def answer(turn: Turn, said: str) -> None:
    """`said` is yes, sometimes, no or skip; after it the talk stays open."""
    turn.memory.crisis = said
    if said in ("yes", "sometimes"):
        turn.ask(f"crisis_{said}", _lines(turn))
        return
    turn.memory.open = None
    turn.say(f"crisis_{said}")
    if turn.theme is not None:
        turn.memory.acknowledged = True
        flow.go_on(turn)


def answer_now(turn: Turn, able: bool) -> None:
    """The answer to "can you call or walk to somebody now"."""
    turn.memory.open = None
    # Who is about to call is not given more to read.
    turn.has_numbers = able
    turn.say("crisis_now_yes" if able else "crisis_now_no")


def somebody_near(turn: Turn) -> None:
    """Somebody to sit with now."""
    turn.ask("crisis_near")


def nobody_near(turn: Turn) -> None:
    """Nobody to sit with, or no answer to that: the numbers again, and the talk stays open."""
    turn.ask("crisis_alone", _lines(turn))


def talk_on(turn: Turn) -> None:
    """Towards advice, or just on."""
    turn.memory.open = None
    if turn.theme is None:
        turn.say("affirm")
    else:
        flow.go_on(turn)


def _lines(turn: Turn) -> dict[str, Any]:
    """What can be done with one press: calling 113, or chatting there."""
    return card("suicide", turn.context.language, turn.context.now).as_payload()
