"""The architecture, as docs/architecture.md draws it: which package may import which."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MAY_IMPORT = {
    "vertelmaar": {"console", "connectors", "bot", "expertise"},
    "console": {"bot", "expertise"},
    "connectors": {"bot", "expertise"},
    "bot": {"expertise"},
    "encoder": {"engine", "expertise"},
    "engine": {"actions", "expertise"},
    "actions": {"expertise"},
    "expertise": set[str](),
}

NEVER = {"bot": {"rasa", "rasa_sdk", "sanic"}}

# These two run inside the confined engine too, so they are pure: no network, no database.
PURE = {
    "expertise": {"yaml", "holidays", "tzdata"},
    "actions": {"yaml", "holidays", "tzdata", "rasa_sdk"},
}
NETWORK_AND_DATABASE = {
    "asyncio", "dbm", "ftplib", "http", "imaplib", "multiprocessing", "poplib", "select",
    "selectors", "shelve", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess",
    "telnetlib", "urllib.request", "wsgiref", "xmlrpc",
}  # fmt: skip

FILES = [
    (package, path)
    for package in (*MAY_IMPORT, "tests", "bench")
    for path in sorted((ROOT / package).rglob("*.py"))
]


def imports(source: str) -> Iterator[str]:
    """Every absolute module name that a source imports, also inside functions and by name."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield module
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield module


def private_names(source: str) -> Iterator[str]:
    """Names with a leading underscore that a source takes out of another module."""
    tree = ast.parse(source)
    modules = {name.split(".")[-1]: name for name in imports(source)}
    modules |= {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    for name in imports(source):
        if any(is_private(part) for part in name.split(".")):
            yield name
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in modules:
                if is_private(name):
                    yield f"{modules[module]}.{name}"


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def is_forbidden(package: str, module: str) -> bool:
    top = module.partition(".")[0]
    if top == package or package not in MAY_IMPORT:
        return False
    if top in MAY_IMPORT:
        return top not in MAY_IMPORT[package]
    if top in NEVER.get(package, ()):
        return True
    if package not in PURE:
        return False
    if any(f"{module}.".startswith(f"{name}.") for name in NETWORK_AND_DATABASE):
        return True
    return top not in PURE[package] and top not in sys.stdlib_module_names


@pytest.mark.parametrize(("package", "path"), FILES, ids=str)
def test_module_imports_only_what_its_package_may(package: str, path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert [name for name in imports(source) if is_forbidden(package, name)] == []


# A test may look inside what it tests: that nothing is left behind is private by nature.
@pytest.mark.parametrize(
    ("package", "path"), [file for file in FILES if file[0] != "tests"], ids=str
)
def test_module_leaves_private_names_of_other_packages_alone(package: str, path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    others = set(MAY_IMPORT) - {package}

    assert [name for name in private_names(source) if name.split(".")[0] in others] == []


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("bot", "def turn():\n    import rasa.core.agent"),
        ("bot", "from sanic import Request"),
        ("bot", "import importlib\nimportlib.import_module('engine.server')"),
        ("expertise", "from bot import vault"),
        ("expertise", "if True:\n    from urllib import request"),
        ("actions", "import sqlite3"),
        ("actions", "import httpx"),
        ("engine", "from bot.store import Store"),
        ("connectors", "import console.pages as pages"),
    ],
)
def test_forbidden_import_is_found_wherever_it_stands(package: str, source: str) -> None:
    assert any(is_forbidden(package, name) for name in imports(source))


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("vertelmaar", "from connectors.webchat import pages"),
        ("actions", "from rasa_sdk import Action\nfrom expertise.cards import card"),
        ("expertise", "from urllib.parse import quote\nimport yaml"),
        ("bot", "from bot.vault import _seal\nfrom . import store"),
    ],
)
def test_allowed_import_is_left_alone(package: str, source: str) -> None:
    assert not any(is_forbidden(package, name) for name in imports(source))


@pytest.mark.parametrize(
    "source",
    [
        "from expertise.safety import _LEXICON",
        "def check():\n    from expertise import safety\n    return safety._LEXICON",
        "import expertise.safety as rules\nrules._LEXICON",
        "import expertise._safety",
    ],
)
def test_private_name_is_found_however_it_is_reached(source: str) -> None:
    assert list(private_names(source))
