from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from engine.errors import BrokenModel
from engine.files import newest
from engine.nlu import archive
from engine.nlu.reader import Reader
from tests.engine.trained import encoder, pack, reader


def test_load_when_a_folder_has_two_then_the_newest_is_taken(tmp_path: Path) -> None:
    new, old = pack(tmp_path / "a.tar.gz"), tmp_path / "b.tar.gz"
    old.write_bytes(b"an old one, and broken")
    os.utime(old, (1, 1))
    assert newest(tmp_path) == new
    loaded = Reader(archive.load(tmp_path), encoder())
    for text in ("hoi", "mijn vader slaat mij"):
        assert loaded.understand(text) == reader().understand(text)


def test_load_when_there_is_no_model_then_broken(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.tar.gz"):
        with pytest.raises(BrokenModel):
            archive.load(path)


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1_000, b"\x1f\x8b\x08\x00broken"])
def test_load_when_the_file_is_no_archive_then_broken(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.tar.gz").write_bytes(content)
    with pytest.raises(BrokenModel):
        archive.load(tmp_path)


def test_load_when_the_archive_was_cut_short_then_broken(tmp_path: Path) -> None:
    whole = pack(tmp_path / "m.tar.gz")
    whole.write_bytes(whole.read_bytes()[:-200_000])
    with pytest.raises(BrokenModel):
        archive.load(whole)


def test_load_when_the_archive_holds_other_things_then_they_are_not_written(tmp_path: Path) -> None:
    hostile = tmp_path / "m.tar.gz"
    with tarfile.open(hostile, "w:gz") as packed:
        member = tarfile.TarInfo("../../outside")
        member.size = 3
        packed.addfile(member, io.BytesIO(b"bad"))
    with pytest.raises(BrokenModel):
        archive.load(hostile)
    assert [path.name for path in tmp_path.iterdir()] == ["m.tar.gz"]
