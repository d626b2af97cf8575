"""Asking for a person in a chat: nobody reads along before it was said who."""

from __future__ import annotations

import pytest

from bot import handover
from bot.member import Counsellor
from bot.messengers import outbox
from bot.models import Conversation, State, TeamKind
from connectors.messenger import asking
from expertise import texts
from tests.support.at_the_desk import AtTheDesk
from tests.support.people import NOW, row_of, team


def say(key: str, **values: object) -> str:
    return texts.text(key, "nl", **values)


async def begun(desk: AtTheDesk) -> None:
    """Something was said, and the bot answered."""
    await desk.writes("hoi")
    await desk.answered()
    desk.told()


def founded(desk: AtTheDesk, kind: TeamKind = TeamKind.REGION, name: str = "Vecht") -> Counsellor:
    with desk.store.session(writing=True) as session:
        (who,) = team(session, f"Samira {name}", called=name, kind=kind)
    return who


def row(desk: AtTheDesk) -> Conversation:
    with desk.store.session() as session:
        return row_of(session, desk.access())


async def test_mens_when_there_is_no_talk_or_no_team_then_it_says_so(desk: AtTheDesk) -> None:
    await desk.gives("mens")
    assert desk.told()[-1] == say("messenger.nothing_yet")
    await begun(desk)
    await desk.gives("mens")
    assert desk.told() == [say("messenger.no_team")]


async def test_mens_when_there_is_one_team_outside_then_it_waits_after_a_clear_yes(
    desk: AtTheDesk,
) -> None:
    who = founded(desk)
    await begun(desk)
    await desk.gives("mens")
    (consent,) = desk.told()
    assert "Vecht" in consent
    assert say("page.consent.sees") in consent
    assert row(desk).state == State.BOT
    await desk.presses(f"x:agree:{who.team_id}")
    assert (row(desk).state, row(desk).team_id) == (State.WAITING, who.team_id)


async def test_mens_when_it_may_be_about_the_school_then_that_is_asked_first(
    desk: AtTheDesk,
) -> None:
    school = founded(desk, TeamKind.SCHOOL, "Zorgteam")
    region = founded(desk)
    await begun(desk)
    await desk.gives("mens")
    assert desk.told() == [asking.about_staff("nl").text]
    await desk.presses("x:about:yes")
    (choice,) = desk.told()
    assert choice.index("Vecht") < choice.index("Zorgteam")
    assert row(desk).about_staff is True
    await desk.presses(f"x:team:{school.team_id}")
    assert say("page.ask.school_warning") in desk.told()[0]
    assert row(desk).state == State.BOT
    await desk.presses(f"x:school:{school.team_id}")
    assert row(desk).team_id == school.team_id
    assert region.team_id != school.team_id


async def test_agree_when_it_turned_out_to_be_about_the_school_then_its_team_is_asked_about_anew(
    desk: AtTheDesk,
) -> None:
    school = founded(desk, TeamKind.SCHOOL, "Zorgteam")
    await begun(desk)
    await desk.gives("mens")
    desk.told()
    await desk.presses("x:about:no")
    button = desk.post_with(f"x:agree:{school.team_id}")
    with desk.store.session(writing=True) as session:
        row_of(session, desk.access()).about_staff = True
    desk.told()
    await desk.presses(f"x:agree:{school.team_id}", post=button)
    assert say("page.ask.school_warning") in desk.told()[0]
    assert row(desk).state == State.BOT


async def test_mens_when_the_answers_are_typed_then_they_count_as_pressed(desk: AtTheDesk) -> None:
    founded(desk, TeamKind.SCHOOL, "Zorgteam")
    await begun(desk)
    await desk.gives("mens")
    desk.deliver()
    await desk.writes("Nee!")
    desk.deliver()
    assert row(desk).about_staff is False
    await desk.writes("ja")
    assert row(desk).state == State.WAITING
    assert desk.own() == ["hoi"]


async def test_typed_when_somebody_else_asked_meanwhile_then_a_yes_is_for_them(
    desk: AtTheDesk,
) -> None:
    founded(desk)
    await begun(desk)
    await desk.gives("mens")
    desk.deliver()
    with desk.store.session(writing=True) as session:
        known = desk.known()
        assert known is not None
        said = outbox.Message(pieces=(outbox.Piece("Gaat het?"),))
        outbox.put(session, desk.keys, known.id, "turn:x:9:0", said, NOW)
    desk.deliver()
    await desk.writes("ja")
    assert row(desk).state == State.BOT
    assert desk.own() == ["hoi", "ja"]


@pytest.mark.parametrize("answer", ["Nee, liever niet", "nee"])
async def test_back_when_they_would_rather_not_then_nobody_reads_along(
    desk: AtTheDesk, answer: str
) -> None:
    founded(desk)
    await begun(desk)
    await desk.gives("mens")
    desk.told()
    await desk.writes(answer)
    assert desk.told() == [say("messenger.ask.kept")]
    assert row(desk).state == State.BOT


async def test_withdraw_when_pressed_twice_then_it_was_taken_back_once(desk: AtTheDesk) -> None:
    founded(desk)
    await begun(desk)
    await desk.gives("mens")
    await desk.writes("ja")
    desk.deliver()
    await desk.writes("ja")
    await desk.gives("mens")
    button = desk.post_with("x:withdraw")
    await desk.presses("x:withdraw", post=button)
    assert row(desk).state == State.BOT
    desk.told()
    await desk.presses("x:withdraw", post=button)
    assert desk.told() == [say("messenger.refused.button")]


async def test_refuse_when_a_counsellor_is_there_then_they_see_it_no_more(desk: AtTheDesk) -> None:
    who = founded(desk)
    await begun(desk)
    await desk.gives("mens")
    await desk.presses(f"x:agree:{who.team_id}")
    with desk.store.session(writing=True) as session:
        handover.claim(session, who, desk.access().id, NOW)
    await desk.gives("mens")
    await desk.presses("x:refuse")
    assert say("page.refuse.title", name=who.name) in desk.told()[-1]
    await desk.writes("Ja, liever iemand anders")
    assert (row(desk).state, row(desk).claimed_by) == (State.WAITING, None)


async def test_inspectors_when_they_are_here_then_a_proposal_stands(desk: AtTheDesk) -> None:
    founded(desk)
    inspectors = founded(desk, TeamKind.INSPECTORATE, "Inspectie")
    await begun(desk)
    await desk.gives("mens")
    await desk.presses("x:inspectors")
    proposal = (await desk.reporter().view()).proposal
    assert proposal is not None
    assert proposal.team_id == inspectors.team_id
