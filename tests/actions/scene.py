"""A talk with the actions alone: what is understood is given, what is said is read back."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import steps
from expertise.texts import say
from expertise.themes import THEMES

_ACTIONS = {
    "action_next_step": steps.NextStep,
    "action_talk": steps.Talk,
    "action_reply": steps.Reply,
    "action_choose": steps.Choose,
    "action_handover": steps.Handover,
    "action_crisis": steps.Crisis,
    "action_after_advice": steps.AfterAdvice,
    "action_follow_up": steps.FollowUp,
}
# What else a button fills in is there in its own turn alone.
_KEPT = ("theme", "role", "offender")
# What a message always has; what else is in it fills the places of its text.
_MESSAGE = frozenset(
    {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}
)
RANKING = ["bullying", "wellbeing", "violence", "lgbti", "abuse_home", "cyberbullying"]


def evidence_of(chances: Mapping[str, float]) -> list[float]:
    """What the engine says of each theme; the themes that are not named share what is left."""
    rest = (1 - sum(chances.values())) / (len(THEMES) - len(chances))
    return [round(math.log(chances.get(code, rest)), 2) for code in THEMES]


@dataclass
class Scene:
    """Carries the slots from turn to turn, as a tracker would."""

    slots: dict[str, Any] = field(default_factory=lambda: {"language": "nl"})
    on_duty: bool = False
    opens_at: str | None = None
    risk: str = "none"
    risk_types: list[str] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)

    def hears(
        self, action: str, intent: str, text: str = "dit zijn mijn eigen woorden", **understood: Any
    ) -> list[str]:
        """A typed message; returns the keys of what is said."""
        understanding = {
            "themes": [],
            "ranking": RANKING,
            "risk": "none",
            "risk_types": [],
            "role": "unknown",
            "wants_human": False,
            "lang": "nl",
            "tongue": None,
            "wonders": False,
            "evidence": [],
            **understood,
        }
        message = {"intent": {"name": intent}, "text": text, "understanding": understanding}
        return self._run(action, message)

    def tells(self, theme: str, confidence: float = 0.9, **understood: Any) -> list[str]:
        """A message about a theme."""
        themes = [{"code": theme, "confidence": confidence}]
        told = {"themes": themes, "evidence": evidence_of({theme: confidence}), **understood}
        return self.hears("action_next_step", theme, **told)

    def presses(self, action: str, intent: str, **slots: str) -> list[str]:
        """A button."""
        kept = {name: value for name, value in slots.items() if name in _KEPT}
        self.slots |= kept
        return self._run(action, {"intent": {"name": intent}, "text": ""}, slots)

    def buttons(self) -> list[str]:
        """The intents of the last question's buttons that the action made itself."""
        return [each["intent"] for each in self.said[-1]["buttons"]]

    def payloads(self) -> list[str]:
        """The kinds of the payloads of the last turn."""
        return [each["custom"]["kind"] for each in self.said if each["custom"]]

    def effects(self) -> list[str]:
        """What the world outside is asked to do."""
        customs = [each["custom"] for each in self.said]
        return [each["effect"] for each in customs if each.get("kind") == "effect"]

    @property
    def talk(self) -> dict[str, Any]:
        """What the dialogue remembers."""
        memory: dict[str, Any] = self.slots.get("talk") or {}
        return memory

    def counts(self) -> list[tuple[str, dict[str, str]]]:
        """What the world outside is asked to count."""
        customs = [each["custom"] for each in self.said]
        return [(c["of"], c["about"]) for c in customs if c.get("kind") == "count"]

    def advice(self) -> dict[str, Any]:
        """The card of the last advice in this turn."""
        *_, card = (c for each in self.said if (c := each["custom"]).get("kind") == "advice")
        return card

    def _run(
        self, action: str, message: dict[str, Any], pressed: Mapping[str, str] | None = None
    ) -> list[str]:
        context = {
            "now": "2026-11-21T20:05:00+00:00",
            "risk": self.risk,
            "risk_types": self.risk_types,
            "on_duty": self.on_duty,
            "opens_at": self.opens_at,
        }
        message = {**message, "metadata": {"context": context}}
        slots = {**self.slots, **(pressed or {})}
        tracker = Tracker("scene", slots, message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = asyncio.run(_ACTIONS[action]().run(dispatcher, tracker, {}))
        self.slots |= {event["name"]: event["value"] for event in events}
        assert ActionExecutor.validate_events(events, action) == events
        self.said = dispatcher.messages
        return [_said(each) for each in self.said if each["response"]]


def _said(message: Mapping[str, Any]) -> str:
    """The key of a text that can be said: one with a place that nothing fills is an error."""
    key: str = message["response"].removeprefix("utter_")
    values = {name: value for name, value in message.items() if name not in _MESSAGE}
    say(key, **values)
    return key
