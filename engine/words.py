"""Rasa's natural language generator, but nothing is generated: every text is a reviewed one."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from actions.buttons import button
from expertise.languages import Language
from expertise.texts import say

PREFIX = "utter_"
# What rasa-sdk's dispatcher always sends along; anything else is a value for the text.
_NOT_VALUES = frozenset({"text", "template", "image", "attachment", "response", "language"})


class ReviewedWords(NaturalLanguageGenerator):
    """Says `utter_<key>` in the language that the action names, or else in that of the slot."""

    def __init__(self, **_: Any) -> None:
        """Rasa passes its endpoint configuration and domain, of which none is needed."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        """The text and its buttons."""
        values = {
            name: value
            for name, value in kwargs.items()
            if isinstance(value, str) and name not in _NOT_VALUES
        }
        language: Language = kwargs.get("language") or tracker.get_slot("language") or "nl"
        said = say(key_of(utter_action), language, **values)
        buttons = [button(each.label, each.intent, each.slots) for each in said.buttons]
        return {"text": said.text, "buttons": buttons}


def key_of(utter_action: str) -> str:
    """The content key of a response's name."""
    return utter_action[len(PREFIX) :]
