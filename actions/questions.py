"""The few questions before advice: who is typing, and who did it where that decides the route."""

from __future__ import annotations

from actions.turn import Turn

# Help comes after two questions at most, counting the one about the theme.
MOST = 2
OFFENDER_DECIDES = frozenset({"sexual_misconduct", "violence", "discrimination"})
# Where the theme itself says who did it, nothing is asked.
OFFENDER_OF_THEME = {"staff_conduct": "staff", "abuse_home": "home"}


def offender(turn: Turn) -> str:
    """Who did it, as far as is known."""
    return turn.offender or OFFENDER_OF_THEME.get(turn.theme or "", "unknown")


def due(turn: Turn) -> str | None:
    """The key of the next question, or none when advice should come now."""
    if len(turn.memory.asked) >= MOST:
        return None
    return next((key for key in _missing(turn) if key not in turn.memory.asked), None)


def ask(turn: Turn, key: str) -> None:
    """Asks it, once for a theme; silence or another answer is fine."""
    turn.memory.asked.append(key)
    turn.ask(key)


def _missing(turn: Turn) -> list[str]:
    role = [] if turn.role else ["ask_role"]
    by_whom = ["ask_offender"] if turn.theme in OFFENDER_DECIDES and not turn.offender else []
    # A duty to pass on hangs on who did it, so with sexual misconduct that comes first.
    return by_whom + role if turn.theme == "sexual_misconduct" else role + by_whom
