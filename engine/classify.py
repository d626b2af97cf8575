"""`python -m engine.classify` reads JSON lines {"id","text"} and writes what each message means.

It takes the model out of Rasa's model file and needs neither Rasa nor a running engine.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from engine.errors import BrokenModel
from engine.nlu.reader import Reader


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m engine.classify", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="a model, or a folder of models")
    try:
        reader = Reader.load(parser.parse_args().model)
    except BrokenModel as error:
        sys.stderr.write(f"broken model: {error}\n")
        return 1
    if reader.trouble:
        sys.stderr.write(f"by the words alone: {reader.trouble}\n")
    try:
        for answer in answers(reader, sys.stdin.buffer):
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    except BrokenPipeError:
        # Who reads has enough. What is still in the buffer must not fail once more at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def answers(reader: Reader, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank; a bad line only spoils its own."""
    for line in lines:
        if line.strip():
            yield _answer(reader, line)


def _answer(reader: Reader, line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "the line is not JSON"}
    if not isinstance(message, dict):
        return {"id": None, "error": "the line is not a JSON object"}
    text, name = message.get("text"), message.get("id")
    if not isinstance(text, str):
        return {"id": name, "error": "text is missing or not a string"}
    return {"id": name, **reader.understand(text)}


if __name__ == "__main__":
    sys.exit(main())
