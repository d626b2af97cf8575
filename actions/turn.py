"""One turn in the hands of an action: what came in, what is known, what is said back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import choices, evidence
from actions.buttons import button
from actions.context import Context, higher
from actions.heard import Heard
from actions.memory import Memory
from expertise.texts import names_a_crisis_line, text
from expertise.themes import theme_label

# What a button of ours can fill in besides theme, role and offender: only in its own turn.
FACTS = ("sector", "tried", "ongoing", "attends", "fear", "wish")
PRESSED = (*FACTS, "party", "signal")
# Fewer words do not tell in which language somebody writes.
_TELLS_A_LANGUAGE = 4


@dataclass
class Turn:
    """Steps read and change it; `events` tells Rasa what has changed."""

    heard: Heard
    context: Context
    memory: Memory
    theme: str | None
    role: str | None
    offender: str | None
    pressed: Mapping[str, str]
    before: Mapping[str, Any]
    dispatcher: CollectingDispatcher
    has_numbers: bool = False
    """Whether a number of the crisis lines was said in this turn."""
    changed: bool = False
    """Whether this message changed something that decides the route."""
    asked_at: int | None = None
    """The place of this turn's last question among what is said."""

    @classmethod
    def of(cls, dispatcher: CollectingDispatcher, tracker: Tracker) -> Turn:
        """Takes up the turn, with the risk of this conversation brought up to date."""
        slots, message = tracker.slots, tracker.latest_message
        before = {name: slots.get(name) for name in ("theme", "role", "offender", "talk")}
        memory = Memory.of(slots.get("talk"))
        heard = Heard.of(message)
        if heard.typed and (choice := choices.chosen(heard.text, memory)):
            heard, slots = Heard.choice(choice.intent), {**slots, **choice.slots}
        elif heard.lang == "other" and memory.open is not None and heard.is_one_word:
            # One word is too little to tell Dutch from German: "allebei".
            heard = replace(heard, lang="nl")
        turn = cls(
            heard=evidence.together(memory, heard),
            context=_in_their_language(
                Context.of(message.get("metadata"), slots.get("language") or "nl"), memory, heard
            ),
            memory=memory,
            theme=slots.get("theme"),
            role=slots.get("role"),
            offender=slots.get("offender"),
            pressed={name: slots[name] for name in PRESSED if slots.get(name)},
            before=before,
            dispatcher=dispatcher,
        )
        turn._raise_risk()
        return turn

    def _raise_risk(self) -> None:
        """The highest of rules, model and earlier turns; taking words back does not lower it."""
        memory, heard = self.memory, self.heard
        # What the model makes of a language that it did not learn is no reason for Dutch words.
        risk, types = ("none", ()) if heard.lang == "other" else (heard.risk, heard.risk_types)
        if heard.is_short and memory.open is not None:
            types = tuple(each for each in types if each != "suicide")
            risk = risk if types else "none"
        if risk == "acute" and {*types} == {"suicide"}:
            # A model that sees despair has seen no plan: that is asked, and 112 is for a plan.
            risk = "concern"
        seen = [*self.context.risk_types, *types]
        memory.risk = higher(memory.risk, higher(self.context.risk, risk))
        memory.risk_types += [each for each in dict.fromkeys(seen) if each not in memory.risk_types]

    def say(self, key: str, payload: dict[str, Any] | None = None, **values: str) -> None:
        """Says a text of the expertise, with a card or an advice if there is one."""
        self._utter(response=f"utter_{key}", json_message=payload, **values)

    def say_before_question(self, key: str) -> None:
        """Says a text above what waits for an answer, if this turn asks something: an answer ends
        with its question, and the buttons of the last words are those that can be pressed.
        """
        said = self.dispatcher.messages
        place = len(said) if self.asked_at is None else self.asked_at
        self.say(key)
        said.insert(place, said.pop())

    def ask(self, key: str, payload: dict[str, Any] | None = None, **values: str) -> None:
        """Says a text that waits for an answer."""
        self._open(key)
        self.say(key, payload, **values)

    def ask_theme(self, key: str, themes: Iterable[str]) -> None:
        """Lets the reporter choose among themes, the last button being something else."""
        self._open(key, themes)
        language = self.context.language
        buttons = [
            button(theme_label(code, language), "choose_theme", {"theme": code})
            for code in self.memory.choices
        ]
        buttons.append(button(text("label_other_theme", language), "other_theme"))
        self._utter(response=f"utter_{key}", buttons=buttons)

    def offer(self, key: str, buttons: list[dict[str, Any]], **values: str) -> None:
        """Says a text that waits for an answer, with buttons that are made now."""
        self._open(key)
        self._utter(response=f"utter_{key}", buttons=buttons, **values)

    def cause(self, effect: str) -> None:
        """Asks the world outside to do something: handover, show_code or finished."""
        self._utter(json_message={"kind": "effect", "effect": effect})

    def count(self, kind: str, **about: str) -> None:
        """Has something counted, once in a talk and without a word of it."""
        once = f"{kind}:{about['party']}:{about['theme']}" if "party" in about else kind
        if once in self.memory.counted:
            return
        self.memory.counted.append(once)
        self._utter(json_message={"kind": "count", "of": kind, "about": about})

    def _open(self, question: str, choices: Iterable[str] = ()) -> None:
        self.memory.open, self.memory.choices = question, list(choices)
        self.asked_at = len(self.dispatcher.messages)

    def _utter(self, **message: Any) -> None:
        key = message.get("response", "").removeprefix("utter_")
        is_advice = (message.get("json_message") or {}).get("kind") == "advice"
        self.has_numbers |= is_advice or names_a_crisis_line(key, self.context.language)
        if "response" in message:
            message["language"] = self.context.language
        self.dispatcher.utter_message(**message)

    def events(self) -> list[dict[str, Any]]:
        """What Rasa has to remember of this turn: the slots that changed."""
        now = {
            "theme": self.theme,
            "role": self.role,
            "offender": self.offender,
            "talk": self.memory.as_slot(),
        }
        return [SlotSet(name, value) for name, value in now.items() if self.before[name] != value]


def _in_their_language(context: Context, memory: Memory, heard: Heard) -> Context:
    """Whoever types English is answered in English, also on a page that is in Dutch."""
    if heard.lang in ("nl", "en") and len(heard.text.split()) >= _TELLS_A_LANGUAGE:
        memory.speaks = heard.lang
    return replace(context, language="en") if memory.speaks == "en" else context
