"""What every test may ask for: databases that were never used, and a real browser.

Both environments read this file, so what only one of them has is imported where it is used.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.seeds import ENGINE_ONLY, IN_BOTH, Watch, named_tests, suite_of, suites

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.postgres import Cluster

HERE = Path(__file__).parent
HAS_RASA = find_spec("rasa") is not None
if not HAS_RASA:
    collect_ignore = sorted(ENGINE_ONLY)
else:
    collect_ignore = sorted(
        path.name for path in HERE.iterdir() if path.name not in ENGINE_ONLY | IN_BOTH
    )


def pytest_configure(config: pytest.Config) -> None:
    """Whoever runs a whole suite is told when a proof that docs/seeds.md names did not run."""
    suite = suite_of(config, has_rasa=HAS_RASA)
    if suite is not None:
        wanted = [test for test in named_tests() if suite in suites(test)]
        config.pluginmanager.register(Watch(wanted), "seeds")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL of our own, that ends with the tests."""
    from tests.postgres import find_programs, running_cluster

    programs = find_programs()
    if programs is None:
        pytest.skip("there is no PostgreSQL here: install the package postgresql")
    with running_cluster(programs) as cluster:
        yield cluster


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with postgres.fresh_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database; a test that asks for it runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'vertelmaar.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a screen; every test makes contexts of its own in it."""
    from tests.chromium import launched

    with launched() as browser:
        yield browser
