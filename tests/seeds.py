"""docs/seeds.md as data, and a watch that the tests it names do run.

Read in both environments, so that each suite can answer for the tests that it runs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
# What only one of the two environments can run, and what both do.
ENGINE_ONLY = {"actions", "encoder", "engine"}
IN_BOTH = {"conftest.py", "expertise"}

_ROW = re.compile(r"^\| (\d+) \|(.*)\|([^|]*)\|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """One row: what it says, and the tests that prove it."""

    number: int
    says: str
    proofs: str

    @property
    def tests(self) -> tuple[str, ...]:
        """The tests as pytest names them, without the brackets of a parametrised one."""
        return tuple(re.findall(r"`([^`]+)`", self.proofs))

    @property
    def is_served(self) -> bool:
        """Whether it is met, at least in part."""
        return "not served" not in self.says.lower()


@cache
def rows() -> tuple[Row, ...]:
    """All rows, in the order of the page."""
    page = (ROOT / "docs/seeds.md").read_text(encoding="utf-8")
    return tuple(
        Row(int(number), f"|{says}", proofs) for number, says, proofs in _ROW.findall(page)
    )


@cache
def named_tests() -> tuple[str, ...]:
    """Every test that some row names."""
    return tuple(sorted({test for row in rows() for test in row.tests}))


@cache
def _parsed(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def function(test: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The test's function, the last of its name, as Python takes it."""
    file, _, name = test.partition("::")
    found = [
        node
        for node in _parsed(file).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name
    ]
    return found[-1] if found else None


def marks(test: str) -> set[str]:
    """The names in what is put on the test or on its file: skipif, browser, parametrize …"""
    nodes = (node for mark in _decorations(test) for node in ast.walk(mark))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _decorations(test: str) -> Iterator[ast.expr]:
    known = function(test)
    yield from known.decorator_list if known else ()
    for node in _parsed(test.partition("::")[0]).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        is_mark = any(isinstance(each, ast.Name) and each.id == "pytestmark" for each in targets)
        if isinstance(node, ast.Expr) or (is_mark and isinstance(node, ast.Assign)):
            yield node.value


def suites(test: str) -> set[str]:
    """The targets of the Makefile that run it."""
    path = Path(test.partition("::")[0])
    if not fnmatch(path.name, "test_*.py"):
        return set()
    if path.parts[1] in ENGINE_ONLY:
        return {"test-engine"}
    unit = "test-browser" if "browser" in marks(test) else "test-unit"
    return {unit, "test-engine"} if path.parts[1] in IN_BOTH else {unit}


def suite_of(config: pytest.Config, *, has_rasa: bool) -> str | None:
    """The target of the Makefile that this run is; None when somebody asked for less than that."""
    asked: Any = config.option
    narrowed = asked.keyword or getattr(asked, "lf", False) or asked.deselect
    if narrowed or config.args_source is not config.ArgsSource.TESTPATHS:
        return None
    if has_rasa:
        return "test-engine"
    return {"not browser": "test-unit", "browser": "test-browser"}.get(asked.markexpr)


# Compared as what it is, because pytest keeps its plugins in sets.
@dataclass(eq=False)
class Watch:
    """Notes what ran, and has a suite fail in which a named test did not run and pass.

    Of a parametrised test one case has to pass: what a machine without PostgreSQL skips of it is
    told by pytest. A case that fails makes the suite fail already.
    """

    wanted: Collection[str]
    passed: set[str] = field(default_factory=set)

    @property
    def missing(self) -> list[str]:
        """The named tests that did not run."""
        return sorted(set(self.wanted) - self.passed)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Takes note of a test that passed."""
        if report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            self.passed.add(report.nodeid.partition("[")[0])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """A run that went well does not count as such when a proof is missing."""
        if exitstatus == pytest.ExitCode.OK and self.missing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Says which proof is missing."""
        if self.missing and not terminalreporter.stats.get("failed"):
            terminalreporter.section("named in docs/seeds.md, but did not run and pass")
            for test in self.missing:
                terminalreporter.line(test)
