"""Passing a talk on from a chat: all of it or nothing, of the proposal that was shown."""

from __future__ import annotations

from bot.models import State, TeamKind
from bot.passing import dossiers, proposals
from connectors.messenger import posts
from expertise import texts
from tests.support.at_the_desk import AtTheDesk
from tests.support.people import NOW, row_of, team


async def proposed(desk: AtTheDesk) -> str:
    """The inspectors are proposed, and shown in the chat."""
    await desk.writes("hoi")
    await desk.answered()
    with desk.store.session(writing=True) as session:
        team(session, "Iris", called="Inspectie", kind=TeamKind.INSPECTORATE)
        proposals.propose_inspectors(session, desk.access(), NOW)
    view = await desk.reporter().view()
    assert view.proposal is not None
    desk.put(*posts.proposal(view, "nl"))
    desk.told()
    return view.proposal.plan.mark


async def test_pass_when_all_of_it_is_agreed_to_then_every_turn_goes_and_it_is_said(
    desk: AtTheDesk,
) -> None:
    mark = await proposed(desk)
    await desk.presses(f"x:pass:{mark}")
    assert desk.told() == [texts.text("page.pass.done", "nl", team="Inspectie")]
    with desk.store.session() as session:
        row = row_of(session, desk.access())
        assert row.state == State.WAITING
        assert row.team_id is not None
        passed = dossiers.passed_to(session, desk.access(), row.team_id)
    assert passed is not None
    assert passed.contents.turns == (1, 2)


async def test_unpass_when_they_would_rather_not_then_nothing_goes(desk: AtTheDesk) -> None:
    mark = await proposed(desk)
    await desk.presses(f"x:unpass:{mark}")
    assert desk.told() == [texts.text("page.pass.declined", "nl")]
    assert (await desk.reporter().view()).proposal is None


async def test_pass_when_another_proposal_stands_by_now_then_nothing_goes(desk: AtTheDesk) -> None:
    mark = await proposed(desk)
    button = desk.post_with(f"x:pass:{mark}")
    await desk.presses("x:pass:AAAAAAAAAAAAAAAA", post=button)
    assert desk.told() == [texts.text("page.pass.gone", "nl")]
    with desk.store.session() as session:
        assert row_of(session, desk.access()).state == State.BOT
