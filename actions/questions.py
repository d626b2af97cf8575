"""The few questions that help to find who fits: two at most before advice, six in a whole talk.

Each can be skipped, answered in one's own words, or with "weet ik niet". What was told already is
not asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from actions.buttons import button
from actions.turn import Turn
from expertise.ladder import NOTHING, rungs
from expertise.route_table import table
from expertise.texts import text
from expertise.topics import topics

# Help comes after two questions at most, counting the one about the theme.
MOST_BEFORE_ADVICE = 2
MOST = 6
OFFENDER_DECIDES = frozenset({"sexual_misconduct", "violence", "discrimination"})
# These sub-themes have a route of their own, whoever did it.
SAYS_WHO = frozenset({"nudes", "ai_nude", "blackmail", "weapon", "aggression", "colleague"})
# About these a complaint is not what is next, whatever was tried.
_NO_LADDER = frozenset({"home_from_school", "removed", "suspended", "calamity", "protocol"})
# Asked one by one by whoever wants the advice to fit better.
REFINING = ("ask_sector", "ask_ongoing", "ask_tried", "ask_attends", "ask_fear", "ask_wish")
# Whether somebody still goes to school is asked where school itself is what is stayed away from.
KEEPS_AWAY = frozenset({"bullying", "discrimination", "lgbti", "staff_conduct", "complaint_stuck"})


def due(turn: Turn) -> str | None:
    """The key of the next question, or none when advice should come now."""
    if len(turn.memory.asked) >= MOST_BEFORE_ADVICE:
        return None
    return _next(turn, _before_advice(turn))


def refining(turn: Turn) -> str | None:
    """The key of the next question of whoever wants the advice to fit better."""
    known = {**turn.memory.facts, "role": turn.role}
    unknown = (key for key in ("ask_role", *REFINING) if not known.get(key.removeprefix("ask_")))
    return _next(turn, (key for key in unknown if _is_fitting(turn, key)))


def ask(turn: Turn, key: str) -> None:
    """Asks it, once for a theme; silence or another answer is fine."""
    turn.memory.asked.append(key)
    turn.memory.questions += 1
    repeat(turn, key)


def repeat(turn: Turn, key: str) -> None:
    """Shows a question again, because something else came in between."""
    if key == "ask_tried":
        turn.offer(key, _ladder(turn))
    else:
        turn.ask(key)


def _next(turn: Turn, keys: Iterator[str]) -> str | None:
    if turn.memory.questions >= MOST:
        return None
    return next((key for key in keys if key not in turn.memory.asked), None)


def _is_fitting(turn: Turn, key: str) -> bool:
    if key == "ask_attends":
        return turn.theme in KEEPS_AWAY and turn.role != "staff"
    return key != "ask_fear" or turn.role != "staff"


def _before_advice(turn: Turn) -> Iterator[str]:
    asks_role = turn.role is None
    asks_offender = not turn.offender and _offender_decides(turn)
    # A duty to pass on hangs on who did it, so with sexual misconduct that comes first.
    if asks_offender and turn.theme == "sexual_misconduct":
        yield "ask_offender"
    if asks_role:
        yield "ask_role"
    if asks_offender:
        yield "ask_offender"
    # What comes next on the ladder of complaints hangs on the rung that was reached.
    if turn.theme == "complaint_stuck" and _rung_is_unknown(turn):
        yield "ask_tried"


def _rung_is_unknown(turn: Turn) -> bool:
    topic = turn.memory.facts.get("topic", "")
    implied = topics()[topic].tried if topic in topics() else NOTHING
    return "tried" not in turn.memory.facts and implied == NOTHING and topic not in _NO_LADDER


def _offender_decides(turn: Turn) -> bool:
    """Whether another route follows from who did it, and it is not whoever tells it."""
    if turn.memory.facts.get("perspective") == "did":
        return False
    if turn.theme not in OFFENDER_DECIDES or turn.memory.facts.get("topic") in SAYS_WHO:
        return False
    return turn.role is None or any(
        "offender" in row.conditions for row in table().rows[turn.theme, turn.role]
    )


def _ladder(turn: Turn) -> list[dict[str, object]]:
    """A button for each rung that is there for this person."""
    language, sector = turn.context.language, turn.memory.facts.get("sector", "unknown")
    there = [rung for rung in rungs().values() if rung.is_for(turn.role or "unknown", sector)]
    buttons = [
        button(rung.label.in_(language), "choose_tried", {"tried": rung.id}) for rung in there
    ]
    return [*buttons, button(text("label_skip", language), "skip")]
