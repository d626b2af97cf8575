"""Somebody who leads a written conversation on the web."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot import turns
from bot.access import by_token, conversation_of, parse_token
from expertise.languages import Language
from tests.connectors.webchat.tab import Tab
from tests.support.conversations import is_meant
from tests.support.service import Running
from tests.support.told_alike import Shown

_IN_THE_QUEUE: Final = (
    "state", "urgency", "theme", "role", "about_staff", "language", "team_id",
)  # fmt: skip


@dataclass(frozen=True)
class Done:
    """A step that was taken on the web, and what its page shows because of it."""

    what: str
    words: str
    turns: Sequence[Shown]
    state: str


@dataclass
class OnTheWeb:
    """A tab with JavaScript."""

    running: Running
    language: Language
    done: list[Done] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tab = self._opened()
        self._last = 0

    def take(self, step: Mapping[str, Any]) -> None:
        """Type or press what the step says; somebody comes back with their code in a new tab."""
        if "say" in step:
            self._say(str(step["say"]))
        elif step["press"] == "came_back":
            self._come_back()
        else:
            self._press(str(step["press"]))

    def ask_for_human(self) -> None:
        """Agree that the team reads along."""
        assert self._tab.post("handover", {"action": "ask"}).status_code == 200
        self._note("human", "")

    def in_queue(self) -> dict[str, Any]:
        """How the talk stands in the queue."""
        return standing(self.running, parse_token(self._tab.token))

    def _say(self, text: str) -> None:
        answer = self._tab.say(text)
        assert answer.status_code == 200, answer.text
        self._note("say", text)
        assert answer.json()["cards"] == self.done[-1].turns[0]["cards"]

    def _press(self, wanted: str) -> None:
        turn, place, label = self._button(wanted)
        answer = self._tab.say(label, button={"turn": turn, "place": place})
        assert answer.status_code == 200, answer.text
        self._note("press", label)

    def _come_back(self) -> None:
        words = " ".join(self._tab.post("code", {}).json()["words"])
        self._tab = self._opened()
        assert self._tab.post("return", {"words": words}).status_code == 200
        self._note("return", "")

    def _note(self, what: str, words: str) -> None:
        view = self._tab.answered()
        new = [turn for turn in view["turns"] if turn["seq"] > self._last]
        self._last = max(turn["seq"] for turn in view["turns"])
        self.done.append(Done(what, words, new, view["state"]))

    def _button(self, wanted: str) -> tuple[int, int, str]:
        """What a button means stays behind the page, so it is looked up there."""
        token, now = parse_token(self._tab.token), self.running.services.clock()
        with self.running.services.store.session() as db:
            access = by_token(db, token, now)
            for shown in self.done[-1].turns:
                said = turns.one(db, access, shown["seq"])
                for place, button in enumerate(said.body.buttons if said else ()):
                    if is_meant(button.intent, button.slots, wanted):
                        return shown["seq"], place, button.label
        raise AssertionError(f"there is no button {wanted}")

    def _opened(self) -> Tab:
        return Tab(self.running.base_url, language=self.language)


def standing(running: Running, token: bytes) -> dict[str, Any]:
    """How the talk that a token opens stands in the queue."""
    with running.services.store.session() as db:
        row = conversation_of(db, by_token(db, token, running.services.clock()))
        return {name: getattr(row, name) for name in _IN_THE_QUEUE}
