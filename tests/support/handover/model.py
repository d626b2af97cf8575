"""What must come of a talk that everybody pulls at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from bot import access, terms
from bot.access import Access
from bot.audit import Deed
from bot.clock import to_minute
from bot.member import Counsellor
from bot.models import Author, State


@dataclass(frozen=True)
class Line:
    """Something that was said."""

    author: Author
    text: str
    at: datetime


@dataclass(frozen=True)
class Step:
    """A step as it must stand in the talk's history: after which line, and who took it."""

    kind: str
    before: State
    to: State
    actor: UUID | None
    given_to: UUID | None
    after: int


@dataclass(frozen=True)
class Offer:
    """A team that the reporter is asked about (None: a file), by whom, under which mark."""

    to: UUID | None
    by: UUID | None
    mark: str = ""


@dataclass(frozen=True)
class Sent:
    """A message that its sender may send again; without a sender it is the reporter's."""

    sender: Counsellor | None
    id: str
    text: str


@dataclass(eq=False)
class Talk:
    """One talk. `log` is what was said and done, in order; `deeds` is the audit of all talks."""

    token: bytes
    deeds: list[Deed]
    found: Access | None = None
    token_until: datetime | None = None
    state: State = State.BOT
    team: UUID | None = None
    owner: Counsellor | None = None
    claimed_at: datetime | None = None
    expires_at: datetime | None = None
    answered: int = 0
    version: int = 0
    is_acute: bool = False
    offer: Offer | None = None
    passed: tuple[frozenset[int], int] | None = None
    away: set[UUID] = field(default_factory=set)
    marks: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    log: list[Line | Step] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    @property
    def access(self) -> Access:
        """The key to it, from the first message on."""
        assert self.found is not None
        return self.found

    # Who may what

    def sees(self, who: Counsellor) -> bool:
        """Whether it is theirs to read."""
        return who.team_id == self.team and who.id not in self.away

    def holds(self, who: Counsellor) -> bool:
        """Whether it is in their hands."""
        return self.sees(who) and self.owner == who

    def owed(self) -> int | None:
        """The line that the bot has to answer next."""
        if self.state is not State.BOT:
            return None
        return next((seq for seq in self._asked() if seq > self.answered), None)

    def shows(self, seq: int) -> bool:
        """Whether the team that has it is shown a line."""
        return self.passed is None or seq in self.passed[0] or seq >= self.passed[1]

    def left_at(self, minutes: int) -> datetime | None:
        """When its counsellor has been silent for too long; None while nobody waits for them."""
        counsellors = [n for n, line in enumerate(self.lines) if line.author is Author.COUNSELLOR]
        unanswered = self.lines[counsellors[-1] + 1 if counsellors else 0 :]
        if self.claimed_at is None or not unanswered:
            return None
        return max(self.claimed_at, unanswered[0].at) + timedelta(minutes=minutes)

    # What happens to it

    def hear(self, author: Author, text: str, now: datetime) -> None:
        """Somebody said something."""
        self.lines.append(Line(author, text, to_minute(now)))
        self.log.append(self.lines[-1])

    def note(
        self, kind: str, actor: Counsellor | None = None, to: State | None = None,
        given_to: Counsellor | None = None,
    ) -> None:  # fmt: skip
        """A step, with its entry in the audit. It gives the word to somebody else, or does not."""
        before, by = self.state, actor and actor.id
        if to is not None:
            self.state, self.version = to, self.version + 1
        self.steps.append(
            Step(kind, before, self.state, by, given_to and given_to.id, len(self.lines))
        )
        self.log.append(self.steps[-1])
        detail = None if given_to is None else str(given_to.id)
        self.deeds.append(Deed(kind, self.team, by, self.access.id, detail))

    def has(self, owner: Counsellor | None, now: datetime) -> None:
        """It is in somebody's hands now, or in nobody's."""
        self.owner = owner
        self.claimed_at = None if owner is None else to_minute(now)

    def lies_with(self, team: UUID, now: datetime) -> None:
        """The reporter let this team read it, and no other any more."""
        self.team = team
        self.has(None, now)
        self._forget_consent()
        self.lives(now)

    def leaves_team(self, kind: str, now: datetime, actor: Counsellor | None = None) -> None:
        """The bot has the word again; what was said meanwhile is not for it to answer."""
        self.note(kind, actor, State.BOT)
        self.team = None
        self.has(None, now)
        self._forget_consent()
        self.answered = max(self._asked())
        self.lives(now)

    def put_back(self, kind: str, actor: Counsellor | None, now: datetime) -> None:
        """Whoever had it has it no more, and it waits."""
        self.has(None, now)
        self.note(kind, actor, State.WAITING)

    def steps_back(self, who: UUID, now: datetime, by: Counsellor | None) -> None:
        """Somebody sees it no more."""
        self.away.add(who)
        if self.owner is not None and self.owner.id == who:
            self.put_back("stepped_back", by, now)
        else:
            self.note("stepped_back", by)

    def lives(self, now: datetime) -> None:
        """Its term begins anew."""
        lasts = terms.WITHOUT_WAY_BACK if self.team is None else terms.LONGEST
        self.expires_at = to_minute(now) + lasts

    def is_out(self, now: datetime) -> bool:
        """Whether the reporter's tab was away for too long."""
        return self.token_until is None or self.token_until <= now

    def stays_in(self, now: datetime) -> None:
        """The reporter's tab was used."""
        self.token_until = to_minute(now) + access.TOKEN_LIFE

    def offered(self, offer: Offer, by: Counsellor | None = None) -> None:
        """The reporter is asked about a team, instead of any that they were asked about before."""
        self.offer = offer
        self.note("proposed", by)

    def marked(self, mark: str) -> None:
        """What the reporter's page carries of that."""
        assert self.offer is not None
        self.offer = replace(self.offer, mark=mark)
        self.marks.append(mark)

    def _asked(self) -> list[int]:
        return [n for n, line in enumerate(self.lines, 1) if line.author is Author.REPORTER]

    def _forget_consent(self) -> None:
        self.passed = None
        if self.offer is not None and self.offer.by is not None:
            self.offer = None
