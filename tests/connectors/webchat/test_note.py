"""The note to take along: what was chosen and nothing else, and nothing of it stays behind."""

from __future__ import annotations

import html
import io
import logging
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from bot.engine import Answer, Effects, Reply
from connectors import note_pages
from connectors.notes import MAX_CHARACTERS
from expertise import texts as content
from expertise.texts import Button
from tests.connectors.webchat.tab import PLAIN, Page, Tab
from tests.support.service import Running, new_token
from tests.support.snoop import found_in

CANARY = "Wiebelientje zag Hadewych bij de Kwakelbrug"
TRACES = ("Wiebelientje", "Hadewych", "Kwakelbrug")


def words(key: str, **values: str) -> str:
    """A text of the page."""
    return content.text(f"page.note.{key}", "nl", **values)


def preview(page: Page) -> str:
    """The note as it stands in its field."""
    found = re.search(r'<textarea class="paper"[^>]*>\n([^<]*)</textarea>', page.response.text)
    assert found
    return html.unescape(found[1]).replace("\r\n", "\n")


def boxes(page: Page, name: str) -> dict[str, bool]:
    """The boxes of one kind by their value, and whether they are ticked."""
    return {
        value: bool(checked)
        for value, checked in re.findall(rf'name="{name}" value="([^"]+)"( checked)?>', page.text)
    }


def send(page: Page, **fields: str | list[str]) -> Page:
    """Send the page's form; what travels along hidden is sent too, like a browser does."""
    hidden: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text):
        hidden.setdefault(name, []).append(value)
    path = "/gesprek/briefje" if fields["action"] in ("note-pdf", "note-txt") else "/gesprek"
    sent = httpx.post(page.base_url + path, data={**hidden, **fields}, timeout=20, verify=PLAIN)
    return Page(page.base_url, sent)


@pytest.fixture
def talk(service: Running, page: Page) -> Page:
    """A talk about bullying: two messages, and a button in between."""
    role = Button("Leerling", "choose_role", {"role": "pupil", "wish": "stop"})
    effects = Effects(theme="bullying", role="pupil")
    service.engine.script = lambda *_: Answer((Reply("wie?", None, (role,)),), effects, {}, "f")
    page.send(action="say", text="ze lachen me elke dag uit")
    page.send(press="2.0.Leerling")
    return page.send(action="say", text="<b>niemand</b> doet iets")


def test_step_offers_each_own_message_and_what_was_told_and_ticks_nothing(talk: Page) -> None:
    step = send(talk, action="note")

    assert words("what") in step.text
    assert boxes(step, "note_said") == {"1": False, "5": False}
    assert boxes(step, "note_fact") == dict.fromkeys(
        ("theme.bullying", "role.pupil", "often.daily", "wish.stop"), False
    )
    assert "<b>niemand" not in step.response.text


def test_note_holds_what_was_chosen_and_nothing_else(talk: Page) -> None:
    send(talk, action="note")
    seen = send(
        talk,
        action="note-see",
        note_for="inspector",
        note_fact=["theme.bullying", "wish.complain"],
        note_said=["5", "99"],
        note_where="op het plein",
    )

    assert preview(seen).splitlines()[2] == "Voor: de vertrouwensinspecteur"
    for said in ("Ik heb verteld dat er gepest wordt.", "op het plein", "<b>niemand</b> doet iets"):
        assert said in preview(seen)
    for left_out in ("ze lachen me", "leerling", "Elke dag", "klacht", "Leerling"):
        assert left_out not in preview(seen)


@pytest.mark.parametrize("ending", ["pdf", "txt"])
def test_file_holds_the_changed_text_word_for_word_and_no_cache_keeps_it(
    talk: Page, ending: str
) -> None:
    seen = send(talk, action="note-see", note_said=["1"])
    changed = preview(seen).replace("ze lachen me elke dag uit", "- het gaat niet goed\r\n- 你")
    file = send(seen, action=f"note-{ending}", note_text=changed).response

    assert file.headers["Content-Disposition"] == f'attachment; filename="briefje.{ending}"'
    assert file.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in file.headers
    if ending == "txt":
        assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert file.text == changed.replace("\r\n", "\n")
    else:
        assert file.headers["Content-Type"] == "application/pdf"
        shown = PdfReader(io.BytesIO(file.content)).pages[0].extract_text()
        lines = [line.replace("- ", "• ").replace("你", "□") for line in changed.splitlines()]
        assert " ".join(shown.split()) == " ".join(" ".join(lines).split())


def test_name_is_pointed_at_and_may_stay(talk: Page) -> None:
    seen = send(talk, action="note-see", note_words="Sanne uit 3b, bel 06-12345678")

    assert words("found") in seen.text
    assert words("found.name", words="Sanne") in seen.text
    assert words("found.class", words="3b") in seen.text
    assert words("found.phone", words="06-12345678") in seen.text
    file = send(seen, action="note-txt", note_text=preview(seen)).response
    assert "Sanne uit 3b, bel 06-12345678" in file.text


