from __future__ import annotations

from pathlib import Path

import pytest

from vertelmaar import settings
from vertelmaar.settings import Settings
from vertelmaar.trouble import WrongSetting


def test_load_without_anything_set_uses_sqlite_in_the_data_folder() -> None:
    found = Settings(_env_file=None)

    assert found.store_url == f"sqlite:///{found.data_dir / 'vertelmaar.db'}"


def test_load_when_a_setting_is_wrong_names_it_and_hides_its_value(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VERTELMAAR_PORT", "eighty")
    monkeypatch.setenv("VERTELMAAR_DATABASE_URL", "mysql://root:hunter2@db/x")

    with pytest.raises(WrongSetting) as caught:
        settings.load()

    told = str(caught.value)
    assert "VERTELMAAR_PORT" in told
    assert "VERTELMAAR_DATABASE_URL" in told
    assert "hunter2" not in told
    assert "eighty" not in told


@pytest.mark.parametrize("value", ["not an address", "http://example.org", "oracle://x"])
def test_database_url_of_no_known_database_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VERTELMAAR_DATABASE_URL", value)

    with pytest.raises(WrongSetting, match="VERTELMAAR_DATABASE_URL"):
        settings.load()
