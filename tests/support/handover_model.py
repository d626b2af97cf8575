"""What must come of a conversation that everybody pulls at."""

from __future__ import annotations

from bot.models import Author, State


class HandoverModel:
    """Who has the word, what was said, and what happened, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.BOT
        self.owner: int | None = None
        self.answered = 0
        self.said: list[tuple[Author, str]] = []
        self.log: list[Author | str] = []

    def _owed(self) -> int | None:
        """The turn that the bot has to answer next."""
        if self.state is not State.BOT:
            return None
        return next((seq for seq in self._heard_from_reporter() if seq > self.answered), None)

    def _heard_from_reporter(self) -> list[int]:
        return [n for n, (author, _) in enumerate(self.said, 1) if author is Author.REPORTER]

    def _heard(self, author: Author, text: str) -> None:
        self.said.append((author, text))
        self.log.append(author)

    def _moves(self, kind: str, to: State, owner: int | None = None) -> None:
        self.state, self.owner = to, owner
        self.log.append(kind)

    def _leaves_team(self, kind: str) -> None:
        self._moves(kind, State.BOT)
        self.answered = max(self._heard_from_reporter())

    def _may_speak(self, who: int) -> bool:
        return self.state is State.WAITING or self.owner == who

    def _claimed(self, was: State, who: int) -> None:
        if was is State.WAITING:
            self._moves("claimed", State.HUMAN, who)
