"""docs/seeds.md: every row is there once, and every test it names exists and is run.

That a named test ran and passed is watched in each whole suite, also those of the engine and the
browser, by what tests/conftest.py registers. Here is what can be known without running any of
them: the test exists, stands in a file that a suite of `make test` collects, and is not marked to
be skipped or to fail.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Final

import pytest

from tests.seeds import ROOT, Row, Watch, function, marks, named_tests, rows, suites

NAMED: Final = re.compile(r"tests/[\w/]+\.py::test_\w+")
NOT_SERVED: Final = re.compile(r"\| not served: \w.{20}")
NOT_RUN: Final = {"skip", "skipif", "xfail", "importorskip"}


def test_every_row_is_there_once_and_in_order() -> None:
    assert [row.number for row in rows()] == list(range(1, 77))


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row.number))
def test_row_has_a_test_or_says_why_it_is_not_served(row: Row) -> None:
    if row.is_served:
        assert row.tests
        assert all(NAMED.fullmatch(test) for test in row.tests)
        assert len(set(row.tests)) == len(row.tests)
    else:
        assert NOT_SERVED.search(row.says)
        assert row.proofs.strip() == "-"


@pytest.mark.parametrize("test", named_tests())
def test_named_test_exists_and_is_run(test: str) -> None:
    assert (ROOT / test.partition("::")[0]).is_file()
    assert function(test) is not None
    assert not marks(test) & NOT_RUN
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    run = re.search(r"^test:(.*?)##", makefile, re.MULTILINE)
    assert run
    assert suites(test) & set(run[1].split())


def _report(nodeid: str, outcome: str, when: str = "call") -> pytest.TestReport:
    return pytest.TestReport(nodeid, ("", None, ""), {}, outcome, None, when)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reports", "missing"),
    [
        ([], ["tests/a.py::test_b"]),
        ([_report("tests/a.py::test_b", "passed", "setup")], ["tests/a.py::test_b"]),
        ([_report("tests/a.py::test_b[sqlite]", "skipped")], ["tests/a.py::test_b"]),
        ([_report("tests/a.py::test_b[sqlite]", "passed")], []),
        ([_report("tests/a.py::test_b", "passed")], []),
    ],
)
def test_suite_fails_when_a_named_test_did_not_pass(
    reports: list[pytest.TestReport], missing: list[str]
) -> None:
    watch = Watch(["tests/a.py::test_b"])
    session = SimpleNamespace(exitstatus=pytest.ExitCode.OK)

    for report in reports:
        watch.pytest_runtest_logreport(report)
    watch.pytest_sessionfinish(session, pytest.ExitCode.OK)  # type: ignore[arg-type]

    assert watch.missing == missing
    assert session.exitstatus == (pytest.ExitCode.TESTS_FAILED if missing else pytest.ExitCode.OK)
