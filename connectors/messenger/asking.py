"""What is asked before a person reads along: whom it is about, who would read, and a clear yes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.desk.transcript import ReporterView
from bot.messengers.outbox import Button, Message
from bot.passing.routing import Asked
from connectors.asked import Question
from connectors.messenger import advice_posts
from connectors.messenger.notices import presence
from connectors.messenger.pieces import Paragraph, bold, message, step
from expertise import texts
from expertise.languages import Language

_ANSWERS: Final = ("yes", "no", "skip")


def about_staff(language: Language) -> Message:
    """Whether it is about somebody who works at the school: `about:{yes|no|skip}`."""
    buttons = [step(f"about:{name}", f"page.ask.{name}", language) for name in _ANSWERS]
    return message([[bold(_say("ask.question", language)), _say("ask.why", language)]], buttons)


def teams(question: Question, language: Language) -> Message:
    """Which team may read along, the one to propose first: `team:{id}`, `inspectors`, `back`."""
    known = question.route.teams
    choices = [Button(team.name, data=f"x:team:{team.id}") for team in known]
    told = [_team(team, language) for team in known]
    return message(
        [bold(_say("ask.who", language)), *told],
        [*choices, *_inspectors(question, language), _no(language)],
    )


def consent(view: ReporterView, question: Question, language: Language, opens: str) -> Message:
    """What a yes means, before it is said: `agree:{id}`, or `agree` without a team; `back`."""
    wanted = question.wanted
    told: list[Paragraph] = [
        bold(_say("consent.title", language)),
        [_say("consent.present", language)] if view.on_duty else presence(opens, language),
        [_say("consent.who", language), *([_team(wanted, language)] if wanted else [])],
        _say("consent.sees", language),
        _say("consent.duty", language),
        f"{_say('consent.secret', language)} {_say('consent.stop', language)}",
    ]
    yes = step(f"agree:{wanted.id}" if wanted else "agree", "page.consent.yes", language)
    return message(told, [yes, _no(language), *_inspectors(question, language)])


def school(question: Question, language: Language) -> tuple[Message, ...]:
    """The school's own team may know whom it is about: who else there is, and then that choice.

    `school:{id}`, `inspectors`, `back`.
    """
    team = question.school
    if team is None:
        return ()
    outside = [
        [bold(party["name"]), party["open"], *advice_posts.contacts(party["contacts"], language)]
        for party in question.outside
    ]
    yes = step(f"school:{team.id}", "page.ask.school_yes", language)
    return (
        message(
            [
                [bold(_say("ask.school_title", language)), _team(team, language)],
                _say("ask.school_warning", language),
            ]
        ),
        message([bold(_say("ask.outside", language)), *outside]),
        message(
            [_say("consent.sees", language), _say("consent.duty", language),
             *_readers(question, language)],
            [_no(language), *_inspectors(question, language), yes],
        ),
    )  # fmt: skip


def refuse(name: str, language: Language) -> Message:
    """Whether the reporter would rather have another counsellor: `refuse-yes`, `back`."""
    title, what = (
        texts.text(f"page.refuse.{key}", language, name=name) for key in ("title", "what")
    )
    yes = step("refuse-yes", "page.refuse.yes", language)
    return message([bold(title), what], [yes, step("back", "messenger.ask.stay", language)])


def _team(team: Asked, language: Language) -> str:
    kind = _say(f"ask.kind.{team.kind}", language)
    return texts.text("page.ask.team", language, team=team.name, kind=kind)


def _readers(question: Question, language: Language) -> Iterator[str]:
    """Some of them may be kept from it on the web, where there is a page to choose on."""
    if question.readers:
        names = ", ".join(reader.name for reader in question.readers)
        yield texts.text("messenger.ask.readers", language, names=names)


def _inspectors(question: Question, language: Language) -> list[Button]:
    if question.route.inspectors is None:
        return []
    return [step("inspectors", "page.ask.inspectors_open", language)]


def _no(language: Language) -> Button:
    return step("back", "page.consent.no", language)


def _say(key: str, language: Language) -> str:
    return texts.text(f"page.{key}", language)
