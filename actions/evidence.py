"""Several messages of one talk, understood together: a later detail corrects an earlier guess.

What each message said of the themes is added up, in numbers and without its words; older messages
count for less. On talks of two to four messages (data/test/talks.jsonl) this finds the theme as
often as reading all of their words at once, which would mean to keep them.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp

from actions.heard import Heard
from actions.memory import Memory
from expertise.themes import THEMES

# What an earlier message still counts beside the next one.
_KEPT = 0.6


def together(memory: Memory, heard: Heard) -> Heard:
    """What was heard, in the light of the story so far; the memory takes it in."""
    is_story = (heard.tells or heard.intent == "detail") and not heard.is_beyond
    if len(heard.evidence) != len(THEMES) or not is_story or heard.lang == "other":
        return heard
    earlier = memory.evidence
    # After advice, a story that is clear by itself is another one, and who takes back what was
    # understood begins anew. A state may also come from a version that knew other themes.
    is_other = (memory.advised and heard.sure_theme) or heard.details.corrects
    if is_other or len(earlier) != len(THEMES):
        earlier = []
    memory.evidence = _sum(earlier, heard.evidence)
    if not (earlier and heard.tells):
        return heard
    chances = dict(zip(THEMES, _chances(memory.evidence), strict=True))
    ranking = tuple(sorted(THEMES, key=chances.__getitem__, reverse=True))
    others = [(code, chance) for code, chance in heard.themes if code != ranking[0]]
    themes = ((ranking[0], chances[ranking[0]]), *others)
    return replace(heard, themes=themes, ranking=ranking, alone=heard.themes)


def _sum(earlier: list[float], now: tuple[float, ...]) -> list[float]:
    if not earlier:
        return list(now)
    return [round(_KEPT * old + new, 2) for old, new in zip(earlier, now, strict=True)]


def _chances(evidence: list[float]) -> list[float]:
    powers = [exp(each - max(evidence)) for each in evidence]
    return [power / sum(powers) for power in powers]
