"""The next step of the talk, when no danger has to be spoken of first."""

from __future__ import annotations

from actions import advice, handover, questions, themes
from actions.turn import Turn

# Asked again when something else came in between. What follows an advice is not a question that
# needs an answer, so it is not repeated.
REPEATED = frozenset(
    {"ask_role", "ask_offender", "crisis_question", "handover_offer", "handover_offer_away"}
)
REPEATED_THEMES = frozenset({"ask_theme", "ask_theme_other", "correct"})


def go_on(turn: Turn) -> None:
    """Theme, then at most two questions, then advice."""
    if turn.theme is None:
        themes.ask(turn)
        return
    themes.acknowledge(turn)
    if turn.memory.advised:
        turn.ask("heard_more")
    elif question := questions.due(turn):
        questions.ask(turn, question)
    else:
        advice.give(turn, turn.theme)


def hear(turn: Turn) -> None:
    """Somebody tells what is going on."""
    if turn.heard.wants_human:
        if turn.theme is not None:
            themes.acknowledge(turn)
        handover.offer(turn)
    else:
        go_on(turn)


def choose_theme(turn: Turn) -> None:
    """A theme was chosen with a button; that was one of the questions."""
    themes.begin(turn, turn.theme)
    turn.memory.chosen = True
    turn.memory.asked.append("ask_theme")
    go_on(turn)


def resume(turn: Turn) -> None:
    """Takes the talk up where it was."""
    memory = turn.memory
    if memory.open in REPEATED:
        turn.ask(memory.open)
    elif memory.open in REPEATED_THEMES:
        turn.ask_theme(memory.open, memory.choices)


def more(turn: Turn) -> None:
    """What comes after the advice, if there was one to come after."""
    if turn.theme is None:
        themes.ask(turn)
    else:
        advice.give_more(turn, turn.theme)


def close(turn: Turn) -> None:
    """The reporter can go on alone; one may always come back."""
    turn.memory.open = None
    turn.say("feels_done")
    turn.cause("finished")


def show_code(turn: Turn) -> None:
    """The world outside shows the code with which one can come back."""
    turn.say("show_code")
    turn.cause("show_code")
