"""What a reporter chose to pass on to another team, and what that team is shown of the talk.

The turns are not copied: their numbers stand in the dossier, under the conversation's own key. The
team's key opens that key, so that they can answer; what was not passed on is withheld by the
program, not by the encryption.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from bot.access import Access
from bot.clock import to_minute
from bot.desk.digest import Digest
from bot.models import Conversation, Dossier
from bot.sealed import Sealed
from bot.turns import Said

# Codes of the digest from which the duty to report follows; the rest was not passed on.
_OF_THE_DUTY: Final = frozenset({"sexual.staff", "risk_sexual_staff"})


@dataclass(frozen=True)
class Contents:
    """What is passed on: a summary in words, the numbers of turns, and what was written to it.

    `why` is what the counsellor who proposed it wrote, `note` what the reporter did.
    """

    summary: tuple[str, ...] = field(repr=False)
    turns: tuple[int, ...] = ()
    note: str = field(default="", repr=False)
    why: str = field(default="", repr=False)


@dataclass(frozen=True)
class PassedOn:
    """A dossier, opened. Turns from `shown_from` on were said to the team itself."""

    contents: Contents
    shown_from: int
    agreed_at: datetime

    def shows(self, seq: int) -> bool:
        """Whether the team may see a turn."""
        return seq >= self.shown_from or seq in self.contents.turns


_CONTENTS: Final = Sealed(Contents)


def keep(
    session: Session,
    access: Access,
    conversation: Conversation,
    contents: Contents,
    now: datetime,
) -> None:
    """Lay what was agreed on before the team that the conversation lies with from now on."""
    assert conversation.team_id is not None
    session.add(
        Dossier(
            conversation_id=conversation.id,
            team_id=conversation.team_id,
            sealed_body=_CONTENTS.close(access.key, contents, _place(access, conversation.team_id)),
            shown_from=conversation.last_seq + 1,
            agreed_at=to_minute(now),
        )
    )


def passed_to(session: Session, access: Access, team_id: UUID) -> PassedOn | None:
    """What was passed on to a team; None when the reporter let it read the whole talk."""
    row = session.get(Dossier, (access.id, team_id))
    if row is None:
        return None
    contents = _CONTENTS.open(access.key, row.sealed_body, _place(access, team_id))
    return PassedOn(contents, row.shown_from, row.agreed_at)


def shown(passed: PassedOn | None, said: Sequence[Said]) -> tuple[Said, ...]:
    """Of these turns the ones that the team may see."""
    return tuple(turn for turn in said if passed is None or passed.shows(turn.seq))


def told(passed: PassedOn | None, known: Digest) -> Digest:
    """Of what is known the part that stands in the summary."""
    if passed is None:
        return known
    return replace(
        known,
        confidence=0.0,
        guess=None,
        rules=tuple(rule for rule in known.rules if rule in _OF_THE_DUTY),
        told=tuple(key for key in known.told if key in _OF_THE_DUTY),
    )


def _place(access: Access, team_id: UUID) -> str:
    return f"dossier:{access.id}:{team_id}"
