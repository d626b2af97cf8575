"""The panel beside a conversation: what it is about, what raised the risk, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.desk.digest import Digest
from bot.member import Member
from bot.models import TeamKind
from console.words import Words
from expertise import parties

_STAFF_THEMES: Final = frozenset({"sexual_misconduct", "staff_conduct"})
_STAFF_RULE: Final = "sexual.staff"
_STAFF_TEXT: Final = "risk_sexual_staff"


@dataclass(frozen=True)
class Glance:
    """A digest in the counsellor's words."""

    theme: str
    confidence: str | None
    other_themes: tuple[str, ...]
    role: str
    risk: str
    risk_by_person: bool
    risk_types: tuple[str, ...]
    causes: tuple[str, ...]
    advised: tuple[str, ...]
    told: tuple[str, ...]
    has_duty: bool


def glance(digest: Digest, t: Words, about_staff: bool | None = None) -> Glance:
    """What the panel shows."""
    others = [code for code in digest.themes if code != digest.theme]
    known = parties.parties()
    return Glance(
        theme=t.theme(digest.theme),
        confidence=_confidence(digest, t),
        other_themes=tuple(t.theme(code) for code in others),
        role=t(f"role.{digest.role}"),
        risk=digest.risk,
        risk_by_person=digest.risk_source == "person",
        risk_types=tuple(t(f"risk_type.{kind}") for kind in digest.risk_types),
        causes=tuple(t.optional(f"rule.{rule}") or rule for rule in digest.rules),
        advised=tuple(known[p].name.in_(t.language) for p in digest.advised if p in known),
        told=_told(digest, t),
        has_duty=has_duty(digest, about_staff),
    )


def is_bound(who: Member) -> bool:
    """Whether somebody of this team may work for the school itself, and so must report."""
    return who.team_kind in (TeamKind.SCHOOL, TeamKind.BOARD)


def has_duty(digest: Digest, about_staff: bool | None = None) -> bool:
    """Whether it seems to be about sexual conduct of somebody who works at a school.

    Whoever works at that school must report it: they are told before they read.
    """
    themes = {digest.theme, *digest.themes}
    is_sexual = "sexual_misconduct" in themes or "sexual" in digest.risk_types
    return (
        themes >= _STAFF_THEMES
        or (about_staff is True and is_sexual)
        or _STAFF_RULE in digest.rules
        or _STAFF_TEXT in digest.told
    )


def _confidence(digest: Digest, t: Words) -> str | None:
    if digest.theme_source == "person":
        return t("glance.by_person")
    if digest.theme is None or not digest.confidence:
        return None
    return t("glance.confidence", percent=round(digest.confidence * 100))


def _told(digest: Digest, t: Words) -> tuple[str, ...]:
    """The promises and questions that matter to whoever goes on; small talk has no name here."""
    named = (t.optional(f"told.{key}") for key in digest.told)
    return tuple(dict.fromkeys(name for name in named if name))
