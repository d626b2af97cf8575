"""`make bench`: every figure that the project promises, one part after the other."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from vertelmaar.confinement import environment
from vertelmaar.settings import ROOT, Settings

_ENGINE: Final = (
    ("Turns, and stock Rasa beside them", ("-m", "bench.engine", "--model", "models")),
    ("What the examples cover", ("-m", "bench.examples")),
    ("Understanding, on examples kept apart", ("-m", "bench.understanding")),
)
_APPLICATION: Final = (
    ("Routes and the pages of the guide", ("-m", "bench.guide")),
    ("The whole service", ("-m", "bench.service")),
    ("From the message to the answer in the tab", ("-m", "bench.webchat")),
    ("The queue with a hundred thousand conversations", ("-m", "bench.console")),
    ("A long conversation in the console", ("-m", "bench.transcript")),
    ("A hundred messages a second in Telegram", ("-m", "bench.telegram", "--engine")),
)


def main() -> None:
    """Run each part in the environment that it measures."""
    engine_python = str(Settings().engine_python)
    for title, arguments in _ENGINE:
        print(f"\n{title}\n", flush=True)
        subprocess.run([engine_python, *arguments], cwd=ROOT, env=environment(), check=True)
    for title, arguments in _APPLICATION:
        print(f"\n{title}\n", flush=True)
        subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
