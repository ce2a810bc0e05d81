"""What one glance at a week needs: communities and rumours side by side, and what people ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from monitor.counted import counted, read
from monitor.trends import EVERYWHERE, HERE, Cell, Place

if TYPE_CHECKING:
    from monitor.store import Lake

WEEKS = 26
_LATELY = 4  # questions of single weeks are too few to compare


@dataclass(frozen=True, slots=True)
class ToldWeek:
    """One week of a community or a rumour: posts read, and those that pass it on or contradict it."""

    week: date
    read: int
    asserts: Cell
    rejects: Cell


@dataclass(frozen=True, slots=True)
class Asked:
    """How often a rumour is asked about in the last four weeks, of the posts that speak of it; and before."""

    myth: str
    questions: Cell
    told: Cell
    questions_before: Cell
    told_before: Cell

    @property
    def share(self) -> float | None:
        """The share of questions lately; None where too few people stand behind it."""
        return _share(self.questions, self.told)

    @property
    def share_before(self) -> float | None:
        """The same in the weeks before."""
        return _share(self.questions_before, self.told_before)

    @property
    def rises(self) -> bool:
        """Whether the share of questions is higher than before."""
        return self.share is not None and self.share > (self.share_before or 0)


def _share(part: Cell, whole: Cell) -> float | None:
    if part.small or whole.small or not whole.posts:
        return None
    return part.posts / whole.posts


_TOLD = """
    coalesce(sum(posts) FILTER (told AND stance = 'asserts'), 0)::BIGINT AS asserts,
    count(DISTINCT author) FILTER (told AND stance = 'asserts') AS asserting,
    coalesce(sum(posts) FILTER (told AND stance = 'rejects'), 0)::BIGINT AS rejects,
    count(DISTINCT author) FILTER (told AND stance = 'rejects') AS rejecting
"""


def community_weeks(
    lake: Lake, version: str, last: date, place: Place = EVERYWHERE
) -> dict[str, list[ToldWeek]]:
    """The 26 weeks up to `last` of each community in which something was read, oldest week first."""
    sql = f"""
        SELECT community AS id, week, sum(posts)::BIGINT AS read, {_TOLD}
        FROM ({counted(lake)}) WHERE week BETWEEN $first AND $last AND {HERE}
        GROUP BY ALL
        """
    rows = lake.query(sql, _asked_for(version, last, place)).to_pylist()
    return _weeks_by_id(rows, last, {(row["id"], row["week"]): row["read"] for row in rows})


def myth_weeks(lake: Lake, version: str, last: date, place: Place = EVERYWHERE) -> dict[str, list[ToldWeek]]:
    """The 26 weeks up to `last` of each rumour that anybody spoke of in them, oldest week first."""
    named = _asked_for(version, last, place)
    sql = f"""
        SELECT id, week, {_TOLD}
        FROM (SELECT *, unnest(myths) AS id FROM ({counted(lake)}) WHERE told)
        WHERE week BETWEEN $first AND $last AND {HERE}
        GROUP BY ALL
        """
    rows = lake.query(sql, named).to_pylist()
    sql = f"""
        SELECT week, sum(posts)::BIGINT AS read
        FROM ({read(lake)}) WHERE week BETWEEN $first AND $last AND {HERE} GROUP BY week
        """
    reads = {row["week"]: row["read"] for row in lake.query(sql, named).to_pylist()}
    ids = {row["id"] for row in rows}
    return _weeks_by_id(rows, last, {(id, week): posts for id in ids for week, posts in reads.items()})


def _asked_for(version: str, last: date, place: Place) -> dict[str, Any]:
    first = last - timedelta(weeks=WEEKS - 1)
    return {"version": version, "first": first, "last": last, **asdict(place)}


def _weeks_by_id(
    rows: Sequence[Mapping[str, Any]], last: date, reads: Mapping[tuple[str, date], int]
) -> dict[str, list[ToldWeek]]:
    """26 weeks of each id, those first of whom most is passed on. `reads`: posts read by (id, week)."""
    weeks = [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    told = {(row["id"], row["week"]): row for row in rows}
    ids = dict.fromkeys(row["id"] for row in rows)
    made = {id: [_week(at, told.get((id, at)), reads.get((id, at), 0)) for at in weeks] for id in ids}
    return dict(sorted(made.items(), key=lambda item: (-_told(item[1]), item[0])))


def _week(week: date, row: Mapping[str, Any] | None, read: int) -> ToldWeek:
    if row is None:
        return ToldWeek(week, read, Cell(0, 0), Cell(0, 0))
    asserts, rejects = Cell(row["asserts"], row["asserting"]), Cell(row["rejects"], row["rejecting"])
    return ToldWeek(week, read, asserts, rejects)


def _told(weeks: Sequence[ToldWeek]) -> int:
    return sum(week.asserts.posts for week in weeks)


def asked(lake: Lake, version: str, last: date, place: Place = EVERYWHERE) -> list[Asked]:
    """What people ask: the rumours that are asked about in the four weeks up to `last`, most asked first."""
    rows = lake.query(
        f"""
        SELECT myth, week > $lately AS lately,
               coalesce(sum(posts) FILTER (stance = 'questions'), 0)::BIGINT AS questions,
               count(DISTINCT author) FILTER (stance = 'questions') AS asking,
               sum(posts)::BIGINT AS told, count(DISTINCT author) AS telling
        FROM (SELECT *, unnest(myths) AS myth FROM ({counted(lake)}) WHERE told)
        WHERE week BETWEEN $first AND $last AND {HERE}
        GROUP BY ALL
        """,
        {
            "version": version,
            "first": last - timedelta(weeks=WEEKS - 1),
            "lately": last - timedelta(weeks=_LATELY),
            "last": last,
            **asdict(place),
        },
    ).to_pylist()
    by_myth: dict[str, dict[bool, tuple[Cell, Cell]]] = {}
    for row in rows:
        cells = (Cell(row["questions"], row["asking"]), Cell(row["told"], row["telling"]))
        by_myth.setdefault(row["myth"], {})[row["lately"]] = cells
    none = (Cell(0, 0), Cell(0, 0))
    found = [Asked(myth, *at.get(True, none), *at.get(False, none)) for myth, at in by_myth.items()]
    return sorted((one for one in found if one.questions.posts), key=lambda one: -one.questions.posts)
