"""Which theme the talk is about: taken from a sure message or a button, asked when unsure."""

from __future__ import annotations

from actions import advice
from actions.turn import Turn
from expertise.roles import speaks_of_self
from expertise.themes import THEMES

BEST = 3
# After advice a few words turn the talk to something else only if the model is as sure as this.
SURE_OF_A_CHANGE = 0.8
# As sure as this it must be of what is meant instead, or of what despair is about.
SURE_ENOUGH = 0.3
# What stays true when the talk turns to something else.
_OF_THE_PERSON = ("sector",)
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
    is_pupil_unseen = heard.role == "pupil" and not speaks_of_self(heard.text)
    if heard.role != "unknown" and turn.role is None and not is_pupil_unseen:
        turn.role = heard.role
    theme = _heard(turn)
    if theme and (turn.theme is None or _may_turn(turn, theme)):
        if theme != turn.theme:
            _turn_to(turn, theme)
        if theme == "sexual_misconduct" and heard.mentions("staff_conduct"):
            turn.offender = "staff"


def _may_turn(turn: Turn, theme: str) -> bool:
    heard, memory = turn.heard, turn.memory
    if heard.asked is not None:
        return False
    if heard.details.corrects or not memory.advised:
        return not memory.chosen or memory.advised
    return heard.is_story or dict(heard.themes).get(theme, 0.0) >= SURE_OF_A_CHANGE


def _instead(turn: Turn) -> str | None:
    """What somebody means who says that it is not what was understood."""
    others = (each for each in turn.heard.by_itself if each[0] != turn.theme)
    code, chance = next(others, ("", 0.0))
    return code if chance >= SURE_ENOUGH else None


def _is_about_more(turn: Turn) -> bool:
    code, chance = next(iter(turn.heard.by_itself), ("wellbeing", 0.0))
    return code != "wellbeing" and chance >= SURE_ENOUGH


def _heard(turn: Turn) -> str | None:
    """The theme of a message. Despair belongs to every theme, so it does not replace another one;
    and whoever first told of despair and then what it is about has told the theme.
    """
    heard = turn.heard
    if heard.details.corrects and turn.theme is not None and (other := _instead(turn)):
        return other
    despairs = {"suicide", "self_harm"} & {*heard.risk_types, *turn.context.risk_types}
    if turn.theme == "wellbeing" and not turn.memory.advised and _is_about_more(turn):
        return heard.by_itself[0][0]
    if heard.sure_theme == "wellbeing" and turn.theme is not None and despairs:
        return turn.theme
    return heard.sure_theme


def _turn_to(turn: Turn, theme: str) -> None:
    """A correction before there was advice does not ask anew what was asked already."""
    asked = [] if turn.memory.advised else turn.memory.asked
    begin(turn, theme)
    turn.memory.asked = asked


def begin(turn: Turn, theme: str | None) -> None:
    """Turns to another theme (or to none yet); what was asked about the last no longer counts."""
    memory = turn.memory
    turn.theme, turn.offender = theme, None
    memory.facts = {name: memory.facts[name] for name in _OF_THE_PERSON if name in memory.facts}
    memory.failed, memory.shown, memory.refining = [], [], False
    memory.asked, memory.acknowledged, memory.advised, memory.chosen = [], False, False, False
    memory.open, memory.choices = None, []
    if theme is not None:
        memory.unsure, memory.offered = 0, []


def acknowledge(turn: Turn) -> None:
    """Shows once that the story was heard."""
    if not turn.memory.acknowledged:
        turn.memory.acknowledged = True
        did = turn.memory.facts.get("perspective") == "did"
        turn.say("ack_did" if did else f"ack_{turn.theme}")


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
        advice.give_without_theme(turn)


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
