"""What a team says often."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from bot.desk import canned
from bot.errors import (
    EmptyMessage,
    NoSuchReply,
    ReplyTaken,
    UnknownPlaceholder,
    UnusableReply,
)
from bot.member import Counsellor
from bot.models import CannedReply
from bot.store import Store
from expertise.canned import starting_set
from expertise.languages import LANGUAGES
from tests.support.people import NOW, handed_over, row_of, team


def only(session: Session, who: Counsellor) -> CannedReply:
    (reply,) = canned.of_team(session, who, "nl")
    return reply


def test_ready_when_a_text_has_places_then_they_are_filled_in_the_reporters_language(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session, "Samira {team}", called="de brug")
        canned.add(session, who, "/hoi", "Ik ben {name} van {team}. {roster}", "nl", NOW)
        canned.add(session, who, "hoi", "I am {name}.", "en", NOW)
        (dutch,) = canned.ready(session, who, "nl", NOW)
        (english,) = canned.ready(session, who, "en", NOW)
    assert (dutch.short, english.text) == ("hoi", "I am Samira {team}.")
    unknown = "We weten niet wanneer er weer iemand is."
    assert dutch.text == f"Ik ben Samira {{team}} van de brug. {unknown}"


@pytest.mark.parametrize(
    ("short", "text", "error"),
    [
        ("", "tekst", UnusableReply),
        ("/", "tekst", UnusableReply),
        ("x" * 25, "tekst", UnusableReply),
        ("hoi", "  ", EmptyMessage),
        ("hoi", "Dag {melder}", UnknownPlaceholder),
        ("hoi", "Dag {}", UnknownPlaceholder),
    ],
)
def test_add_when_it_cannot_be_used_then_it_is_told(
    store: Store, short: str, text: str, error: type[Exception]
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        with pytest.raises(error):
            canned.add(session, who, short, text, "nl", NOW)


def test_change_when_the_short_name_is_anothers_then_it_is_told(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        canned.add(session, who, "hoi", "Hoi", "nl", NOW)
        reply = only(session, who)
        canned.add(session, who, "dag", "Dag", "nl", NOW)
        canned.add(session, who, "hey", "Hey", "en", NOW)
        canned.change(session, who, reply.id, "hoi", "Hallo", NOW)
        assert canned.one(session, who, reply.id).text == "Hallo"
        canned.change(session, who, reply.id, "hey", "Hallo", NOW)
        with pytest.raises(ReplyTaken):
            canned.change(session, who, reply.id, "dag", "Hallo", NOW)


def test_replies_when_they_are_another_teams_then_nobody_here_touches_them(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session, called="a-team")
        (other,) = team(session, "Eva", called="z-team")
        canned.add(session, other, "hoi", "Hoi", "nl", NOW)
        reply = only(session, other)
        access = handed_over(session)
        assert canned.ready(session, who, "nl", NOW) == []
        assert canned.filled_for(session, who, access.id, reply.id, NOW) == ""
        with pytest.raises(NoSuchReply):
            canned.change(session, who, reply.id, "hoi", "Dag", NOW)
        with pytest.raises(NoSuchReply):
            canned.remove(session, who, reply.id, NOW)
        with pytest.raises(NoSuchReply):
            canned.remove(session, who, uuid4(), NOW)


def test_filled_for_when_the_reporter_reads_simply_then_the_simple_text_is_taken(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        canned.adopt(session, who, NOW)
        simple = next(r for r in canned.of_team(session, who, "a2") if r.short == "hoi")
        assert canned.filled_for(session, who, access.id, simple.id, NOW) == ""
        row_of(session, access).language = "a2"
        found = canned.filled_for(session, who, access.id, simple.id, NOW)
        assert (
            found
            == "Hoi, ik ben Samira. Ik ben een mens. Ik heb alles gelezen. Neem rustig de tijd."
        )


def test_adopt_when_the_team_has_its_own_words_then_they_stay(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        canned.add(session, who, "hoi", "Hee", "nl", NOW)
        for _ in range(2):
            canned.adopt(session, who, NOW)
        for language in LANGUAGES:
            assert len(canned.of_team(session, who, language)) == len(starting_set())
        assert {r.text for r in canned.of_team(session, who, "nl") if r.short == "hoi"} == {"Hee"}
