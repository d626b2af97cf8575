"""Which theme the talk is about: taken from a sure message or a button, asked when unsure."""

from __future__ import annotations

from actions.turn import Turn
from expertise.themes import THEMES

BEST = 3
# A second page of buttons shows the themes that were not on the first.


def take_over(turn: Turn) -> None:
    """Takes the theme and the role of a typed message over, if it is sure of them.

    What was heard counts together with what was told before, so a detail alone does not turn the
    talk around, and what corrects an earlier guess does. A theme that the reporter chose is kept
    until there is advice on it.
    """
    heard = turn.heard
    if heard.lang == "other":
        return
    if heard.role != "unknown" and turn.role is None:
        turn.role = heard.role
    if heard.sure_theme and (turn.theme is None or turn.memory.advised or not turn.memory.chosen):
        if heard.sure_theme != turn.theme:
            _turn_to(turn, heard.sure_theme)
        if heard.sure_theme == "sexual_misconduct" and heard.mentions("staff_conduct"):
            turn.offender = "staff"


def _turn_to(turn: Turn, theme: str) -> None:
    """A correction before there was advice does not ask anew what was asked already."""
    asked = [] if turn.memory.advised else turn.memory.asked
    begin(turn, theme)
    turn.memory.asked = asked


def begin(turn: Turn, theme: str | None) -> None:
    """Turns to another theme (or to none yet); what was asked about the last no longer counts."""
    memory = turn.memory
    turn.theme, turn.offender = theme, None
    memory.asked, memory.acknowledged, memory.advised, memory.chosen = [], False, False, False
    memory.open, memory.choices = None, []
    if theme is not None:
        memory.unsure, memory.offered = 0, []


def acknowledge(turn: Turn) -> None:
    """Shows once that the story was heard."""
    if not turn.memory.acknowledged:
        turn.memory.acknowledged = True
        turn.say(f"ack_{turn.theme}")


def ask(turn: Turn, key: str = "ask_theme") -> None:
    """Asks which theme it is; who could not be understood twice is offered a human."""
    turn.memory.unsure += 1
    if turn.memory.unsure > 1:
        turn.ask("unsure_again")
    else:
        _offer(turn, key, [code for code in turn.heard.ranking if code != turn.theme][:BEST])


def ask_other(turn: Turn) -> None:
    """The themes that were not offered yet, or a human when there are none."""
    _note_refused(turn)
    rest = [code for code in THEMES if code not in turn.memory.offered]
    if rest:
        _offer(turn, "ask_theme_other", rest)
    else:
        turn.ask("unsure_again")


def correct(turn: Turn) -> None:
    """The theme was wrong: the next best are offered."""
    wrong = turn.theme
    begin(turn, None)
    turn.memory.evidence = []
    turn.memory.offered = [wrong] if wrong else []
    _offer(turn, "correct", [code for code in turn.heard.ranking if code != wrong][:BEST])


def _offer(turn: Turn, key: str, themes: list[str]) -> None:
    turn.ask_theme(key, themes or [code for code in THEMES if code not in turn.memory.offered])


def _note_refused(turn: Turn) -> None:
    memory = turn.memory
    memory.evidence = []
    memory.offered += [code for code in memory.choices if code not in memory.offered]
