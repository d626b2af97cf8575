"""Offering a human: who will read what is said first, and nothing is passed on unasked."""

from __future__ import annotations

from actions.turn import Turn

OFFERS = ("handover_offer", "handover_offer_away")


def offer(turn: Turn) -> None:
    """Says who will read and whether somebody is there now."""
    turn.ask("handover_offer" if turn.context.on_duty else "handover_offer_away")


def confirm(turn: Turn) -> None:
    """The reporter agreed: the world outside passes the conversation on."""
    turn.memory.open = None
    turn.say("handover_confirmed" if turn.context.on_duty else "handover_confirmed_away")
    turn.cause("handover")


def decline(turn: Turn) -> None:
    """Nothing is passed on."""
    turn.memory.open = None
    turn.say("handover_declined")
