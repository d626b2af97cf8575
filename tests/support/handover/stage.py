"""Where it happens: the store, the clock, the talks, and how a step is taken that may fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.answers import Owed
from bot.audit import Deed
from bot.engine import Answer
from bot.errors import HandoverConflict, StoreUnavailable, UnknownConversation
from bot.member import Counsellor
from bot.passing import proposals
from bot.people import cookies
from bot.store import Store
from tests.support.handover.cast import Cast
from tests.support.handover.model import Talk
from tests.support.people import NOW, fresh_token


@dataclass(frozen=True)
class Begun:
    """An answer that the engine is working on, for the turn that was owed when it began."""

    talk: Talk
    debt: Owed
    answer: Answer
    is_visit: bool = False


class Stage(RuleBasedStateMachine):
    """Up to two talks at once, and those that were erased."""

    store: Store
    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOW
        self.deeds: list[Deed] = []
        self.talks: list[Talk] = []
        self.erased: list[Talk] = []
        self.begun: list[Begun] = []
        self.breaks = False
        self.is_changed = False

    def new_talk(self) -> Talk:
        """A reporter who has said nothing yet."""
        return Talk(fresh_token(), self.deeds)

    def words(self, who: str) -> str:
        """What nobody said before."""
        return f"{who} {uuid4().hex[:8]}"

    def held_by(self, who: Counsellor) -> int:
        """How many talks somebody has."""
        return sum(talk.owner == who for talk in self.talks)

    def has_room(self, who: Counsellor, talk: Talk, *, beyond_limit: bool = False) -> bool:
        """Whether somebody may take one more."""
        limit = self.cast.limit_of(who)
        may_anyway = beyond_limit and talk.is_acute
        return limit is None or self.held_by(who) < limit or may_anyway

    def is_gone(self, talk: Talk) -> bool:
        """Whether it was erased."""
        return talk in self.erased

    def forget(self, talk: Talk, why: str) -> None:
        """It is erased; of one that a team had this is noted."""
        if talk.team is not None:
            self.deeds.append(Deed("erased", talk.team, None, talk.access.id, why))
        self.talks.remove(talk)
        self.erased.append(talk)

    def read_mark(self, talk: Talk) -> None:
        """The reporter's page shows what is proposed now."""
        with self.store.session() as session:
            proposed = proposals.standing(session, talk.access)
        assert proposed is not None
        talk.marked(proposed.plan.mark)

    def acts(self, who: Counsellor, step: Callable[..., Any], *args: Any, can: bool) -> bool:
        """A counsellor takes a step before an open console. Says whether it was kept."""

        def stepped(session: Session) -> None:
            self.cast.attends(session, who, self.now)
            step(session, who, *args)

        done = self.done(stepped, can=can)
        if done:
            self.cast.here_until[who.id] = self.now + cookies.IDLE
        return done

    def done(self, step: Callable[..., Any], *args: Any, can: bool = True, **more: Any) -> bool:
        """Take a step. Says whether it was kept."""

        def stepped(session: Session) -> bool:
            step(session, *args, **more)
            return True

        return self.do(stepped, can=can) is not None

    def do(self, step: Callable[..., Any], *args: Any, can: bool = True, **more: Any) -> Any:
        """Take a step, which is refused unless it `can` be taken; None when nothing was kept."""
        try:
            with self.store.session(writing=True) as session:
                if self.breaks:
                    event.listen(session, "before_commit", _break)
                result = step(session, *args, **more)
        except StoreUnavailable:
            assert self.breaks
            return None
        except (HandoverConflict, UnknownConversation):
            assert not can
            return None
        assert can
        assert not self.breaks
        self.is_changed = True
        return result


def _break(_session: Session) -> None:
    raise OperationalError("COMMIT", {}, Exception("disk I/O error"))