def test_check_reads_the_changed_text_and_keeps_it(talk: Page) -> None:
    seen = send(talk, action="note-see", note_said=["1"], note_since="gisteren")
    clean = send(seen, action="note-check", note_text="iemand doet dit")
    named = send(clean, action="note-check", note_text="Sanne doet dit 👍")

    assert preview(clean) == "iemand doet dit\n"
    assert words("clean") in clean.text
    assert words("found.name", words="Sanne") in named.text
    assert words("letters", letters="👍") in named.text
    assert boxes(send(named, action="note-change"), "note_said") == {"1": True, "5": False}


def test_choosing_again_keeps_what_was_changed_until_told_otherwise(talk: Page) -> None:
    seen = send(talk, action="note-see", note_said=["1"], note_wish="rust")
    unchanged = send(seen, action="note-change", note_text=preview(seen).replace("\n", "\r\n"))
    changed = send(seen, action="note-change", note_text="iets heel anders")

    hint = re.escape(words("changed").split(".")[0])
    assert re.search(rf'data-note="changed" hidden>\s*<p>{hint}', unchanged.text)
    assert re.search(rf'data-note="changed">\s*<p>{hint}', changed.text)
    assert boxes(changed, "note_said") == {"1": True, "5": False}
    assert ">rust</textarea>" in changed.text
    assert preview(send(changed, action="note-keep")) == "iets heel anders\n"
    again = send(changed, action="note-see", note_said=["5"], note_for="adult")
    assert "iets heel anders" not in preview(again)
    assert "doet iets" in preview(again)


@pytest.mark.parametrize("action", ["note-pdf", "note-txt", "note-check"])
def test_text_that_is_too_long_is_told_kindly_and_still_there(talk: Page, action: str) -> None:
    seen = send(talk, action="note-see", note_said=["1"])
    refused = send(seen, action=action, note_text="a" * (MAX_CHARACTERS + 1), text="half zin")

    assert refused.response.status_code == 422
    assert content.text("note.error.too_long", "nl", limit=f"{MAX_CHARACTERS}") in refused.text
    assert preview(refused) == "a" * (MAX_CHARACTERS + 1)
    assert refused.hidden("note_said") == "1"
    assert refused.hidden("text") == "half zin"


def test_choices_that_are_too_long_stay_where_they_were_made(talk: Page) -> None:
    refused = send(talk, action="note-see", note_said=["5"], note_words="b" * MAX_CHARACTERS)

    assert refused.response.status_code == 422
    assert f">{'b' * MAX_CHARACTERS}</textarea>" in refused.text
    assert refused.hidden("note_said") == "5"


def test_largest_note_in_any_writing_is_taken_from_a_form(talk: Page) -> None:
    seen = send(talk, action="note-see")
    text = "你" * (MAX_CHARACTERS - 1)
    form = {
        name: (None, value)
        for name, value in {
            "token": seen.token,
            "language": "nl",
            "action": "note-txt",
            "note_text": text,
            "note_words": text,
        }.items()
    }
    sent = httpx.post(f"{seen.base_url}/gesprek/briefje", files=form, timeout=20, verify=PLAIN)

    assert 'enctype="multipart/form-data"' in seen.text
    assert sent.text == f"{text}\n"


def test_store_that_is_away_loses_nothing(talk: Page, tmp_path: Path) -> None:
    seen = send(talk, action="note-see", note_said=["1"], note_where="op het plein")
    with closing(sqlite3.connect(tmp_path / "vertelmaar.db")) as database:
        database.execute("ALTER TABLE turn RENAME TO away")
    refused = send(seen, action="note-change", note_text="mijn tekst")

    assert refused.response.status_code == 503
    assert refused.hidden("note_said") == "1"
    assert refused.hidden("note_text") == "mijn tekst"
    assert ">op het plein</textarea>" in refused.text


def test_danger_that_is_typed_here_brings_its_card_and_one_shown_before_does_not(
    talk: Page,
) -> None:
    seen = send(talk, action="note-see", note_words="ik wil dood")
    assert 'class="card"' in seen.text

    talk.send(action="say", text="ik wil dood")
    assert 'class="card"' not in send(talk, action="note-see", note_words="ik wil dood").text


@pytest.mark.parametrize("action", ["note", "note-see", "note-check", "note-pdf", "note-txt"])
@pytest.mark.parametrize("token", ["", "niets", new_token()])
def test_token_that_opens_nothing_gets_no_note_and_loses_no_word(
    page: Page, action: str, token: str
) -> None:
    refused = send(page, action=action, token=token, note_text="mijn tekst", note_words="van mij")

    assert refused.response.status_code == 422
    assert "attachment" not in refused.response.headers.get("Content-Disposition", "")
    assert "mijn tekst" in refused.text
    assert "van mij" in refused.text


def test_address_of_the_file_alone_leads_to_the_first_screen(service: Running) -> None:
    found = httpx.get(f"{service.base_url}/gesprek/briefje", verify=PLAIN)

    assert (found.status_code, found.headers["Location"]) == (303, "/")


