from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import BrokenModel
from engine.nlu.decide import Levels, Understanding
from engine.nlu.labels import INTENTS, LANGUAGES, ROLES
from engine.nlu.model import FILES, Judge, Model, Senses
from expertise.safety import RISKS
from expertise.themes import THEMES
from tests.engine.trained import encoder, examples, model, reader, vectors

NUMBERS, WORDS = FILES
PARTS = ("coefficients", "intercepts", "slopes", "offsets", "bends")
ARRAYS = tuple(f"{reader}_{part}" for reader in ("words", "senses") for part in PARTS)

Read = Callable[[str], Understanding]


def _senses() -> Senses:
    senses = model().senses
    assert senses is not None
    return senses


@pytest.fixture(params=["together", "alone"])
def read(request: pytest.FixtureRequest) -> Read:
    """Reads a message by words and vector, and by its words alone."""
    return reader().understand if request.param == "together" else model().understand


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


def _change_numbers(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    with np.load(folder / NUMBERS) as numbers:
        parts = dict(numbers)
    change(parts)
    np.savez_compressed(folder / NUMBERS, **parts)


def test_load_when_saved_then_it_understands_the_same(saved: Path) -> None:
    loaded = Model.load(saved)
    for example, vector in zip(examples()[::50], vectors().rows[::50], strict=True):
        for given in (vector, None):
            said = loaded.understand(example.text, given)
            assert said == model().understand(example.text, given)


def test_load_when_it_learned_without_vectors_then_it_understands_the_same(tmp_path: Path) -> None:
    replace(model(), senses=None).save(tmp_path)
    loaded = Model.load(tmp_path)
    assert loaded.senses is None
    for example in examples()[::50]:
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
        lambda words: words.update(probes=[[0.5]]),
        lambda words: words["probes"].pop(),
        lambda words: words["vocabulary"][0].reverse(),
        lambda words: words["vocabulary"][0].pop(),
        lambda words: words.update(levels={"no": 1}),
        lambda words: words.update(levels=None),
        lambda words: words.pop("encoder"),
        lambda words: words.update(encoder=None),
        lambda words: words.pop("levels_together"),
        lambda words: words.update(levels_together={"no": 1}),
    ],
)
def test_load_when_words_do_not_belong_to_the_numbers_then_broken(
    copy: Path, change: Callable[[dict[str, Any]], Any]
) -> None:
    _change_words(copy, change)
    with pytest.raises(BrokenModel):
        Model.load(copy)


@pytest.mark.parametrize("version", [0, 1, 2, 4, None])
def test_load_when_it_has_another_format_then_broken(copy: Path, version: int | None) -> None:
    _change_words(copy, lambda words: words.update(format=version))
    with pytest.raises(BrokenModel, match="format"):
        Model.load(copy)


@pytest.mark.parametrize(
    "change",
    [
        lambda heads: heads.pop(),
        lambda heads: heads.reverse(),
        lambda heads: heads[0]["labels"].append("another"),
        lambda heads: heads[1].update(exclusive=False),
    ],
)
def test_load_when_it_answers_other_questions_then_broken(
    copy: Path, change: Callable[[list[dict[str, Any]]], Any]
) -> None:
    _change_words(copy, lambda words: change(words["heads"]))
    with pytest.raises(BrokenModel, match="other questions"):
        Model.load(copy)


@pytest.mark.parametrize("name", ["idf", *ARRAYS])
def test_load_when_numbers_are_missing_then_broken(copy: Path, name: str) -> None:
    _change_numbers(copy, lambda numbers: numbers.pop(name))
    with pytest.raises(BrokenModel):
        Model.load(copy)


@pytest.mark.parametrize("name", ARRAYS)
def test_load_when_a_label_is_cut_off_then_broken(copy: Path, name: str) -> None:
    _change_numbers(copy, lambda numbers: numbers.update({name: numbers[name][..., :-1]}))
    with pytest.raises(BrokenModel):
        Model.load(copy)


@pytest.mark.parametrize(
    "name", ["idf", "words_coefficients", "senses_coefficients", "senses_slopes"]
)
def test_load_when_rows_are_cut_off_then_broken(copy: Path, name: str) -> None:
    _change_numbers(copy, lambda numbers: numbers.update({name: numbers[name][:-1]}))
    with pytest.raises(BrokenModel):
        Model.load(copy)


@pytest.mark.parametrize("name", ["idf", *ARRAYS])
def test_load_when_numbers_are_not_finite_then_broken(copy: Path, name: str) -> None:
    _change_numbers(copy, lambda numbers: numbers.update({name: numbers[name] * np.float32("nan")}))
    with pytest.raises(BrokenModel):
        Model.load(copy)


