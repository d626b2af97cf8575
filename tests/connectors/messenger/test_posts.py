"""What a talk says, as posts: all of it, shortly, with numbers to tap and buttons at the end."""

from __future__ import annotations

from itertools import product

import pytest

from bot.messengers.outbox import Message
from bot.models import Author
from connectors.messenger import posts, splitting
from expertise import cards, texts
from expertise.advice import Advice, advise
from expertise.languages import LANGUAGES, Language
from expertise.parties import ROLES, parties
from expertise.sent_cards import card as sent_card
from expertise.situations import Situation
from expertise.texts import Button
from expertise.themes import THEMES
from tests.connectors.messenger.views import NOW, data, said, words

# What fills a telephone's screen about twice is more than anybody reads who is afraid.
MOST = 1200
ADVICE = advise(Situation("bullying", "pupil", sector="vo"), NOW, "nl")


def of(advice: Advice, language: Language) -> tuple[Message, ...]:
    turn = said(Author.BOT, "Hier kun je beginnen.", payload=advice.as_payload())
    return posts.of_turn(turn, language, NOW)


def test_reporters_own_words_and_pictures_are_not_said_again() -> None:
    assert posts.of_turn(said(Author.REPORTER, "Ik word gepest"), "nl", NOW) == ()
    assert posts.of_turn(said(Author.REPORTER, picture="4f1c"), "nl", NOW) == ()


def test_reporters_turn_brings_its_safety_cards() -> None:
    turn = said(Author.REPORTER, "Ik wil niet meer leven", cards=("suicide_now", "home"))

    first, second = posts.of_turn(turn, "nl", NOW)

    assert first.text.startswith("Bel nu 112")
    assert "Bel Veilig Thuis 0800-2000" in second.text


def test_card_that_the_content_no_longer_has_is_left_out() -> None:
    assert posts.of_cards(("no_such_card",), "nl", NOW) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card_id", cards.card_ids())
def test_card_has_all_its_words_and_each_number_on_a_line(card_id: str, language: Language) -> None:
    card = cards.card(card_id, language, NOW)

    (post,) = posts.of_cards((card_id,), language, NOW)

    lines = post.text.splitlines()
    assert lines[0] == card.title
    assert set(card.lines) <= set(lines)
    for contact in card.contacts:
        reached = contact.label if contact.kind == "phone" else contact.href
        assert any(reached in line for line in lines[len(card.lines) :]), contact
    assert len(post.text) <= MOST
    assert post.buttons == ()


def test_bots_words_have_their_buttons_with_turn_and_place() -> None:
    answers = (Button("Ja", "affirm"), Button("Nee", "deny"), Button("Liever niet zeggen", "skip"))

    (post,) = posts.of_turn(said(Author.BOT, "Is dat zo?", buttons=answers), "nl", NOW)

    assert post.text == "Is dat zo?"
    assert data(post) == ["p:4:0", "p:4:1", "p:4:2"]
    assert [len(row) for row in post.buttons] == [2, 1]


def test_bots_card_stands_below_its_words_and_has_the_buttons() -> None:
    payload = cards.card("suicide", "nl", NOW).as_payload()
    turn = said(Author.BOT, "Ik blijf bij je.", payload=payload, buttons=(Button("Ja", "affirm"),))

    first, second = posts.of_turn(turn, "nl", NOW)

    assert (first.text, first.buttons) == ("Ik blijf bij je.", ())
    assert second.text.startswith("Praat nu met een mens")
    assert data(second) == ["p:4:0"]


@pytest.mark.parametrize(("kind", "step"), [("code", "x:code"), ("human", "x:human")])
def test_what_the_web_opens_by_itself_is_a_button_here(kind: str, step: str) -> None:
    (post,) = posts.of_turn(said(Author.BOT, "Kies maar.", payload={"kind": kind}), "nl", NOW)

    assert data(post) == [step]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["who_reads", "is_anonymous", "show_code", "page.human.no_team"])
