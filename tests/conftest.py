"""Puts this folder on the path, so that tests in its subfolders share `stub_reading`, and keeps the user's own settings out of tests."""

import pytest
from hypothesis import settings


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "AVVISO_ARCHIVE", "AVVISO_CONFIG", "AVVISO_WORKERS", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)


# A slow machine is no failure of the text under test: speed is measured in `avviso bench`.
settings.register_profile("avviso", deadline=None)
settings.load_profile("avviso")
