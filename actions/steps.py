"""The custom actions that Rasa's rules name, each for a group of intents (data/rules)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import (
    crisis,
    explain,
    facts,
    flow,
    follow_up,
    handover,
    replies,
    safety,
    signals,
    talk,
    themes,
)
from actions.turn import Turn
from expertise.texts import keys

Step = Callable[[Turn], None]

_REPLIES: Mapping[str, Step] = {
    "affirm": replies.affirm,
    "deny": replies.deny,
    "dont_know": replies.dont_know,
    "skip": replies.skip,
}
_CHOICES: Mapping[str, Step] = {
    "choose_theme": flow.choose_theme,
    "choose_role": flow.go_on,
    "choose_offender": flow.go_on,
    "choose_sector": flow.go_on,
    "choose_ongoing": flow.go_on,
    "choose_tried": flow.go_on,
    "choose_attends": flow.go_on,
    "choose_fear": flow.go_on,
    "choose_wish": flow.go_on,
    "other_theme": themes.ask_other,
    "correct": flow.correct,
}
_HANDOVER: Mapping[str, Step] = {
    "wants_human": handover.offer,
    "confirm_handover": handover.confirm,
    "decline_handover": flow.decline,
}
_CRISIS: Mapping[str, Step] = {
    "crisis_yes": lambda turn: crisis.answer(turn, "yes"),
    "crisis_sometimes": lambda turn: crisis.answer(turn, "sometimes"),
    "crisis_no": lambda turn: crisis.answer(turn, "no"),
    "crisis_skip": lambda turn: crisis.answer(turn, "skip"),
}
_AFTER_ADVICE: Mapping[str, Step] = {
    "more_advice": flow.more,
    "feels_done": flow.close,
    "refine": flow.refine,
    "tell_tried": flow.tell_tried,
    "party_failed": flow.fail,
    "need_code": flow.show_code,
}
_FOLLOW_UP: Mapping[str, Step] = {
    "came_back": follow_up.welcome,
    "now_better": follow_up.better,
    "now_not_better": follow_up.not_better,
    "signals_yes": signals.begin,
    "signals_no": signals.decline,
    "choose_signal": signals.answer,
}
_WANTED: Mapping[str, Step] = {**_AFTER_ADVICE, "tell_tried": flow.tried}
_AT_ANY_TIME: Mapping[str, Step] = {
    "need_code": flow.show_code,
    "calls_now": lambda turn: crisis.answer_now(turn, able=True),
}
# The words of a button may be typed, whatever the model takes them for.
BUTTONS: Mapping[str, Step] = {
    **_REPLIES,
    **_CHOICES,
    **_HANDOVER,
    **_CRISIS,
    **_AFTER_ADVICE,
    **_FOLLOW_UP,
}


class SafeStep(Action, ABC):
    """A step of the dialogue, before which the fixed words of danger are spoken."""

    action: ClassVar[str]

    def name(self) -> str:
        """The name by which rules and domain know it."""
        return self.action

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Takes over what was told, speaks of danger if there is, and else takes the step."""
        turn = Turn.of(dispatcher, tracker)
        themes.take_over(turn)
        facts.take_over(turn)
        if not safety.speak(turn):
            self._answer(turn)
            safety.stay(turn)
        return turn.events()

    def _answer(self, turn: Turn) -> None:
        """A question in between is answered first; then the talk goes on where it was."""
        asked, wanted = turn.heard.asked, _wanted(turn)
        if turn.heard.is_choice:
            BUTTONS[turn.heard.intent](turn)
        elif turn.heard.lang == "other":
            turn.ask(_other_language(turn))
        elif wanted is not None:
            wanted(turn)
        elif signals.typed(turn) or themes.typed_other(turn):
            return
        elif asked is None:
            self.step(turn)
        else:
            explain.answer(turn, asked)
            if turn.heard.tells and turn.theme is None:
                self.step(turn)
            else:
                flow.resume(turn)

    @abstractmethod
    def step(self, turn: Turn) -> None:
        """What the action does in a turn without new danger."""


def _wanted(turn: Turn) -> Step | None:
    """Where somebody wants to go, in words. A story that says so besides is a story, and in a
    crisis these words can mean despair.
    """
    wanted = turn.heard.wanted
    if wanted is None or wanted in _AT_ANY_TIME:
        return _AT_ANY_TIME.get(wanted or "")
    if (turn.memory.open or "").startswith("crisis"):
        return None
    return None if turn.heard.is_story else _WANTED[wanted]


def _other_language(turn: Turn) -> str:
    """Said in the reporter's own language, if there is a text in it."""
    own = f"other_language_{turn.heard.tongue}"
    return own if own in keys() else "other_language"


class NextStep(SafeStep):
    """Somebody tells what is going on, or something that could not be understood."""

    action = "action_next_step"

    def step(self, turn: Turn) -> None:
        """Goes towards advice."""
        flow.hear(turn)


class Talk(SafeStep):
    """Everything that is said besides the story."""

    action = "action_talk"

    def step(self, turn: Turn) -> None:
        """Answers and goes on where the talk was."""
        talk.answer(turn)


class Reply(SafeStep):
    """A short answer in words to the question that is open."""

    action = "action_reply"

    def step(self, turn: Turn) -> None:
        """What it means depends on the question."""
        _REPLIES[turn.heard.intent](turn)


class Choose(SafeStep):
    """A button of one of our questions, or the remark that a choice was wrong."""

    action = "action_choose"

    def step(self, turn: Turn) -> None:
        """Goes on with what was chosen."""
        _CHOICES[turn.heard.intent](turn)


class Handover(SafeStep):
    """Asking for a human, agreeing to it, or not."""

    action = "action_handover"

    def step(self, turn: Turn) -> None:
        """Nothing is passed on before it was agreed to."""
        _HANDOVER[turn.heard.intent](turn)


class Crisis(SafeStep):
    """The buttons below the direct question."""

    action = "action_crisis"

    def step(self, turn: Turn) -> None:
        """Takes the answer as it is."""
        _CRISIS[turn.heard.intent](turn)


class AfterAdvice(SafeStep):
    """What one can do after advice."""

    action = "action_after_advice"

    def step(self, turn: Turn) -> None:
        """More, enough, or coming back another time."""
        _AFTER_ADVICE[turn.heard.intent](turn)


class FollowUp(SafeStep):
    """Coming back, and the three signals at the end of a talk."""

    action = "action_follow_up"

    def step(self, turn: Turn) -> None:
        """How it is now; what is counted is never a word."""
        _FOLLOW_UP[turn.heard.intent](turn)
