"""Three signals, kept apart: what happened, how safe school feels, how somebody is.

At the end of a talk, and only by who wants to. Each answer is counted by itself, without words and
without the other two, so that no answer leads back to a talk. It is a signal and no monitor.
"""

from __future__ import annotations

from collections.abc import Mapping

from actions.buttons import button
from actions.choices import SCALES
from actions.turn import Turn
from expertise.texts import text
from expertise.themes import theme_label

OFFER = "ask_signals"
# In this order they are asked; the kind of signal is what the world outside counts it under.
QUESTIONS: Mapping[str, str] = {
    "ask_incident": "incident",
    "ask_safety": "safety",
    "ask_wellbeing": "wellbeing",
}
_ORDER = (*QUESTIONS, None)


def offer(turn: Turn) -> None:
    """Nobody who was in danger, or whose school lost somebody, is asked to fill in anything."""
    if turn.memory.risk == "none" and turn.memory.facts.get("topic") != "calamity":
        turn.ask(OFFER)


def begin(turn: Turn) -> None:
    """The first of the three."""
    _ask(turn, "ask_incident")


def answer(turn: Turn) -> None:
    """Counts an answer that was chosen, and asks the next."""
    question = turn.memory.open or ""
    if question in QUESTIONS:
        turn.count(QUESTIONS[question], value=turn.pressed["signal"])
    go_on(turn)


def typed(turn: Turn) -> bool:
    """Takes a number that was typed instead of pressed; says whether it was one."""
    number = turn.heard.text.strip(" .!")
    if turn.memory.open not in SCALES or number not in {*"12345"}:
        return False
    turn.count(QUESTIONS[turn.memory.open], value=number)
    go_on(turn)
    return True


def go_on(turn: Turn) -> None:
    """The next of the three, or thanks after the last."""
    question = turn.memory.open or ""
    following = _ORDER[_ORDER.index(question) + 1] if question in QUESTIONS else None
    if following is None:
        turn.memory.open = None
        turn.say("signals_done")
    else:
        _ask(turn, following)


def decline(turn: Turn) -> None:
    """No signals, which is fine."""
    turn.memory.open = None
    turn.say("signals_declined")


def repeat(turn: Turn) -> None:
    """Asks again what something else came in between."""
    question = turn.memory.open or ""
    if question == OFFER:
        turn.ask(OFFER)
    elif question in QUESTIONS:
        _ask(turn, question)


def _ask(turn: Turn, question: str) -> None:
    language = turn.context.language
    if question == "ask_incident":
        theme = turn.theme or "other"
        own = [(theme_label(theme, language), theme)] if turn.theme else []
        told = [*own, (text("label_incident_other", language), "other")]
        told.append((text("label_incident_none", language), "none"))
    else:
        told = [(text(f"label_{question[4:]}_{n}", language), str(n)) for n in range(1, 6)]
    buttons = [button(label, "choose_signal", {"signal": value}) for label, value in told]
    turn.offer(question, [*buttons, button(text("label_skip", language), "skip")])
