"""Answers to questions in between, as they fit whoever asks."""

from __future__ import annotations

from actions import facts
from actions.turn import Turn

# What none of the themes is about, so that the question is all that there is to it.
NO_STORY = frozenset({"explained.sex", "explained.other_matters"})


def answer(turn: Turn, asked: str) -> None:
    """Says the text that answers the question, and remembers that it was said."""
    key = _for_staff(turn) if asked == "explained.who_tells" and turn.role == "staff" else asked
    turn.say(key)
    if key not in turn.memory.said:
        turn.memory.said.append(key)


def _for_staff(turn: Turn) -> str:
    """ "Moet ik dit melden?" of somebody who works at school: the law that it is about."""
    if turn.theme == "abuse_home" or facts.offender(turn) == "home":
        return "explained.meldcode"
    if turn.theme == "sexual_misconduct" and facts.offender(turn) in ("staff", "unknown"):
        return "explained.duty_sexual"
    return "explained.who_tells"
