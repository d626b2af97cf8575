from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import BrokenModel
from engine.nlu.labels import INTENTS, LANGUAGES, ROLES
from engine.nlu.model import FILES, Model
from expertise.safety import RISKS
from expertise.themes import THEMES
from tests.engine.trained import examples, model

NUMBERS, WORDS = FILES


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    model().save(folder)
    return folder


@pytest.fixture
def copy(saved: Path, tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_bytes((saved / name).read_bytes())
    return tmp_path


def _change_words(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    words = json.loads((folder / WORDS).read_text())
    change(words)
    (folder / WORDS).write_text(json.dumps(words))


def _change_numbers(folder: Path, **change: Any) -> None:
    with np.load(folder / NUMBERS) as numbers:
        parts = dict(numbers)
    np.savez_compressed(folder / NUMBERS, **{**parts, **change})


def test_load_when_saved_then_it_understands_the_same(saved: Path) -> None:
    loaded = Model.load(saved)
    for example in examples()[::10]:
        assert loaded.understand(example.text) == model().understand(example.text)


def test_save_when_written_then_nothing_is_pickled(saved: Path) -> None:
    with np.load(saved / NUMBERS, allow_pickle=False) as numbers:
        assert all(numbers[name].dtype == np.float32 for name in numbers.files)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "rubbish"])
def test_load_when_a_file_is_damaged_then_broken(copy: Path, name: str, damage: str) -> None:
    content = (copy / name).read_bytes()
    if damage == "gone":
        (copy / name).unlink()
    else:
        damaged = {"empty": b"", "cut": content[: len(content) // 2], "rubbish": b"\x80\x04" * 99}
        (copy / name).write_bytes(damaged[damage])
    with pytest.raises(BrokenModel):
        Model.load(copy)


@pytest.mark.parametrize(
    "change",
    [
        lambda words: words.pop("probes"),
        lambda words: words.update(format=0),
        lambda words: words.update(probes=[[0.5]]),
        lambda words: words["heads"].pop(),
        lambda words: words["vocabulary"][0].reverse(),
        lambda words: words["vocabulary"][0].pop(),
        lambda words: words.update(levels={"no": 1}),
    ],
)
def test_load_when_words_do_not_belong_to_the_numbers_then_broken(
    copy: Path, change: Callable[[dict[str, Any]], Any]
) -> None:
    _change_words(copy, change)
    with pytest.raises(BrokenModel):
        Model.load(copy)


def test_load_when_it_was_never_trained_then_broken(copy: Path) -> None:
    linear = model().linear
    untrained = replace(model(), linear=replace(linear, coefficients=0 * linear.coefficients))
    untrained.save(copy)
    with pytest.raises(BrokenModel, match="never trained"):
        Model.load(copy)


def test_load_when_numbers_are_not_finite_then_broken(copy: Path) -> None:
    _change_numbers(copy, slopes=model().linear.slopes * np.float32("nan"))
    with pytest.raises(BrokenModel):
        Model.load(copy)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😂😂😂",
        "\0",
        "\ud800",
        "\u202eمرحبا",
        "ик",
        "/restart",
        '/greet{"a": 1}',
        "<b>hoi</b> **hoi**",
        "ik word gepest " * 2_000,
        "a" * 20_000,
        "\u200b" * 20_000,
    ],
)
def test_understand_when_text_is_strange_then_there_is_still_an_answer(text: str) -> None:
    said = model().understand(text)
    assert sorted(said["ranking"]) == sorted(THEMES)
    assert said["intent"] in INTENTS
    assert said["role"] in ROLES
    assert said["risk"] in RISKS
    assert said["lang"] in LANGUAGES
    assert 0 <= said["confidence"] <= 1


@pytest.mark.parametrize(
    ("text", "theme", "role"),
    [
        ("ik word al weken gepest door kinderen uit mijn klas", "bullying", "pupil"),
        ("ze hebben een filmpje van mij op tiktok gezet", "cyberbullying", "pupil"),
        ("mijn stiefvader slaat mij en mijn zusje", "abuse_home", "pupil"),
        ("Mijn dochter wordt uitgescholden omdat ze lesbisch is.", "lgbti", "parent"),
        (
            "School doet al maanden niets met de klacht over mijn zoon.",
            "complaint_stuck",
            "parent",
        ),
        ("Een leerling uit mijn mentorklas is te somber om te leren.", "wellbeing", "staff"),
    ],
)
def test_understand_when_it_is_said_plainly_then_theme_and_role_are_right(
    text: str, theme: str, role: str
) -> None:
    said = model().understand(text)
    assert said["themes"][0]["code"] == theme
    assert said["role"] == role


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hoii", "greet"),
        ("ok bedankt", "thanks"),
        ("jaaa", "affirm"),
        ("nee hoor", "deny"),
        ("ben jij een robot?", "are_you_robot"),
        ("is dit wel anoniem", "is_anonymous"),
        ("leest mijn juf dit", "who_reads"),
        ("grapje", "joke_takeback"),
    ],
)
def test_understand_when_it_is_talk_then_no_theme_is_named(text: str, intent: str) -> None:
    said = model().understand(text)
    assert said["intent"] == intent
    assert said["themes"] == []
    assert said["risk"] == "none"


def test_understand_when_somebody_asks_for_a_person_then_it_is_seen() -> None:
    assert model().understand("kan ik alsjeblieft iemand spreken")["wants_human"]
    assert not model().understand("ik word gepest")["wants_human"]
