"""Hands out the reviewed advice that fits what is known."""

from __future__ import annotations

from actions import questions
from actions.turn import Turn
from expertise.advice import Advice, Situation, advise

# Who did it decides what must be known before any advice is taken: that school has a duty to pass
# it on, or that a blackmailer should not be paid.
_FIRST = {"staff": "risk_sexual_staff", "online": "risk_sexual_online"}


def give(turn: Turn, theme: str) -> None:
    """The advice as a card, then what one can do from here."""
    turn.memory.advised = True
    first = _FIRST.get(turn.offender or "") if theme == "sexual_misconduct" else None
    if first is not None and first not in turn.memory.said:
        turn.memory.said.append(first)
        turn.say(first)
    turn.say("advice_intro", _advice(turn, theme).as_payload())
    turn.ask("after_advice")


def give_more(turn: Turn, theme: str) -> None:
    """What can be done when the first step does not help."""
    turn.ask("more_advice", if_it_fails=_advice(turn, theme).if_it_fails)


def _advice(turn: Turn, theme: str) -> Advice:
    situation = Situation(
        theme=theme,
        role=turn.role or "unknown",
        offender=questions.offender(turn),
        sector="unknown",
        risk=turn.memory.risk,
        risk_types=tuple(turn.memory.risk_types),
    )
    return advise(situation, turn.context.now, turn.context.language)
