from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from expertise.languages import LANGUAGES, Language
from tests.vertelmaar.kit.samples import ADDRESS, asked
from vertelmaar.kit.making import files, make, texts
from vertelmaar.kit.order import WrongOrder
from vertelmaar.settings import ROOT

DUTCH = (
    *("tekst-schoolgids", "tekst-leerlingenstatuut"),
    *("brief-aan-ouders", "bericht-voor-de-site"),
)
ENGLISH = (
    *("text-school-guide", "text-pupils-charter"),
    *("letter-to-parents", "message-for-the-site"),
)
TEXTS = {"nl": DUTCH, "a2": DUTCH, "en": ENGLISH}
FILL_IN = {"nl": "[VUL IN: ", "a2": "[VUL IN: ", "en": "[FILL IN: "}
PEOPLE = {
    "nl": ("vertrouwenspersoon", "pesten", "commissie"),
    "a2": ("vertrouwenspersoon", "pesten", "commissie"),
    "en": ("vertrouwenspersoon", "bullying", "committee"),
}
LIMITS = {
    "nl": ("behandelt geen klachten", "stuurt niemand naar je toe", "niet dat alles altijd geheim"),
    "a2": ("behandelt geen klachten", "stuurt niemand naar je toe", "niet dat alles geheim blijft"),
    "en": ("handles no complaints", "sends nobody to you", "not promise that everything always"),
}  # fmt: skip


def written(language: Language, *, counsellors: bool = False) -> dict[str, str]:
    made = texts(asked(language=language, counsellors=counsellors))
    return {name.removesuffix(".md"): words.decode() for name, words in made}


def test_a_kit_holds_posters_cards_the_ladder_and_texts() -> None:
    names = [name for name, _ in files(asked())]

    assert len(names) == len(set(names))
    assert [name for name in names if name.startswith("poster-leerlingen")] == [
        "poster-leerlingen-a4.pdf", "poster-leerlingen-a3.pdf", "poster-leerlingen.svg",
    ]  # fmt: skip
    assert {"stap-voor-stap.pdf", "stap-voor-stap.svg", "kaartje-basisschool.pdf"} <= set(names)
    assert {f"{name}.md" for name in (*TEXTS["nl"], "lees-mij-eerst")} <= set(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_leave_open_what_only_the_school_knows(language: Language) -> None:
    made = written(language)

    for name in TEXTS[language]:
        assert made[name].count(FILL_IN[language]) >= 3, name
        assert all(person in made[name].casefold() for person in PEOPLE[language]), name
        assert ADDRESS in made[name]
        assert "De Regenboog" in made[name]
        assert "{" not in made[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_say_what_the_assistant_does_not_do(language: Language) -> None:
    made = written(language)

    for name in TEXTS[language]:
        words = " ".join(made[name].split())
        assert all(limit in words for limit in LIMITS[language]), name
        assert asked(language=language).say("reads") in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_name_a_team_only_where_there_is_one(language: Language) -> None:
    team = asked(language=language, counsellors=True).say("people.team")

    assert all(team not in words for words in written(language).values())
    with_team = written(language, counsellors=True)
    assert all(team in with_team[name] for name in TEXTS[language])


def test_an_address_in_a_text_has_nothing_stuck_to_it() -> None:
    for language in LANGUAGES:
        for words in written(language).values():
            assert all(after == "" or after[0].isspace() for after in words.split(ADDRESS)[1:])


def test_a_kit_that_is_made_again_is_left_as_it_is(tmp_path: Path) -> None:
    first = make(asked(), tmp_path / "kit")
    before = {path: path.read_bytes() for path in first}

    make(asked(), tmp_path / "kit")

    assert {path: path.read_bytes() for path in first} == before


def test_what_a_school_filled_in_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "brief-aan-ouders.md").write_text("Beste ouders, onze vertrouwenspersoon is Noor.")

    with pytest.raises(WrongOrder, match="choose an empty folder"):
        make(asked(), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["brief-aan-ouders.md"]
    assert "Noor" in (tmp_path / "brief-aan-ouders.md").read_text()


def test_the_same_order_gives_the_same_files_in_every_process() -> None:
    program = (
        "import hashlib, json; from vertelmaar.kit.making import files;"
        "from vertelmaar.kit.order import order;"
        f"made = files(order('De Regenboog', {ADDRESS!r}, None, 'nl', counsellors=False));"
        "print(json.dumps({n: hashlib.sha256(c).hexdigest() for n, c in made}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=True,
    )

    here = {n: hashlib.sha256(c).hexdigest() for n, c in files(asked(contact=None))}
    assert json.loads(done.stdout) == here
