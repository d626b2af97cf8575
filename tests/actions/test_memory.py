"""What is remembered fits a slot and survives another version."""

from __future__ import annotations

from actions.memory import Memory


def test_fresh_memory_takes_no_room() -> None:
    assert Memory().as_slot() == {}


def test_memory_comes_back_as_it_was() -> None:
    memory = Memory(risk="acute", said=["risk_home_acute"], open="ask_role", unsure=1)
    assert Memory.of(memory.as_slot()) == memory


def test_names_of_another_version_are_left_out() -> None:
    assert Memory.of({"unsure": 1, "from_tomorrow": True}) == Memory(unsure=1)
