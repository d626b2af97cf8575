"""Whether a chat says what the web's page shows: the same words, cards and buttons, in order.

A card is one post and an advice a few, laid out for a phone, so of those every line that helps has
to be there. All other words are the same to the letter, but for the few that are true on the web
alone. Posts of a chat that belong to nothing on the page are told as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from expertise import texts
from expertise.languages import Language
from tests.support.telegram import Message

_ONLY_TRUE_HERE: Final = {
    "who_reads": "messenger.who_reads",
    "is_anonymous": "messenger.is_anonymous",
    "show_code": "messenger.code.offer",
    "page.human.no_team": "messenger.no_team",
}
_FACTS: Final = ("takes", "binding", "anonymous", "cost")
_POSTS_OF_AN_ADVICE: Final = 4

Shown = Mapping[str, Any]


class Different(Exception):
    """The chat says something else, and waiting longer will not change that."""


@dataclass(frozen=True)
class Wanted:
    """What one thing on the page has to be in the chat.

    `lines` stand there in this order, `anywhere` in any; `is_whole` when nothing else may.
    """

    lines: tuple[str, ...]
    anywhere: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    most: int = 1
    is_whole: bool = False

    def taken_from(self, posts: Sequence[Message]) -> int | None:
        """How many of the posts it takes; None when there are too few as yet.

        Raises:
            Different: it is not in them.
        """
        if not posts:
            return None
        for count in range(1, min(self.most, len(posts)) + 1):
            if self._missing("\n".join(post.text for post in posts[:count])) is None:
                self._compare(posts[count - 1])
                return count
        if len(posts) < self.most:
            return None
        told = "\n".join(post.text for post in posts[: self.most])
        raise Different(f"{self._missing(told)!r} is not in {told!r}")

    def _missing(self, told: str) -> str | None:
        at = 0
        for line in self.lines:
            found = told.find(line, at)
            if found < 0:
                return line
            at = found + len(line)
        return next((each for each in self.anywhere if each not in told), None)

    def _compare(self, last: Message) -> None:
        if self.is_whole and last.text != self.lines[0]:
            raise Different(f"{last.text!r} is said for {self.lines[0]!r}")
        if last.labels != self.labels:
            raise Different(f"below {last.text!r}: {last.labels} for {self.labels}")


def is_all_told(
    posts: Sequence[Message], wanted: Iterable[Wanted], besides: Collection[str]
) -> bool:
    """Whether the posts say all of it; `besides` is what posts that are more may begin with.

    Raises:
        Different: they say something else, or something more.
    """
    place = 0
    for each in wanted:
        count, place = _next(posts, each, place, besides)
        if count is None:
            return False
        place += count
    more = [post.text for post in posts[place:] if not _is_besides(post, besides)]
    if more:
        raise Different(f"this is said as well: {more}")
    return True


def wanted_of(turn: Shown, language: Language) -> Iterator[Wanted]:
    """What a turn of the page has to be in the chat; of the reporter's own, its safety cards."""
    labels = tuple(_labels(turn, language))
    found = [] if turn["from"] == "you" else [*_words(turn, language)]
    found += [_of_card(card) for card in turn["cards"]]
    for place, each in enumerate(found, 1):
        yield Wanted(
            each.lines, each.anywhere, labels if place == len(found) else (), each.most,
            each.is_whole,
        )  # fmt: skip


def titles(turns: Iterable[Shown]) -> set[str]:
    """What the cards of these turns begin with."""
    return {card["title"] for turn in turns for card in turn["cards"]}


def _next(
    posts: Sequence[Message], wanted: Wanted, place: int, besides: Collection[str]
) -> tuple[int | None, int]:
    """How many posts it takes, and from where: what is more may stand before it."""
    while True:
        try:
            return wanted.taken_from(posts[place:]), place
        except Different:
            if not _is_besides(posts[place], besides):
                raise
            place += 1


def _is_besides(post: Message, besides: Collection[str]) -> bool:
    return any(post.text.startswith(begin) for begin in besides)


def _words(turn: Shown, language: Language) -> Iterator[Wanted]:
    text = _as_true_here(turn["text"], language)
    if turn["advice"] is not None:
        yield _of_advice(text, turn["advice"])
    elif text.strip():
        yield Wanted((text,), is_whole=True)


def _as_true_here(text: str, language: Language) -> str:
    for key, here in _ONLY_TRUE_HERE.items():
        if text == texts.text(key, language):
            return texts.text(here, language)
    return text


def _of_card(card: Shown) -> Wanted:
    return Wanted((card["title"], *card["lines"]), tuple(_reached(card["contacts"])))


def _of_advice(text: str, advice: Shown) -> Wanted:
    main, others = advice["main"], advice["others"]
    lines = (
        text, advice["duty"], advice["reason"], advice.get("committee"),
        main["name"], main["why"], *main["can"], *main["cannot"], main["open"],
        *(main.get(fact) for fact in _FACTS),
        *(line for party in others for line in (party["name"], party["why"], party["open"])),
        advice["if_it_fails"], advice.get("next_rung"), advice["expectation"],
    )  # fmt: skip
    contacts = [way for party in (main, *others) for way in _reached(party["contacts"])]
    return Wanted(tuple(filter(None, lines)), tuple(contacts), most=_POSTS_OF_AN_ADVICE)


def _reached(contacts: Iterable[Shown]) -> Iterator[str]:
    """What a phone makes a link of."""
    for contact in contacts:
        yield contact["href"] if contact["href"].startswith("https:") else contact["label"]


def _labels(turn: Shown, language: Language) -> Iterator[str]:
    for kind, key in (("code", "page.code.make"), ("human", "page.ask.open")):
        if turn[kind]:
            yield texts.text(key, language)
    yield from (button["label"] for button in turn["buttons"])
