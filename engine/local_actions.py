"""Runs the custom actions in this process, with rasa-sdk's own executor.

Rasa would send each of them the whole conversation and domain over HTTP and check the answer
against a JSON schema, which takes most of its time and grows with the talk (bench/README.md).
"""

from __future__ import annotations

from typing import cast

from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.types import ActionCall


def executor() -> ActionExecutor:
    """An executor that knows every action of the package `actions`."""
    found = ActionExecutor()
    found.register_package("actions")
    return found


class LocalAction(RemoteAction):
    """A custom action whose server is this process."""

    def __init__(self, name: str, actions: ActionExecutor) -> None:
        super().__init__(name, action_endpoint=None)
        self._actions = actions

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """What was said, and what changed."""
        call = {"next_action": self.name(), "tracker": {**tracker.current_state(), "events": []}}
        answer = await self._actions.run(cast(ActionCall, call))
        if answer is None:
            return []
        said = await self._utter_responses(answer["responses"], output_channel, nlg, tracker)
        return [*said, *deserialise_events(answer["events"])]
