"""A reporter's phone, and the application on a fresh database; some files have their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.reporters import phone, reporters_service
from tests.support.service import Running
from tests.support.stores import migrated_file

__all__ = ["migrated_file"]


@pytest.fixture
def service(migrated_file: Path, tmp_path: Path) -> Iterator[Running]:
    """The application, with a bot that asks and listens to buttons."""
    with reporters_service(migrated_file, tmp_path) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone with JavaScript."""
    with phone(browser) as found:
        yield found
