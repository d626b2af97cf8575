"""Somebody who leads a written conversation in Telegram, as it went on the web."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.messengers import chats
from bot.messengers.keys import Keys
from expertise import texts
from expertise.languages import Language
from tests.support.on_the_web import Done, standing
from tests.support.service import Running
from tests.support.telegram import Message, Person, Telegram
from tests.support.told_alike import Different, Wanted, is_all_told, titles, wanted_of

_PATIENCE_S: Final = 60.0


@dataclass
class InTelegram:
    """A chat, in which the same is done as on the web."""

    running: Running
    telegram: Telegram
    keys: Keys
    language: Language
    before: list[Done] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._me = self._arrived()

    def take(self, done: Done) -> None:
        """Do it, and wait until all of it is answered as on the web.

        Raises:
            Different: it is answered otherwise.
        """
        first = len(self._me.sees())
        if done.what == "return":
            first = self._come_back()
        elif done.what == "human":
            first = self._ask_for_human()
        elif done.what == "press":
            self._me.presses(done.words)
        else:
            self._me.writes(done.words)
        self._hear(done, first)
        self.before.append(done)

    def in_queue(self) -> dict[str, Any]:
        """How the talk stands in the queue."""
        with self.running.services.store.session() as db:
            chat = chats.find(db, self.keys, "telegram", str(self._me.id))
        assert chat is not None
        return standing(self.running, chat.token)

    def _arrived(self) -> Person:
        """Somebody who was greeted, and reads the language of the conversation."""
        tongue: Language = "en" if self.language == "en" else "nl"
        me = self.telegram.person(tongue)
        me.writes("/start")
        me.hears(texts.text("page.first.title", tongue), _PATIENCE_S)
        if self.language == "a2":
            me.writes("/taal makkelijk")
            me.hears(self._say("messenger.language.done"), _PATIENCE_S)
        return me

    def _come_back(self) -> int:
        """With the code, on another phone."""
        self._me.writes("/code")
        words = self._me.hears(self._say("page.code.title"), _PATIENCE_S).text.split("\n\n")[1]
        self._me = self._arrived()
        first = len(self._me.sees())
        self._me.writes(words)
        return first

    def _ask_for_human(self) -> int:
        self._me.writes("/mens")
        consent = self._me.hears(self._say("page.consent.title"), _PATIENCE_S)
        # Nobody presses within a thousandth of a second: what comes next finds the question noted.
        self._me.sends_sticker()
        self._me.hears(self._say("messenger.refused.sticker"), _PATIENCE_S)
        first = len(self._me.sees())
        self._me.presses(self._say("page.consent.yes"), on=consent)
        return first

    def _hear(self, done: Done, first: int) -> None:
        wanted, besides = self._wanted(done), self._besides(done)
        found: list[Different] = []

        def is_over(seen: Sequence[Message]) -> bool:
            try:
                return is_all_told([it for it in seen[first:] if it.by_bot], wanted, besides)
            except Different as error:
                found.append(error)
                return True

        seen = self._me.waits_for(is_over, _PATIENCE_S)
        if found:
            raise found[0]
        left = [post.labels for post in seen[:first] if post.keyboard]
        assert not left, f"{left} are still there to press"

    def _wanted(self, done: Done) -> list[Wanted]:
        shown, found = list(done.turns), list[Wanted]()
        if done.what == "return":
            found.append(Wanted((self._say("messenger.code.welcome"),), is_whole=True))
            shown[:0] = [turn for turn in self.before[-1].turns if turn["from"] == "bot"]
        found += [each for turn in shown for each in wanted_of(turn, self.language)]
        if done.state == "waiting" and (not self.before or self.before[-1].state == "bot"):
            withdraw = self._say("page.human.withdraw")
            found.append(Wanted((self._say("page.human.waiting"),), labels=(withdraw,)))
        return found

    def _besides(self, done: Done) -> set[str]:
        """A card that is far above is put again, and on a slow machine the numbers come first."""
        told = [turn for each in (*self.before, done) for turn in each.turns]
        return titles(told) | {self._say("page.error.engine")}

    def _say(self, key: str) -> str:
        return texts.text(key, self.language)
