"""The next step of the talk, when no danger has to be spoken of first."""

from __future__ import annotations

from actions import advice, handover, questions, signals, themes
from actions.turn import Turn

# Asked again when something else came in between.
REPEATED = frozenset(
    {
        "ask_role",
        "ask_offender",
        *questions.REFINING,
        "crisis_question",
    }
)


def go_on(turn: Turn) -> None:
    """Theme, then at most two questions, then advice."""
    if turn.theme is None:
        themes.ask(turn)
        return
    themes.acknowledge(turn)
    if turn.memory.advised:
        advice.say_first(turn, turn.theme)
        turn.ask("heard_more")
    elif turn.memory.refining:
        refine(turn)
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


def correct(turn: Turn) -> None:
    """Something was wrong: what was said instead is taken, and without that the theme is asked."""
    if turn.changed and turn.theme is not None:
        go_on(turn)
    else:
        themes.correct(turn)


def choose_theme(turn: Turn) -> None:
    """A theme was chosen with a button; that was one of the questions."""
    themes.begin(turn, turn.theme)
    turn.memory.chosen = True
    turn.memory.asked.append("ask_theme")
    go_on(turn)


def resume(turn: Turn) -> None:
    """Takes the talk up where it was. After advice that is the way on from it: the page takes
    away the buttons of what was said before.
    """
    memory = turn.memory
    if memory.open in REPEATED:
        questions.repeat(turn, memory.open)
    elif memory.open in handover.OFFERS:
        # Anew, since somebody may have come or gone in the meantime.
        handover.offer(turn)
    elif memory.open in themes.QUESTIONS:
        turn.ask_theme(memory.open, memory.choices)
    elif memory.open in (signals.OFFER, *signals.QUESTIONS):
        signals.repeat(turn)
    elif memory.advised:
        turn.ask("after_advice")


def more(turn: Turn) -> None:
    """What comes after the advice, if there was one to come after."""
    if turn.theme is None:
        themes.ask(turn)
    else:
        advice.give_more(turn, turn.theme)


def refine(turn: Turn) -> None:
    """Another question, so that the advice fits better; when nothing is left to ask, the advice."""
    turn.memory.advised = False
    question = questions.refining(turn)
    if turn.theme is None:
        themes.ask(turn)
    elif question is not None:
        turn.memory.refining = True
        questions.ask(turn, question)
    else:
        turn.memory.refining = False
        advice.give(turn, turn.theme)


def tell_tried(turn: Turn) -> None:
    """Asks what was tried already; the ladder says what comes after it."""
    turn.memory.advised = False
    questions.repeat(turn, "ask_tried")


def tried(turn: Turn) -> None:
    """Says that it did not help, in words: what was tried and is known decides what comes next."""
    facts = turn.memory.facts
    if turn.changed or turn.theme is None:
        go_on(turn)
    elif "tried" in facts and "stuck" not in facts:
        facts["stuck"] = "yes"
        turn.memory.advised = False
        go_on(turn)
    else:
        tell_tried(turn)


def fail(turn: Turn) -> None:
    """One of the parties could not help."""
    if turn.theme is None:
        themes.ask(turn)
    else:
        advice.fail(turn, turn.theme)


def close(turn: Turn) -> None:
    """The reporter can go on alone; one may always come back."""
    turn.say("feels_done")
    turn.memory.open = None
    signals.offer(turn)
    turn.cause("finished")


def decline(turn: Turn) -> None:
    """No human: the talk goes on where it was. In danger the numbers are what there is to do."""
    handover.decline(turn)
    if turn.memory.risk == "acute" or turn.memory.crisis is not None:
        return
    if turn.theme is not None and turn.memory.advised:
        turn.ask("after_advice")
    else:
        go_on(turn)


def show_code(turn: Turn) -> None:
    """The world outside shows the code with which one can come back."""
    turn.say("show_code")
    turn.cause("show_code")
