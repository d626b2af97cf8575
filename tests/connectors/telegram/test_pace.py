"""How fast the bot writes, by a clock that is set by hand."""

from __future__ import annotations

from connectors.telegram.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_chat_when_it_gets_much_at_once_then_one_a_second_from_some_point() -> None:
    pace = Pace(30, Clock())
    assert [pace.reserve("1") for _ in range(10)] == [0.0] * 8 + [1.0, 2.0]
    assert pace.reserve("2") == 0.0


def test_chat_when_it_was_quiet_then_it_may_get_much_at_once_again() -> None:
    clock = Clock()
    pace = Pace(30, clock)
    first = [pace.reserve("1") for _ in range(8)]
    clock.now += 8
    assert [pace.reserve("1") for _ in range(9)] == [*first, 1.0]


def test_everybody_together_get_what_telegram_takes_in_a_second() -> None:
    pace = Pace(10, Clock())
    waits = [round(pace.reserve(str(chat)), 3) for chat in range(30)]
    assert waits == [0.0] * 10 + [round(number / 10, 3) for number in range(1, 21)]


def test_chats_that_were_quiet_are_forgotten() -> None:
    clock = Clock()
    pace = Pace(1000, clock)
    for chat in range(5000):
        pace.reserve(str(chat))
        clock.now += 0.01
    assert len(pace._chats) <= 1000
