"""A researcher's shares: right counts, right denominators, hidden where few people stand behind them."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from monitor.config import load_settings
from monitor.errors import InputError
from monitor.exports import as_file
from monitor.records import Stance
from monitor.research import QUESTIONS, Answer, Choice, Line, Question, ask, whole_periods
from monitor.research_files import DEFINITIONS, as_table, export_answer
from monitor.rights import local
from monitor.store import Lake
from monitor.trends import Cell
from tests.monitor.labelled import WEEK, label, post, store

MYTHS = ["child-removal", "own-bedroom"]


def answer(lake: Lake, question: Question, **filters: object) -> Answer:
    choice = Choice(question, WEEK - timedelta(weeks=3), WEEK, **filters)  # type: ignore[arg-type]
    return ask(lake, "m1", choice, MYTHS)


def tell(lake: Lake, begin: int, count: int, stance: Stance | None, myth: str = "own-bedroom") -> None:
    """`count` posts, each by another author."""
    posts = [post(begin + n, f"a{begin + n}", f"text {begin + n}") for n in range(count)]
    store(lake, posts)
    label(lake, posts, myth if stance else None, stance)


def test_a_share_stands_with_its_base_and_interval(lake: Lake) -> None:
    tell(lake, 0, 6, "asserts")
    tell(lake, 100, 18, None)
    [line] = answer(lake, "how-often").lines
    assert (line.axis, line.told, line.base) == (WEEK - timedelta(weeks=3), Cell(6, 6), Cell(24, 24))
    assert line.share is not None
    assert line.share.value == 0.25
    assert 0.1 < line.share.low < 0.25 < line.share.high < 0.48


def test_each_stance_has_its_share_of_the_posts_that_tell(lake: Lake) -> None:
    tell(lake, 0, 8, "asserts")
    tell(lake, 50, 8, "rejects")
    tell(lake, 100, 20, None)
    lines = {line.label: line for line in answer(lake, "stance", step=1).lines}
    assert lines["asserts"].share is not None
    assert (lines["asserts"].share.value, lines["asserts"].base.posts) == (0.5, 16)
    assert lines["questions"].shown() == "0"


def test_few_authors_are_hidden_and_so_is_what_would_give_them_away(lake: Lake) -> None:
    tell(lake, 0, 9, "asserts")
    tell(lake, 20, 6, "questions")
    tell(lake, 40, 3, "rejects")
    lines = {line.label: line for line in answer(lake, "stance").lines}
    assert lines["rejects"].shown() == "<5"
    # 18 - 9 - 6 would say that three contradict it.
    assert (lines["questions"].shown(), lines["questions"].share) == ("…", None)
    assert lines["asserts"].shown() == "9"


def test_places_and_myths_are_compared_over_all_posts_read(lake: Lake) -> None:
    tell(lake, 0, 5, "asserts", "child-removal")
    tell(lake, 20, 7, "asserts")
    tell(lake, 40, 8, None)
    assert [(line.axis, line.told.posts) for line in answer(lake, "by-community").lines] == [
        ("pl-noord-brabant", 12)
    ]
    assert [(line.label, line.told.posts) for line in answer(lake, "by-myth").lines] == [
        ("child-removal", 5),
        ("own-bedroom", 7),
    ]
    [only] = answer(lake, "by-language", myths=("own-bedroom",)).lines
    assert (only.axis, only.told.posts, only.base.posts) == ("pl", 7, 20)


def test_filters_leave_out_other_languages_regions_and_communities(lake: Lake) -> None:
    tell(lake, 0, 9, "asserts")
    assert answer(lake, "how-often", regions=("Limburg",)).lines == ()
    assert len(answer(lake, "how-often", regions=("Limburg", "Noord-Brabant")).lines) == 1
    assert answer(lake, "how-often", languages=("bg",)).lines == ()
    assert answer(lake, "how-often", communities=("bg-den-haag",)).lines == ()
    assert len(answer(lake, "how-often", languages=("pl",), communities=("pl-noord-brabant",)).lines) == 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_read_is_an_empty_answer(lake: Lake, question: Question) -> None:
    assert answer(lake, question).lines == ()
    assert question in DEFINITIONS


def test_periods_are_whole_and_end_with_the_last_week() -> None:
    choice = whole_periods(Choice("stance", WEEK - timedelta(weeks=9), WEEK, step=4))
    assert (choice.last - choice.first).days // 7 + 1 == 8
    short = whole_periods(Choice("stance", WEEK, WEEK, step=4))
    assert short.first == WEEK - timedelta(weeks=3)


def test_the_shown_query_gives_the_same_rows(lake: Lake) -> None:
    tell(lake, 0, 6, "asserts")
    found = answer(lake, "how-often")
    again = lake.query(found.sql, found.parameters).to_pylist()
    assert [row["told"] for row in again] == [6]
    assert "-- $myths = ['child-removal', 'own-bedroom']" in found.query()
    assert "-- $last = DATE '2026-11-16'" in found.query()


def test_the_file_says_the_same_and_hides_the_same(lake: Lake) -> None:
    tell(lake, 0, 9, "asserts")
    tell(lake, 20, 3, "rejects")
    table = as_table(answer(lake, "stance"))
    rows = {row["label"]: row for row in pq.read_table(io.BytesIO(as_file(table, "parquet"))).to_pylist()}
    assert rows["rejects"]["hidden"]
    assert rows["rejects"]["posts"] is None
    assert rows["rejects"]["share"] is None
    assert rows["questions"]["posts"] == 0
    assert rows["asserts"]["period"] == date(2026, 10, 26)
    assert set(rows["asserts"]) == {column.name for column in table.columns}


def test_a_small_base_hides_all_of_it(lake: Lake) -> None:
    tell(lake, 0, 4, "asserts")
    assert all(line.hidden for line in answer(lake, "stance").lines)
    assert all(row.get("of_posts") is None for row in as_table(answer(lake, "stance")).rows)
    assert all(isinstance(line, Line) and line.share is None for line in answer(lake, "stance").lines)


def test_the_command_writes_the_answer_and_its_dictionary(lake: Lake, tmp_path: Path) -> None:
    tell(lake, 0, 6, "asserts")
    settings = load_settings(tmp_path)
    today = WEEK + timedelta(weeks=1)
    path, meanings = export_answer(
        settings, tmp_path / "out" / "a.csv", "by-myth", 4, 1, by=local(), today=today
    )
    assert "own-bedroom,6,6,6,6" in path.read_text("utf-8-sig")
    assert "of_posts,integer,posts among which was counted" in meanings.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("file", "question", "myths", "said"),
    [
        ("a.doc", "stance", (), "must end in .parquet, .csv, .xlsx"),
        ("a.csv", "colour", (), "is not a question"),
        ("a.csv", "stance", ("flat-earth",), "there is no myth"),
    ],
)
def test_what_cannot_be_asked_is_said(
    lake: Lake, tmp_path: Path, file: str, question: str, myths: tuple[str, ...], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        export_answer(load_settings(tmp_path), tmp_path / file, question, 4, 1, myths=myths, by=local())
