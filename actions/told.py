"""Which theme one message tells of, in the light of the talk so far."""

from __future__ import annotations

from actions import explain
from actions.turn import Turn
from expertise.topics import topics

# As sure as this the model must be of what is meant instead, or of what despair is about.
_SURE_ENOUGH = 0.3
SEXUAL = "sexual_misconduct"
# What is done to a body; that somebody is called after in the street may be bullying.
_BODILY = frozenset({"touching", "assault"})
_NOT_STAFF = frozenset({"other", "online"})
# What a child calls it that has no words for it, or does not say who did it.
_HIDES_SEXUAL = frozenset({"staff_conduct", "bullying", "violence"})


def theme_of(turn: Turn) -> str | None:
    """The theme of a message, if it is clear; words that leave no doubt outweigh the model."""
    heard = turn.heard
    if heard.is_beyond or (heard.asked in explain.NO_STORY and not heard.is_story):
        return None
    return _by_words(turn) or _by_model(turn)


def in_words(turn: Turn) -> list[str]:
    """The themes that the words of the message tell of, whatever the model makes of them."""
    return [topics()[topic].themes[0] for topic in turn.heard.details.topics]


def _by_words(turn: Turn) -> str | None:
    told, sure = turn.heard.details, turn.heard.sure_theme
    if told.corrects and turn.theme is not None and (other := _instead(turn, turn.theme)):
        return other
    if sure in _HIDES_SEXUAL and _is_sexual(turn):
        return SEXUAL
    if sure == "staff_conduct" and told.offender in _NOT_STAFF:
        return _instead(turn, "staff_conduct")
    return "wellbeing" if _is_loss(turn) else None


def _by_model(turn: Turn) -> str | None:
    """Despair belongs to every theme, so it does not replace another one; and whoever first told of
    despair and then what it is about has told the theme.
    """
    heard = turn.heard
    despairs = {"suicide", "self_harm"} & {*heard.risk_types, *turn.context.risk_types}
    if turn.theme == "wellbeing" and not turn.memory.advised and _is_about_more(turn):
        return heard.by_itself[0][0]
    if heard.sure_theme == "wellbeing" and turn.theme is not None and despairs:
        return turn.theme
    return heard.sure_theme


def _instead(turn: Turn, wrong: str) -> str | None:
    """What is meant when it is not what was understood: by the words, or else by the model."""
    if theme := next((theme for theme in in_words(turn) if theme != wrong), None):
        return theme
    others = (each for each in turn.heard.by_itself if each[0] != wrong)
    code, chance = next(others, ("", 0.0))
    return code if chance >= _SURE_ENOUGH else None


def _is_about_more(turn: Turn) -> bool:
    code, chance = next(iter(turn.heard.by_itself), ("wellbeing", 0.0))
    return code != "wellbeing" and chance >= _SURE_ENOUGH


def _is_loss(turn: Turn) -> bool:
    """Whether a death is told and nothing else: a model seldom knows what to make of it."""
    heard = turn.heard
    return turn.theme is None and heard.sure_theme is None and heard.details.topics == ("grief",)


def _is_sexual(turn: Turn) -> bool:
    """Whether small words tell of it, such as "zit aan me", and the model thinks of it too."""
    return turn.heard.mentions(SEXUAL) and not _BODILY.isdisjoint(turn.heard.details.topics)
