"""Reading backwards, in the abstract: a list of numbers that grows while runs are cut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import MalformedSourceError, NotFoundError
from monitor.sources._paging import Coverage, Step, rank, walk

FLOOR = datetime(2026, 1, 1, tzinfo=UTC)
SIZE = 4


def step_of(numbers: list[int], next: str | None) -> Step[int]:
    marks = [str(number) for number in numbers]
    return Step(
        items=tuple(numbers),
        keys=tuple(marks),
        newest=max(marks, key=rank, default=None),
        down_to=min(marks, key=rank, default=None),
        reaches=FLOOR + timedelta(days=min(numbers)) if numbers else None,
        next=next,
    )


class Place:
    """Shows its numbers newest first, in pages; an older page is asked for by the number above it."""

    def __init__(self, newest: int, first: int = 1) -> None:
        self.newest, self.first, self.asked = newest, first, 0

    def load(self, position: str | None) -> Step[int]:
        self.asked += 1
        top = self.newest if position is None else int(position) - 1
        numbers = list(range(top, max(self.first - 1, top - SIZE), -1))
        older = numbers and numbers[-1] > self.first
        return step_of(numbers, str(numbers[-1]) if older else None)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5)), max_size=12))
def test_however_often_it_is_cut_nothing_is_lost_and_the_rest_is_read_once(
    runs: list[tuple[int, int]],
) -> None:
    place, state, seen = Place(30), Coverage(), set[int]()
    for new, pages in runs:
        place.newest += new
        for count, (step, after) in enumerate(walk(state, place.load, FLOOR), 1):
            seen.update(step.items)
            state = Coverage.load(after.dump())
            if count == pages:
                break
    place.asked = 0
    for step, after in walk(state, place.load, FLOOR):
        seen.update(step.items)
        state = after
    assert seen == set(range(1, place.newest + 1))
    assert state == Coverage(str(place.newest))
    # The newest page, each page not read yet, and one where each gap may end in the middle of a page.
    assert place.asked <= place.newest / SIZE + len(runs) + 2


def test_a_place_without_news_costs_one_page() -> None:
    place = Place(100)
    *_, (_, state) = walk(Coverage(), place.load, FLOOR)
    place.asked = 0
    assert [step.items for step, _ in walk(state, place.load, FLOOR)] == [(100, 99, 98, 97)]
    assert place.asked == 1


def test_a_first_run_ends_at_the_floor_and_a_later_one_at_what_is_known() -> None:
    place, floor = Place(100), FLOOR + timedelta(days=90)
    pages = list(walk(Coverage(), place.load, floor))
    assert pages[-1][0].items == (92, 91, 90, 89)
    place.newest = 120
    # Long after, when all of it is older than the floor: it still joins what was read.
    later = list(walk(pages[-1][1], place.load, FLOOR + timedelta(days=1000)))
    assert min(number for step, _ in later for number in step.items) <= 101


def test_a_page_that_links_to_itself_is_an_error_not_a_loop() -> None:
    def load(position: str | None) -> Step[int]:
        return step_of([9, 8] if position is None else [7, 6] if position == "a" else [5, 4], "a")

    with pytest.raises(MalformedSourceError, match="does not end"):
        list(walk(Coverage(), load, FLOOR))


def test_the_same_posts_under_ever_new_addresses_are_an_error_not_a_loop() -> None:
    def load(position: str | None) -> Step[int]:
        return step_of([9, 8], f"page-{len(position or '')}-{position}")

    with pytest.raises(MalformedSourceError, match="same posts again"):
        list(walk(Coverage(), load, FLOOR))


def test_an_older_page_that_is_gone_closes_its_gap() -> None:
    def load(position: str | None) -> Step[int]:
        if position is not None:
            raise NotFoundError("https://example.org/2", "the site answered 404")
        return step_of([9, 8], "2")

    pages = list(walk(Coverage(), load, FLOOR))
    assert pages[-1][1] == Coverage("9")
    assert "gone" in pages[-1][0].skipped[0].why


def test_marks_are_ordered_as_numbers() -> None:
    assert sorted(["100", "99", "1000"], key=rank) == ["99", "100", "1000"]
    assert rank(None) < rank("")
