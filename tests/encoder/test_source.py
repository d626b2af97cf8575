from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest

from encoder.source import read

ROOT = Path(__file__).parents[2]
PIECES = ("<s>", "▁ik", "", "é", "😂")
SCORES = (0.0, -1.5, -2.0, -3.25, -12.0)
WIDTH, LAYERS, HEADS = 8, 2, 4
PLAIN, FOUR_BITS = 0, 1
# All sixteen values up, then down again, each as it is counted: from -8 to 7.
STAIRS = [*range(-8, 8), *range(7, -9, -1)]

Weight = tuple[int, int, bytes]


def _plain(values: Sequence[float]) -> Weight:
    return PLAIN, len(values), struct.pack(f"<{len(values)}f", *values)


def _four_bits(*blocks: tuple[float, Sequence[int]]) -> Weight:
    """Blocks of a scale and 32 values: the first sixteen in the lower half of each byte."""
    content = b"".join(
        struct.pack("<e", scale)
        + bytes(
            (low + 8) | (high + 8) << 4 for low, high in zip(values[:16], values[16:], strict=True)
        )
        for scale, values in blocks
    )
    return FOUR_BITS, 32 * len(blocks), content


def _packed(weights: Mapping[str, Weight], after_pieces: bytes = b"") -> bytes:
    """A file in the format "E5S1"; the weights' values stand at its end, in another order."""
    letters = [piece.encode() for piece in PIECES]
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7i", WIDTH, LAYERS, HEADS, 32, 514, 1, 0)
    head += struct.pack("<fi", 1e-12, 0) + struct.pack("<5i", len(PIECES), 0, 1, 2, 3)
    head += struct.pack("<Q", sum(map(len, letters)))
    head += struct.pack(f"<{len(PIECES) + 1}I", 0, *accumulate(map(len, letters)))
    head += struct.pack(f"<{len(PIECES)}f", *SCORES) + b"".join(letters)
    head += struct.pack("<iI", 0, len(after_pieces)) + after_pieces
    head += struct.pack("<i", len(weights))
    start = len(head) + sum(2 + len(name.encode()) + 21 for name in weights)
    places, content = {}, b""
    for name, (_, _, values) in reversed(weights.items()):
        places[name] = start + len(content)
        content += values + b"\xff"
    for name, (kind, count, values) in weights.items():
        head += struct.pack("<H", len(name.encode())) + name.encode()
        head += struct.pack("<BIQQ", kind, count, places[name], len(values))
    return head + content


def _written(folder: Path, content: bytes) -> Path:
    path = folder / "small.bin"
    path.write_bytes(content)
    return path


def test_read_when_the_file_is_whole_then_sizes_pieces_and_scores_come_out(tmp_path: Path) -> None:
    found = read(_written(tmp_path, _packed({})))
    assert (found.width, found.layers, found.heads) == (WIDTH, LAYERS, HEADS)
    assert found.pieces == PIECES
    assert found.scores.tolist() == list(SCORES)
    assert found.scores.dtype == np.float32
    assert found.weights == {}


def test_read_when_weights_are_plain_then_they_come_out_as_they_are(tmp_path: Path) -> None:
    weights = {"emb.ln.w": _plain([1.5, -2.25, 0.0]), "é.b": _plain([7.0])}
    found = read(_written(tmp_path, _packed(weights))).weights
    assert [*found] == ["emb.ln.w", "é.b"]
    assert found["emb.ln.w"].tolist() == [1.5, -2.25, 0.0]
    assert found["é.b"].tolist() == [7.0]
    assert {values.dtype for values in found.values()} == {np.dtype(np.float32)}


def test_read_when_weights_have_four_bits_then_each_block_has_its_own_scale(tmp_path: Path) -> None:
    weights = {"l0.q.w": _four_bits((0.5, STAIRS), (-0.25, STAIRS)), "l0.q.b": _plain([1.0])}
    found = read(_written(tmp_path, _packed(weights)))
    expected = [0.5 * step for step in STAIRS] + [-0.25 * step for step in STAIRS]
    assert found.weights["l0.q.w"].tolist() == expected
    assert found.weights["l0.q.w"].dtype == np.float32
    assert found.weights["l0.q.b"].tolist() == [1.0]


def test_read_when_something_stands_behind_the_pieces_then_it_is_passed_over(
    tmp_path: Path,
) -> None:
    weights = {"emb.ln.b": _plain([3.0])}
    found = read(_written(tmp_path, _packed(weights, after_pieces=b"a table\x00of another use")))
    assert found.pieces == PIECES
    assert found.weights["emb.ln.b"].tolist() == [3.0]


def test_matrix_when_asked_for_then_it_has_that_many_columns(tmp_path: Path) -> None:
    weights = {"emb.word": _four_bits((1.0, STAIRS))}
    found = read(_written(tmp_path, _packed(weights))).matrix("emb.word", WIDTH)
    assert found.shape == (4, WIDTH)
    assert found[1].tolist() == STAIRS[WIDTH : 2 * WIDTH]


@pytest.mark.parametrize("content", [b"", b"E5", b"E5S2" + b"\0" * 500, b"GGUF" + b"\0" * 500])
def test_read_when_it_is_another_file_then_refused_by_name(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^small\.bin is not a packed e5 model$"):
        read(_written(tmp_path, content))


def test_import_when_the_source_is_read_then_only_numpy_is_needed() -> None:
    program = (
        "import sys, numpy; before = set(sys.modules); import encoder.source;"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before};"
        "print(sorted(new - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=True, text=True
    )
    assert done.stdout.strip() == "['encoder', 'numpy']"