def test_script_gets_the_same_offer_and_the_same_note(talk: Page) -> None:
    tab = Tab(talk.base_url, talk.token)
    offer: dict[str, Any] = tab._send("GET", "note").json()
    chosen = {"reader": "adult", "facts": ["often.daily"], "said": [5], "written": {"wish": "rust"}}
    made = tab.post("note/text", chosen).json()
    same = send(
        talk, action="note-see", note_for="adult", note_fact="often.daily", note_said="5",
        note_wish="rust",
    )  # fmt: skip

    assert [item["id"] for item in offer["said"]] == ["1", "5"]
    assert {"id": "often.daily", "heading": "Hoe vaak", "text": "Elke dag."} in offer["facts"]
    assert made["text"] == preview(same)
    assert made["found"] == []


def test_script_is_told_what_stands_out_and_gets_the_file(talk: Page) -> None:
    tab = Tab(talk.base_url, talk.token, language="en")
    seen = tab.post("note/look", {"text": "Sanne, ik wil dood 👍"}).json()
    file = tab.post("note/pdf", {"text": "ik wil rust"})

    assert seen["found"] == ["Perhaps a name: Sanne"]
    assert "👍" in seen["lost"]
    assert seen["cards"]
    assert file.headers["Content-Disposition"] == 'attachment; filename="note.pdf"'
    assert file.headers["Cache-Control"] == "no-store"
    assert "ik wil rust" in PdfReader(io.BytesIO(file.content)).pages[0].extract_text()


@pytest.mark.parametrize(
    "body",
    [
        {"reader": 5},
        {"said": ["x"]},
        {"facts": "theme"},
        {"written": {"wish": {"a": "b"}}},
        [CANARY],
    ],
)
def test_script_that_sends_another_shape_is_refused_without_its_words(
    talk: Page, body: object
) -> None:
    refused = Tab(talk.base_url, talk.token).post("note/text", body)

    assert refused.status_code == 422
    assert CANARY not in refused.text


def test_unknown_choices_of_a_script_are_left_out(talk: Page) -> None:
    chosen = {"reader": "x", "facts": ["x"], "said": [99], "written": {"x": "nee", "about": "nee"}}
    made = Tab(talk.base_url, talk.token).post("note/text", chosen).json()["text"]

    assert "Voor:" not in made
    assert "nee" not in made


def test_script_is_told_kindly_when_it_is_too_long(talk: Page) -> None:
    refused = Tab(talk.base_url, talk.token).post("note/pdf", {"text": "a" * 20_001})

    assert refused.status_code == 413
    assert refused.json()["message"] == content.text("note.error.too_long", "nl", limit="20000")


@pytest.mark.parametrize("path", ["note/text", "note/look", "note/pdf"])
def test_script_without_a_talk_gets_nothing(service: Running, path: str) -> None:
    assert Tab(service.base_url).post(path, {"text": "x"}).status_code == 404
    assert Tab(service.base_url, "niets").post(path, {"text": "x"}).status_code == 401


def test_words_of_a_note_are_in_no_log_and_no_database(
    service: Running, talk: Page, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with caplog.at_level(logging.DEBUG):
        seen = send(talk, action="note-see", note_words=CANARY, note_where=CANARY, note_for=CANARY)
        for action in ("note-pdf", "note-txt", "note-check", "note-change", "note-keep"):
            send(seen, action=action, note_text=f"{CANARY} 你 👍")
        send(seen, action="note-pdf", note_text=CANARY * 1000)
        send(seen, action="note-pdf", note_text=CANARY, token=CANARY)
        tab = Tab(talk.base_url, talk.token)
        tab.post("note/text", {"written": {"words": CANARY}, "reader": CANARY})
        tab.post("note/text", {"written": CANARY})
        for text in (CANARY, CANARY * 1000):
            tab.post("note/pdf", {"text": text})
            tab.post("note/look", {"text": text})
        httpx.get(f"{talk.base_url}/gesprek/briefje", params={"q": CANARY}, verify=PLAIN)

    assert CANARY in preview(seen)
    # The tests' own client tells where it goes.
    logged = [r.getMessage() for r in caplog.records if not r.name.startswith("http")]
    assert found_in("\n".join(logged).encode(), TRACES) == []
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name == "vertelmaar.db" for path in files)
    assert [path for path in files if found_in(path.read_bytes(), TRACES)] == []


def test_lines_are_what_they_look_like() -> None:
    made = note_pages.blocks(
        "Wat ik wil vertellen\n\nVoor: mij\nDatum: nu\n\nHoe vaak\nsoms\n- een\n• twee\ndaarna\n"
        "\n\n\neinde\n",
        "nl",
    )

    assert [(block.kind, block.text) for block in made] == [
        ("title", "Wat ik wil vertellen"),
        ("paragraph", "Voor: mij\nDatum: nu"),
        ("heading", "Hoe vaak"),
        ("paragraph", "soms"),
        ("item", "een"),
        ("item", "twee"),
        ("paragraph", "daarna"),
        ("paragraph", "einde\n"),
    ]
