"""Advice: who can help somebody in their situation, what that brings, and what if it does not.

The parties come from the routes, every sentence from the reviewed texts; nothing is generated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from expertise.contacts import Contact
from expertise.evidence import told
from expertise.ladder import NOTHING, Stage, rungs
from expertise.languages import Language
from expertise.parties import Party
from expertise.routes import Choice, choose
from expertise.situations import NO_THEME, Situation
from expertise.texts import text
from expertise.themes import theme_as_story

__all__ = ["Advice", "PartyAdvice", "Situation", "advise", "describe"]


@dataclass(frozen=True)
class PartyAdvice:
    """A party as it is shown to somebody, now and in their language."""

    id: str
    name: str
    why: str
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    contacts: tuple[Contact, ...]
    open: str
    open_now: bool | None
    anonymous: str | None
    takes: str | None
    binding: str | None
    cost: str | None

    def as_payload(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "why": self.why,
            "can": list(self.can),
            "cannot": list(self.cannot),
            "contacts": [contact.as_payload() for contact in self.contacts],
            "open": self.open,
            "open_now": self.open_now,
            "anonymous": self.anonymous,
            "takes": self.takes,
            "binding": self.binding,
            "cost": self.cost,
        }


@dataclass(frozen=True)
class Advice:
    """One main party and at most two others, with the reason and what comes next."""

    main: PartyAdvice
    others: tuple[PartyAdvice, ...]
    reason: str
    expectation: str
    duty_notice: str | None
    committee_notice: str | None
    if_it_fails: str
    next_rung: str | None
    stage: Stage

    def as_payload(self) -> dict[str, Any]:
        return {
            "kind": "advice",
            "reason": self.reason,
            "duty": self.duty_notice,
            "committee": self.committee_notice,
            "main": self.main.as_payload(),
            "others": [other.as_payload() for other in self.others],
            "if_it_fails": self.if_it_fails,
            "next_rung": self.next_rung,
            "stage": self.stage,
            "expectation": self.expectation,
        }


def advise(situation: Situation, at: datetime, language: Language) -> Advice:
    """The advice for a situation at a moment; the same input always gives the same advice."""
    choice = choose(situation, at)
    main, *others = (_present(party, choice, at, language) for party in choice.parties)
    return Advice(
        main=main,
        others=tuple(others),
        reason=" ".join(_reasons(situation, choice, language)),
        expectation=text("advice.expectation", language),
        duty_notice=_duty_notice(situation, language),
        committee_notice=_committee_notice(choice, language),
        if_it_fails=text(choice.next_text, language),
        next_rung=_next_rung(situation, choice, language),
        stage=choice.stage,
    )


def _present(party: Party, choice: Choice, at: datetime, language: Language) -> PartyAdvice:
    shown = describe(party, at, language)
    if party is choice.stand_in:
        return replace(shown, why=text("advice.why.live", language))
    return shown


def describe(party: Party, at: datetime, language: Language) -> PartyAdvice:
    """A party as it is shown, whether or not anybody is advised to go there."""
    return PartyAdvice(
        id=party.id,
        name=party.name.in_(language),
        why=party.why.in_(language),
        can=tuple(sentence.in_(language) for sentence in party.can),
        cannot=tuple(sentence.in_(language) for sentence in party.cannot),
        contacts=tuple(line.at(at, language) for line in party.shown_contacts()),
        open=party.opening(at, language),
        open_now=party.is_open(at),
        anonymous=party.anonymous(language),
        takes=told(party.takes, language),
        binding=told(party.binding, language),
        cost=party.costs(language),
    )


def _reasons(situation: Situation, choice: Choice, language: Language) -> Iterator[str]:
    if situation.risk == "acute":
        yield text("advice.acute", language)
    elif situation.risk == "concern":
        yield text(f"advice.concern.{choice.risk_type or 'general'}", language)
    if situation.theme == NO_THEME:
        yield text("advice.because.nothing", language)
    else:
        story = theme_as_story(situation.theme, language)
        yield text("advice.because.theme", language, story=story)
    if situation.offender != "unknown":
        yield text(f"advice.because.{situation.offender}", language)
    if situation.tried != NOTHING:
        tried = rungs()[situation.tried].label.in_(language)
        yield text("advice.because.tried", language, tried=tried[0].lower() + tried[1:])


def _committee_notice(choice: Choice, language: Language) -> str | None:
    """What a complaint costs is said before anybody chooses it."""
    if any(party.complaint for party in choice.parties):
        return text("advice.committee", language)
    return None


def _next_rung(situation: Situation, choice: Choice, language: Language) -> str | None:
    """The next rung of the ladder for whoever has begun to climb it."""
    if choice.rung is None or choice.stage == "first":
        return None
    expect = choice.rung.expected_by(child=situation.may_be_child).in_(language)
    label = choice.rung.label.in_(language)
    return text("advice.next_rung", language, rung=label, expect=expect)


def _duty_notice(situation: Situation, language: Language) -> str | None:
    """Whoever works at school has to pass on sexual conduct by staff, and to follow the meldcode
    when home may not be safe: said before any advice.

    While it is unknown who did it, it may be somebody of the school, so it is said then too.
    """
    sexual = situation.theme == "sexual_misconduct" or "sexual" in situation.risk_types
    by_staff = situation.theme == "staff_conduct" or situation.offender in ("staff", "unknown")
    if sexual and by_staff:
        role = situation.role if situation.role in ("parent", "staff") else "pupil"
        return text(f"advice.duty.{role}", language)
    if situation.role == "staff" and _may_be_unsafe_home(situation):
        return text("advice.duty.home", language)
    if situation.theme == "staff_conduct":
        # Messages in the evening are told as a teacher's behaviour before they are told as more.
        return text(
            "advice.duty.staff" if situation.role == "staff" else "advice.duty.maybe", language
        )
    return None


def _may_be_unsafe_home(situation: Situation) -> bool:
    return situation.theme == "abuse_home" or situation.offender == "home"
