"""What counsellors and admins do, of the team that has a talk and of every other."""

from __future__ import annotations

from random import Random
from uuid import uuid4

from sqlalchemy.orm import Session

from bot import handover
from bot import staff as accounts
from bot.audit import Deed
from bot.member import Counsellor
from bot.models import Author, Staff, State
from bot.passing import conflicts, proposals
from tests.support.handover.model import Offer, Sent, Talk
from tests.support.handover.stage import Stage


class StaffMoves(Stage):
    """Whoever acts is drawn from all, the owner more often: what they may not is tried as well."""

    def claim(self, talk: Talk, dice: Random) -> None:
        """Also beyond the limit, as one may when somebody is in danger."""
        who, beyond = self._somebody(talk, dice), dice.random() < 0.5
        has_room = self.has_room(who, talk, beyond_limit=beyond)
        waits = talk.state is State.WAITING
        can = talk.sees(who) and ((waits and has_room) or talk.owner == who)

        def claim(session: Session, by: Counsellor) -> None:
            handover.claim(session, by, talk.access.id, self.now, beyond_limit=beyond)

        if self.acts(who, claim, can=can) and waits:
            self._claimed(talk, who)

    def say(self, talk: Talk, dice: Random) -> None:
        """Words of a counsellor, which claim what waits."""
        message = Sent(self._somebody(talk, dice), uuid4().hex, self.words("counsellor"))
        talk.sent.append(message)
        self.speak(talk, message)

    def speak(self, talk: Talk, message: Sent) -> None:
        """They arrive, for the first time or again."""
        who, is_known, waits = message.sender, message.id in talk.places, self._waits(talk)
        assert who is not None
        may = talk.owner == who or (waits and self.has_room(who, talk))
        can = talk.sees(who) and (is_known or may)
        places: list[int] = []

        def say(session: Session, by: Counsellor) -> None:
            args = (talk.access.id, message.id, message.text, self.now)
            places.append(handover.say(session, by, *args))

        if not self.acts(who, say, can=can):
            return
        assert places[-1] == talk.places.setdefault(message.id, places[-1])
        if not is_known:
            if waits:
                self._claimed(talk, who)
            talk.has(who, self.now)
            talk.hear(Author.COUNSELLOR, message.text, self.now)
            talk.lives(self.now)

    def let_go(self, talk: Talk, dice: Random) -> None:
        """Back to the queue, back to the bot, or the end."""
        who, kind = self._somebody(talk, dice), dice.choice(("released", "returned", "closed"))
        service = {"released": handover.release, "returned": handover.return_to_bot}.get(kind)
        args = (talk.access.id, self.now)
        if service is None:
            service, args = handover.close, (talk.access.id, "helped", self.now)
        if not self.acts(who, service, *args, can=talk.holds(who)):
            return
        if kind == "returned":
            talk.leaves_team(kind, self.now, who)
        elif kind == "released":
            talk.put_back(kind, who, self.now)
        else:
            talk.has(None, self.now)
            talk.note(kind, who, State.CLOSED)
            talk.lives(self.now)

    def give(self, talk: Talk, dice: Random) -> None:
        """To a colleague; not to oneself, to another team, or to who may not see it."""
        who, to = self._somebody(talk, dice), dice.choice((*self.cast.near, *self.cast.far))
        can = talk.holds(who) and talk.sees(to) and to != who and to.id not in self.cast.shut
        if self.acts(who, handover.transfer, talk.access.id, to.id, self.now, can=can):
            talk.has(to, self.now)
            talk.note("transferred", who, State.HUMAN, given_to=to)

    def take_up(self, talk: Talk, dice: Random) -> None:
        """Go on with what was closed."""
        who = self._somebody(talk, dice)
        is_closed, is_theirs = talk.state is State.CLOSED, talk.owner == who
        can = talk.sees(who) and (is_theirs or (is_closed and self.has_room(who, talk)))
        if self.acts(who, handover.take_up, talk.access.id, self.now, can=can) and not is_theirs:
            talk.has(who, self.now)
            talk.note("reopened", who, State.HUMAN)
            talk.lives(self.now)

    def attend(self, talk: Talk, dice: Random) -> None:
        """Still busy with it."""
        who = self._somebody(talk, dice)
        if self.acts(who, handover.attend, talk.access.id, self.now, can=talk.holds(who)):
            talk.has(who, self.now)

    def propose(self, talk: Talk, dice: Random) -> None:
        """Another team, one's own (which makes no sense), or a file."""
        who = self._somebody(talk, dice)
        to = dice.choice((self.cast.near[0].team_id, self.cast.far[0].team_id, None))
        args = (talk.access.id, to, self.words("why"), self.now)
        can = talk.holds(who) and to != who.team_id
        if self.acts(who, proposals.propose, *args, can=can):
            talk.offered(Offer(to, who.id), who)
            self.read_mark(talk)

    def retract(self, talk: Talk, dice: Random) -> None:
        """What was proposed holds no more."""
        who = self._somebody(talk, dice)
        done = self.acts(who, proposals.retract, talk.access.id, self.now, can=talk.holds(who))
        if done and talk.offer is not None:
            talk.offer = None
            talk.note("retracted", who)

    def step_back(self, talk: Talk, dice: Random) -> None:
        """Too near to it."""
        who = self._somebody(talk, dice)
        if self.acts(who, conflicts.step_back, talk.access.id, self.now, can=talk.sees(who)):
            talk.steps_back(who.id, self.now, who)

    def lift(self, talk: Talk, dice: Random) -> None:
        """An admin lets somebody see it again."""
        admin, who = dice.choice(self.cast.admins()), dice.choice((*self.cast.near, *self.cast.far))
        args = (admin, talk.access.id, who.id, self.now)
        if self.done(conflicts.lift, *args, can=talk.team == admin.team_id):
            talk.away.discard(who.id)
            deed = Deed("conflict_lifted", admin.team_id, admin.id, talk.access.id, str(who.id))
            self.deeds.append(deed)

    def leave(self, talk: Talk, dice: Random) -> None:
        """Somebody's account is shut, and all that they held waits again."""
        who = self._somebody(talk, dice)
        if len(self.cast.everybody) == 1 or not self.done(self._shut, who):
            return
        self.cast.shut.add(who.id)
        for held in self.talks:
            if held.owner == who:
                held.put_back("released", who, self.now)
        self.deeds.append(Deed("staff_disabled", subject=who.id))

    def _shut(self, session: Session, who: Counsellor) -> None:
        accounts.shut(session, session.get_one(Staff, who.id), self.now)

    def _claimed(self, talk: Talk, who: Counsellor) -> None:
        talk.has(who, self.now)
        talk.note("claimed", who, State.HUMAN)

    def _waits(self, talk: Talk) -> bool:
        return talk.state is State.WAITING

    def _somebody(self, talk: Talk, dice: Random) -> Counsellor:
        everybody = self.cast.everybody
        likely = [who for who in everybody if talk.holds(who)] or [
            who for who in everybody if talk.sees(who)
        ]
        return dice.choice(likely if likely and dice.random() < 0.8 else everybody)
