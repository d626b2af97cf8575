"""What the examples of data/nlu cover, and which of them say nearly the same.

.venv-engine/bin/python -m bench.examples
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml

from engine.nlu.normalise import tokens
from expertise.themes import THEMES

_DATA: Final = Path(__file__).resolve().parent.parent / "data" / "nlu"
_ALIKE: Final = 0.5
_LABELS: Final = ("role", "perspective", "risk", "lang", "age", "direct", "wants_human")


@dataclass(frozen=True)
class Row:
    """An example, with its intent's labels under its own."""

    intent: str
    text: str
    labels: dict[str, Any]


def rows() -> Iterator[Row]:
    """All examples."""
    for path in sorted(_DATA.glob("*.yml")):
        (block,) = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for item in block["examples"]:
            own = item.get("metadata") or {}
            yield Row(block["intent"], item["text"], {**block["metadata"], **own})


def near_duplicates(found: Sequence[Row]) -> Iterator[tuple[float, Row, Row]]:
    """Pairs that share more than half of their pairs of words."""
    known: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    grams: list[set[tuple[str, str]]] = []
    for number, row in enumerate(found):
        words = tokens(row.text)
        here = set(pairwise(words))
        shared = Counter(other for gram in here for other in known[gram])
        for other, count in shared.items():
            alike = count / len(here | grams[other])
            if alike > _ALIKE:
                yield alike, row, found[other]
        for gram in here:
            known[gram].append(number)
        grams.append(here)


def main() -> None:
    """Print counts by theme and label, then the pairs that are most alike."""
    found = list(rows())
    themed = [row for row in found if row.intent in THEMES]
    print(f"{len(found)} examples, {len(themed)} of them on a theme\n")
    for theme in THEMES:
        of_theme = [row for row in themed if row.intent == theme]
        risks = Counter(row.labels["risk"] for row in of_theme)
        said = Counter(row.labels.get("direct") for row in of_theme)
        share = said[False] / max(1, said[True] + said[False])
        counts = ", ".join(f"{risks[risk]} {risk}" for risk in ("none", "concern", "acute"))
        print(f"{theme:18} {len(of_theme):5}   {counts:38} {share:.0%} indirect")
    for label in _LABELS:
        print(f"\n{label}: {dict(Counter(row.labels.get(label) for row in themed).most_common())}")
    pairs = sorted(near_duplicates(found), key=lambda pair: -pair[0])
    print(f"\n{len(pairs)} pairs are nearly alike")
    for alike, one, other in pairs[:20]:
        print(f"  {alike:.2f}  {one.intent}: {one.text}\n        {other.intent}: {other.text}")


if __name__ == "__main__":
    main()
