"""The talk as the page's script has it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from bot.engine import Answer, Effects, Reply
from expertise import texts as content
from expertise.code_words import WORDS
from expertise.texts import Button
from tests.connectors.webchat.tab import Tab, texts
from tests.console.seats import Seat
from tests.support.engine import answer
from tests.support.service import Running, new_token


def test_message_is_answered_by_the_bot_over_the_stream(tab: Tab) -> None:
    assert tab.say("hoi").status_code == 200

    view = tab.answered()

    assert [turn["from"] for turn in view["turns"]] == ["you", "bot"]
    assert texts(view, "bot") == ["bot:hoi"]


def test_first_message_without_proof_is_refused_with_its_cards(tab: Tab) -> None:
    response = tab.say("ik wil dood", proof="niets")

    assert response.status_code == 403
    assert response.json()["error"] == "ProofMissing"
    assert response.json()["cards"]


def test_proof_of_another_tab_opens_nothing(service: Running, tab: Tab) -> None:
    other = Tab(service.base_url, proof=tab.prove())

    assert other.say("hoi").status_code == 403


def test_cards_come_in_the_answer_and_stay_in_the_talk(tab: Tab) -> None:
    cards = tab.say("ik wil dood").json()["cards"]

    assert cards[0]["contacts"]
    assert tab.answered()["turns"][0]["cards"] == cards


def test_same_message_id_twice_is_one_message(service: Running, tab: Tab) -> None:
    first = tab.say("hoi", "a" * 16)
    second = tab.say("hoi", "a" * 16)

    assert first.json()["seq"] == second.json()["seq"]
    assert texts(tab.answered(), "you") == ["hoi"]
    assert len(service.engine.heard) == 1


def test_button_reaches_the_page_without_its_meaning_and_the_engine_with_it(
    service: Running, tab: Tab
) -> None:
    button = Button("Ouder", "choose_role", {"role": "parent"})
    service.engine.script = lambda *_: Answer((Reply("wie?", None, (button,)),), Effects(), {}, "f")
    tab.say("hoi")
    asked = tab.answered()["turns"][-1]

    tab.say("Ouder", button={"turn": asked["seq"], "place": 0})
    tab.answered()

    assert asked["buttons"] == [{"label": "Ouder", "place": 0}]
    assert service.engine.heard[-1][0].button == button


@pytest.mark.parametrize("place", [7, -1])
def test_button_that_does_not_exist_is_taken_as_its_words(
    service: Running, tab: Tab, place: int
) -> None:
    tab.say("hoi")
    tab.answered()

    assert tab.say("Ouder", button={"turn": 2, "place": place}).status_code == 200

    tab.answered()
    assert service.engine.heard[-1][0].button is None
    assert service.engine.heard[-1][0].text == "Ouder"


def test_two_tabs_on_one_conversation_see_the_same(service: Running, tab: Tab) -> None:
    tab.say("hoi")
    tab.answered()
    words = tab.post("code", {}).json()["words"]
    other = Tab(service.base_url)

    assert other.post("return", {"words": " ".join(words)}).status_code == 200
    with tab.news(after=2) as news:
        next(news)
        other.say("nog iets", first=False)
        event, view = next(news)

    assert event == "view"
    assert texts(view, "you") == ["nog iets"]
    assert other.answered()["turns"] == tab.view()["turns"]
    assert other.token != tab.token


def test_code_is_the_same_when_asked_again_and_can_be_checked(tab: Tab) -> None:
    tab.say("hoi")
    words = tab.post("code", {}).json()["words"]

    assert tab.post("code", {}).json()["words"] == words
    assert tab.post("code/confirm", {"typed": " ".join(words).upper()}).json()["right"]
    assert tab.post("code/confirm", {"typed": None}).json()["right"]
    other = " ".join([WORDS[0] if words[0] != WORDS[0] else WORDS[1], *words[1:]])
    assert not tab.post("code/confirm", {"typed": other}).json()["right"]
    assert tab.view()["code_confirmed"]


def test_code_with_a_typo_names_the_word_however_often_it_is_tried(tab: Tab) -> None:
    typed = f"{WORDS[0]} {WORDS[1]} fietzz {WORDS[2]} {WORDS[3]} {WORDS[4]}"

    for _ in range(20):
        response = tab.post("return", {"words": typed})
        assert response.status_code == 422
        assert "«fietzz»" in response.json()["message"]


def test_code_that_is_too_short_says_how_many_words_there_should_be(tab: Tab) -> None:
    response = tab.post("return", {"words": f"{WORDS[0]} {WORDS[1]}"})

    assert response.status_code == 422
    assert "6" in response.json()["message"]


def test_code_that_opens_nothing_says_so_kindly(tab: Tab) -> None:
    response = tab.post("return", {"words": " ".join(WORDS[:6])})

    assert response.status_code == 404
    assert response.json()["message"] == content.text("page.code.not_found", "nl")


def test_erasing_takes_everything_and_other_tabs_are_told(service: Running, tab: Tab) -> None:
    tab.say("hoi")
    tab.answered()
    words = " ".join(tab.post("code", {}).json()["words"])

    with tab.news() as news:
        next(news)
        assert tab.post("erase", {}).status_code == 200
        assert next(news) == ("ended", {})

    assert tab.post("erase", {}).status_code == 200
    assert tab.post("typing", {}).status_code == 404
    assert Tab(service.base_url).post("return", {"words": words}).status_code == 404


def test_counsellor_is_asked_answers_and_the_bot_is_silent(
    service: Running, tab: Tab, samira: Seat
) -> None:
    tab.say("ik word gepest")
    tab.answered()
    assert tab.view()["on_duty"]

    assert tab.post("handover", {"action": "ask"}).json()["state"] == "waiting"
    tab.say("hallo?", first=False)
    with tab.news(after=3) as news:
        next(news)
        samira.post(f"/console/c/{_only_conversation(service)}/say", text="Ik ben er.")
        view = next(view for event, view in news if event == "view" and view["turns"])

    assert view["state"] == "human"
    assert view["counsellor"] == "Samira"
    assert texts(view, "human") == ["Ik ben er."]
    assert texts(tab.view(), "bot") == ["bot:ik word gepest"]


def test_handover_can_be_asked_and_withdrawn_with_the_engine_down(
    service: Running, tab: Tab, samira: Seat
) -> None:
    service.engine.up = False
    tab.say("ik wil een mens")

    assert tab.post("handover", {"action": "ask"}).json()["state"] == "waiting"
    assert tab.post("handover", {"action": "withdraw"}).json()["state"] == "bot"
    assert tab.post("handover", {"action": "withdraw"}).status_code == 409


def test_handover_without_any_team_is_told(tab: Tab) -> None:
    tab.say("ik wil een mens")

    response = tab.post("handover", {"action": "ask"})

    assert response.status_code == 409
    assert response.json()["message"] == content.text("page.human.no_team", "nl")


def test_nobody_on_duty_is_known_before_asking(tab: Tab) -> None:
    tab.say("hoi")

    assert tab.view()["on_duty"] is False


def test_code_offered_by_the_bot_reaches_the_page(service: Running, tab: Tab) -> None:
    service.engine.script = lambda *_: answer("bewaar dit", show_code=True)
    tab.say("ik wil later verder")

    assert tab.answered()["turns"][-1]["code"] is True


def test_message_sent_while_the_engine_restarts_is_answered_when_it_is_back(
    service: Running, tab: Tab
) -> None:
    service.engine.up = False
    assert tab.say("hoi").status_code == 200
    assert tab.view()["bot_owes"]

    service.engine.up = True

    assert texts(tab.answered(), "bot") == ["bot:hoi"]


def test_counsellors_typing_is_told_over_the_stream(service: Running, tab: Tab) -> None:
    tab.say("hoi")
    tab.answered()
    with tab.news(after=2) as news:
        next(news)
        conversation = _only_conversation(service)
        service.services.bus.publish(f"typing:{conversation}:counsellor")
        tab.post("typing", {})
        assert next(news) == ("typing", {})


def test_language_of_the_page_is_the_language_of_the_cards_and_errors(service: Running) -> None:
    tab = Tab(service.base_url, language="en")

    cards = tab.say("ik wil dood").json()["cards"]

    assert tab.post("language", {}).status_code == 200
    assert "call" in str(cards).lower()
    assert tab.say("", first=False).json()["message"] == content.text("page.error.empty", "en")


def test_two_hundred_first_messages_at_once_from_one_address_are_all_served(
    service: Running,
) -> None:
    tabs = [Tab(service.base_url) for _ in range(200)]
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(Tab.prove, tabs))
        statuses = list(pool.map(lambda tab: tab.say("wij worden gepest").status_code, tabs))

    assert statuses == [200] * 200


def test_address_of_a_reporter_never_carries_a_token(tab: Tab) -> None:
    response = httpx.get(f"{tab.base_url}/chat/view?token={new_token()}")

    assert response.status_code == 401


def _only_conversation(service: Running) -> str:
    from sqlalchemy import select

    from bot.models import Conversation

    with service.services.store.session() as db:
        return str(db.execute(select(Conversation.id)).scalar_one())
