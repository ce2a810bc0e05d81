"""What one glance at a week needs: the communities side by side, and what people ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from monitor.counted import counted
from monitor.trends import EVERYWHERE, HERE, Cell, Place

if TYPE_CHECKING:
    from monitor.store import Lake

WEEKS = 26
_LATELY = 4  # questions of single weeks are too few to compare


@dataclass(frozen=True, slots=True)
class CommunityWeek:
    """One week of a community: posts read, and those that pass rumours on or contradict them."""

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


def community_weeks(
    lake: Lake, version: str, last: date, place: Place = EVERYWHERE
) -> dict[str, list[CommunityWeek]]:
    """The 26 weeks up to `last` of each community in which something was read, oldest week first."""
    first = last - timedelta(weeks=WEEKS - 1)
    rows = lake.query(
        f"""
        SELECT community, week, sum(posts)::BIGINT AS read,
               coalesce(sum(posts) FILTER (told AND stance = 'asserts'), 0)::BIGINT AS asserts,
               count(DISTINCT author) FILTER (told AND stance = 'asserts') AS asserting,
               coalesce(sum(posts) FILTER (told AND stance = 'rejects'), 0)::BIGINT AS rejects,
               count(DISTINCT author) FILTER (told AND stance = 'rejects') AS rejecting
        FROM ({counted(lake)}) WHERE week BETWEEN $first AND $last AND {HERE}
        GROUP BY ALL
        """,
        {"version": version, "first": first, "last": last, **asdict(place)},
    ).to_pylist()
    weeks = [first + timedelta(weeks=at) for at in range(WEEKS)]
    found: dict[str, dict[date, Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["community"], {})[row["week"]] = row
    made = {id: [_week(at, by_week.get(at)) for at in weeks] for id, by_week in found.items()}
    return dict(sorted(made.items(), key=lambda item: (-_told(item[1]), item[0])))


def _week(week: date, row: Mapping[str, Any] | None) -> CommunityWeek:
    if row is None:
        return CommunityWeek(week, 0, Cell(0, 0), Cell(0, 0))
    asserts, rejects = Cell(row["asserts"], row["asserting"]), Cell(row["rejects"], row["rejecting"])
    return CommunityWeek(week, row["read"], asserts, rejects)


def _told(weeks: Sequence[CommunityWeek]) -> int:
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
