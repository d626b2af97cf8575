"""A proposal to pass the talk on: all of it or nothing, and of exactly the one that was shown."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.access import Access
from bot.errors import ProposalGone
from bot.passing import consent
from bot.passing.consent import Chosen
from connectors.messenger.visit import Answer, Steps, Visit
from connectors.passing import name_of


async def _pass(visit: Visit, mark: str) -> Answer:
    """Everything that was said so far. A part of it is chosen on the web."""
    view = await visit.reporter.view()
    proposed = view.proposal
    if proposed is None or proposed.plan.mark != mark:
        raise ProposalGone
    chosen = Chosen(tuple(said.seq for said in view.turns))

    def agree(session: Session, access: Access, now: datetime) -> None:
        consent.agree(session, access, mark, chosen, now)

    # That a file may be made is told by the courier, as what stands from now on.
    is_file = proposed.plan.way == "file"
    team = name_of(proposed, visit.language)
    told = () if is_file else (visit.text("page.pass.done", team=team),)
    return Answer(told, visit.on_talk(agree), moves=True)


async def _keep(visit: Visit, mark: str) -> Answer:
    """No, or no more."""

    def decline(session: Session, access: Access, now: datetime) -> None:
        consent.decline(session, access, mark, now)

    return Answer((visit.text("page.pass.declined"),), visit.on_talk(decline), moves=True)


STEPS: Final[Steps] = {"pass": _pass, "unpass": _keep}
