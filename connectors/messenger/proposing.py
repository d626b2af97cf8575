"""A proposal to pass a talk on: to whom it would go, what changes then, and all or nothing of it.

A part of it is chosen on the web, where there is a page to choose on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.desk.transcript import ReporterView
from bot.messengers.outbox import Message
from bot.models import State, TeamKind
from bot.passing.proposals import Proposed
from connectors.messenger.advice_posts import can_and_cannot
from connectors.messenger.pieces import Line, bold, message, step
from connectors.passing import name_of
from expertise import texts
from expertise.languages import Language
from expertise.parties import parties

_OF_SCHOOL: Final = (TeamKind.SCHOOL, TeamKind.BOARD)
_INSPECTORS: Final = "vi"


def proposal(view: ReporterView, language: Language) -> tuple[Message, ...]:
    """What would be passed on; nothing when nothing is proposed.

    Its buttons carry its mark, so that nobody agrees to another one than was shown:
    `pass:{mark}`, `unpass:{mark}`.
    """
    proposed = view.proposal
    if proposed is None:
        return ()
    if proposed.plan.agreed is not None:
        stop = step(f"unpass:{proposed.plan.mark}", "page.pass.stop", language)
        return (message([_say("pass.agreed", language)], [stop]),)
    return (_whom(proposed, language), _what(proposed, view, language))


def _whom(proposed: Proposed, language: Language) -> Message:
    to = name_of(proposed, language)
    key = "pass.proposed" if proposed.by else "pass.proposed_bot"
    return message(
        [
            _say(key, language, team=to, name=proposed.by or ""),
            *_why(proposed, language),
            *_about(proposed, to, language),
        ]
    )


def _what(proposed: Proposed, view: ReporterView, language: Language) -> Message:
    mark = proposed.plan.mark
    changes = [f"– {line}" for line in _changes(proposed, view, language)]
    shared = [*proposed.plan.summary, texts.text("messenger.pass.turns", language)]
    return message(
        [
            [bold(_say("pass.changes", language)), *changes],
            [bold(_say("pass.shared", language)), *(f"– {line}" for line in shared)],
            texts.text("messenger.pass.part", language),
        ],
        [
            step(f"pass:{mark}", "messenger.pass.all", language),
            step(f"unpass:{mark}", "messenger.pass.nothing", language),
            step("code", "messenger.pass.choose", language),
        ],
    )


def _why(proposed: Proposed, language: Language) -> Iterator[list[Line]]:
    """What the counsellor wrote to it, in their own words."""
    if proposed.plan.why:
        who = _say("pass.why", language, name=proposed.by or "")
        yield [bold(f"{who}:"), proposed.plan.why]


def _about(proposed: Proposed, to: str, language: Language) -> Iterator[list[Line]]:
    title = bold(_say("pass.about", language, team=to))
    if proposed.kind is not TeamKind.INSPECTORATE and proposed.plan.way == "team":
        yield [title, _say(f"pass.about.{proposed.kind}", language)]
        return
    party = parties()[_INSPECTORS]
    yield [title, party.why.in_(language)]
    can, cannot = ([it.in_(language) for it in points] for points in (party.can, party.cannot))
    yield from can_and_cannot(can, cannot, language)


def _changes(proposed: Proposed, view: ReporterView, language: Language) -> Iterator[str]:
    if proposed.plan.way == "file":
        by, where = proposed.by or "", proposed.lies_with or ""
        yield texts.text("messenger.pass.file", language, name=by, team=where)
        yield _say("pass.file_answer", language)
        return
    yield texts.text("messenger.pass.reads", language, team=proposed.team)
    if proposed.lies_with:
        yield _say("pass.reads_no_more", language, team=proposed.lies_with)
    if view.state is State.BOT:
        yield _say("pass.no_bot", language)
    yield _say("pass.takes_back", language)
    if proposed.kind in _OF_SCHOOL:
        yield _say("pass.school_duty", language)


def _say(key: str, language: Language, **values: str) -> str:
    return texts.text(f"page.{key}", language, **values)
