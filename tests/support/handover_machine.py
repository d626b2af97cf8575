"""A conversation that everybody pulls at, beside a model of what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import conversations, dialogue, handover, queue, return_visits, turns
from bot.access import Access
from bot.answers import Owed
from bot.engine import Answer, Effects, Reply
from bot.errors import HandoverConflict, StoreUnavailable, UnknownConversation
from bot.handover import Counsellor
from bot.models import Author, Conversation, Event, State
from bot.store import Store
from tests.support.handover_model import HandoverModel
from tests.support.people import NOW, fresh_token, incoming


@dataclass(frozen=True)
class Begun:
    """An answer that the engine is working on, for the turn that was owed when it began."""

    debt: Owed
    answer: Answer
    is_visit: bool = False


@dataclass(frozen=True)
class Sent:
    """A message that its sender may send again."""

    sender: int
    id: str
    text: str


REPORTER = -1
DICE = st.binary(min_size=8, max_size=8).map(Random)
# What may happen next, the likely more often; most of it is also tried where it must be refused.
MOVES = {
    State.BOT: "write write again begin begin come_back answer answer answer ask say claim let_go "
    "withdraw",
    State.WAITING: "write again answer withdraw claim claim say say ask let_go leave begin "
    "come_back",
    State.HUMAN: "write write again answer answer say say let_go let_go leave claim withdraw ask",
    State.CLOSED: "write write again again answer say claim let_go ask withdraw leave",
}


class HandoverMachine(HandoverModel, RuleBasedStateMachine):
    """Steps of a reporter, a bot and two counsellors, in any order, each of which may fail."""

    store: Store
    team: tuple[Counsellor, ...]
    stranger: Counsellor

    def __init__(self) -> None:
        super().__init__()
        self.token = fresh_token()
        self.access: Access | None = None
        self.sent: list[Sent] = []
        self.places: dict[str, int] = {}
        self.begun: list[Begun] = []
        self.breaks = False

    def teardown(self) -> None:
        with self.store.session(writing=True) as session:
            conversations.erase(session, self._talk.id)

    # What happens

    @initialize()
    def begin_talk(self) -> None:
        self.write(Random(0))

    @rule(dice=DICE)
    def something_happens(self, dice: Random) -> None:
        """Now and then the store breaks just before a step is kept."""
        self.breaks = dice.random() < 0.1
        move = dice.choice(MOVES[self.state].split())
        note(f"{self.state}: {move}{' breaks' if self.breaks else ''}")
        getattr(self, move)(dice)

    def write(self, dice: Random) -> None:
        self._send(Sent(REPORTER, uuid4().hex, self._words("reporter")))

    def say(self, dice: Random) -> None:
        self._send(Sent(dice.randrange(2), uuid4().hex, self._words("counsellor")))

    def again(self, dice: Random) -> None:
        """A page that did not hear whether its message arrived sends it once more."""
        self._send(dice.choice(self.sent))

    def begin(self, dice: Random) -> None:
        with self.store.session() as session:
            debt = dialogue.owed(session, self._talk)
        if debt is not None:
            said = tuple(Reply(self._words("bot")) for _ in range(dice.randrange(3)))
            effects = Effects(handover=dice.random() < 0.2)
            self.begun.append(Begun(debt, Answer(said, effects, {"n": debt.seq}, "fake")))

    def come_back(self, dice: Random) -> None:
        """Hours later, by the clock of the visit alone."""
        with self.store.session() as session:
            visit = return_visits.due(session, self._talk, NOW + timedelta(hours=2))
        assert (visit is not None) == (self.state is State.BOT and self._owed() is None)
        if visit is not None:
            said = (Reply(self._words("bot")),)
            answer = Answer(said, Effects(), {"n": visit.seq}, "fake")
            self.begun.append(Begun(visit, answer, is_visit=True))

    def answer(self, dice: Random) -> None:
        """At once, late, or again: an engine that failed is asked for the same turn once more."""
        if not self.begun:
            return
        work = dice.choice(self.begun)
        if dice.random() < 0.6:
            self.begun.remove(work)
        commit = return_visits.commit if work.is_visit else dialogue.commit
        is_news = len(self.said) == work.debt.seq if work.is_visit else self._waits_for(work.debt)
        stored = self._do(commit, self._talk, work.debt, work.answer, NOW)
        assert stored in (self.state is State.BOT and is_news, None)
        if not stored:
            return
        if not work.is_visit:
            self.answered = work.debt.seq
        for reply in work.answer.replies:
            self._heard(Author.BOT, reply.text)
        if work.answer.effects.handover:
            self._moves("asked", State.WAITING)

    def ask(self, dice: Random) -> None:
        was = self.state
        if self._done(handover.ask, self._talk, NOW) and was is State.BOT:
            self._moves("asked", State.WAITING)

    def withdraw(self, dice: Random) -> None:
        can = self.state is State.WAITING
        if self._done(handover.withdraw, self._talk, NOW, can=can):
            self._leaves_team("withdrawn")

    def claim(self, dice: Random) -> None:
        was, who = self.state, dice.randrange(2)
        args = (self.team[who], self._talk.id, NOW)
        if self._done(handover.claim, *args, can=self._may_speak(who)):
            self._claimed(was, who)

    def let_go(self, dice: Random) -> None:
        who = dice.randrange(2)
        args = (self.team[who], self._talk.id)
        step = dice.choice(("returned", "released", "closed"))
        if step == "closed":
            done = self._done(handover.close, *args, "helped", NOW, can=self.owner == who)
        else:
            service = handover.release if step == "released" else handover.return_to_bot
            done = self._done(service, *args, NOW, can=self.owner == who)
        if done and step == "returned":
            self._leaves_team(step)
        elif done:
            self._moves(step, State.WAITING if step == "released" else State.CLOSED)

    def leave(self, dice: Random) -> None:
        """A counsellor's account is shut."""
        who = dice.randrange(2)
        held = self.owner == who
        if self._done(handover.release_all, self.team[who].id, NOW) and held:
            self._moves("released", State.WAITING)

    # What must be true whatever happened

    @invariant()
    def all_promises_hold(self) -> None:
        if self.access is None:
            return
        with self.store.session() as session:
            row = session.get_one(Conversation, self.access.id)
            self._everything_said_is_there_once_and_in_order(session)
            debt = dialogue.owed(session, self.access)
            assert (debt and debt.seq) == self._owed()
            self._every_step_has_an_event_and_there_is_one_owner_at_most(session, row)
            self._the_team_reads_only_what_was_agreed_to(session, row)

    @invariant()
    def the_bot_is_silent_after_a_human(self) -> None:
        human_has_the_word = False
        for entry in self.log:
            if entry is Author.COUNSELLOR:
                human_has_the_word = True
            elif entry in ("returned", "withdrawn"):
                human_has_the_word = False
            assert not (entry is Author.BOT and human_has_the_word)

    def _everything_said_is_there_once_and_in_order(self, session: Session) -> None:
        found = turns.said(session, self._talk)
        assert [turn.seq for turn in found] == list(range(1, len(found) + 1))
        assert [(turn.author, turn.body.text) for turn in found] == self.said

    def _every_step_has_an_event_and_there_is_one_owner_at_most(
        self, session: Session, row: Conversation
    ) -> None:
        owner = None if self.owner is None else self.team[self.owner].id
        assert (row.state, row.claimed_by) == (self.state, owner)
        assert (row.claimed_by is None) == (row.state != State.HUMAN)
        query = select(Event).where(Event.conversation_id == row.id).order_by(Event.id)
        events = list(session.execute(query).scalars())
        assert [step.kind for step in events] == [e for e in self.log if not isinstance(e, Author)]
        path = [State.BOT, *(step.to_state for step in events)]
        assert [step.from_state for step in events] == path[:-1]
        assert (path[-1], len(events)) == (row.state, row.version)

    def _the_team_reads_only_what_was_agreed_to(self, session: Session, row: Conversation) -> None:
        agreed = self.state is not State.BOT
        assert (row.team_wrapped_key is not None, row.team_id is not None) == (agreed, agreed)
        listed = [case.id for case in queue.open_cases(session, self.team[0])]
        assert (row.id in listed) == (self.state in (State.WAITING, State.HUMAN))
        for who, may in ((self.team[0], agreed), (self.stranger, False)):
            try:
                found = handover.read(session, who, row.id)
            except UnknownConversation:
                found = None
            assert found == (self.access if may else None)

    # How it is done

    def _waits_for(self, debt: Owed) -> bool:
        return debt.seq > self.answered

    @property
    def _talk(self) -> Access:
        assert self.access is not None
        return self.access

    def _words(self, who: str) -> str:
        return f"{who} {len(self.said)} {uuid4().hex[:4]}"

    def _send(self, message: Sent) -> None:
        if message not in self.sent:
            self.sent.append(message)
        if message.sender == REPORTER:
            self._receive(message)
        else:
            self._say(message)

    def _receive(self, message: Sent) -> None:
        brought = incoming(message.text, message.id)
        got = self._do(conversations.receive, self.token, brought, NOW, may_begin=True)
        if got is None:
            return
        self.access = got.access
        assert got.is_new == (message.id not in self.places)
        if got.is_new:
            self.places[message.id] = got.seq
            self._heard(Author.REPORTER, message.text)
            if self.state is State.CLOSED:
                self._moves("reopened", State.WAITING)
        assert (got.seq, got.state) == (self.places[message.id], self.state)

    def _say(self, message: Sent) -> None:
        was, is_known = self.state, message.id in self.places
        can = self._may_speak(message.sender) or (is_known and was is not State.BOT)
        args = (self.team[message.sender], self._talk.id, message.id, message.text, NOW)
        seq = self._do(handover.say, *args, can=can)
        if seq is None:
            return
        assert seq == self.places.setdefault(message.id, seq)
        if not is_known:
            self._claimed(was, message.sender)
            self._heard(Author.COUNSELLOR, message.text)

    def _done(self, step: Callable[..., Any], *args: Any, can: bool = True) -> bool:
        def stepped(session: Session) -> bool:
            step(session, *args)
            return True

        return self._do(stepped, can=can) is not None

    def _do(self, step: Callable[..., Any], *args: Any, can: bool = True, **kwargs: Any) -> Any:
        """Take a step, which is refused unless it `can` be taken; None when nothing was kept."""
        try:
            with self.store.session(writing=True) as session:
                if self.breaks:
                    event.listen(session, "before_commit", _break)
                result = step(session, *args, **kwargs)
        except StoreUnavailable:
            assert self.breaks
            return None
        except (HandoverConflict, UnknownConversation):
            assert not can
            return None
        assert can
        assert not self.breaks
        return result


def _break(_session: Session) -> None:
    raise OperationalError("COMMIT", {}, Exception("disk I/O error"))