@pytest.mark.parametrize("name", ARRAYS)
def test_load_when_numbers_are_of_another_model_then_broken(copy: Path, name: str) -> None:
    _change_numbers(copy, lambda numbers: numbers.update({name: numbers[name] + np.float32(0.5)}))
    with pytest.raises(BrokenModel):
        Model.load(copy)


@pytest.mark.parametrize("part", ["words", "senses"])
def test_load_when_it_was_never_trained_then_broken(copy: Path, part: str) -> None:
    name = f"{part}_coefficients"
    _change_numbers(copy, lambda numbers: numbers.update({name: 0 * numbers[name]}))
    with pytest.raises(BrokenModel, match="never trained"):
        Model.load(copy)


def test_fitting_when_the_vector_is_of_the_encoder_it_learned_with_then_it_is_read() -> None:
    vector = vectors().rows[0]
    assert model().fitting(encoder().name, vector) is vector


def test_fitting_when_the_vector_is_of_another_encoder_then_it_is_ignored() -> None:
    for other in ("another", "", None):
        assert model().fitting(other, vectors().rows[0]) is None


def test_fitting_when_the_model_learned_without_an_encoder_then_no_vector_is_read() -> None:
    without = replace(model(), senses=None)
    for name in (encoder().name, None):
        assert without.fitting(name, vectors().rows[0]) is None


def test_chances_when_there_is_a_vector_then_it_counts_beside_the_words() -> None:
    text = "ik word gepest"
    told, another = (model().chances(text, encoder().vector(t)) for t in (text, "hoi"))
    bullying = THEMES.index("bullying")
    assert another["first"][bullying] < told["first"][bullying]


def test_chances_when_the_model_learned_without_vectors_then_one_makes_no_difference() -> None:
    without, text = replace(model(), senses=None), "ik word gepest"
    beside = without.chances(text, vectors().rows[0])
    for name, chances in model().chances(text).items():
        assert (beside[name] == chances).all()


@pytest.mark.parametrize("has_vector", [True, False])
def test_decide_when_there_is_no_vector_then_the_levels_of_the_words_alone_count(
    has_vector: bool,
) -> None:
    """Each judge by itself would say that everything is a risk, and that nothing is."""
    alarmed, calm = (Levels(concern=c, acute=c, wonder=c, wants_human=c) for c in (0.0, 1.1))
    jury = replace(
        model(),
        alone=replace(model().alone, levels=alarmed),
        senses=replace(_senses(), judge=Judge(_senses().judge.blend, calm)),
    )
    text = "de kantine is dicht"
    said = jury.understand(text, encoder().vector(text) if has_vector else None)
    assert said["risk"] == ("none" if has_vector else "acute")
    assert said["wants_human"] is said["wonders"] is not has_vector


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😂😂😂",
        "\0",
        "\ud800",
        "ik word gepest \udfff",
        "\u202eمرحبا",
        "ик",
        "/restart",
        '/greet{"a": 1}',
        "<b>hoi</b> **hoi**",
        "<s> </s> <pad> <unk>",
        "ik word gepest " * 2_000,
        "a" * 20_000,
        "😡" * 20_000,
        "\u200b" * 20_000,
    ],
)
def test_understand_when_text_is_strange_then_there_is_still_an_answer(
    read: Read, text: str
) -> None:
    said = read(text)
    assert sorted(said["ranking"]) == sorted(THEMES)
    assert said["intent"] in INTENTS
    assert said["role"] in ROLES
    assert said["risk"] in RISKS
    assert said["lang"] in LANGUAGES
    assert 0 <= said["confidence"] <= 1
    assert np.isfinite(said["evidence"]).all()
    assert json.loads(json.dumps(said)) == said


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
    read: Read, text: str, theme: str, role: str
) -> None:
    said = read(text)
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
def test_understand_when_it_is_talk_then_no_theme_is_named(
    read: Read, text: str, intent: str
) -> None:
    said = read(text)
    assert said["intent"] == intent
    assert said["themes"] == []
    assert said["risk"] == "none"


def test_understand_when_somebody_asks_for_a_person_then_it_is_seen(read: Read) -> None:
    assert read("kan ik alsjeblieft iemand spreken")["wants_human"]
    assert not read("ik word gepest")["wants_human"]


def test_understand_when_the_rules_see_a_danger_then_it_is_said_whatever_the_model_makes_of_it(
    read: Read,
) -> None:
    said = read("ik ga vanavond zelfmoord plegen")
    assert said["risk"] == "acute"
    assert "suicide" in said["risk_types"]


def test_understand_when_it_is_in_another_language_then_that_is_said(read: Read) -> None:
    said = read("Okulda herkes bana vuruyor ve kimse bana yardım etmiyor.")
    assert (said["lang"], said["tongue"]) == ("other", "tr")
    assert read("ik word gepest")["tongue"] is None
