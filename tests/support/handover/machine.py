"""Everybody at once, in any order, each of whose steps may fail."""

from __future__ import annotations

from random import Random

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import delete

from bot.models import Conversation, State
from tests.support.handover import promises
from tests.support.handover.clock import TimeMoves
from tests.support.handover.model import Talk
from tests.support.handover.robot import BotMoves
from tests.support.handover.staff import StaffMoves

DICE = st.binary(min_size=8, max_size=8).map(Random)
TALKS = 2
# What makes sense, the likely more often.
APT = {
    State.BOT: "write write begin begin begin answer answer ask ask ask come_back suggest agree",
    State.WAITING: "claim claim claim claim say say say write withdraw agree pass_time answer",
    State.HUMAN: "say say write write propose propose agree agree agree retract let_go let_go "
    "let_go give attend refuse step_back pass_time pass_time answer",
    State.CLOSED: "take_up take_up write write agree pass_time",
}
# And what may come at any moment; most of it must be refused at most moments.
ANY = (
    "write again answer begin come_back ask withdraw suggest agree decline refuse erase other "
    "claim say let_go give take_up attend propose retract step_back lift leave "
    "other tick watch sweep night night night"
)


class HandoverMachine(BotMoves, StaffMoves, TimeMoves):
    """A reporter, a bot, the people of three teams, and the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.looked = 0

    @initialize(dice=DICE)
    def begin_talk(self, dice: Random) -> None:
        """Somebody says something, or two do."""
        with self.store.session(writing=True) as session:
            session.execute(delete(Conversation))
            self.cast.begin_anew(session)
        for _ in range(dice.randint(1, TALKS)):
            self._begin(dice)

    @rule(dice=DICE)
    def something_happens(self, dice: Random) -> None:
        """Now and then the store breaks just before a step is kept."""
        self.breaks = dice.random() < 0.08
        if not self.talks:
            self._begin(dice)
            return
        talk = dice.choice(self.talks)
        move = dice.choice((APT[talk.state] if dice.random() < 0.75 else ANY).split())
        number = self.talks.index(talk)
        note(f"{number} {talk.state}: {move}{' breaks' if self.breaks else ''}, {self.now}")
        getattr(self, move)(talk, dice)

    def other(self, _talk: Talk, dice: Random) -> None:
        """Another reporter comes."""
        if len(self.talks) < TALKS:
            self._begin(dice)

    def again(self, talk: Talk, dice: Random) -> None:
        """A page that did not hear whether its message arrived sends it once more."""
        message = dice.choice(talk.sent)
        if message.sender is None:
            self.receive(talk, message)
        elif message.sender.id not in self.cast.shut:
            self.speak(talk, message)

    @invariant()
    def all_promises_hold(self) -> None:
        """After every step that was kept; what was refused, the database itself takes back."""
        if not self.is_changed:
            return
        self.is_changed = False
        everybody = (*self.cast.near, *self.cast.far, *self.cast.strangers)
        # One of them after each step, each in turn: together they take as long as the rest.
        self.looked += 1
        viewer = everybody[self.looked % len(everybody)]
        with self.store.session() as session:
            for talk in self.talks:
                row = session.get_one(Conversation, talk.access.id)
                promises.of_what_was_said(session, talk)
                promises.of_the_bots_silence(talk)
                promises.of_the_owner(session, row, talk)
                promises.of_the_keys(row, talk, self.cast.keys)
            if viewer.id not in self.cast.shut:
                promises.of_who_reads(session, viewer, self.talks)
            for talk in self.erased:
                promises.of_what_was_erased(session, talk)
            promises.of_the_audit(session, self.deeds)

    def _begin(self, dice: Random) -> None:
        talk = self.new_talk()
        self.write(talk, dice)
        if talk.found is not None:
            self.talks.append(talk)
