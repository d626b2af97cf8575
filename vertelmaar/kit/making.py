"""Every file of a kit, and the folder they are put in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vertelmaar.kit import card, pdf, svg
from vertelmaar.kit.drawing import A3
from vertelmaar.kit.ladder import ladder
from vertelmaar.kit.order import AUDIENCES, Audience, Order, WrongOrder
from vertelmaar.kit.poster import poster

_CARDS: Final[tuple[Audience, ...]] = ("primary", "pupils")
_TEXTS: Final = ("read_first", "guide", "charter", "letter", "site")


def files(order: Order) -> Iterator[tuple[str, bytes]]:
    """The name and the content of every file; the same for the same order."""
    for audience in AUDIENCES:
        yield from _poster(order, audience)
    for audience in _CARDS:
        yield from _card(order, audience)
    picture = ladder(order)
    yield f"{order.say('file.ladder')}.pdf", pdf.document([picture])
    yield f"{order.say('file.ladder')}.svg", svg.document(picture)
    yield from texts(order)


def texts(order: Order) -> Iterator[tuple[str, bytes]]:
    """What a school takes over in its guide, its pupils' charter, a letter and its site."""
    for key in _TEXTS:
        yield f"{order.say(f'file.{key}')}.md", f"{order.say(f'text.{key}')}\n".encode()


def make(order: Order, folder: Path) -> list[Path]:
    """Puts a kit in a folder; a file that is there with other words in it is never overwritten."""
    made = {folder / name: content for name, content in files(order)}
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in made.items():
        if path.is_symlink() or (path.exists() and path.read_bytes() != content):
            raise WrongOrder(f"{path} is there already and differs; choose an empty folder")
    for path, content in made.items():
        if not path.exists():
            # Exclusive: it follows no link and overwrites nothing that came in between.
            with path.open("xb") as file:
                file.write(content)
    return list(made)


def _poster(order: Order, audience: Audience) -> Iterator[tuple[str, bytes]]:
    name, sheet = order.say(f"file.{audience}"), poster(order, audience)
    yield f"{name}-a4.pdf", pdf.document([sheet])
    yield f"{name}-a3.pdf", pdf.document([sheet], A3)
    yield f"{name}.svg", svg.document(sheet)


def _card(order: Order, audience: Audience) -> Iterator[tuple[str, bytes]]:
    name, said = order.say(f"file.card_{audience}"), order.for_(audience)
    yield f"{name}.pdf", pdf.document(card.sheets(said, audience))
    yield f"{name}-{order.say('file.outside')}.svg", svg.document(card.outside(said))
    yield f"{name}-{order.say('file.inside')}.svg", svg.document(card.inside(said, audience))
