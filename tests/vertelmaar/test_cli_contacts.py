from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.clock import utc_now
from expertise.hours import ZONE
from expertise.verifications import FILE
from vertelmaar.cli_contacts import app
from vertelmaar.settings import ROOT
from vertelmaar.verifying import NotRecorded, recorded

TODAY = utc_now().astimezone(ZONE).date()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / FILE
    path.write_text("verifications:\n", encoding="utf-8")
    return path


def _run(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--file", str(file)])


def _verify(file: Path, *arguments: str, outcome: str = "works", by: str = "SJ") -> Result:
    return _run(file, "verify", *arguments, "--outcome", outcome, "--by", by)


def _listed(file: Path, *arguments: str) -> list[dict[str, Any]]:
    done = _run(file, "list", "--json", *arguments)
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.output)
    return found


def test_list_names_what_is_due_first_with_how_sure_it_is_and_who_tried_it(file: Path) -> None:
    _verify(file, "coc", "020-623 65 65", "--on", TODAY.isoformat())
    listed = _listed(file)

    assert listed[0]["due"]
    assert listed[0]["party"] == "112"
    assert listed[-1] | {"source": ""} == {
        "due": False,
        "party": "coc",
        "crisis": False,
        "kind": "phone",
        "line": "tel:0206236565",
        "label": "Switchboard 020-623 65 65",
        "confidence": "A",
        "verified": TODAY.isoformat(),
        "source": "",
        "tried": TODAY.isoformat(),
        "outcome": "works",
        "by": "SJ",
    }


def test_list_of_what_is_due_leaves_out_what_was_tried_lately(file: Path) -> None:
    before = _listed(file, "--due")
    _verify(file, "csg", "0800-0188", "--on", (TODAY - timedelta(days=5)).isoformat())

    assert len(_listed(file, "--due")) == len(before) - 1
    assert len(_listed(file)) == len(before)
    assert len(_listed(file, "--due", "--crisis-days", "4")) == len(before)


@pytest.mark.parametrize("arguments", [[], ["--due"], ["list"]])
def test_list_is_shown_without_being_asked_for(file: Path, arguments: list[str]) -> None:
    done = _run(file, *arguments)

    assert done.exit_code == 0
    assert "08000188" in done.output
    assert "due" in done.output


def test_list_shows_a_name_that_looks_like_markup(file: Path) -> None:
    _verify(file, "coc", "020-623 65 65", by="[red]SJ[/")

    assert "[red]SJ[/" in "".join(_run(file, "list").output.split())


def test_verify_records_the_line_the_day_and_who(file: Path) -> None:
    done = _verify(file, "coc", "tel:0206236565", "--on", TODAY.isoformat(), by=" SJ ")

    assert done.exit_code == 0
    assert f"Commit {FILE}" in done.output
    (made,) = recorded(file)
    assert (made.party, made.line, made.kind) == ("coc", "tel:0206236565", "phone")
    assert (made.outcome, made.by, made.on) == ("works", "SJ", TODAY)


def test_verify_of_a_line_that_is_gone_says_where_else_it_stands(file: Path) -> None:
    done = _verify(file, "lkc", "030-280 9590", outcome="gone")

    assert "gpo has the same line" in done.output
    assert "texts/advice.yml" in done.output


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["cco", "020-623 65 65"], r"there is no party 'cco'; did you mean coc"),
        (["coc", "020-1"], r"coc has no such line '020-1'; it has .*tel:0206236565 \(phone\)"),
        (["csg", "centrumseksueelgeweld.nl"], "add --kind chat or --kind site"),
        (["coc", "020-623 65 65", "--kind", "chat"], "coc has no such line"),
        (["coc", "020-623 65 65", "--on", "2026-10-31"], "newer evidence, of 2026-11"),
        (["coc", "020-623 65 65", "--on", "2999-01-01"], "still to come"),
    ],
)
def test_verify_of_what_cannot_be_says_what_can(
    file: Path, arguments: list[str], problem: str
) -> None:
    before = file.read_bytes()
    refused = _verify(file, *arguments)

    assert isinstance(refused.exception, NotRecorded)
    with pytest.raises(NotRecorded, match=problem):
        raise refused.exception
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "x" * 61])
def test_verify_by_nobody_is_refused(file: Path, name: str) -> None:
    assert isinstance(_verify(file, "coc", "020-623 65 65", by=name).exception, NotRecorded)
    assert recorded(file) == ()


def test_verify_of_an_unknown_outcome_names_the_known_ones(file: Path) -> None:
    refused = _verify(file, "coc", "020-623 65 65", outcome="maybe")

    assert refused.exit_code == 2
    assert all(outcome in refused.output for outcome in ("works", "changed", "gone"))


def test_last_number_of_a_crisis_line_cannot_be_taken_out_and_that_is_one_kind_line(
    file: Path,
) -> None:
    command = [sys.executable, "-m", "vertelmaar", "contacts", "verify", "csg", "0800-0188"]
    refused = subprocess.run(
        [*command, "--outcome", "gone", "--by", "SJ", "--file", str(file)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        check=False,
    )

    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "crisis line without a verified number" in refused.stderr
    assert "expertise/content/parties" in refused.stderr
    assert recorded(file) == ()