def test_what_is_true_on_the_web_alone_is_not_said_here(key: str, language: Language) -> None:
    on_the_web = texts.text(key, language)

    (post,) = posts.of_turn(said(Author.BOT, on_the_web), language, NOW)

    assert post.text != on_the_web
    assert "Telegram" in post.text or "/h" in post.text


def test_counsellors_words_are_told_from_the_bots_without_looking_at_anything() -> None:
    (post,) = posts.of_turn(said(Author.COUNSELLOR, "Hoi!", name="Samira"), "nl", NOW)

    assert post.text == "Samira, een mens:\nHoi!"
    assert post.pieces[0].look == "bold"


@pytest.mark.parametrize("typed", ["*dik* _schuin_ `x`", "<b>x</b> &amp;", "[x](tg://user?id=1)"])
def test_no_words_of_anybody_become_a_format(typed: str) -> None:
    (post,) = posts.of_turn(said(Author.COUNSELLOR, typed, name="Samira"), "nl", NOW)

    assert [piece.text for piece in post.pieces if piece.look == "bold"] == ["Samira, een mens:"]
    assert post.text.endswith(typed)


def test_party_that_a_counsellor_sends_comes_with_who_sends_it() -> None:
    payload = sent_card(parties()["kindertelefoon"], NOW, "nl")
    turn = said(Author.COUNSELLOR, "Kijk hier eens.", name="Samira", payload=payload)

    first, main, last = posts.of_turn(turn, "nl", NOW)

    assert first.text.startswith("Samira, een mens:\nKijk hier eens.\n\nLees rustig")
    assert "Bel Kindertelefoon 0800-0432" in main.text
    assert last.text.startswith("Als het niet helpt")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_advice_is_whole_and_each_post_is_short(role: str, language: Language) -> None:
    for theme, tried in product(THEMES, ("nothing", "board")):
        advice = advise(Situation(theme, role, sector="vo", tried=tried), NOW, language)
        found = of(advice, language)
        told = words(found)

        main = advice.main
        whole = (
            *(advice.reason, advice.if_it_fails, advice.expectation, advice.next_rung or ""),
            *(advice.duty_notice or "", advice.committee_notice or ""),
            *(main.name, main.why, *main.can, *main.cannot, main.open),
            *(fact or "" for fact in (main.takes, main.binding, main.anonymous, main.cost)),
            *(words for other in advice.others for words in (other.name, other.why, other.open)),
        )
        assert [part for part in whole if part not in told] == [], (theme, role)
        assert len(found) <= 4
        assert max(splitting.length(post.text) for post in found) <= MOST, (theme, role)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_line_of_an_advice_can_be_reached_and_says_its_date(
    role: str, language: Language
) -> None:
    for theme in THEMES:
        advice = advise(Situation(theme, role, sector="vo"), NOW, language)
        told = words(of(advice, language))
        for contact in (c for party in (advice.main, *advice.others) for c in party.contacts):
            reached = contact.href if contact.href.startswith("https:") else contact.label
            lines = [line for line in told.splitlines() if reached in line]
            assert lines, (theme, role, contact)
            if contact.kind != "site":
                assert any((contact.note or "") in line for line in lines), contact


def test_advice_begins_with_why_and_ends_with_what_if_it_fails() -> None:
    first, main, *_, last = of(ADVICE, "nl")

    assert first.text.startswith("Hier kun je beginnen.")
    assert ADVICE.reason in first.text
    assert main.text.startswith(f"Begin hier: {ADVICE.main.name}")
    assert last.text.startswith("Als het niet helpt")


def test_duty_is_read_before_the_reason() -> None:
    advice = advise(Situation("sexual_misconduct", "pupil", "staff", "vo"), NOW, "nl")

    first = of(advice, "nl")[0].text

    assert first.index("Lees dit eerst") < first.index(advice.reason)
