"""What is said besides the story: greetings, questions about the bot, anger, jokes, noise."""

from __future__ import annotations

from actions import advice, flow
from actions.turn import Turn

# Said as they are, after which the talk goes on where it was.
PLAIN = frozenset(
    {
        "thanks",
        "who_reads",
        "is_anonymous",
        "are_you_robot",
        "what_can_you_do",
        "insult",
        "out_of_scope",
    }
)


def answer(turn: Turn) -> None:
    """Answers by intent; an intent of a later model that is not known here counts as noise."""
    intent = turn.heard.intent
    if intent == "joke_takeback":
        _take_back(turn)
    elif intent == "goodbye":
        turn.say("goodbye")
        turn.cause("finished")
    elif intent == "greet":
        under_way = turn.theme is not None or turn.memory.open is not None
        _say_and_resume(turn, "greet_again" if under_way else "greet")
    elif intent == "detail":
        _hear_detail(turn)
    elif intent == "out_of_scope" and turn.heard.is_beyond:
        # No theme of ours, and still somebody who asks for help.
        flow.go_on(turn)
    elif intent == "out_of_scope" and turn.theme is not None and turn.heard.details.topics:
        # What the words tell is ours, whatever the model makes of it: "mijn oma is dood".
        flow.go_on(turn)
    elif intent == "out_of_scope" and turn.memory.advised:
        # In the middle of a story nothing is beside the point.
        _hear_detail(turn)
    elif intent == "what_can_you_do" and turn.theme is not None and _is_under_way(turn):
        # "Wat moet ik doen?" is answered by the first step, not by what the bot is.
        advice.give(turn, turn.theme)
    elif intent in PLAIN:
        _say_and_resume(turn, intent)
    else:
        _say_and_resume(turn, "nonsense" if turn.heard.has_words else "empty")


def _is_under_way(turn: Turn) -> bool:
    """Whether enough is known for a first step: there was advice, or a danger is spoken of."""
    return turn.memory.advised or turn.memory.risk != "none"


def _hear_detail(turn: Turn) -> None:
    """A piece of a story, or an answer to a question: never something that we are not for."""
    if turn.theme is not None or turn.heard.details.stuck:
        flow.go_on(turn)
    else:
        _say_and_resume(turn, "detail")


def _say_and_resume(turn: Turn, key: str) -> None:
    turn.say(key)
    flow.resume(turn)


def _take_back(turn: Turn) -> None:
    """Nothing has to be told. A danger that was seen stays seen, and its numbers stay."""
    turn.memory.open = None
    turn.say("takeback" if turn.memory.risk == "none" else "taking_back")
