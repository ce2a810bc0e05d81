"""draft → checked → approved → retired: who may do what, what is in use, and what the record says of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ContactMissingError, InputError, MonitorError, WorkflowError
from monitor.response_desk import (
    draft,
    history_of,
    home_responses,
    mark_approved,
    mark_checked,
    mark_retired,
    record_of,
    replaced_text,
)
from monitor.response_todo import to_do
from monitor.responses import PROJECT, Step
from monitor.rights import local
from monitor.store import Lake
from monitor.workflow import Act, History, approve, check, months_after, person, retire, write
from tests.monitor.responding import NOON, TODAY, by, home, response, text, texts

SHIPPED = History("own-bedroom", "en", response())


def after(history: History, steps: list[Step]) -> History:
    return History(history.myth, history.language, history.file, (*history.steps, *steps))


def written(history: History, name: str = "Ana", based_on: int | None = None) -> History:
    base = history.newest if based_on is None else based_on
    return after(history, write(history, texts(f"Text of {name}."), by(name), based_on=base))


def approved(
    history: History, *, writer: str = "Ana", checker: str = "Ben", approver: str = "Cor"
) -> History:
    history = written(history, writer)
    history = after(history, check(history, None, by(checker)))
    return after(history, approve(history, None, by(approver)))


# Two people


def test_what_ships_is_checked_by_the_project_and_one_person_of_the_organisation_approves_it() -> None:
    assert SHIPPED.version(None).state == "checked"
    history = after(SHIPPED, approve(SHIPPED, 1, by("Ana")))
    shown = history.shown(TODAY)
    assert shown is not None
    assert (shown.state, shown.checked_by, shown.approved_by) == ("approved", PROJECT, "Ana")


@pytest.mark.parametrize("approver", ["Ben", "BEN", "b.e.n.", " ben "])
def test_who_checked_cannot_approve(approver: str) -> None:
    history = written(SHIPPED)
    history = after(history, check(history, None, by("Ben")))
    with pytest.raises(WorkflowError, match="checked version 2"):
        approve(history, None, by(approver))


def test_who_wrote_cannot_approve() -> None:
    history = written(SHIPPED, "Ana")
    history = after(history, check(history, None, by("Ben")))
    with pytest.raises(WorkflowError, match="wrote version 2"):
        approve(history, None, by("ana"))


def test_who_wrote_may_check_but_then_somebody_else_approves() -> None:
    history = written(SHIPPED, "Ana")
    history = after(history, check(history, None, by("Ana")))
    with pytest.raises(WorkflowError):
        approve(history, None, by("Ana"))
    assert after(history, approve(history, None, by("Ben"))).version(2).state == "approved"


@pytest.mark.parametrize(
    "name", ["the project", "The  Project.", "", " . ", "ana@gemeente.nl", "0612345678", "x" * 81]
)
def test_a_name_that_cannot_stand_in_the_record_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        person(name)


def test_a_draft_cannot_be_approved_and_a_checked_version_not_be_checked_again() -> None:
    with pytest.raises(WorkflowError, match="only a checked version"):
        approve(written(SHIPPED), None, by("Ben"))
    with pytest.raises(WorkflowError, match="only a draft"):
        check(SHIPPED, 1, by("Ben"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("wcar"), st.sampled_from(["Ana", "Ben", "Cor"])), max_size=14))
def test_whatever_is_tried_two_different_people_stand_behind_an_approved_text(
    acts: list[tuple[str, str]],
) -> None:
    history = SHIPPED
    for what, name in acts:
        try:
            if what == "w":
                history = written(history, name)
            else:
                do = {"c": check, "a": approve, "r": retire}[what]
                history = after(history, do(history, None, by(name)))
        except WorkflowError:
            continue
    standing = [one for one in history.versions.values() if one.state == "approved"]
    assert len(standing) <= 1
    for one in standing:
        assert one.approved_by not in (one.checked_by, one.written_by)
    shown = history.shown(TODAY)
    assert shown is None or shown.state in ("checked", "approved")


# Versions


def test_a_new_version_changes_nothing_that_is_in_use_until_it_is_approved() -> None:
    first = approved(SHIPPED)
    second = written(first, "Dan")
    assert second.shown(TODAY) == first.shown(TODAY)
    second = after(second, check(second, 3, by("Ben")))
    assert second.shown(TODAY) == first.shown(TODAY)
    second = after(second, approve(second, 3, by("Cor")))
    shown = second.shown(TODAY)
    assert shown is not None
    assert shown.version == 3
    assert second.version(2).state == "retired"


def test_an_edit_of_an_older_version_is_refused_and_says_who_was_faster() -> None:
    history = written(SHIPPED, "Ana")
    with pytest.raises(WorkflowError, match="version 2 of own-bedroom/en was written meanwhile by Ana"):
        write(history, texts(), by("Ben"), based_on=1)


def test_retiring_takes_all_earlier_versions_out_of_use() -> None:
    history = approved(SHIPPED)
    history = after(history, retire(history, 2, by("Cor")))
    assert history.shown(TODAY) is None
    with pytest.raises(WorkflowError, match="retired already"):
        retire(history, 2, by("Ana"))
    with pytest.raises(WorkflowError, match="in use already"):
        approve(history, 1, by("Ana"))


def test_what_the_store_holds_of_a_version_the_file_cannot_change() -> None:
    history = after(SHIPPED, approve(SHIPPED, 1, by("Ana")))
    changed = History("own-bedroom", "en", response(texts=texts("Another text.")), history.steps)
    assert changed.version(1).texts == history.version(1).texts


# Review dates


def test_an_approval_holds_half_a_year_and_then_counts_as_checked() -> None:
    history = approved(SHIPPED)
    last = date(2027, 5, 27)
    before, then = history.shown(last), history.shown(last + timedelta(days=1))
    assert before is not None
    assert then is not None
    assert before.state_on(last) == "approved"
    assert (then.version, then.state_on(last + timedelta(days=1))) == (2, "checked")
    assert then.is_overdue(last + timedelta(days=1))


def test_an_approval_is_renewed_by_the_same_rule_at_the_earliest_a_month_before() -> None:
    history = approved(SHIPPED)
    with pytest.raises(WorkflowError, match="approved already, by Cor until 2027-05-27"):
        approve(history, None, by("Dan", NOON + timedelta(days=100)))
    later = by("Dan", NOON + timedelta(days=160))
    with pytest.raises(WorkflowError):
        approve(history, None, by("Ben", later.at))
    assert after(history, approve(history, None, later)).version(2).approved_by == "Dan"


def test_a_review_date_must_lie_ahead() -> None:
    with pytest.raises(WorkflowError, match="not in the future"):
        approve(SHIPPED, 1, by("Ana"), TODAY)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 24))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    then = months_after(day, months)
    assert (then.year - day.year) * 12 + then.month - day.month == months
    assert then.day == day.day or (then + timedelta(days=1)).day == 1


# The home: store, record, gate


def test_the_way_of_a_text_through_a_home(tmp_path: Path) -> None:
    settings = home(tmp_path)
    assert not home_responses(settings)["own-bedroom", "nl"].approved_by
    assert not (tmp_path / "lake").exists()  # looking makes nothing
    facts = history_of(settings, "own-bedroom", "nl").version(1).texts["comment"].facts
    new = text("In de wet staat niets over het aantal kamers in een huis.", *facts)
    assert draft(settings, "own-bedroom", "nl", {"comment": new}, local("Ana")).version == 2
    mark_checked(settings, "own-bedroom", "nl", 2, local("Ana"))
    assert any("version 2 waits as checked" in due.what for due in to_do(settings, 30))
    mark_approved(settings, "own-bedroom", "nl", 2, local("Ben"))
    shown = home_responses(settings)["own-bedroom", "nl"]
    assert (shown.version, shown.approved_by, shown.texts["comment"]) == (2, "Ben", new)
    assert "message" in shown.texts  # what was not replaced is carried over
    mark_retired(settings, "own-bedroom", "nl", 2, local("Ben"))
    assert ("own-bedroom", "nl") not in home_responses(settings)
    done = [(row["who"], row["did"], row["version"]) for row in record_of(settings, "own-bedroom", "nl")]
    assert done == [
        (PROJECT, "draft (says the file)", "1"),
        (PROJECT, "checked (says the file)", "1"),
        ("Ana", "draft", "2"),
        ("Ana", "checked", "2"),
        ("Ben", "approved", "2"),
        ("Ben", "retired", "2"),
    ]


def test_a_text_with_a_fault_or_an_empty_contact_is_not_approved(tmp_path: Path) -> None:
    settings = home(tmp_path, contacts={})
    facts = history_of(settings, "own-bedroom", "nl").version(1).texts["comment"].facts
    long = text("In de wet staat niets over kamers. " * 20, *facts)
    draft(settings, "own-bedroom", "nl", {"comment": long}, local("Ana"))
    with pytest.raises(WorkflowError, match="at most 500"):
        mark_checked(settings, "own-bedroom", "nl", None, local("Ben"))
    near = text("In de wet staat niets over het aantal kamers. Vragen? {{ local_contact }}", *facts)
    draft(settings, "own-bedroom", "nl", {"comment": near}, local("Ana"))
    mark_checked(settings, "own-bedroom", "nl", None, local("Ben"))
    with pytest.raises(ContactMissingError, match="local_contact"):
        mark_approved(settings, "own-bedroom", "nl", None, local("Cor"))
    known = home(tmp_path, contacts={"local_contact": "Wijkteam"})
    assert mark_approved(known, "own-bedroom", "nl", None, local("Cor")).version == 3


def test_what_is_refused_leaves_no_trace(tmp_path: Path) -> None:
    settings = home(tmp_path)

    def refuse(_steps: tuple[Step, ...]) -> list[Step]:
        raise WorkflowError("no")

    with Lake.open(settings) as lake:
        with pytest.raises(MonitorError):
            lake.change_response("own-bedroom", "nl", refuse)
        assert lake.response_steps() == {}
        assert lake.query("SELECT 1 FROM audit").num_rows == 0


def test_a_name_is_kept_as_it_was_given() -> None:
    assert Act.of(local("  Ana   Maria ")).by == "Ana Maria"


def test_a_draft_on_a_fact_that_does_not_exist_is_refused_with_the_facts_that_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no confirmed fact “no-fact”; it has .*people-per-home"):
        replaced_text(home(tmp_path), "own-bedroom", "en", "comment", "A text.", ["no-fact"])
