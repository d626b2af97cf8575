"""Offering a human: who will read what is said first, and nothing is passed on unasked."""

from __future__ import annotations

from actions.turn import Turn
from expertise import moments

OFFERS = ("handover_offer", "handover_offer_away")


def offer(turn: Turn) -> None:
    """Says who will read, and whether somebody is there now or when the roster has somebody."""
    if turn.context.on_duty:
        turn.ask("handover_offer")
    else:
        turn.ask("handover_offer_away", opens=_opens(turn))


def confirm(turn: Turn) -> None:
    """The reporter agreed: the world outside passes the conversation on."""
    turn.memory.open = None
    if turn.context.on_duty:
        turn.say("handover_confirmed")
    else:
        turn.say("handover_confirmed_away", opens=_opens(turn))
    turn.cause("handover")


def decline(turn: Turn) -> None:
    """Nothing is passed on."""
    turn.memory.open = None
    turn.say("handover_declined")


def _opens(turn: Turn) -> str:
    context = turn.context
    return moments.next_opening(context.opens_at, context.now, context.language)
