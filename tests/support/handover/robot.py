"""What the bot does: it answers at once, late, or again, whatever happened meanwhile."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from bot import dialogue, return_visits
from bot.answers import Owed
from bot.clock import to_minute
from bot.engine import Answer, Effects, Reply
from bot.models import Author, State
from tests.support.handover.model import Offer, Talk
from tests.support.handover.reporter import ReporterMoves
from tests.support.handover.stage import Begun

_VISITED_AFTER = timedelta(hours=2)
_ADVICE = {"kind": "advice", "main": {"id": "vi"}, "others": []}


class BotMoves(ReporterMoves):
    """The engine begins an answer in one step, and it is kept or dropped in another."""

    def begin(self, talk: Talk, dice: Random) -> None:
        """The engine is asked for what is owed."""
        with self.store.session() as session:
            debt = dialogue.owed(session, talk.access)
        if debt is not None:
            self.begun.append(Begun(talk, debt, self._made(dice, debt)))

    def come_back(self, talk: Talk, _dice: Random) -> None:
        """The reporter shows the code, and is asked how it is if the talk came to rest."""
        now = self.now + _VISITED_AFTER
        with self.store.session() as session:
            visit = return_visits.due(session, talk.access, now)
        rests = talk.state is State.BOT and talk.owed() is None
        assert (visit is not None) == (rests and now - talk.lines[-1].at >= return_visits.REST)
        if visit is not None:
            answer = Answer((Reply(self.words("bot")),), Effects(), {"n": visit.seq}, "fake")
            self.begun.append(Begun(talk, visit, answer, is_visit=True))

    def answer(self, _talk: Talk, dice: Random) -> None:
        """An engine that failed is asked for the same turn once more: answers come twice, too."""
        if not self.begun:
            return
        work = dice.choice(self.begun)
        if dice.random() < 0.6:
            self.begun.remove(work)
        talk, debt = work.talk, work.debt
        is_news = len(talk.lines) == debt.seq if work.is_visit else debt.seq > talk.answered
        commit = return_visits.commit if work.is_visit else dialogue.commit
        is_gone = self.is_gone(talk)
        stored = self.do(commit, talk.access, debt, work.answer, self.now, can=not is_gone)
        assert stored in (talk.state is State.BOT and is_news, None)
        if stored:
            self._kept(work)

    def _kept(self, work: Begun) -> None:
        talk, answer = work.talk, work.answer
        if not work.is_visit:
            talk.answered = work.debt.seq
        was_asked = {step.kind for step in talk.steps} & {"proposed", "passed_on"}
        if answer.effects.handover:
            self.asked(talk, [])
        elif any(reply.payload for reply in answer.replies) and not was_asked:
            talk.offered(Offer(self.cast.far[0].team_id, None))
            self.read_mark(talk)
        for reply in answer.replies:
            talk.hear(Author.BOT, reply.text, to_minute(self.now))

    def _made(self, dice: Random, debt: Owed) -> Answer:
        said = [Reply(self.words("bot")) for _ in range(dice.randrange(3))]
        if dice.random() < 0.2:
            said.append(Reply(self.words("bot"), payload=_ADVICE))
        effects = Effects(handover=dice.random() < 0.2)
        return Answer(tuple(said), effects, {"n": debt.seq}, "fake")
