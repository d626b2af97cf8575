"""Short answers in words: yes, no, don't know and skip mean something else after each question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions import crisis, facts, flow, follow_up, handover, questions, signals, themes
from actions.turn import Turn
from expertise.ladder import NOTHING

Step = Callable[[Turn], None]


def affirm(turn: Turn) -> None:
    """Yes, to whatever was asked."""
    _by_question(turn, _YES, "affirm")


def deny(turn: Turn) -> None:
    """No, to whatever was asked."""
    _by_question(turn, _NO, "deny")


def dont_know(turn: Turn) -> None:
    """Not knowing is fine: the next question, or the next way to tell it."""
    _by_question(turn, _NEITHER, "dont_know")


def skip(turn: Turn) -> None:
    """Every question may be skipped."""
    _by_question(turn, _NEITHER, "skip")


def _by_question(turn: Turn, steps: Mapping[str, Step], otherwise: str) -> None:
    step = steps.get(turn.memory.open or "")
    if step is None:
        turn.say(otherwise)
        flow.resume(turn)
    else:
        step(turn)


def _learn(turn: Turn, name: str, value: str) -> None:
    turn.memory.facts[name] = value
    facts.conclude(turn)
    flow.go_on(turn)


def _unsure(turn: Turn) -> None:
    turn.ask("unsure_again")


_YES: Mapping[str, Step] = {
    "crisis_question": lambda turn: crisis.answer(turn, "yes"),
    "crisis_now": lambda turn: crisis.answer_now(turn, able=True),
    "crisis_yes": crisis.somebody_near,
    "crisis_sometimes": crisis.somebody_near,
    **dict.fromkeys(("crisis_near", "crisis_alone", "crisis_friend"), crisis.talk_on),
    "unsure_again": handover.offer,
    "came_back": follow_up.better,
    "ask_ongoing": lambda turn: _learn(turn, "ongoing", "yes"),
    "ask_attends": lambda turn: _learn(turn, "attends", "yes"),
    signals.OFFER: signals.begin,
    **dict.fromkeys(handover.OFFERS, handover.confirm),
}
_NO: Mapping[str, Step] = {
    "crisis_question": lambda turn: crisis.answer(turn, "no"),
    "crisis_now": lambda turn: crisis.answer_now(turn, able=False),
    "unsure_again": themes.ask_other,
    "crisis_yes": crisis.nobody_near,
    "crisis_sometimes": crisis.nobody_near,
    "came_back": follow_up.not_better,
    "ask_ongoing": lambda turn: _learn(turn, "ongoing", "stopped"),
    "ask_attends": lambda turn: _learn(turn, "attends", "no"),
    "ask_fear": lambda turn: _learn(turn, "fear", "nothing"),
    "ask_tried": lambda turn: _learn(turn, "tried", NOTHING),
    signals.OFFER: signals.decline,
    **dict.fromkeys(themes.QUESTIONS, themes.ask_other),
    **dict.fromkeys(handover.OFFERS, flow.decline),
}
_NEITHER: Mapping[str, Step] = {
    "crisis_question": lambda turn: crisis.answer(turn, "skip"),
    "ask_role": flow.go_on,
    "ask_offender": flow.go_on,
    **dict.fromkeys(questions.REFINING, flow.go_on),
    **dict.fromkeys(signals.QUESTIONS, signals.go_on),
    signals.OFFER: signals.decline,
    "crisis_yes": crisis.nobody_near,
    "crisis_sometimes": crisis.nobody_near,
    "came_back": flow.go_on,
    **dict.fromkeys(themes.QUESTIONS, _unsure),
    **dict.fromkeys(handover.OFFERS, flow.decline),
}
