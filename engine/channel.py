"""Where the actions' words go: kept whole and apart, for the answer to one turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.core.channels.channel import OutputChannel

from engine.errors import TurnFailed
from engine.words import key_of
from expertise.counting import is_countable

EFFECTS = ("handover", "show_code", "finished")


class Replies(OutputChannel):
    """Rasa's own channels split texts at blank lines and mix payloads with them; this does not."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.effects: dict[str, bool] = dict.fromkeys(EFFECTS, False)
        self.counts: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name, as Rasa asks for it."""
        return "engine"

    async def send_response(self, recipient_id: str, message: Mapping[str, Any]) -> None:
        """Takes one message as Rasa's events hold it; `TurnFailed` for what is not ours."""
        payload, words = message.get("custom") or {}, message.get("text") or ""
        if not isinstance(words, str) or not isinstance(payload, dict):
            raise TurnFailed
        match payload:
            case {"kind": "effect"}:
                self._cause(payload.get("effect"))
            case {"kind": "count"}:
                self._count(payload.get("of"), payload.get("about"))
            case _:
                self._say(words, payload, message)

    def _say(self, words: str, payload: dict[str, Any], message: Mapping[str, Any]) -> None:
        named = message.get("utter_action")
        self.messages.append(
            {
                "key": key_of(named) if named else None,
                "text": words,
                "buttons": [_button(each) for each in message.get("buttons") or ()],
                "payload": payload or None,
            }
        )

    def _cause(self, effect: object) -> None:
        if effect not in EFFECTS:
            raise TurnFailed
        self.effects[str(effect)] = True

    def _count(self, kind: object, about: object) -> None:
        if not is_countable(kind, about):
            raise TurnFailed
        self.counts.append({"of": kind, "about": about})


def _button(given: Mapping[str, Any]) -> dict[str, Any]:
    if not given.keys() >= {"title", "intent", "slots"}:
        raise TurnFailed
    return {"label": given["title"], "intent": given["intent"], "slots": given["slots"]}
