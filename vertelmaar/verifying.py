"""Writes who tried which line into the reviewed content: all of it or nothing."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from expertise.cards import deck_from
from expertise.parties import directory
from expertise.party import Party
from expertise.source import ContentError, load, parse
from expertise.verifications import FILE, Verification, verifications_from
from vertelmaar.trouble import Trouble


class NotRecorded(Trouble):
    """The list of verifications stays as it was; the message says why."""


def recorded(path: Path) -> tuple[Verification, ...]:
    """The verifications in a file."""
    return _read(path.read_text(encoding="utf-8"))


def directory_after(entries: Sequence[Verification]) -> Mapping[str, Party]:
    """The directory after these verifications, if everything built on it still stands."""
    try:
        known = directory(entries)
        deck_from(load("cards.yml"), known)
    except ContentError as error:
        raise NotRecorded(f"the content does not load: {error}") from error
    return known


def record(path: Path, made: Verification) -> None:
    """Add one verification at the end of the file; comments and order stay.

    Raises:
        NotRecorded: with it, the content would not load, for example because a crisis line would
            have no number left.
    """
    path = path.resolve()
    with _alone(path.parent):
        before = path.read_text(encoding="utf-8")
        after = f"{before.rstrip()}\n{_as_line(made)}\n"
        try:
            directory_after(_read(after))
        except NotRecorded as error:
            advice = "A line that changed first gets its new address in expertise/content/parties."
            raise NotRecorded(f"not recorded, because {error}. {advice}") from error
        _replace(path, after)


def _read(text: str) -> tuple[Verification, ...]:
    try:
        return verifications_from(parse(text, FILE))
    except ContentError as error:
        raise NotRecorded(str(error)) from error


def _as_line(made: Verification) -> str:
    """One entry as YAML; a JSON string is one in YAML too, whatever it holds."""
    fields = {
        "party": made.party,
        "line": made.line,
        "kind": made.kind,
        "outcome": made.outcome,
        "by": made.by,
    }
    said = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return f"  - {{{', '.join(said)}, date: {made.on.isoformat()}}}"


def _replace(path: Path, text: str) -> None:
    """Puts a new file in the place of an old one, so that no reader ever sees half of it."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
        new = Path(file.name)
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            # A temporary file is readable by its owner alone; the server may be somebody else.
            shutil.copymode(path, new)
            new.replace(path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds a folder, so that of two who record at once neither loses an entry."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
