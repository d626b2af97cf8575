"""The note to take along, on pages: its lines with what they are."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final

from bot import paper
from bot.paper import Block, Kind
from connectors.notes import Draft, day_of
from expertise import texts
from expertise.languages import Language
from expertise.note import PARTS, heading, title

_BULLETS: Final = ("- ", "• ")

# Drawing pages takes a processor for a moment: one after the other.
_DRAWING: Final = ThreadPoolExecutor(1, thread_name_prefix="paper")


async def pdf(text: str, now: datetime, language: Language) -> bytes:
    """The note on pages."""
    loop = asyncio.get_running_loop()
    args = (Draft(language).file_name, blocks(text, language), language, day_of(now))
    return await loop.run_in_executor(_DRAWING, paper.note_pdf, *args)


def blocks(text: str, language: Language) -> tuple[Block, ...]:
    """A note's text, word for word, with what its lines are."""
    known: dict[str, Kind] = {heading(part, language): "heading" for part in PARTS}
    known |= {title(language): "title", texts.text("note.closing", language): "small"}
    made: list[Block] = []
    for paragraph in text.split("\n\n"):
        begins = len(made)
        for line in paragraph.split("\n"):
            kind = known.get(line.strip(), "item" if line.startswith(_BULLETS) else "paragraph")
            if kind == "paragraph" and made[begins:] and made[-1].kind == kind:
                made[-1] = Block(kind, f"{made[-1].text}\n{line}")
            else:
                made.append(Block(kind, line[2:] if kind == "item" else line))
    return tuple(block for block in made if block.text.strip())
