"""Durations are read as people write them."""

from datetime import timedelta

import pytest

from monitor.durations import parse_duration
from monitor.errors import InputError


@pytest.mark.parametrize(
    ("text", "seconds"), [("15m", 900), ("6h", 21600), ("1d", 86400), (" 2 W ", 1209600), ("1.5h", 5400)]
)
def test_what_people_write(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "m", "15", "0m", "-3h", "1y", "15m 3s"])
def test_what_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="15m"):
        parse_duration(text)
