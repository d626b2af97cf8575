"""What a reporter does: write, ask for a person, answer what is proposed, erase."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from bot import access, conversations, handover
from bot.audit import Deed
from bot.conversations import Incoming, Received
from bot.member import Counsellor
from bot.models import Author, State
from bot.passing import conflicts, consent, proposals
from bot.passing.consent import Chosen
from expertise.safety import Finding
from tests.support.handover.model import Offer, Sent, Talk
from tests.support.handover.stage import Stage
from tests.support.people import incoming


class ReporterMoves(Stage):
    """Each is one press or one line in the reporter's page."""

    def write(self, talk: Talk, dice: Random) -> None:
        """Something new; now and then somebody is in danger."""
        message = Sent(None, uuid4().hex, self.words("reporter"))
        talk.sent.append(message)
        self.receive(talk, message, risk="acute" if dice.random() < 0.1 else "none")

    def receive(self, talk: Talk, message: Sent, risk: str = "none") -> None:
        """A message arrives, for the first time or again."""
        brought = incoming(message.text, message.id)
        brought = replace(brought, finding=Finding(risk))
        comes_back = talk.is_out(self.now)
        got = self.do(self._let_in, talk, brought)
        if got is None:
            return
        assert talk.found in (None, got.access)
        talk.found = got.access
        assert got.is_new == (message.id not in talk.places)
        if got.is_new:
            self._heard(talk, message, got, is_acute=risk == "acute")
        if got.is_new or comes_back:
            talk.stays_in(self.now)
        assert (got.seq, got.state) == (talk.places[message.id], talk.state)

    def ask(self, talk: Talk, dice: Random) -> None:
        """A team may read it all, perhaps without one of its people."""
        without = [who for who in self.cast.near if dice.random() < 0.1]
        was, ids = talk.state, [who.id for who in without]
        if self.done(handover.ask, talk.access, self.now, without=ids) and was is State.BOT:
            self.asked(talk, [who for who in without if who.id not in self.cast.shut])

    def asked(self, talk: Talk, without: list[Counsellor]) -> None:
        """What comes of that."""
        talk.lies_with(self.cast.near[0].team_id, self.now)
        for who in sorted(without, key=lambda each: each.id):
            talk.steps_back(who.id, self.now, None)
        talk.note("asked", to=State.WAITING)

    def withdraw(self, talk: Talk, _dice: Random) -> None:
        """Rather not."""
        can = talk.state is State.WAITING
        if self.done(handover.withdraw, talk.access, self.now, can=can):
            talk.leaves_team("withdrawn", self.now)

    def suggest(self, talk: Talk, _dice: Random) -> None:
        """The inspectors, by the button of an advice."""
        far, was = self.cast.far[0].team_id, talk.offer
        can = talk.team != far
        if self.done(proposals.propose_inspectors, talk.access, self.now, can=can) and was is None:
            talk.offered(Offer(far, None))
            self.read_mark(talk)

    def agree(self, talk: Talk, dice: Random) -> None:
        """Of the talk so far some lines are let go."""
        mark = self._mark(talk, dice)
        turns = [n for n in range(1, len(talk.lines) + 1) if dice.random() < 0.5]
        chosen = Chosen(turns, self.words("note"))
        can = talk.offer is not None and talk.offer.mark == mark
        if not self.done(consent.agree, talk.access, mark, chosen, self.now, can=can):
            return
        assert talk.offer is not None
        if talk.offer.to is None:
            talk.note("agreed")
        else:
            self._passed_on(talk, talk.offer.to, turns)

    def decline(self, talk: Talk, dice: Random) -> None:
        """What is proposed is not wanted, or no more."""
        mark = self._mark(talk, dice)
        can = talk.offer is not None and talk.offer.mark == mark
        if self.done(consent.decline, talk.access, mark, self.now, can=can):
            talk.offer = None
            talk.note("declined")

    def refuse(self, talk: Talk, _dice: Random) -> None:
        """Not this counsellor."""
        can = talk.owner is not None
        who = talk.owner
        if self.done(conflicts.refuse_owner, talk.access, self.now, can=can):
            assert who is not None
            talk.steps_back(who.id, self.now, None)

    def erase(self, talk: Talk, _dice: Random) -> None:
        """All of it, now."""
        if self.done(conversations.erase, talk.access.id, self.now):
            self.forget(talk, "asked")

    def _let_in(self, session: Session, talk: Talk, brought: Incoming) -> Received:
        if talk.found is None:
            return conversations.receive(session, talk.token, brought, self.now, may_begin=True)
        if talk.is_out(self.now):
            # Its reporter comes back with the code.
            access.grant(session, talk.found, talk.token, self.now)
        return conversations.receive(session, talk.token, brought, self.now, may_begin=False)

    def _heard(self, talk: Talk, message: Sent, got: Received, *, is_acute: bool) -> None:
        talk.places[message.id] = got.seq
        talk.hear(Author.REPORTER, message.text, self.now)
        talk.is_acute |= is_acute
        if talk.state is State.CLOSED:
            talk.note("reopened", to=State.WAITING)
        talk.lives(self.now)

    def _passed_on(self, talk: Talk, to: UUID, turns: list[int]) -> None:
        if talk.team is not None:
            self.deeds.append(Deed("passed_on", talk.team, None, talk.access.id, str(to)))
        talk.offer = None
        talk.lies_with(to, self.now)
        talk.passed = frozenset(turns), len(talk.lines) + 1
        talk.note("passed_on", to=State.WAITING)

    def _mark(self, talk: Talk, dice: Random) -> str:
        """The page shows what stands, or is an older one."""
        if talk.offer is not None and dice.random() < 0.8:
            return talk.offer.mark
        return dice.choice([*talk.marks, "of another page"])
