"""What keeps the engine in: no settings, no network, no life after its parent's end."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from functools import cache
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
_OWN: Final = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "PYTHONUNBUFFERED": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def environment() -> dict[str, str]:
    """All that the engine gets to know of its surroundings. None of our settings is among it."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | _OWN


@cache
def prefix() -> tuple[str, ...]:
    """A command that takes the network away, where the system lets us; otherwise nothing.

    A Unix socket is a file and works across network namespaces, so the engine loses nothing.
    """
    tool = shutil.which("unshare")
    if tool is None:
        return ()
    command = (tool, "--map-root-user", "--net", "--")
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if tried.returncode == 0 else ()


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent does, also when that was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
