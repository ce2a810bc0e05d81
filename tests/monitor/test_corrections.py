"""What was posted where: once, with the version that was in use, and without a person's profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from monitor.corrections import Posted, corrections, note_posted
from monitor.errors import InputError, WorkflowError
from monitor.rights import local
from tests.monitor.responding import home

POSTED = Posted(
    "own-bedroom", "pl", "comment", local("Ana"), place="school in Helmond", on=date(2026, 11, 20)
)


def test_a_correction_is_noted_once_and_listed(tmp_path: Path) -> None:
    settings = home(tmp_path)
    assert corrections(settings) == []
    posted = replace(POSTED, url="https://www.facebook.com/groups/123", note="after the parents' evening")
    assert note_posted(settings, posted)[1] == "checked"
    with pytest.raises(WorkflowError, match="noted already"):
        note_posted(settings, posted)
    [row] = corrections(settings)
    assert (row["myth"], row["place"], row["response_version"]) == ("own-bedroom", "school in Helmond", 1)
    assert (row["posted_at"], row["posted_by"]) == ("2026-11-20", "Ana")


@pytest.mark.parametrize(
    "posted",
    [
        replace(POSTED, place=None),
        replace(POSTED, source="x"),
        replace(POSTED, url="https://www.facebook.com/anna.kowalska.7"),
        replace(POSTED, url="javascript:alert(1)"),
        replace(POSTED, on=date(2090, 1, 1)),
        replace(POSTED, by=local("ana@example.org")),
    ],
)
def test_what_cannot_be_stored_is_refused(tmp_path: Path, posted: Posted) -> None:
    with pytest.raises(InputError):
        note_posted(home(tmp_path), posted)
    assert not (tmp_path / "lake").exists()


def test_a_text_that_is_not_in_use_was_not_posted(tmp_path: Path) -> None:
    with pytest.raises(WorkflowError, match="no text in use"):
        note_posted(home(tmp_path), replace(POSTED, language="hr"))
