"""What several tests of the store's contents start with: an own home, and its open lake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.config import Settings, load_settings
from monitor.store import Lake
from tests.monitor.labelled import SOURCE


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of an empty home."""
    return load_settings(tmp_path)


@pytest.fixture
def lake(settings: Settings) -> Iterator[Lake]:
    """The lake of that home, while `SOURCE` is read."""
    with Lake.open(settings) as opened:
        opened.start_run("run", SOURCE)
        yield opened
