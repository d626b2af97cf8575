"""docs/seeds.md: every row is there once, and every test it names exists and is run.

That a test "ran" is checked by where it stands: it is in a file that one of the suites of
`make test` collects, and neither it nor its file is marked to be skipped or to fail. A look at
what did run would depend on which tests somebody asked for. What a fixture skips on a machine
without PostgreSQL or Chromium, pytest reports itself.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Final, TypeGuard

import pytest

from tests.conftest import ENGINE_ONLY, IN_BOTH

ROOT: Final = Path(__file__).parent.parent
ROW: Final = re.compile(r"^\| (\d+) \|(.*)\|([^|]*)\|$", re.MULTILINE)
# Without the brackets of a parametrised test: a row is proved by all of its cases.
NAMED: Final = re.compile(r"tests/[\w/]+\.py::test_\w+")
NOT_SERVED: Final = re.compile(r"\| not served: \w.{20}")
NOT_RUN: Final = {"skip", "skipif", "xfail", "importorskip"}


@dataclass(frozen=True)
class Row:
    """One row: what it says, and the tests that prove it."""

    number: int
    says: str
    proofs: str

    @property
    def tests(self) -> tuple[str, ...]:
        """The tests as pytest names them."""
        return tuple(re.findall(r"`([^`]+)`", self.proofs))

    @property
    def is_served(self) -> bool:
        """Whether it is met, at least in part."""
        return "not served" not in self.says.lower()


ROWS: Final = tuple(
    Row(int(number), f"|{says}", proofs)
    for number, says, proofs in ROW.findall((ROOT / "docs/seeds.md").read_text(encoding="utf-8"))
)
TESTS: Final = sorted({test for row in ROWS for test in row.tests})


@cache
def _parsed(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def _function(test: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The test's function, the last of its name, as Python takes it."""
    file, _, name = test.partition("::")
    found = [
        node
        for node in _parsed(file).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name
    ]
    return found[-1] if found else None


def _marks(test: str) -> Iterator[ast.expr]:
    """What is put on the test itself, and on all of its file."""
    function = _function(test)
    assert function is not None
    yield from function.decorator_list
    for node in _parsed(test.partition("::")[0]).body:
        if isinstance(node, ast.Expr) or _is_mark_of_the_file(node):
            yield node.value


def _is_mark_of_the_file(node: ast.stmt) -> TypeGuard[ast.Assign]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(each, ast.Name) and each.id == "pytestmark" for each in targets)


def _words(test: str) -> set[str]:
    """The names in those marks: skipif, browser, parametrize …"""
    nodes = (node for mark in _marks(test) for node in ast.walk(mark))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _suites(test: str) -> set[str]:
    """The targets of the Makefile that run it, as tests/conftest.py divides the folders."""
    path = Path(test.partition("::")[0])
    if not fnmatch(path.name, "test_*.py"):
        return set()
    if path.parts[1] in ENGINE_ONLY:
        return {"test-engine"}
    unit = "test-browser" if "browser" in _words(test) else "test-unit"
    return {unit, "test-engine"} if path.parts[1] in IN_BOTH else {unit}


def test_every_row_is_there_once_and_in_order() -> None:
    assert [row.number for row in ROWS] == list(range(1, 77))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_row_has_a_test_or_says_why_it_is_not_served(row: Row) -> None:
    if row.is_served:
        assert row.tests
        assert all(NAMED.fullmatch(test) for test in row.tests)
        assert len(set(row.tests)) == len(row.tests)
    else:
        assert NOT_SERVED.search(row.says)
        assert row.proofs.strip() == "-"


@pytest.mark.parametrize("test", TESTS)
def test_named_test_exists_and_is_run(test: str) -> None:
    assert (ROOT / test.partition("::")[0]).is_file()
    assert _function(test) is not None
    assert not _words(test) & NOT_RUN
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    run = re.search(r"^test:(.*?)##", makefile, re.MULTILINE)
    assert run
    assert _suites(test) & set(run[1].split())
