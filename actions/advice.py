"""Hands out the reviewed advice that fits what is known."""

from __future__ import annotations

from actions import facts
from actions.buttons import button
from actions.turn import Turn
from expertise.advice import Advice, advise
from expertise.parties import parties
from expertise.situations import NO_THEME
from expertise.texts import text

# Who did it decides what must be known before any advice is taken: that school has a duty to pass
# it on, or that a blackmailer should not be paid.
_BY_OFFENDER = {"staff": "risk_sexual_staff", "online": "risk_sexual_online"}
_BY_TOPIC = {
    "nudes": "risk_sexual_online",
    "blackmail": "risk_sexual_online",
    "ai_nude": "risk_sexual_online",
    "outing": "outing_fear",
}
# What somebody is afraid of has an answer of its own, before any advice.
_FEARS = {
    "siblings": "explained.fear_siblings",
    "revenge": "explained.fear_revenge",
    "parents_told": "explained.fear_parents",
    "not_believed": "explained.fear_not_believed",
    "punished": "explained.fear_punished",
}


def give(turn: Turn, theme: str) -> None:
    """The advice as a card, then what one can do from here."""
    memory = turn.memory
    memory.advised = True
    say_first(turn, theme)
    given = _advice(turn, theme)
    memory.shown = [given.main.id, *(other.id for other in given.others)]
    turn.say("advice_intro", given.as_payload())
    turn.ask("after_advice")


def say_first(turn: Turn, theme: str) -> None:
    """What must be known before any advice is taken, each once: also when it is told after it."""
    memory = turn.memory
    if theme == "sexual_misconduct":
        _say_once(turn, _BY_OFFENDER.get(turn.offender or ""))
        recent = memory.facts.get("since") in ("today", "days")
        _say_once(turn, "sexual_recent" if recent else None)
    if turn.role not in ("parent", "staff"):
        _say_once(turn, _BY_TOPIC.get(memory.facts.get("topic", "")))
    _say_once(turn, _FEARS.get(memory.facts.get("fear", "")))
    _say_once(turn, f"wish_{wish}" if (wish := memory.facts.get("wish")) else None)


def give_more(turn: Turn, theme: str) -> None:
    """What comes next, and which of the parties could not help."""
    language = turn.context.language
    given = _advice(turn, theme)
    buttons = [
        button(
            text("label_party_failed", language, party=parties()[party].name.in_(language)),
            "party_failed",
            {"party": party},
        )
        for party in turn.memory.shown
        if not parties()[party].crisis
    ]
    turn.offer("more_advice", buttons, if_it_fails=given.if_it_fails)


def give_without_theme(turn: Turn) -> None:
    """Nothing that is known fits: the way to who knows more, counted as a white spot."""
    given = facts.situation(turn, NO_THEME)
    turn.count("white_spot", party="none", theme=NO_THEME, role=given.role, stage=given.stage)
    turn.say("nothing_fits", advise(given, turn.context.now, turn.context.language).as_payload())
    turn.ask("unsure_again")


def fail(turn: Turn, theme: str) -> None:
    """A party could not help: that is counted, without a word, and another one is shown."""
    party = turn.pressed.get("party")
    memory = turn.memory
    if party not in memory.shown:
        give_more(turn, theme)
        return
    memory.failed.append(party)
    given = facts.situation(turn, theme)
    turn.count("white_spot", party=party, theme=theme, role=given.role, stage=given.stage)
    turn.say("party_failed")
    give(turn, theme)


def _advice(turn: Turn, theme: str) -> Advice:
    return advise(facts.situation(turn, theme), turn.context.now, turn.context.language)


def _say_once(turn: Turn, key: str | None) -> None:
    if key is not None and key not in turn.memory.said:
        turn.memory.said.append(key)
        turn.say(key)
