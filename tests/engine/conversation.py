"""Conversations from the reporter's side (tests/conversations), led through the real engine.

Each step is what a reporter types or presses, with what must hold of the answer. The safety rules
run before the engine, as they do in the application, and their cards count as part of the answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timezone
from types import SimpleNamespace
from typing import Any

from actions.context import RISKS, higher
from actions.facts import situation
from actions.memory import Memory
from expertise import cards, safety
from expertise.route_table import table
from expertise.situations import NO_THEME, Situation
from tests.engine.running import Running
from tests.engine.unreviewed import unreviewed, unreviewed_card
from tests.support.conversations import Conversation, is_meant


@dataclass
class Talk:
    """One conversation with the engine, and the answer to the latest step."""

    engine: Running
    conversation: Conversation
    state: Any = None
    risk: str = "none"
    risk_types: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    is_new_danger: bool = False
    rows: set[int] = field(default_factory=set)
    """The rows of the route table that the advice so far came from."""
    questions: int = 0
    """Questions that were asked before the first advice."""
    advised: bool = False

    def take(self, step: Mapping[str, Any]) -> None:
        """What the reporter does next."""
        if "press" in step:
            self.shown = ()
            self._send("", self._button(str(step["press"])))
        else:
            found = safety.check(str(step["say"]))
            self.risk = higher(self.risk, found.risk)
            self.risk_types = tuple(dict.fromkeys((*self.risk_types, *found.types)))
            self.shown = found.cards
            self._send(str(step["say"]), None)

    def _send(self, text: str, button: Mapping[str, Any] | None) -> None:
        now = self.conversation.at.astimezone(timezone.utc).isoformat()
        context = {
            "language": self.conversation.language,
            "now": now,
            "risk": self.risk,
            "risk_types": list(self.risk_types),
        }
        pressed = {"press": button["intent"], "slots": button["slots"]} if button else {}
        answer = self.engine.turn(text, state=self.state, context=context, **pressed)
        assert answer.status == 200, answer
        before = self.known_risk
        self.body, self.state = answer.body, answer.body["state"]
        self.is_new_danger = RISKS.index(self.known_risk) > RISKS.index(before)
        self._count_questions()
        if self.cards("advice"):
            self.rows |= set(table().row(self._situation()).numbers)

    def _situation(self) -> Situation:
        """What is known, as the actions hand it to the routes."""
        slots = self.state["slots"]
        known = {name: slots.get(name) for name in ("theme", "role", "offender")}
        turn: Any = SimpleNamespace(memory=Memory.of(slots.get("talk")), **known)
        return situation(turn, NO_THEME if "nothing_fits" in self.keys else turn.theme)

    @property
    def memory(self) -> Mapping[str, Any]:
        """What the dialogue remembers."""
        slots = (self.state or {}).get("slots", {})
        memory: Mapping[str, Any] = slots.get("talk") or {}
        return memory

    @property
    def known_risk(self) -> str:
        """The risk of the talk so far."""
        return str(self.memory.get("risk", "none"))

    @property
    def first_words(self) -> str:
        """The first reply with its card, and the cards of the safety rules above it."""
        first = self.replies[0] if self.replies else {}
        return json.dumps([first.get("text"), first.get("payload"), self._rules_cards()])

    def _count_questions(self) -> None:
        self.advised = self.advised or bool(self.cards("advice"))
        if not self.advised and any(key.startswith("ask_") for key in self.keys):
            self.questions += 1

    def _button(self, wanted: str) -> Mapping[str, Any]:
        if wanted == "came_back":
            return {"intent": wanted, "slots": {}}
        for button in self.choices:
            if is_meant(button["intent"], button["slots"], wanted):
                return {"intent": button["intent"], "slots": button["slots"]}
        raise AssertionError(f"there is no button {wanted} below {self.keys}")

    @property
    def choices(self) -> list[dict[str, Any]]:
        """What can be pressed now: the page shows the buttons of the last words alone."""
        choices: list[dict[str, Any]] = self.replies[-1]["buttons"] if self.replies else []
        return choices

    @property
    def has_lost_choices(self) -> bool:
        """Whether something was asked that nothing can be pressed for any more."""
        return not self.choices and any(reply["buttons"] for reply in self.replies)

    @property
    def replies(self) -> list[dict[str, Any]]:
        """What the bot said."""
        replies: list[dict[str, Any]] = self.body.get("replies", [])
        return replies

    @property
    def keys(self) -> list[str]:
        """The keys of the reviewed texts that were said."""
        return [reply["key"] for reply in self.replies if reply["key"]]

    def cards(self, kind: str) -> list[dict[str, Any]]:
        """The cards of a kind in this answer."""
        payloads = (reply["payload"] for reply in self.replies)
        return [payload for payload in payloads if payload and payload["kind"] == kind]

    @property
    def words(self) -> str:
        """Everything that can be read after this step, in lower case."""
        texts = [reply["text"] for reply in self.replies]
        labels = [button["label"] for reply in self.replies for button in reply["buttons"]]
        payloads = [reply["payload"] for reply in self.replies]
        told = [texts, labels, payloads, self._rules_cards()]
        return json.dumps(told, ensure_ascii=False).lower()

    def unreviewed(self) -> list[str]:
        """Whatever can be read after this step that stands nowhere in the content."""
        language = self.conversation.language
        said = [each for reply in self.replies for each in unreviewed(reply, language)]
        cards = [each for card in self._rules_cards() for each in unreviewed_card(card, language)]
        return [*said, *cards]

    def _rules_cards(self) -> list[dict[str, Any]]:
        at, language = self.conversation.at, self.conversation.language
        return [cards.card(card, language, at).as_payload() for card in self.shown]


def problems(talk: Talk, hears: Mapping[str, Any]) -> Iterator[str]:
    """What does not hold of the latest answer."""
    advice = (talk.cards("advice") or [None])[-1]
    shown = [p["id"] for p in (advice["main"], *advice["others"])] if advice else []
    slots = (talk.state or {}).get("slots", {})
    asks = talk.memory.get("open") or "-"
    effects = talk.body["effects"]
    checks: dict[str, Any] = {
        "theme": lambda want: slots.get("theme") == want,
        "keys": lambda want: set(want) <= set(talk.keys),
        "not_keys": lambda want: not set(want) & set(talk.keys),
        "asks": lambda want: asks == want,
        "advice": lambda want: bool(shown) and shown[0] == want,
        "shows": lambda want: set(want) <= set(shown),
        "hides": lambda want: not set(want) & set(shown),
        "says": lambda want: all(str(words).lower() in talk.words for words in want),
        "numbers": lambda want: all(str(number) in talk.words for number in want),
        "duty": lambda want: bool(advice and advice["duty"]) == want,
        "committee": lambda want: bool(advice and advice["committee"]) == want,
        "effect": lambda want: effects.get(want) is True,
        "counts": lambda want: [each["of"] for each in effects.get("counts", ())] == list(want),
    }
    for name, want in hears.items():
        if not checks[name](want):
            got = {"keys": talk.keys, "asks": asks, "shown": shown, "theme": slots.get("theme")}
            yield f"{name}: {want!r} does not hold; {got}"
