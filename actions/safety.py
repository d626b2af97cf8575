"""Fixed words of danger, which come before any other step.

The words themselves are reviewed texts of the expertise. The direct question about suicide is asked
once, and again only after a new signal; everything else is said once for each level of risk. Where
it is not clear whether suicide is meant, it is asked and not guessed.
"""

from __future__ import annotations

from typing import Any

from actions import facts
from actions.turn import Turn
from expertise.cards import card, for_risk
from expertise.texts import keys

# Most urgent first: what is said when a message shows more than one kind of danger.
ORDER = ("suicide", "weapon", "violence", "sexual", "home", "runaway", "self_harm")
# More than two fixed texts at once are not read by somebody in need.
AT_ONCE = 2
# Who answers a question is not asked another one in between.
_ANSWERS = frozenset({"affirm", "deny", "skip", "dont_know", "wants_human"})


def speak(turn: Turn) -> bool:
    """Says the fixed words that are due; true if nothing else should be said in this turn."""
    if turn.memory.risk == "none":
        return _wonder(turn)
    if _attack_is_seen(turn):
        return _others(turn) or _suicide(turn) or _wonder(turn)
    return _suicide(turn) or _others(turn) or _wonder(turn)


def stay(turn: Turn) -> None:
    """In a talk with danger in it no answer to words is without a number."""
    if turn.heard.typed and turn.memory.risk != "none" and not turn.has_numbers:
        turn.say_before_question("danger_stays")


def _wonder(turn: Turn) -> bool:
    """Asks the direct question, once, where suicide may be meant and nothing is certain."""
    heard = turn.heard
    is_answer = heard.wants_human or heard.is_short or heard.intent in _ANSWERS
    is_answer = is_answer or heard.wanted is not None
    if not heard.wonders or heard.lang == "other" or is_answer or turn.memory.crisis is not None:
        return False
    if _is_about_another(turn) or _is_told_by_an_adult(turn) or heard.details.topics == ("grief",):
        return False
    turn.memory.crisis = "asked"
    turn.ask("crisis_question")
    return True


def _is_told_by_an_adult(turn: Turn) -> bool:
    """Whether a parent or a teacher is at the end of their tether with a school, and no more."""
    return turn.role in ("parent", "staff") and facts.is_stuck(turn)


def _suicide(turn: Turn) -> bool:
    memory = turn.memory
    if "suicide" not in memory.risk_types:
        return False
    if _is_past(turn):
        _console(turn)
        return False
    if _is_due(turn, "suicide") or _is_new_signal(turn):
        _answer_suicide(turn, now=_is_said_to_be_now(turn))
        return True
    return False


def _answer_suicide(turn: Turn, now: bool) -> None:
    memory, shown = turn.memory, _card(turn, "suicide")
    _note_said(turn, _mark(turn, "suicide"))
    if _is_about_another(turn):
        # Who worries about a friend is not asked about themselves, but told how to ask.
        turn.ask("crisis_friend_now" if now else "crisis_friend", shown)
    elif now:
        memory.crisis = memory.crisis if memory.crisis in ("yes", "sometimes") else "asked"
        turn.ask("crisis_now", shown)
    elif memory.open == "crisis_question":
        # Saying it again is an answer to the question that is open.
        memory.crisis = "yes"
        turn.ask("crisis_yes", shown)
    elif memory.crisis not in ("yes", "sometimes"):
        memory.crisis = "asked"
        turn.ask("crisis_question", shown)
    else:
        turn.ask("crisis_yes", shown)


def _attack_is_seen(turn: Turn) -> bool:
    """Whether the rules see others attacked now, and only the model despair: it can wait."""
    rules = turn.context
    attacks = {"weapon", "violence"} & {*rules.risk_types}
    return rules.risk == "acute" and bool(attacks) and "suicide" not in rules.risk_types


def _is_past(turn: Turn) -> bool:
    """Whether a message tells of a death that a school has to bear, and only a model sees more."""
    by_rules = "suicide" in turn.context.risk_types
    return "calamity" in turn.heard.details.topics and not by_rules


def _console(turn: Turn) -> None:
    """Says whom to talk to. Despair that is told after this is a signal of its own."""
    turn.memory.risk_types.remove("suicide")
    turn.say("risk_general_concern", _card(turn, "general"))
    _note_said(turn, "risk_general_concern")
    turn.memory.acknowledged = True


def _is_said_to_be_now(turn: Turn) -> bool:
    """Whether a plan or a moment was named; what only the model takes for acute is asked first."""
    rules = turn.context
    return rules.risk == "acute" and "suicide" in rules.risk_types


def _is_about_another(turn: Turn) -> bool:
    told = turn.heard.details
    perspective = told.perspective or turn.memory.facts.get("perspective")
    # Who is known as a parent or a teacher by these very words speaks of a child or a pupil.
    return perspective == "other" or told.role in ("parent", "staff")


def _is_new_signal(turn: Turn) -> bool:
    return turn.heard.risk != "none" and "suicide" in turn.heard.risk_types


def _others(turn: Turn) -> bool:
    known = [each for each in ORDER[1:] if each in turn.memory.risk_types]
    kinds = known if turn.memory.risk_types else ["general"]
    due = [kind for kind in kinds if _is_due(turn, kind)][:AT_ONCE]
    for kind in due:
        key = _key(turn, kind)
        if not _is_on_a_card(turn, kind, key):
            turn.say(_for_adults(turn, key), _card(turn, kind))
        _note_said(turn, _mark(turn, kind), key)
    if due:
        turn.memory.acknowledged = True
    return bool(due) and turn.memory.risk == "acute"


def _for_adults(turn: Turn, key: str) -> str:
    """A parent or a teacher is not told what a child needs to read."""
    own = f"{key}_adult"
    return own if turn.role in ("parent", "staff") and own in keys() else key


def _key(turn: Turn, kind: str) -> str:
    seems_staff = turn.offender is None and turn.heard.mentions("staff_conduct")
    by_staff = turn.offender == "staff" or seems_staff
    if kind == "sexual" and turn.memory.risk == "concern" and by_staff:
        return "risk_sexual_staff"
    return _mark(turn, kind)


def _is_due(turn: Turn, kind: str) -> bool:
    said = turn.memory.said
    return _mark(turn, kind) not in said and f"risk_{kind}_acute" not in said


def _mark(turn: Turn, kind: str) -> str:
    return f"risk_{kind}_{turn.memory.risk}"


def _note_said(turn: Turn, *marks: str) -> None:
    turn.memory.said += [mark for mark in dict.fromkeys(marks) if mark not in turn.memory.said]


def _card(turn: Turn, kind: str) -> dict[str, Any] | None:
    """The card, if only the model saw this danger: those of the rules have been shown already."""
    heard, rules = turn.heard, turn.context
    seen_by_model = kind in heard.risk_types or (kind == "general" and heard.risk != "none")
    if not seen_by_model or _seen_by_rules(turn, kind):
        return None
    is_asked_first = kind == "suicide" and not _is_said_to_be_now(turn)
    most_urgent, *_ = for_risk("concern" if is_asked_first else turn.memory.risk, [kind])
    return card(most_urgent, rules.language, rules.now).as_payload()


def _is_on_a_card(turn: Turn, kind: str, key: str) -> bool:
    """The rules' card has just said these same words; with acute danger they are said twice."""
    same_words = key == f"risk_{kind}_concern"
    return same_words and _seen_by_rules(turn, kind)


def _seen_by_rules(turn: Turn, kind: str) -> bool:
    return kind in turn.context.risk_types and turn.context.risk == turn.memory.risk
