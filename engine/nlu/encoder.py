"""Turns a message into a vector that says what it means, whatever words it is said in.

The encoder is made once by the package `encoder` and lies in `encoder/dutch`. Its manifest names
the hashes of its files: a file that is not the one that was made is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import BrokenEncoder
from engine.nlu.features import Floats
from engine.nlu.normalise import tokens

FOLDER = Path(__file__).parents[2] / "encoder" / "dutch"
MANIFEST, _MODEL, _TOKENIZER = "manifest.json", "encoder.onnx", "tokenizer.json"
_FORMAT = 1
# It learned from sentences of up to 128 pieces; a longer message is read in parts.
_LONGEST = 126


@dataclass(frozen=True)
class Encoder:
    """Reads messages one by one; `name` tells this encoder from any other."""

    name: str
    width: int
    session: Any
    cutter: Any

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Encoder:
        """The encoder of a folder; `BrokenEncoder` says what is wrong with it."""
        digests, width = _manifest(folder)
        _refuse_others(folder, digests)
        try:
            encoder = cls(digests[_MODEL], width, *_opened(folder))
            shape = encoder.vector("hoi").shape
        except Exception as error:  # ONNX Runtime raises errors of many own kinds.
            raise BrokenEncoder(f"cannot be opened: {type(error).__name__}") from error
        if shape != (width,):
            raise BrokenEncoder("gives vectors of another width than its manifest says")
        return encoder

    def vector(self, text: str) -> Floats:
        """What a message means: the mean of its parts. Of no words, zeros."""
        # Halves of characters, which JSON allows, mean nothing.
        words = " ".join(tokens(text)).encode(errors="ignore").decode()
        numbers = self.cutter.encode(words).ids[1:-1]
        if not numbers:
            return np.zeros(self.width, dtype=np.float32)
        parts = [numbers[at : at + _LONGEST] for at in range(0, len(numbers), _LONGEST)]
        mean = sum(len(part) * self._read(part) for part in parts) / len(numbers)
        return np.asarray(mean, dtype=np.float32)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row a message. Each is read by itself: in a batch they would change each other."""
        rows = np.empty((len(texts), self.width), dtype=np.float32)
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            for row, vector in enumerate(threads.map(self.vector, texts)):
                rows[row] = vector
        return rows

    def _read(self, numbers: Sequence[int]) -> Floats:
        start, end = self.cutter.token_to_id("<s>"), self.cutter.token_to_id("</s>")
        row = np.array([[start, *numbers, end]], dtype=np.int64)
        vector: Floats = self.session.run(None, {"numbers": row})[0][0]
        return vector


def _manifest(folder: Path) -> tuple[dict[str, str], int]:
    """The hashes of the files, and the width of a vector."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != _FORMAT:
            raise BrokenEncoder(f"has format {manifest['format']}, not {_FORMAT}")
        digests, width = dict(manifest["files"]), int(manifest["width"])
        if digests.keys() != {_MODEL, _TOKENIZER}:
            raise BrokenEncoder("the manifest names other files")
    except OSError as error:
        raise BrokenEncoder("is missing: `make encoder` makes it") from error
    except (ValueError, LookupError, TypeError) as error:
        raise BrokenEncoder("the manifest cannot be read") from error
    return digests, width


def _refuse_others(folder: Path, digests: dict[str, str]) -> None:
    for name, digest in digests.items():
        try:
            content = (folder / name).read_bytes()
        except OSError as error:
            raise BrokenEncoder(f"{name} is missing") from error
        if sha256(content).hexdigest() != digest:
            raise BrokenEncoder(f"{name} is not the file that the manifest names")


def _opened(folder: Path) -> tuple[Any, Any]:
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    # A message is read on one core: threads would cost more than they bring.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(folder / _MODEL), options, providers=["CPUExecutionProvider"]
    )
    return session, Tokenizer.from_file(str(folder / _TOKENIZER))
