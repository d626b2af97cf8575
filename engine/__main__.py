"""`python -m engine serve` answers turns; `python -m engine train` makes a model."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engine import lean, quiet
from engine.errors import BrokenModel

if TYPE_CHECKING:
    from engine.service import Service

_LOOPBACK = "127.0.0.1"
_ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Silences everything first: what follows imports Rasa."""
    arguments = _parser().parse_args()
    quiet.silence()
    # One turn uses one core; a pool of threads for each library would only cost memory.
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    arguments.run(arguments)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine", description=__doc__)
    commands = parser.add_subparsers(required=True)
    serve = commands.add_parser("serve", help="answer turns on a socket or a loopback port")
    where = serve.add_mutually_exclusive_group(required=True)
    where.add_argument("--socket", type=Path)
    where.add_argument("--port", type=int)
    serve.add_argument("--model", type=Path, required=True, help="a model, or a folder of models")
    serve.add_argument("--quiet", action="store_true", help="say only what goes wrong")
    serve.set_defaults(run=_serve)
    train = commands.add_parser("train", help="train a model from the project's files")
    train.add_argument("--out", type=Path, default=Path("models"))
    train.add_argument("--project", type=Path, default=_ROOT)
    train.add_argument("--progress", action="store_true", help="print JSON lines while training")
    train.set_defaults(run=_train)
    return parser


def _serve(arguments: argparse.Namespace) -> None:
    import uvloop
    from aiohttp import web

    if arguments.quiet:
        quiet.log.setLevel(logging.WARNING)
    _check_content()
    # Its imports read the content.
    from engine.server import Server

    lean.spare_memory()
    lean.import_little()
    uvloop.install()
    app = Server(arguments.model, _load).app()
    # A socket is for its owner alone.
    os.umask(0o077)
    if arguments.socket:
        web.run_app(app, path=str(arguments.socket), access_log=None, print=_say_listening)
    else:
        port: int = arguments.port
        web.run_app(app, host=_LOOPBACK, port=port, access_log=None, print=_say_listening)


def _check_content() -> None:
    from expertise import whole
    from expertise.source import ContentError

    try:
        whole.check()
    except ContentError as error:
        # Reviewed words and no one's message, so they may be said in full.
        quiet.log.error("the content cannot be used: expertise/content/%s", error)
        sys.exit(1)


def _say_listening(_: str) -> None:
    quiet.log.info("listening")


def _load(path: Path) -> Service:
    try:
        from engine.service import Service

        return Service.load(path)
    except SystemExit as left:
        # Rasa and rasa-sdk leave the process when they dislike a file; this one stays.
        raise BrokenModel("Rasa gave up") from left


def _train(arguments: argparse.Namespace) -> None:
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Rasa writes sets to the model in the order of their hashes.
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        again = [sys.executable, "-m", "engine", *sys.argv[1:]]
        os.execve(sys.executable, again, environment)  # noqa: S606 - Ourselves, once more.
    from engine.training import train

    train(arguments.project, arguments.out, _print_progress if arguments.progress else None)


def _print_progress(stage: str, done: int, total: int) -> None:
    sys.stdout.write(json.dumps({"stage": stage, "done": done, "total": total}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
