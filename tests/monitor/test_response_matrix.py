"""The table of all answers: each cell says how far its texts are, since when, and what waits."""

from __future__ import annotations

from datetime import timedelta

from monitor.response_matrix import cell, matrix
from monitor.responses import CHANNELS
from monitor.workflow import History, approve, check, write
from tests.monitor.responding import NOON, TODAY, by, response, texts

SHIPPED = History("own-bedroom", "en", response())


def after(history: History, *steps: object) -> History:
    return History(history.myth, history.language, history.file, (*history.steps, *steps))  # type: ignore[arg-type]


def test_what_ships_is_half_a_circle_without_an_age() -> None:
    one = cell(SHIPPED, TODAY)
    assert one.states == {channel: "checked" if channel == "comment" else None for channel in CHANNELS}
    assert (one.version, one.since, one.waiting, one.empty) == (1, None, None, False)


def test_an_approved_text_is_a_full_circle_with_an_age_until_its_date_has_passed() -> None:
    history = after(SHIPPED, *approve(SHIPPED, 1, by("Ana")))
    one = cell(history, TODAY)
    assert (one.states["comment"], one.since, one.overdue) == ("approved", NOON.date(), False)
    late = cell(history, TODAY + timedelta(days=300))
    assert (late.states["comment"], late.overdue) == ("checked", True)


def test_a_newer_version_that_waits_is_marked() -> None:
    history = after(SHIPPED, *write(SHIPPED, texts("New."), by("Ana"), based_on=1))
    assert cell(history, TODAY).waiting == "draft"
    history = after(history, *check(history, 2, by("Ben")))
    assert (cell(history, TODAY).version, cell(history, TODAY).waiting) == (2, None)


def test_where_only_a_draft_exists_the_circle_is_hollow() -> None:
    nothing = History("own-bedroom", "pl", None)
    assert cell(nothing, TODAY).empty
    draft = after(nothing, *write(nothing, texts("New."), by("Ana"), based_on=0))
    assert cell(draft, TODAY).states["comment"] == "draft"


def test_every_rumour_has_a_cell_in_every_language() -> None:
    cells = matrix({("own-bedroom", "sk"): SHIPPED}, ["own-bedroom", "child-removal"], TODAY, ("nl", "pl"))
    myths, languages = {myth for myth, _ in cells}, {language for _, language in cells}
    assert (myths, languages) == ({"own-bedroom", "child-removal"}, {"nl", "pl", "sk"})
    assert len(cells) == 6
