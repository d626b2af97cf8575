"""Sheets as SVG: real text that carries its own letters, with a title and a description."""

from __future__ import annotations

from base64 import b64encode
from functools import singledispatch
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from vertelmaar.kit import faces
from vertelmaar.kit.drawing import PAPER, Box, Code, Link, Mark, Shape, Sheet, Stroke, Words
from vertelmaar.kit.faces import MM_PER_POINT, Face

_WEIGHTS: Final[dict[Face, str]] = {"regular": "400", "bold": "700"}
_LANGUAGES: Final = {"nl": "nl", "a2": "nl", "en": "en"}


def document(sheet: Sheet) -> bytes:
    """The sheet as one file that needs no other."""
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": f"{_number(sheet.width)}mm",
            "height": f"{_number(sheet.height)}mm",
            "viewBox": f"0 0 {_number(sheet.width)} {_number(sheet.height)}",
            "role": "img",
            "aria-labelledby": "title description",
            "lang": _LANGUAGES[sheet.language],
        },
    )
    SubElement(root, "title", id="title").text = sheet.title
    SubElement(root, "desc", id="description").text = sheet.description
    SubElement(root, "style").text = _style(sheet)
    _draw(Box(0, 0, sheet.width, sheet.height, PAPER), root)
    for mark in sheet.marks:
        _draw(mark, root)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _style(sheet: Sheet) -> str:
    rules = ["text { font-family: 'Vertelmaar Sans', 'DejaVu Sans', Verdana, sans-serif;"]
    rules.append("white-space: pre; font-kerning: none; }")
    for face in faces.FACES:
        words = [m.words for m in sheet.marks if isinstance(m, Words) and m.face == face]
        if not words:
            continue
        letters = b64encode(faces.excerpt(face, "".join(words))).decode("ascii")
        rules.append(
            f"@font-face {{ font-family: 'Vertelmaar Sans'; font-weight: {_WEIGHTS[face]}; "
            f"src: url(data:font/ttf;base64,{letters}) format('truetype'); }}"
        )
    return "\n".join(rules)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _add(parent: Element, tag: str, **attributes: float | str) -> Element:
    written = {
        name.replace("_", "-"): value if isinstance(value, str) else _number(value)
        for name, value in attributes.items()
    }
    return SubElement(parent, tag, written)


@singledispatch
def _draw(mark: Mark, parent: Element) -> None:
    raise NotImplementedError(type(mark))


@_draw.register
def _(mark: Words, parent: Element) -> None:
    # The length is said, so that also with other letters no line runs over its edge.
    drawn = _add(
        parent,
        "text",
        x=mark.x,
        y=mark.y,
        fill=mark.colour,
        font_size=mark.size * MM_PER_POINT,
        font_weight=_WEIGHTS[mark.face],
        textLength=mark.width,
        lengthAdjust="spacingAndGlyphs",
    )
    drawn.text = mark.words


@_draw.register
def _(mark: Box, parent: Element) -> None:
    place = {"x": mark.x, "y": mark.y, "width": mark.width, "height": mark.height}
    _add(parent, "rect", **place, fill=mark.fill, rx=mark.radius)


@_draw.register
def _(mark: Shape, parent: Element) -> None:
    points = " ".join(
        f"{_number(mark.x + across)},{_number(mark.y + down)}" for across, down in mark.points
    )
    _add(parent, "polygon", points=points, fill=mark.fill)


@_draw.register
def _(mark: Stroke, parent: Element) -> None:
    kind = "c" if mark.bends else "l"
    steps = " ".join(
        f"{_number(across)},{_number(down)}" for across, down in (*(mark.bends or ()), mark.end)
    )
    path = f"M{_number(mark.x)},{_number(mark.y)}{kind}{steps}"
    _add(parent, "path", d=path, fill="none", stroke=mark.colour, stroke_width=mark.thickness)


@_draw.register
def _(mark: Code, parent: Element) -> None:
    # Counted in modules, so that no edge is rounded off; the square is put in its place as a whole.
    place = f"translate({_number(mark.x)} {_number(mark.y)}) scale({mark.module:.6f})"
    path = "".join(f"M{column},{row}h{length}v1h-{length}z" for column, row, length in mark.runs)
    _add(parent, "path", transform=place, d=path, fill=mark.colour)


@_draw.register
def _(mark: Link, parent: Element) -> None:
    place = {"x": mark.x, "y": mark.y, "width": mark.width, "height": mark.height}
    link = SubElement(parent, "a", href=mark.address)
    _add(link, "rect", **place, fill="transparent")
