from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

TEST = Path(__file__).parents[3] / "data" / "test"


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("messages.jsonl", "24dbf7c1f3ef777e08602d19933fa1dd3ec2b428c45004398be0aa66259f5f77"),
        ("talks.jsonl", "a648b4e3fa920f52bc0c2652ddf0eead4c339e30584024ef5729447022f02282"),
    ],
)
def test_what_is_judged_on_is_what_was_frozen(name: str, digest: str) -> None:
    """Another test set needs another name, and a line in docs/understanding.md."""
    assert sha256((TEST / name).read_bytes()).hexdigest() == digest
