"""What a message tells besides its theme: where, since when, who knows, what was tried.

Whatever was said is not asked again, and a correction ("nee, ik bedoel thuis") takes the place of
what was said before. Codes only; the words stay in the message.
"""

from __future__ import annotations

from dataclasses import replace

from actions.turn import FACTS, Turn
from expertise.advice import Situation
from expertise.details import Details, read
from expertise.ladder import NOTHING, rungs
from expertise.roles import said_role
from expertise.topics import topics

# Fields of the details that the talk remembers as they are.
_REMEMBERED = ("sector", "place", "since", "often", "ongoing", "knows", "perspective", "fear")
# Where the theme itself says who did it, nothing is asked.
OFFENDER_OF_THEME = {"staff_conduct": "staff", "abuse_home": "home"}
# Questions that are answered by naming somebody, and the words that such an answer leaves out.
NAMING = {"ask_offender": "door", "ask_tried": "we hebben het verteld aan"}
_FEW = 4
# That nothing comes of it belongs to every theme; by itself it is one too.
STUCK = "complaint_stuck"
_SURE = 0.9
_AT_HOME = "home_from_school"
# "Nu" or "ik verstop me" says that it is not safe only where danger is what the talk is about.
_UNSAFE = "unsafe"
_DANGEROUS = frozenset({"abuse_home", "sexual_misconduct", "violence"})
# What changes who can help: new advice follows when one of these was corrected after advice.
_DECIDES = ("offender", "sector", "tried", "topic", "perspective", "role", "stuck")


def take_over(turn: Turn) -> None:
    """Takes over what this message tells and what a button chose."""
    before = _deciding(turn)
    told = _in_answer(turn)
    # What is said in so many words outweighs what was guessed from how somebody writes.
    says_who = turn.memory.open in NAMING
    turn.role = (None if says_who else said_role(turn.heard.text)) or told.role or turn.role
    turn.offender = told.offender or turn.offender
    facts = turn.memory.facts
    facts |= {name: value for name in _REMEMBERED if (value := _told(turn, name))}
    if topic := _most_telling(told, facts.get("topic")):
        facts["topic"] = topic
    if is_stuck(turn):
        facts["stuck"] = "yes"
    if _is_higher(told, facts):
        facts["tried"] = told.tried
    facts |= {name: turn.pressed[name] for name in FACTS if name in turn.pressed}
    conclude(turn)
    turn.changed = before != _deciding(turn)
    if turn.changed:
        turn.memory.advised = False


def _in_answer(turn: Turn) -> Details:
    """What the message tells: after some questions "de mentor" says who did it, or who was told."""
    told = turn.heard.details
    before = NAMING.get(turn.memory.open or "")
    if before is None or len(turn.heard.text.split()) > _FEW:
        return told
    answered = read(f"{before} {turn.heard.text}")
    return replace(
        told, offender=told.offender or answered.offender, tried=told.tried or answered.tried
    )


def is_stuck(turn: Turn) -> bool:
    """Whether the words say that nothing comes of it, or the model hears so in a talk on something
    else. A step that was only just taken is not stuck.
    """
    heard = turn.heard
    if heard.details.stuck:
        return True
    if turn.theme in (None, STUCK) or heard.asked is not None or heard.details.tried:
        return False
    return any(code == STUCK and chance >= _SURE for code, chance in heard.by_itself[:1])


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
    risk, risk_types = _dangers(turn)
    return Situation(
        theme=theme,
        role=turn.role or "unknown",
        offender=offender(turn),
        sector=facts.get("sector", "unknown"),
        risk=risk,
        risk_types=risk_types,
        topic=facts.get("topic", ""),
        perspective=facts.get("perspective", "self"),
        tried=facts.get("tried", NOTHING),
        stuck="stuck" in facts,
        failed=frozenset(turn.memory.failed),
    )


def _dangers(turn: Turn) -> tuple[str, tuple[str, ...]]:
    """What advice begins with. Who answered no to the direct question is not sent to 113 first, as
    if that had not been said; the talk remembers the danger all the same.
    """
    memory = turn.memory
    types = tuple(each for each in memory.risk_types if each != "suicide" or memory.crisis != "no")
    return ("none" if memory.risk_types and not types else memory.risk), types


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
