"""The note to take along, as a file to keep: under a name that says nothing."""

from __future__ import annotations

from typing import Final, Literal

from sanic.response import HTTPResponse, raw

from connectors.notes import Draft
from expertise.languages import Language

_TYPES: Final = {"txt": "text/plain; charset=utf-8", "pdf": "application/pdf"}


def attached(body: bytes, ending: Literal["txt", "pdf"], language: Language) -> HTTPResponse:
    """A file to keep, under a name that says nothing; no cache keeps it."""
    name = f"{Draft(language).file_name}.{ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return raw(body, content_type=_TYPES[ending], headers=headers)
