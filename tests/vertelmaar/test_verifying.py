from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from expertise.source import CONTENT
from expertise.verifications import FILE, Outcome, Verification
from vertelmaar.verifying import NotRecorded, directory_after, record, recorded

HEAD = "# Who called what.\nverifications:\n  # Before the first printing.\n"
DAY = date(2026, 11, 20)


def _made(
    party: str = "coc", line: str = "tel:0206236565", outcome: Outcome = "works", by: str = "SJ"
) -> Verification:
    return Verification(party, line, outcome, by, DAY, "phone")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / FILE
    path.write_text(HEAD, encoding="utf-8")
    return path


def test_record_adds_at_the_end_and_keeps_comments_and_order(file: Path) -> None:
    record(file, _made())
    record(file, _made(outcome="gone"))

    assert file.read_text(encoding="utf-8").startswith(HEAD)
    assert recorded(file) == (_made(), _made(outcome="gone"))


@pytest.mark.parametrize("ending", ["", "\n\n", "  # called before the holidays"])
def test_record_adds_to_a_file_however_it_ends(file: Path, ending: str) -> None:
    record(file, _made())
    file.write_text(file.read_text(encoding="utf-8").rstrip() + ending, encoding="utf-8")

    record(file, _made(by="NB"))

    assert [each.by for each in recorded(file)] == ["SJ", "NB"]


@pytest.mark.parametrize(
    "name", ['"quoted"', "no", "2026", "a: b # c", "{x}", "Zoë 🙂", "back\\slash"]
)
def test_record_keeps_a_name_as_it_was_given(file: Path, name: str) -> None:
    record(file, _made(by=name))

    assert recorded(file)[0].by == name


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (_made("csg", "tel:08000188", "gone"), "csg: is a crisis line without a verified number"),
        (_made("politie", "tel:09008844", "changed"), "has no verified contact politie/phone"),
        (_made("nobody"), "is no party: nobody"),
        (_made(line="tel:1"), "is no line of coc: tel:1"),
    ],
)
def test_record_of_what_would_not_load_leaves_the_file_as_it_was(
    file: Path, made: Verification, reason: str
) -> None:
    with pytest.raises(NotRecorded, match=f"not recorded, because .*{reason}"):
        record(file, made)

    assert file.read_text(encoding="utf-8") == HEAD
    assert list(file.parent.iterdir()) == [file]


def test_record_into_a_broken_list_says_so_and_leaves_it(file: Path) -> None:
    file.write_text("verifications: none\n", encoding="utf-8")

    with pytest.raises(NotRecorded, match=r"verifications\.yml"):
        record(file, _made())

    assert file.read_text(encoding="utf-8") == "verifications: none\n"


def test_record_leaves_the_file_readable_for_whoever_could_read_it(file: Path) -> None:
    file.chmod(0o644)
    before = os.umask(0o077)
    try:
        record(file, _made())
    finally:
        os.umask(before)

    assert file.stat().st_mode & 0o777 == 0o644


def test_record_at_the_same_time_loses_nothing(file: Path) -> None:
    names = [f"colleague {number}" for number in range(4)]
    threads = [Thread(target=record, args=(file, _made(by=name))) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(each.by for each in recorded(file)) == names


def test_directory_stands_after_what_is_recorded_in_the_content() -> None:
    assert directory_after(recorded(CONTENT / FILE))
