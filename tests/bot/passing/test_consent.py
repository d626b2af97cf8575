"""Passing a talk on: nothing before the yes, exactly what was chosen after it, one team alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import audit, conversations, handover, turns, vault
from bot.access import Access
from bot.desk import digest, queue, transcript
from bot.desk.queue import Group
from bot.errors import HandoverConflict, NothingAgreed, ProposalGone, UnknownConversation
from bot.member import Counsellor
from bot.models import (
    AuditEntry,
    Author,
    Conversation,
    Dossier,
    Event,
    Proposal,
    Report,
    State,
    TeamKind,
    Urgency,
)
from bot.passing import consent, proposals, routing
from bot.passing.consent import Chosen
from bot.store import Store
from expertise import safety
from tests.support.passing import WHY, agree, cast, mark_of, propose
from tests.support.people import NOW, fresh_token, incoming, row_of, state_of, talk, team


def words(session: Session, who: Counsellor, access: Access) -> list[str]:
    return [turn.body.text for turn in transcript.for_counsellor(session, who, access.id).turns]


def test_propose_when_nobody_has_agreed_then_the_other_team_has_nothing(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        propose(session, those)
        row = row_of(session, those.access)
        assert (row.team_id, row.state) == (those.near.team_id, State.HUMAN)
        assert row.team_wrapped_key is not None
        with pytest.raises(vault.CannotOpen):
            vault.unseal_with(those.far.team_key, row.team_wrapped_key)
        with pytest.raises(UnknownConversation):
            transcript.for_counsellor(session, those.far, those.access.id)
        assert session.execute(select(Dossier)).first() is None
        assert words(session, those.near, those.access) == ["een", "twee", "drie"]


def test_propose_when_the_reporter_looks_then_all_that_would_go_is_shown(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        propose(session, those)
        shown = transcript.for_reporter(session, those.access, NOW).proposal
        assert shown is not None
        assert (shown.team, shown.kind, shown.by, shown.lies_with) == (
            "inspectie", TeamKind.INSPECTORATE, "Samira", "school",
        )  # fmt: skip
        assert shown.plan.why == WHY
        told = " ".join(shown.plan.summary)
        for part in ("leerling", "geweld", "vertrouwensinspecteur"):
            assert part in told


def test_agree_when_turns_are_chosen_then_the_new_team_sees_those_and_what_follows(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        agree(session, those, propose(session, those), 1, 3, note="Mijn briefje")
    with store.session(writing=True) as session:
        access = those.access
        turns.append(
            session, access, session.get_one(Conversation, access.id), Author.REPORTER,
            turns.Body(text="vier"), NOW,
        )  # fmt: skip
        assert words(session, those.far, access) == ["een", "drie", "vier"]
        handover.say(session, those.far, access.id, "m" * 16, "hallo, ik ben Inge", NOW)
        view = transcript.for_counsellor(session, those.far, access.id)
        assert [turn.seq for turn in view.turns] == [1, 3, 4, 5]
        later = transcript.for_counsellor(session, those.far, access.id, 2)
        assert [turn.seq for turn in later.turns] == [3, 4, 5]
        assert view.passed is not None
        assert (view.passed.contents.note, view.passed.contents.why) == ("Mijn briefje", WHY)
        assert view.digest.rules == ()
        assert view.digest.theme == "bullying"
        mine = transcript.for_reporter(session, access, NOW)
        assert [turn.body.text for turn in mine.turns][-1] == "hallo, ik ben Inge"
        assert (mine.state, mine.counsellor) == (State.HUMAN, "Inge")


def test_agree_when_it_is_done_then_the_old_team_reads_nothing_any_more(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        agree(session, those, propose(session, those), 1)
    with store.session() as session:
        row = session.get_one(Conversation, those.access.id)
        assert row.team_wrapped_key is not None
        with pytest.raises(vault.CannotOpen):
            vault.unseal_with(those.near.team_key, row.team_wrapped_key)
        opened = vault.unseal_with(those.far.team_key, row.team_wrapped_key)
        assert opened == those.access.key
    with pytest.raises(UnknownConversation), store.session(writing=True) as session:
        handover.say(session, those.near, those.access.id, "m" * 16, "nog iets", NOW)
    with store.session() as session:
        lists = {
            who.name: {c.id for g in Group for c in queue.page(session, who, g).cases}
            for who in (those.near, those.far)
        }
        assert lists == {"Samira": set(), "Inge": {those.access.id}}
        reports = session.execute(select(Report).order_by(Report.team_id)).scalars()
        assert {(each.team_id, each.outcome) for each in reports} == {
            (those.near.team_id, "passed_on"), (those.far.team_id, None),
        }  # fmt: skip


def test_agree_when_it_is_done_then_both_teams_find_it_in_their_audit(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        agree(session, those, propose(session, those), 1)
        noted = session.execute(select(AuditEntry).where(AuditEntry.action == "passed_on"))
        assert {entry.team_id for entry in noted.scalars()} == {
            str(those.near.team_id), str(those.far.team_id),
        }  # fmt: skip
        audit.verify(session)


def test_decline_when_the_reporter_says_no_then_nothing_has_changed(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        mark = propose(session, those)
        before = row_of(session, those.access).team_wrapped_key
        consent.decline(session, those.access, mark, NOW)
        row = row_of(session, those.access)
        assert (row.state, row.team_wrapped_key) == (State.HUMAN, before)
        assert proposals.standing(session, those.access) is None
        with pytest.raises(ProposalGone):
            agree(session, those, mark, 1)


def test_retract_when_the_counsellor_takes_it_back_then_it_cannot_be_agreed_to(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        mark = propose(session, those)
        proposals.retract(session, those.near, those.access.id, NOW)
        proposals.retract(session, those.near, those.access.id, NOW)
        with pytest.raises(ProposalGone):
            agree(session, those, mark, 1)
        assert row_of(session, those.access).team_id == those.near.team_id


def test_propose_when_another_team_is_proposed_meanwhile_then_the_first_page_agrees_to_nothing(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        first = propose(session, those)
        (third,) = team(session, "Ria", called="regio", kind=TeamKind.REGION)
        proposals.propose(session, those.near, those.access.id, third.team_id, "", NOW)
        with pytest.raises(ProposalGone):
            agree(session, those, first, 1)
        assert row_of(session, those.access).team_id == those.near.team_id
        agree(session, those, mark_of(session, those.access), 2)
        assert words(session, third, those.access) == ["twee"]


def test_withdraw_when_nobody_of_the_new_team_has_claimed_it_then_it_is_the_bots_again(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        agree(session, those, propose(session, those), 1, 2)
        handover.withdraw(session, those.access, NOW)
        row = row_of(session, those.access)
        assert (row.state, row.team_id, row.team_wrapped_key) == (State.BOT, None, None)
        assert session.execute(select(Dossier)).first() is None
        handover.ask(session, those.access, NOW, team_id=those.near.team_id)
        assert words(session, those.near, those.access) == ["een", "twee", "drie"]


def test_withdraw_when_an_inspector_has_claimed_it_then_it_is_too_late(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        agree(session, those, propose(session, those), 1)
        handover.claim(session, those.far, those.access.id, NOW)
        with pytest.raises(HandoverConflict):
            handover.withdraw(session, those.access, NOW)


def test_propose_when_the_new_team_gives_it_back_then_the_reporter_chooses_again(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        access = those.access
        agree(session, those, propose(session, those), 1)
        handover.say(session, those.far, access.id, "m" * 16, "dit hoort bij school", NOW)
        proposals.propose(session, those.far, access.id, those.near.team_id, "", NOW)
        agree(session, those, mark_of(session, access), 2, 4)
        assert words(session, those.near, access) == ["twee", "dit hoort bij school"]
        with pytest.raises(UnknownConversation):
            transcript.for_counsellor(session, those.far, access.id)
        assert len(session.execute(select(Dossier)).all()) == 1


@pytest.mark.parametrize("step", ["return_to_bot", "withdraw"])
def test_leave_when_the_team_lets_go_then_its_proposal_goes_too(store: Store, step: str) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        mark = propose(session, those)
        if step == "return_to_bot":
            handover.return_to_bot(session, those.near, those.access.id, NOW)
        else:
            handover.release(session, those.near, those.access.id, NOW)
            handover.withdraw(session, those.access, NOW)
        with pytest.raises(ProposalGone):
            agree(session, those, mark, 1)


def test_propose_when_it_is_not_in_ones_hands_then_it_is_refused(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        with pytest.raises(HandoverConflict):
            proposals.propose(session, those.near, those.access.id, those.near.team_id, "", NOW)
        with pytest.raises(UnknownConversation):
            proposals.propose(session, those.far, those.access.id, those.near.team_id, "", NOW)
        handover.release(session, those.near, those.access.id, NOW)
        with pytest.raises(HandoverConflict):
            propose(session, those)
        assert session.execute(select(Proposal)).first() is None


def test_agree_when_numbers_are_no_turns_then_they_are_left_out(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        agree(session, those, propose(session, those), 0, -1, 2, 2, 99)
        view = transcript.for_counsellor(session, those.far, those.access.id)
        assert view.passed is not None
        assert view.passed.contents.turns == (2,)


def test_agree_when_something_is_said_after_the_page_then_it_is_withheld(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        mark = propose(session, those)
        handover.say(session, those.near, those.access.id, "m" * 16, "nog een vraag", NOW)
        agree(session, those, mark, 1, 2, 3)
        assert words(session, those.far, those.access) == ["een", "twee", "drie"]


def test_agree_when_the_words_to_it_say_danger_then_the_queue_knows(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        mark, note = propose(session, those), "ik wil dood"
        chosen = Chosen((), note, safety.check(note))
        consent.agree(session, those.access, mark, chosen, NOW)
        assert row_of(session, those.access).urgency > Urgency.NONE


def test_agree_when_the_bot_still_had_the_word_then_it_is_silent_afterwards(store: Store) -> None:
    with store.session(writing=True) as session:
        (inge,) = team(session, "Inge", called="inspectie", kind=TeamKind.INSPECTORATE)
        token = fresh_token()
        access = talk(session, "een", "twee", token=token)
        assert proposals.may_suggest(session, access)
        proposals.propose_inspectors(session, access, NOW)
        assert not proposals.may_suggest(session, access)
        assert state_of(session, access) is State.BOT
        shown = proposals.standing(session, access)
        assert shown is not None
        assert (shown.by, shown.lies_with) == (None, None)
        consent.agree(session, access, mark_of(session, access), Chosen((2,)), NOW)
        assert state_of(session, access) is State.WAITING
        got = conversations.receive(session, token, incoming("drie"), NOW, may_begin=False)
        assert got.state is State.WAITING
        assert words(session, inge, access) == ["twee", "drie"]


def test_suggest_when_the_reporter_said_no_then_the_bot_does_not_ask_again(store: Store) -> None:
    with store.session(writing=True) as session:
        team(session, "Inge", kind=TeamKind.INSPECTORATE)
        access = talk(session)
        proposals.propose_inspectors(session, access, NOW)
        consent.decline(session, access, mark_of(session, access), NOW)
        assert not proposals.may_suggest(session, access)
        proposals.propose_inspectors(session, access, NOW)
        assert proposals.standing(session, access) is not None


def test_suggest_when_no_inspectors_are_here_then_nothing_is_proposed(store: Store) -> None:
    with store.session(writing=True) as session:
        team(session)
        access = talk(session)
        assert not proposals.may_suggest(session, access)
        with pytest.raises(HandoverConflict):
            proposals.propose_inspectors(session, access, NOW)


def test_file_when_it_is_agreed_to_then_the_talk_stays_and_only_the_choice_is_in_it(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        mark = propose(session, those, as_file=True)
        with pytest.raises(NothingAgreed):
            consent.agreed_file(session, those.near, those.access.id)
        agree(session, those, mark, 2, note="erbij")
        assert row_of(session, those.access).team_id == those.near.team_id
        assert words(session, those.near, those.access) == ["een", "twee", "drie"]
        _, contents = consent.agreed_file(session, those.near, those.access.id)
        assert (contents.turns, contents.note) == ((2,), "erbij")
        with pytest.raises(UnknownConversation):
            consent.agreed_file(session, those.far, those.access.id)
        consent.decline(session, those.access, mark, NOW)
        with pytest.raises(NothingAgreed):
            consent.agreed_file(session, those.near, those.access.id)


def test_steps_when_a_talk_is_passed_on_then_every_one_has_an_event(store: Store) -> None:
    with store.session(writing=True) as session:
        those = cast(session)
        mark = propose(session, those)
        consent.decline(session, those.access, mark, NOW)
        agree(session, those, propose(session, those), 1)
        kinds = session.execute(select(Event.kind).order_by(Event.id)).scalars()
        assert list(kinds) == ["asked", "claimed", "proposed", "declined", "proposed", "passed_on"]


def test_ask_after_a_dossier_when_the_whole_talk_is_agreed_to_then_all_of_it_is_shown(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        those = cast(session, kind=TeamKind.REGION)
        routing.tell(session, those.access, False)
        agree(session, those, propose(session, those), 1)
        handover.claim(session, those.far, those.access.id, NOW)
        handover.return_to_bot(session, those.far, those.access.id, NOW)
        handover.ask(session, those.access, NOW, team_id=those.far.team_id)
        view = transcript.for_counsellor(session, those.far, those.access.id)
        assert view.passed is None
        assert [turn.body.text for turn in view.turns] == ["een", "twee", "drie"]
        assert view.digest == digest.load(those.access, row_of(session, those.access))
