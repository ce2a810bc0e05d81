"""A report by hand: kept without personal data, and for passers-by limited to so many an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from monitor.config import LoginSettings, Settings
from monitor.errors import InputError, TooManyTipsError
from monitor.rights import VISITOR, Person
from monitor.store import Lake
from monitor.tips import note_tip, recent_tips
from monitor.unknown_rumours import note_none_of_these

ANA = Person("Ana", frozenset({"key-person"}), "qkzwbtfm")


@pytest.fixture
def three(settings: Settings) -> Settings:
    """At most three reports an hour."""
    return settings.model_copy(update={"login": LoginSettings(public_tips=3)})


def test_a_report_is_kept_without_personal_data(settings: Settings, lake: Lake) -> None:
    note_tip(settings, "They take children, call 06 12345678", "Helmond", "pl", VISITOR)
    [tip] = recent_tips(lake)
    assert (tip.place, tip.language) == ("Helmond", "pl")
    assert "1234" not in tip.text


def test_a_flood_of_reports_is_stopped_and_an_hour_later_it_is_over(three: Settings, lake: Lake) -> None:
    for number in range(3):
        note_tip(three, f"rumour {number}", "", "pl", VISITOR)
    for report in (
        lambda: note_tip(three, "one more", "", "pl", VISITOR),
        lambda: note_none_of_these(three, "one more", "pl", "m1", VISITOR),
    ):
        with pytest.raises(TooManyTipsError, match="3 rumours were reported within an hour"):
            report()
    assert len(recent_tips(lake)) == 3
    assert lake.query("SELECT * FROM reviews").num_rows == 0


def test_reports_of_more_than_an_hour_ago_do_not_count(three: Settings, lake: Lake) -> None:
    before = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=61)
    old = {"text": "old", "language": "pl", "place": "", "added_at": before}
    lake.append("tips", pa.Table.from_pylist([{"tip_id": f"{number:032x}", **old} for number in range(3)]))
    note_tip(three, "a new one", "", "pl", VISITOR)
    assert len(recent_tips(lake)) == 4


def test_who_is_logged_in_can_report_in_a_flood_too(three: Settings, lake: Lake) -> None:
    for number in range(3):
        note_tip(three, f"rumour {number}", "", "pl", VISITOR)
    note_tip(three, "from somebody we know", "", "pl", ANA)
    assert len(recent_tips(lake)) == 4


def test_an_empty_text_is_no_report(settings: Settings) -> None:
    with pytest.raises(InputError, match="no text"):
        note_tip(settings, "  ", "", "pl", VISITOR)
