from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.evaluate.readings import read_all, read_messages, read_talks
from engine.nlu.labels import AGES, LabelError
from engine.nlu.learn import learn
from engine.nlu.reader import Reader
from engine.nlu.recipe import Recipe
from expertise.themes import THEMES
from tests.engine.trained import examples, few_of_each

TEST = Path(__file__).parents[3] / "data" / "test"
MESSAGES = TEST / "messages.jsonl"
ROW: dict[str, Any] = {
    "id": "a-1",
    "text": "een geheim verhaal",
    "themes": ["bullying", "lgbti"],
    "role": "parent",
    "risk": "concern",
    "risk_types": ["suicide"],
    "wants_human": True,
    "lang": "nl",
    "age": "adult",
    "direct": False,
}


def _write(folder: Path, *lines: object) -> Path:
    path = folder / "messages.jsonl"
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("".join(f"{line}\n" for line in written), encoding="utf-8")
    return path


def test_read_messages_when_lines_are_right_then_everything_known_is_read(tmp_path: Path) -> None:
    told, asked = read_messages(_write(tmp_path, ROW, {**ROW, "id": "a-2", "themes": []}))
    assert (told.id, told.text, told.age, told.direct) == ("a-1", ROW["text"], "adult", False)
    assert told.labels.themes == ("bullying", "lgbti")
    assert (told.labels.role, told.labels.risk) == ("parent", "concern")
    assert (told.labels.risk_types, told.labels.wants_human) == (("suicide",), True)
    assert (told.labels.intent, asked.labels.intent) == ("bullying", "wants_human")


def test_read_messages_when_a_text_has_a_line_separator_in_it_then_it_is_one_message(
    tmp_path: Path,
) -> None:
    text = "eerst\u2028toen\x85daarna"
    line = json.dumps({**ROW, "text": text}, ensure_ascii=False)
    assert [message.text for message in read_messages(_write(tmp_path, line))] == [text]


def test_read_messages_when_the_file_is_empty_then_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"^messages\.jsonl: there are no messages in it$"):
        read_messages(_write(tmp_path))


@pytest.mark.parametrize("line", ["", "{", "een geheim verhaal", "[]", "null", "5", '"geheim"'])
def test_read_messages_when_a_line_is_no_json_object_then_the_line_is_named(
    tmp_path: Path, line: str
) -> None:
    path = _write(tmp_path, ROW, line, ROW)
    with pytest.raises(LabelError, match=r"^messages\.jsonl, line 2: is not a labelled message$"):
        read_messages(path)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"colour": "red"}, "unknown label colour"),
        ({"themes": ["geheim"]}, "must be one of bullying"),
        ({"themes": ["bullying", "geheim"]}, "themes must be one of"),
        ({"themes": ["lgbti", "lgbti"]}, "themes names something twice"),
        ({"themes": "bullying"}, "must be"),
        ({"themes": None}, "themes must be a list"),
        ({"role": "friend"}, "role must be one of"),
        ({"risk": "high"}, "risk must be one of"),
        ({"risk": "none"}, "risk types without a risk"),
        ({"wants_human": "yes"}, "wants_human must be true or false"),
        ({"lang": "tr"}, "lang must be one of"),
    ],
)
def test_read_messages_when_a_label_is_wrong_then_line_and_label_are_named_but_not_the_text(
    tmp_path: Path, change: dict[str, Any], what: str
) -> None:
    path = _write(tmp_path, ROW, {**ROW, **change})
    with pytest.raises(LabelError, match=r"^messages\.jsonl, line 2: ") as caught:
        read_messages(path)
    assert what in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("name", ROW)
def test_read_messages_when_something_is_missing_then_the_line_is_named(
    tmp_path: Path, name: str
) -> None:
    row = {other: value for other, value in ROW.items() if other != name}
    with pytest.raises(LabelError, match=r"^messages\.jsonl, line 1: "):
        read_messages(_write(tmp_path, row))


def test_read_all_when_read_then_each_message_is_beside_what_the_reader_says() -> None:
    reader = Reader.of(learn([examples()[row] for row in few_of_each()], Recipe()))
    messages = read_messages(MESSAGES)[::50]
    readings = read_all(reader, messages)
    assert [reading.message for reading in readings] == messages
    for reading in readings:
        text = reading.message.text
        assert reading.said == reader.understand(text)
        assert reading.risk_chance == float(reader.chances(text)["risk"][0])


def test_data_when_read_then_each_message_stands_once_and_its_age_is_known() -> None:
    messages = read_messages(MESSAGES)
    assert len({message.id for message in messages}) == len(messages)
    assert len({" ".join(m.text.casefold().split()) for m in messages}) == len(messages)
    assert {message.age for message in messages} <= set(AGES)


def test_data_when_read_then_no_story_was_learned_from() -> None:
    """What nearly everybody types, as a greeting, may stand in both."""
    learned = {" ".join(example.text.casefold().split()) for example in examples()}
    stories = [m for m in read_messages(MESSAGES) if m.labels.themes or m.labels.risk != "none"]
    assert [m.id for m in stories if " ".join(m.text.casefold().split()) in learned] == []


def test_read_talks_when_lines_are_right_then_the_first_theme_counts(tmp_path: Path) -> None:
    told = {"messages": ["hoi", "ze pesten me"], "themes": ["bullying", "lgbti"]}
    (talk,) = read_talks(_write(tmp_path, told))
    assert (talk.messages, talk.theme) == (("hoi", "ze pesten me"), "bullying")


def test_data_when_talks_are_read_then_each_has_several_messages_about_a_known_theme() -> None:
    talks = read_talks(TEST / "talks.jsonl")
    assert len({talk.messages for talk in talks}) == len(talks) > 0
    assert min(len(talk.messages) for talk in talks) > 1
    assert {talk.theme for talk in talks} <= set(THEMES)
