"""Takes our model out of Rasa's model file, so that it can be used without Rasa."""

from __future__ import annotations

import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from engine.errors import BrokenModel
from engine.files import newest
from engine.nlu.model import FILES, Model


def load(path: Path) -> Model:
    """The model of a file, or of the newest file of a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        _unpack(newest(path), Path(scratch))
        return Model.load(Path(scratch))


def _unpack(archive: Path, folder: Path) -> None:
    """Writes our files, and nothing else of the archive, under their own names."""
    try:
        with tarfile.open(archive) as packed:
            for member in packed:
                name = PurePosixPath(member.name).name
                content = packed.extractfile(member) if name in FILES else None
                if content is not None:
                    (folder / name).write_bytes(content.read())
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BrokenModel("the file is no model archive") from error
