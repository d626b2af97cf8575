"""The process that decodes can do nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.pictures import reencode
from tests.support.pictures import drawn

SHUT_IN = """
import resource
from bot.pictures import reencode
for what, limit in reencode.LIMITS.items():
    resource.setrlimit(what, (limit, limit))
try:
    {tries}
except (OSError, MemoryError, ValueError) as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize(
    "tries",
    [
        "open('/etc/passwd')",
        "import socket; socket.socket()",
        "import os; os.pipe()",
        "bytes(2 * 1024 ** 3)",
    ],
    ids=["file", "connection", "pipe", "memory"],
)
def test_limits_when_a_decoder_wants_more_then_it_does_not_get_it(tries: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SHUT_IN.format(tries=tries)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout.strip() in ("OSError", "MemoryError", "ValueError"), ran


def test_program_when_it_is_no_picture_then_it_says_so_by_its_status_alone() -> None:
    ran = subprocess.run(
        [sys.executable, "-I", "-m", "bot.pictures.reencode"],
        input=b"Wiebelientje", capture_output=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (reencode.NOT_A_PICTURE, b"", b"")


def test_reencode_when_done_twice_then_nothing_is_left_to_take_away() -> None:
    once = reencode.reencode(drawn())
    assert len(reencode.reencode(once)) <= len(once) * 1.1
