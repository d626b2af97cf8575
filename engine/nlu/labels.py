"""The labels of an example message, checked when they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from expertise.safety import RISK_TYPES, RISKS
from expertise.themes import THEMES

TALK = (
    "greet",
    "goodbye",
    "thanks",
    "affirm",
    "deny",
    "skip",
    "dont_know",
    "correct",
    "detail",
    "wants_human",
    "who_reads",
    "is_anonymous",
    "are_you_robot",
    "what_can_you_do",
    "joke_takeback",
    "insult",
    "nonsense",
    "out_of_scope",
)
INTENTS = THEMES + TALK
ROLES = ("pupil", "parent", "staff", "unknown")
LANGUAGES = ("nl", "en", "mixed", "other")
PERSPECTIVES = ("victim", "bystander", "perpetrator", "asker")

AGES = ("child", "young", "teen", "adult", "unknown")

_NEEDED = {"themes", "role", "perspective", "risk", "risk_types", "wants_human", "lang"}
# Whose voice it is and whether the theme is said in so many words: for judging, not for learning.
_OPTIONAL = {"id", "en", "age", "direct"}


class LabelError(ValueError):
    """An example whose labels are unknown, missing or contradict each other."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


@dataclass(frozen=True)
class Labels:
    """What is known of one example message."""

    intent: str
    themes: tuple[str, ...]
    role: str
    perspective: str
    risk: str
    risk_types: tuple[str, ...]
    wants_human: bool
    lang: str


def read_labels(intent: str, metadata: Mapping[str, Any], where: str) -> Labels:
    """The labels in an example's metadata; `where` names file and example in an error."""
    unknown = set(metadata) - _NEEDED - _OPTIONAL
    if unknown:
        raise LabelError(where, f"unknown label {min(unknown)}")
    missing = _NEEDED - set(metadata)
    if missing:
        raise LabelError(where, f"label {min(missing)} is missing")
    for name in ("wants_human", "direct"):
        if not isinstance(metadata.get(name, False), bool):
            raise LabelError(where, f"{name} must be true or false")
    _one(metadata.get("age", "unknown"), AGES, "age", where)
    labels = Labels(
        intent=_one(intent, INTENTS, "intent", where),
        themes=_several(metadata["themes"], THEMES, "themes", where),
        role=_one(metadata["role"], ROLES, "role", where),
        perspective=_one(metadata["perspective"], PERSPECTIVES, "perspective", where),
        risk=_one(metadata["risk"], RISKS, "risk", where),
        risk_types=_several(metadata["risk_types"], RISK_TYPES, "risk_types", where),
        wants_human=metadata["wants_human"],
        lang=_one(metadata["lang"], LANGUAGES, "lang", where),
    )
    _refuse_contradictions(labels, where)
    return labels


def _one(value: object, allowed: Sequence[str], name: str, where: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise LabelError(where, f"{name} must be one of {', '.join(allowed)}")
    return value


def _several(value: object, allowed: Sequence[str], name: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise LabelError(where, f"{name} must be a list")
    chosen = tuple(_one(each, allowed, name, where) for each in value)
    if len(set(chosen)) < len(chosen):
        raise LabelError(where, f"{name} names something twice")
    return chosen


def _refuse_contradictions(labels: Labels, where: str) -> None:
    if labels.intent in THEMES and labels.themes[:1] != (labels.intent,):
        raise LabelError(where, "the first theme must be the intent")
    if labels.intent in TALK and labels.themes:
        raise LabelError(where, f"a message of intent {labels.intent} has no themes")
    if labels.risk == "none" and labels.risk_types:
        raise LabelError(where, "risk types without a risk")
    if labels.risk == "acute" and not labels.risk_types:
        raise LabelError(where, "an acute risk without a type")
    if labels.intent == "wants_human" and not labels.wants_human:
        raise LabelError(where, "the intent is wants_human, the label says not")
