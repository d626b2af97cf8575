"""What a message tells besides its theme: where, since when, who knows, what was tried.

Whatever was said is not asked again, and a correction ("nee, ik bedoel thuis") takes the place of
what was said before. Codes only; the words stay in the message.
"""

from __future__ import annotations

from actions.turn import FACTS, Turn
from expertise.advice import Situation
from expertise.details import Details
from expertise.ladder import NOTHING, rungs
from expertise.roles import said_role
from expertise.topics import topics

# Fields of the details that the talk remembers as they are.
_REMEMBERED = ("sector", "place", "since", "often", "ongoing", "knows", "perspective", "fear")
# Where the theme itself says who did it, nothing is asked.
OFFENDER_OF_THEME = {"staff_conduct": "staff", "abuse_home": "home"}
_AT_HOME = "home_from_school"
# "Nu" or "ik verstop me" says that it is not safe only where danger is what the talk is about.
_UNSAFE = "unsafe"
_DANGEROUS = frozenset({"abuse_home", "sexual_misconduct", "violence"})
# What changes who can help: new advice follows when one of these was corrected after advice.
_DECIDES = ("offender", "sector", "tried", "topic", "perspective", "role", "stuck")


def take_over(turn: Turn) -> None:
    """Takes over what this message tells and what a button chose."""
    before = _deciding(turn)
    told = turn.heard.details
    # What is said in so many words outweighs what was guessed from how somebody writes.
    turn.role = said_role(turn.heard.text) or told.role or turn.role
    turn.offender = told.offender or turn.offender
    facts = turn.memory.facts
    facts |= {name: value for name in _REMEMBERED if (value := _told(turn, name))}
    if topic := _most_telling(told, facts.get("topic")):
        facts["topic"] = topic
    if told.stuck:
        facts["stuck"] = "yes"
    if _is_higher(told, facts):
        facts["tried"] = told.tried
    facts |= {name: turn.pressed[name] for name in FACTS if name in turn.pressed}
    conclude(turn)
    turn.changed = before != _deciding(turn)
    if turn.changed:
        turn.memory.advised = False


def conclude(turn: Turn) -> None:
    """What follows from an answer."""
    facts = turn.memory.facts
    if facts.get("attends") == "no":
        facts["topic"] = _AT_HOME
    if facts.get("ongoing") == _UNSAFE:
        turn.memory.risk = "acute"


def situation(turn: Turn, theme: str) -> Situation:
    """What is known, as the routes need it."""
    facts = turn.memory.facts
    return Situation(
        theme=theme,
        role=turn.role or "unknown",
        offender=offender(turn),
        sector=facts.get("sector", "unknown"),
        risk=turn.memory.risk,
        risk_types=tuple(turn.memory.risk_types),
        topic=facts.get("topic", ""),
        perspective=facts.get("perspective", "self"),
        tried=facts.get("tried", NOTHING),
        stuck="stuck" in facts,
        failed=frozenset(turn.memory.failed),
    )


def offender(turn: Turn) -> str:
    """Who did it, as far as is known."""
    return turn.offender or OFFENDER_OF_THEME.get(turn.theme or "", "unknown")


def _told(turn: Turn, name: str) -> str:
    value: str = getattr(turn.heard.details, name)
    danger_is_known = turn.memory.risk != "none" or turn.theme in _DANGEROUS
    return "" if value == _UNSAFE and not danger_is_known else value


def _most_telling(told: Details, known: str | None) -> str | None:
    """Of all sub-themes told so far the one that stands first in the content: routes turn on it."""
    heard = {*told.topics, known}
    return next((topic for topic in topics() if topic in heard), None)


def _is_higher(told: Details, facts: dict[str, str]) -> bool:
    """Nobody climbs down: what was tried once stays tried."""
    known = facts.get("tried", NOTHING)
    return bool(told.tried) and rungs()[told.tried].number > rungs()[known].number


def _deciding(turn: Turn) -> list[str | None]:
    known = {**turn.memory.facts, "offender": turn.offender, "role": turn.role}
    return [known.get(name) for name in _DECIDES]
