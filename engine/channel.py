"""Where the actions' words go: kept whole and apart, for the answer to one turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.core.channels.channel import OutputChannel

from engine.errors import TurnFailed
from engine.words import key_of

EFFECTS = ("handover", "show_code", "finished")


class Replies(OutputChannel):
    """Rasa's own channels split texts at blank lines and mix payloads with them; this does not."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.effects: dict[str, bool] = dict.fromkeys(EFFECTS, False)

    @classmethod
    def name(cls) -> str:
        """The channel's name, as Rasa asks for it."""
        return "engine"

    async def send_response(self, recipient_id: str, message: Mapping[str, Any]) -> None:
        """Takes one message as Rasa's events hold it; `TurnFailed` for what is not ours."""
        payload, words = message.get("custom") or None, message.get("text") or ""
        if not isinstance(words, str) or not isinstance(payload, (dict, type(None))):
            raise TurnFailed
        if payload is not None and payload.get("kind") == "effect":
            self._cause(payload.get("effect"))
            return
        named = message.get("utter_action")
        self.messages.append(
            {
                "key": key_of(named) if named else None,
                "text": words,
                "buttons": [_button(each) for each in message.get("buttons") or ()],
                "payload": payload,
            }
        )

    def _cause(self, effect: object) -> None:
        if effect not in EFFECTS:
            raise TurnFailed
        self.effects[str(effect)] = True


def _button(given: Mapping[str, Any]) -> dict[str, Any]:
    if not given.keys() >= {"title", "intent", "slots"}:
        raise TurnFailed
    return {"label": given["title"], "intent": given["intent"], "slots": given["slots"]}
