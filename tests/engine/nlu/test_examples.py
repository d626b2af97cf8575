from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from engine.nlu.examples import read_examples
from engine.nlu.labels import INTENTS, TALK, LabelError
from engine.nlu.normalise import tokens
from tests.engine.trained import DATA, examples

JUDGED = DATA.parent / "test" / "messages.jsonl"

COMMON = (
    "{themes: [], role: unknown, perspective: asker, risk: none, risk_types: [],"
    " wants_human: false, lang: nl}"
)


def _write(folder: Path, example: str, common: str = COMMON) -> None:
    (folder / "greet.yml").write_text(
        f'version: "3.1"\nnlu:\n- intent: greet\n  metadata: {common}\n  examples:\n'
        f'  - text: "hoi"\n{example}\n'
    )


def test_read_examples_when_one_says_otherwise_then_its_own_label_counts(tmp_path: Path) -> None:
    _write(tmp_path, '  - text: "dag"\n    metadata: {id: a-1, role: parent}')
    first, second = read_examples(tmp_path)
    assert (first.labels.role, first.id) == ("unknown", None)
    assert (second.labels.role, second.id) == ("parent", "a-1")


def test_read_examples_when_it_is_translated_then_the_translation_is_kept(tmp_path: Path) -> None:
    _write(tmp_path, '  - text: "dag"\n    metadata: {en: "goodbye"}')
    assert [example.translation for example in read_examples(tmp_path)] == [None, "goodbye"]


def test_read_examples_when_a_label_is_wrong_then_file_and_example_are_named(
    tmp_path: Path,
) -> None:
    _write(tmp_path, '  - text: "geheim verhaal"\n    metadata: {risk: high}')
    with pytest.raises(LabelError, match=r"greet\.yml, example 2") as caught:
        read_examples(tmp_path)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("common", ["[]", "{}", "null"])
def test_read_examples_when_an_intent_has_no_labels_then_refused(
    tmp_path: Path, common: str
) -> None:
    _write(tmp_path, "", common)
    with pytest.raises(LabelError):
        read_examples(tmp_path)


def test_repr_when_an_example_is_shown_then_its_text_is_not() -> None:
    assert examples()[0].text not in repr(examples()[0])


def test_data_when_read_then_no_message_to_judge_with_is_among_the_examples() -> None:
    """Such a message would be understood because it was learned. Everybody greets alike."""
    lines = JUDGED.read_text(encoding="utf-8").splitlines()
    judged = {" ".join(tokens(json.loads(line)["text"])) for line in lines}
    learned = {" ".join(tokens(example.text)) for example in examples()}
    assert {text for text in judged & learned if len(text.split()) > 2} == set()


def test_data_when_read_then_every_intent_has_its_file() -> None:
    assert sorted(path.stem for path in DATA.glob("*")) == sorted(INTENTS)
    for path in DATA.glob("*.yml"):
        blocks = yaml.safe_load(path.read_text())["nlu"]
        assert [block["intent"] for block in blocks] == [path.stem]


def test_data_when_read_then_examples_are_sorted() -> None:
    for intent in INTENTS:
        texts = [e.text for e in examples() if e.labels.intent == intent]
        assert texts == sorted(texts, key=lambda text: (text.casefold(), text)), intent


def test_data_when_read_then_no_example_stands_twice() -> None:
    seen = Counter(" ".join(example.text.casefold().split()) for example in examples())
    assert [text for text, times in seen.items() if times > 1] == []
    ids = Counter(example.id for example in examples() if example.id)
    assert max(ids.values()) == 1


def test_data_when_read_then_no_two_intents_share_the_same_words() -> None:
    intents: dict[tuple[str, ...], set[str]] = {}
    for example in examples():
        if words := tuple(word for word in tokens(example.text) if word[0].isalnum()):
            intents.setdefault(words, set()).add(example.labels.intent)
    assert [words for words, found in intents.items() if len(found) > 1] == []


def test_data_when_read_then_all_collected_messages_are_there() -> None:
    assert sum(1 for example in examples() if example.id) == 1400


def test_data_when_read_then_each_kind_of_talk_has_enough_written_examples() -> None:
    written = Counter(e.labels.intent for e in examples() if not e.id)
    assert {intent for intent in TALK if written[intent] < 40} == set()
