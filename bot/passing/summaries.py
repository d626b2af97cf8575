"""A talk in a few sentences: what a reporter is shown before it is passed on, and then is."""

from __future__ import annotations

from collections.abc import Iterator

from bot.desk.digest import Digest
from bot.models import Conversation
from expertise import parties, texts
from expertise.languages import Language
from expertise.themes import THEMES, theme_label


def of(conversation: Conversation, known: Digest) -> tuple[str, ...]:
    """Who writes, what it is about, the risk, and what was advised; in the reporter's language."""
    return tuple(_sentences(conversation, known, conversation.language))


def _sentences(conversation: Conversation, known: Digest, language: Language) -> Iterator[str]:
    yield texts.text(f"pass.summary.role.{known.role}", language)
    if themes := [code for code in dict.fromkeys((known.theme, *known.themes)) if code in THEMES]:
        named = ", ".join(theme_label(code, language) for code in themes)
        yield texts.text("pass.summary.theme", language, themes=named)
    if conversation.about_staff:
        yield texts.text("pass.summary.about_staff", language)
    if known.risk != "none":
        yield texts.text(f"pass.summary.risk.{known.risk}", language)
    if known.risk_types:
        kinds = [texts.text(f"pass.summary.kind.{kind}", language) for kind in known.risk_types]
        yield texts.text("pass.summary.kinds", language, kinds=", ".join(kinds))
    directory = parties.parties()
    if advised := [directory[each].name for each in known.advised if each in directory]:
        names = ", ".join(name.in_(language) for name in advised)
        yield texts.text("pass.summary.advised", language, names=names)
