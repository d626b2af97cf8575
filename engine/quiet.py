"""Nothing a person wrote may reach a log, a stream, a file or another company.

Rasa reports to its makers unless told not to, prints every message with structlog even when logging
is off, and quotes messages in warnings and errors. So all of that is silenced before the first
import of it, and what this process has to say about an error is where it happened, never what it
said.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

_ROOT = Path(__file__).resolve().parent.parent
_NEVER = logging.CRITICAL + 1
log = logging.getLogger("engine")


def silence() -> None:
    """Call before importing Rasa."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["LOG_LEVEL"] = "ERROR"
    # Libraries change the filters when they are imported; what shows a warning stays ours.
    warnings.showwarning = lambda *_, **__: None
    logging.lastResort = None
    logging.basicConfig(handlers=[logging.NullHandler()], level=_NEVER, force=True)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.ReturnLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    _speak_for_ourselves()


def where(error: BaseException) -> str:
    """The class of an error's first cause and its place in the code, without its message."""
    while error.__cause__ is not None:
        error = error.__cause__
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return f"{type(error).__name__} at {_place(step)}"


def report_loop_error(_: Any, context: Mapping[str, Any]) -> None:
    """An exception handler for an event loop."""
    error = context.get("exception")
    log.error("in the event loop: %s", where(error) if error else "no exception")


def _place(step: TracebackType | None) -> str:
    if step is None:
        return "an unknown place"
    path = Path(step.tb_frame.f_code.co_filename)
    shown = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else Path(path.name)
    return f"{shown}:{step.tb_lineno}"


def _speak_for_ourselves() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("engine: %(message)s"))
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)
    sys.excepthook = lambda _, error, __: log.error("stopped: %s", where(error))
    threading.excepthook = lambda args: log.error(
        "in a thread: %s", where(args.exc_value) if args.exc_value else "no exception"
    )
