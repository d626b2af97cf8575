"""Coming back with a return code: how it is now, what was done since, and the next rung."""

from __future__ import annotations

from actions import flow, questions, signals
from actions.turn import Turn


def welcome(turn: Turn) -> None:
    """Asks how it is, if it is known what it was about; else the talk goes on where it was."""
    if turn.theme is not None:
        turn.ask("came_back")
    else:
        turn.say("greet_again")
        flow.resume(turn)


def better(turn: Turn) -> None:
    """It goes better: nothing more has to be told."""
    turn.say("came_back_better")
    turn.memory.open = None
    signals.offer(turn)


def not_better(turn: Turn) -> None:
    """What was done since decides which rung comes next."""
    turn.say("came_back_not_better")
    turn.memory.advised = False
    questions.repeat(turn, "ask_tried")
