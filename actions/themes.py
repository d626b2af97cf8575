"""Which theme the talk is about: taken from a sure message or a button, asked when unsure."""

from __future__ import annotations

from actions import advice, choices, facts, told
from actions.turn import Turn
from expertise.roles import speaks_of_self
from expertise.themes import THEMES

BEST = 3
# After advice a few words turn the talk to something else only if the model is as sure as this.
SURE_OF_A_CHANGE = 0.8
# What stays true when the talk turns to something else.
_OF_THE_PERSON = ("sector",)
# Each offers themes as buttons; the second page shows those that were not on the first.
QUESTIONS = choices.THEME_QUESTIONS


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
    # Who only asks something, or names somebody else, has not said who they are.
    names_another = heard.asked is not None or turn.memory.open in facts.NAMING
    is_guess = is_pupil_unseen or names_another
    if heard.role != "unknown" and turn.role is None and not is_guess:
        turn.role = heard.role
    theme = told.theme_of(turn)
    if theme and (turn.theme is None or _may_turn(turn, theme)):
        if theme != turn.theme:
            _turn_to(turn, theme)
        said_another = heard.details.offender not in ("", "staff")
        if theme == told.SEXUAL and heard.mentions("staff_conduct") and not said_another:
            turn.offender = "staff"


def _may_turn(turn: Turn, theme: str) -> bool:
    heard, memory = turn.heard, turn.memory
    if heard.asked is not None or (theme == facts.STUCK and not heard.details.corrects):
        # That nothing comes of it says nothing else about what happened, nor about who did it.
        return False
    if heard.details.corrects or not memory.advised:
        # What only adds up from pieces is no reason to leave what was told clearly.
        is_told = theme in (*dict(heard.by_itself), *told.in_words(turn))
        return is_told and (not memory.chosen or memory.advised)
    return heard.is_story or dict(heard.themes).get(theme, 0.0) >= SURE_OF_A_CHANGE


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
        turn.say(_acknowledgement(turn))


def _acknowledgement(turn: Turn) -> str:
    if turn.memory.facts.get("perspective") == "did":
        return "ack_did"
    if turn.theme == "wellbeing" and turn.memory.facts.get("topic") == "grief":
        return "ack_grief"
    return f"ack_{turn.theme}"


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


def typed_other(turn: Turn) -> bool:
    """Takes words that say that none of the offered themes is meant; says whether they did."""
    says_so = turn.heard.details.refuses or turn.heard.intent == "correct"
    if turn.theme is not None or turn.memory.open not in QUESTIONS or not says_so:
        return False
    ask_other(turn)
    return True


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
