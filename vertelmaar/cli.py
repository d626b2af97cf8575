"""The command line. What goes wrong is told in one line, without a trace."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot.errors import BotError, StoreUnavailable
from expertise import texts
from expertise.languages import Language
from expertise.source import ContentError
from vertelmaar import (
    cli_audit,
    cli_contacts,
    cli_data,
    cli_messengers,
    cli_staff,
    cli_tallies,
    cli_team,
)
from vertelmaar import settings as configuration
from vertelmaar.confinement import environment
from vertelmaar.settings import ROOT, Settings
from vertelmaar.trouble import Trouble

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)
app.add_typer(cli_staff.app, name="staff")
app.add_typer(cli_team.app, name="team")
app.add_typer(cli_contacts.app, name="contacts")
app.add_typer(cli_audit.app, name="audit")
app.add_typer(cli_messengers.app, name="messengers")
app.command("export")(cli_data.export)
app.command("erase")(cli_data.erase)
app.command("tallies")(cli_tallies.show)
_screen = Console(stderr=True, highlight=False)


@app.command()
def run() -> None:
    """Serve the web chat and the console, with the engine beside them."""
    from vertelmaar.server import serve

    serve(_settings(), _screen.print)


@app.command()
def train() -> None:
    """Train a new model from config.yml and data/; a running engine takes it over at once."""
    from vertelmaar import training

    model = training.train(_settings(), _screen)
    _screen.print(f"model: {model.name}")


@app.command()
def classify(
    model: Annotated[Path | None, typer.Option(help="A model, or a folder of models.")] = None,
) -> None:
    """Read JSON lines {"id","text"} and write for each what the model understands."""
    settings = _settings()
    _in_engine(settings, "engine.classify", "--model", model or settings.models_dir)


@app.command()
def evaluate(
    model: Annotated[Path | None, typer.Option(help="A model, or a folder of models.")] = None,
    before: Annotated[Path | None, typer.Option(help="The model to compare with.")] = None,
    messages: Annotated[Path | None, typer.Option(help="Labelled JSON lines.")] = None,
    out: Annotated[Path, typer.Option(help="Where to write.")] = Path("build/evaluation"),
) -> None:
    """Judge the model on messages that were kept apart, beside the model before it."""
    settings = _settings()
    asked = {"--model": model or settings.models_dir, "--before": before, "--messages": messages}
    given = [part for name, path in asked.items() if path for part in (name, path)]
    _in_engine(settings, "engine.evaluate", *given, "--out", out)


@app.command()
def kit(
    address: Annotated[str, typer.Option(help="Where the chat is: https://… and no more.")],
    school: Annotated[str, typer.Option(help="The school's name, as it is printed.")],
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("build/kit"),
    contact: Annotated[str | None, typer.Option(help="Who at school answers questions.")] = None,
    language: Annotated[Language, typer.Option(help="a2 is simple Dutch.")] = "nl",
    counsellors: Annotated[
        bool, typer.Option("--counsellors", help="A team takes conversations over there.")
    ] = False,
) -> None:
    """Make posters, cards, the picture of the ladder and texts with a school's own address."""
    from vertelmaar.kit import making
    from vertelmaar.kit.order import order

    asked = order(school, address, contact, language, counsellors=counsellors)
    made = making.make(asked, out)
    _screen.print(f"{len(made)} files in {out}")


@app.command()
def check() -> None:
    """Look at settings, content, database, engine and model; ends with 1 when one is not right."""
    from vertelmaar import checks

    found = asyncio.run(checks.all_of(_settings()))
    for line in found:
        _screen.print(f"[{'green' if line.is_right else 'red'}]{line.mark}[/] {line}")
    if not all(line.is_right for line in found):
        raise typer.Exit(1)


def main() -> None:
    """The entry point: every foreseen error becomes one line and an exit code of 1."""
    # The database, its journal and the socket are for nobody else on this machine.
    os.umask(0o077)
    try:
        app()
    except Trouble as error:
        _fail(str(error))
    except ContentError as error:
        _fail(f"the content cannot be used: expertise/content/{error}")
    except StoreUnavailable:
        _fail("the database cannot be reached; see VERTELMAAR_DATABASE_URL or VERTELMAAR_DATA_DIR")
    except BotError as error:
        _fail(texts.text(error.key, "en", **error.values))
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))


def _in_engine(settings: Settings, module: str, *arguments: str | Path) -> NoReturn:
    """Runs a program of the engine in its own environment, and ends as it ends."""
    # It runs in another folder than the one from which paths were given.
    whole = [each.absolute() if isinstance(each, Path) else each for each in arguments]
    command = [settings.engine_python, "-m", module, *whole]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, env=environment(), check=False)
    raise typer.Exit(done.returncode)


def _settings() -> Settings:
    return configuration.load()


def _fail(line: str) -> NoReturn:
    # What somebody typed may stand in the line, and is no markup.
    _screen.print(line, style="red", markup=False, soft_wrap=True)
    sys.exit(1)
