"""The workflow's rules where several processes act at the same moment: on one wording one decision, on record."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config import Settings
from monitor.response_desk import (
    draft,
    history_of,
    home_responses,
    mark_approved,
    mark_checked,
    record_of,
)
from monitor.responses import PROJECT, ResponseText
from monitor.rights import local
from monitor.store import Lake
from monitor.workflow import same_person
from tests.monitor.responding import home

ROOT = Path(__file__).resolve().parents[2]
MYTH = ("own-bedroom", "nl")

pytestmark = pytest.mark.slow


def together(folder: Path, *acts: str) -> tuple[list[str], list[str]]:
    """What processes say that do these «act version name» at the same moment: the done ones, and the refused."""
    script = str(Path(__file__).with_name("workflow_process.py"))
    running = [
        subprocess.Popen(
            [sys.executable, script, str(folder), *act.split()],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for act in acts
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate(timeout=240)[0].strip() for one in running]
    return [one for one in said if one.startswith("done")], [one for one in said if one.startswith("refused")]


def assert_on_record(settings: Settings) -> None:
    """The steps of each version are numbered without a gap, each has its entry in the audit, no other has."""
    with Lake.open(settings) as lake:
        steps = lake.response_steps().get(MYTH, ())
        rows = lake.query("SELECT actor, action, subject, detail FROM audit").to_pylist()
    entries = [
        (row["subject"], json.loads(row["detail"])["step"], row["action"], row["actor"]) for row in rows
    ]
    wanted = [(f"own-bedroom/nl/{one.version}", one.number, f"response {one.state}", one.by) for one in steps]
    assert sorted(entries) == sorted(wanted)
    for version in {one.version for one in steps}:
        numbers = [one.number for one in steps if one.version == version]
        assert numbers == list(range(1, len(numbers) + 1))


def assert_two_people(settings: Settings) -> None:
    """Behind whatever is approved stand two different people."""
    for one in history_of(settings, *MYTH).versions.values():
        if one.state == "approved":
            assert not same_person(one.approved_by, one.written_by)
            assert not same_person(one.approved_by, one.checked_by)


def drafted(settings: Settings, name: str) -> None:
    facts = history_of(settings, *MYTH).version(1).texts["comment"].facts
    new = ResponseText(text="In de wet staat niets over het aantal kamers in een huis.", facts=facts)
    draft(settings, *MYTH, {"comment": new}, local(name))


def test_of_several_who_approve_or_edit_at_once_one_wins_and_the_others_are_told(tmp_path: Path) -> None:
    settings = home(tmp_path)
    [winner], losers = together(tmp_path, "approve 1 Ana", "approve 1 Ben", "approve 1 Cor")
    assert len(losers) == 2
    assert all(f"approved already, by {winner.split()[1]}" in one for one in losers)
    [winner], [loser] = together(tmp_path, "draft 1 Ana", "draft 1 Ben")
    assert f"written meanwhile by {winner.split()[1]}" in loser
    record = record_of(settings, *MYTH)
    assert [row["did"] for row in record if row["who"] != PROJECT] == ["approved", "draft"]
    assert list(history_of(settings, *MYTH).versions) == [1, 2]
    assert_on_record(settings)
    assert_two_people(settings)


def test_one_person_in_two_processes_is_still_one_person(tmp_path: Path) -> None:
    settings = home(tmp_path)
    drafted(settings, "Ana")
    [done], [refused] = together(tmp_path, "check 2 Ben", "approve 2 b.e.n.")
    assert done == "done Ben"
    assert "only a checked version can be approved" in refused or "somebody else has to approve" in refused
    none, refused_too = together(tmp_path, "approve 2 Ana", "approve 2 BEN")
    assert none == []
    assert len(refused_too) == 2
    assert history_of(settings, *MYTH).version(2).state == "checked"
    assert_on_record(settings)


def test_an_approval_and_a_withdrawal_at_once_leave_one_of_the_two_and_a_new_draft_disturbs_neither(
    tmp_path: Path,
) -> None:
    settings = home(tmp_path)
    drafted(settings, "Ana")
    mark_checked(settings, *MYTH, 2, local("Ben"))
    done, refused = together(tmp_path, "approve 2 Cor", "retire 2 Dan", "draft 2 Eva")
    assert "done Dan" in done
    assert "done Eva" in done
    history = history_of(settings, *MYTH)
    assert history.version(2).state == "retired"
    assert history.version(3).state == "draft"
    assert ("done Cor" in done) != bool(refused)  # approved before it was withdrawn, or refused after
    assert MYTH not in home_responses(settings)
    assert_on_record(settings)


def test_an_approval_that_expires_is_renewed_once_by_whoever_is_first(tmp_path: Path) -> None:
    settings = home(tmp_path)
    today = datetime.now(UTC).date()
    mark_approved(settings, *MYTH, 1, local("Ana"), today + timedelta(days=3))
    assert home_responses(settings, today + timedelta(days=3))[MYTH].state_on(today) == "approved"
    late = today + timedelta(days=4)
    assert home_responses(settings, late)[MYTH].state_on(late) == "checked"
    [winner], [loser] = together(tmp_path, "approve 1 Ben", "approve 1 Cor")
    assert f"approved already, by {winner.split()[1]}" in loser
    renewed = home_responses(settings, late)[MYTH]
    assert (renewed.state_on(late), renewed.approved_by) == ("approved", winner.split()[1])
    assert_on_record(settings)
    assert_two_people(settings)
