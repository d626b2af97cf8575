"""What the clock does: it goes on, jumps ahead or back, and whoever watches it steps in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import UUID

from bot import retention
from bot.desk import claims
from bot.models import State
from tests.support.handover.model import Talk
from tests.support.handover.stage import Stage

CLAIM_MINUTES = 60
_GOES_ON = (1, 10, 35, 50, 70)
_JUMPS = (-1, 1, -20, 30, -3 * 60, 5 * 60, -2 * 24 * 60, 26 * 60, -40 * 24 * 60, 95 * 24 * 60)


class TimeMoves(Stage):
    """The tasks that run beside the pages, at any moment."""

    def tick(self, _talk: Talk, dice: Random) -> None:
        """Minutes; now and then hours or days, in either direction."""
        self._goes_by(dice.choice(_GOES_ON if dice.random() < 0.7 else _JUMPS), dice)

    def pass_time(self, talk: Talk, dice: Random) -> None:
        """It gets later. Counsellors are busy elsewhere, or gone."""
        self.tick(talk, dice)
        for held in self._held():
            assert held.owner is not None
            if dice.random() < 0.6:
                self.acts(held.owner, lambda *_: None, can=True)
        self.watch(talk, dice)

    def night(self, talk: Talk, dice: Random) -> None:
        """A day passes, or a season, or the clock was wrong."""
        self._goes_by(dice.choice(_JUMPS), dice)
        self.sweep(talk, dice)

    def watch(self, _talk: Talk, _dice: Random) -> None:
        """What was left goes back to the queue: by who is gone, or silent for too long."""
        gone = [talk for talk in self._held() if not self._is_here(talk)]
        self._put_back(claims.release_gone, gone, "released")
        silent = [talk for talk in self._held() if self._is_left(talk)]
        self._put_back(claims.release_overdue, silent, "timed_out")

    def sweep(self, _talk: Talk, _dice: Random) -> None:
        """What has had its time is erased."""
        over = [talk for talk in self.talks if self._is_over(talk)]
        erased = self.do(retention.sweep, self.now)
        assert erased in (len(over), None)
        if erased is None:
            return
        for talk in over:
            self.forget(talk, "term")
        for talk in self.talks:
            talk.token_until = None if talk.is_out(self.now) else talk.token_until
        self.cast.forget_gone(self.now)

    def _goes_by(self, minutes: int, dice: Random) -> None:
        self.now += timedelta(minutes=minutes, seconds=dice.randrange(60))

    def _put_back(self, look: Callable[..., list[UUID]], those: list[Talk], kind: str) -> None:
        found = self.do(look, self.now)
        if found is None:
            return
        assert sorted(found) == sorted(talk.access.id for talk in those)
        for talk in those:
            talk.put_back(kind, talk.owner, self.now)

    def _held(self) -> list[Talk]:
        return [talk for talk in self.talks if talk.state is State.HUMAN]

    def _is_here(self, talk: Talk) -> bool:
        assert talk.owner is not None
        until = self.cast.here_until.get(talk.owner.id)
        return until is not None and until > self.now

    def _is_left(self, talk: Talk) -> bool:
        left_at = talk.left_at(CLAIM_MINUTES)
        return left_at is not None and left_at <= self.now

    def _is_over(self, talk: Talk) -> bool:
        assert talk.expires_at is not None
        return talk.expires_at <= self.now
