"""What a newcomer relies on: locks that install anywhere, documents that are complete."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from vertelmaar.settings import Settings

ROOT: Final = Path(__file__).parent.parent

LOCKS: Final = sorted([*ROOT.glob("requirements/*.txt"), *ROOT.glob("engine/*.txt")])
DOCUMENTS: Final = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
CHANGES: Final = ("Security", "Added", "Changed", "Fixed")
LONGEST_MODULE: Final = 300

# Put together here, so that this file does not name them either.
REGISTRIES: Final = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("npmjs", "org"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
    )
]
MACHINE_PATHS: Final = re.compile(r"(?<![\w.~*-])/(?:work|root|opt|home/\w+|Users/\w+)/")


def _files() -> list[Path]:
    """Everything that is in the repository or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return sorted({ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()})


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_python_lock_pins_everything_with_hashes_and_names_no_source(lock: Path) -> None:
    lines = _text(lock).splitlines()
    pins = [line for line in lines if re.match(r"[a-z0-9]", line)]
    assert pins
    assert all(re.match(r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+ .*\\$", pin) for pin in pins)
    assert "--hash=sha256:" in lines[lines.index(pins[-1]) + 1]
    assert not [line for line in lines if re.search(r"://|--(extra-)?index|--find-links", line)]


def test_node_lock_pins_everything_with_hashes_and_names_no_source() -> None:
    packages = json.loads(_text(ROOT / "package-lock.json"))["packages"]
    installed = [package for place, package in packages.items() if place]
    assert installed
    assert all(package["integrity"].startswith("sha512-") for package in installed)
    assert not [package for package in installed if "resolved" in package]


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    named = [
        (str(path.relative_to(ROOT)), found)
        for path in _files()
        for text in [_text(path)]
        for found in [
            *(host for host in REGISTRIES if host in text),
            *MACHINE_PATHS.findall(text),
        ]
    ]
    assert not named


def test_make_help_names_every_target() -> None:
    declared = re.findall(r"^\.PHONY: (\S+)$", _text(ROOT / "Makefile"), re.MULTILINE)
    listed = subprocess.run(
        ["make", "--silent", "help"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert set(re.findall(r"^ +make (\S+) +\S", listed, re.MULTILINE)) == set(declared)
    assert {"run", "test", "lint", "format", "typecheck", "train", "bench", "lock"} <= set(declared)


def test_every_setting_is_documented_and_nothing_else() -> None:
    prefix = Settings.model_config["env_prefix"]
    documented = re.findall(r"^\| `(\w+)` \|", _text(ROOT / "docs/settings.md"), re.MULTILINE)
    assert set(documented) == {f"{prefix}{name}".upper() for name in Settings.model_fields}


def test_changelog_puts_security_first() -> None:
    versions = re.split(r"^## ", _text(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)[1:]
    assert versions
    for version in versions:
        headings = re.findall(r"^### (.+)$", version, re.MULTILINE)
        assert headings == [heading for heading in CHANGES if heading in headings]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_document_links_only_to_files_that_exist(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", _text(document))
    local = [target for target in targets if "://" not in target]
    assert not [target for target in local if not (document.parent / target).exists()]


def test_modules_stay_short_enough_to_hold_one_idea() -> None:
    sources = [path for path in _files() if path.suffix in {".py", ".ts", ".mjs"}]
    parts = [path for path in sources if not path.is_relative_to(ROOT / "tests")]
    assert not [path for path in parts if _text(path).count("\n") > LONGEST_MODULE]
