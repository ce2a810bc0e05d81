"""A researcher's questions: shares with intervals, by week or place, from one query that can be shown and run again.

Every question counts, among some posts (the base), those with a label, along an axis. A number behind which fewer
than five different authors stand is hidden, and where it could be worked out from the numbers beside it, one more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from monitor.counted import counted
from monitor.intervals import Counted, Share, share_of
from monitor.records import SENTIMENTS, STANCES
from monitor.trends import FEWEST_AUTHORS, Cell

if TYPE_CHECKING:
    from monitor.store import Lake

Question = Literal["how-often", "stance", "sentiment", "by-community", "by-language", "by-myth"]
TOLD = "told"  # the only label of questions that ask how often rumours are told


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a question is counted, in SQL over the labelled posts."""

    axis: str
    labels: str
    base: str
    partition: bool = False  # each post of the base has exactly one of the labels


_TOLD = f"CASE WHEN list_has_any(myths, $myths) THEN ['{TOLD}'] ELSE [] END"
_MATCHED = "list_has_any(myths, $myths)"
# Steps are counted back from the last week, so that the newest is whole.
_PERIOD = "($last - (date_diff('day', week, $last) // (7 * $step) * 7 * $step + 7 * ($step - 1))::INTEGER)"

_PLANS: Mapping[Question, _Plan] = {
    "how-often": _Plan(_PERIOD, _TOLD, "true"),
    "stance": _Plan(_PERIOD, "[stance]", f"{_MATCHED} AND stance IS NOT NULL", partition=True),
    "sentiment": _Plan(_PERIOD, "[sentiment]", f"{_MATCHED} AND sentiment IS NOT NULL", partition=True),
    "by-community": _Plan("community", _TOLD, "true"),
    "by-language": _Plan("language", _TOLD, "true"),
    "by-myth": _Plan("'all'", "list_intersect(myths, $myths)", "true"),
}
QUESTIONS: tuple[Question, ...] = tuple(_PLANS)
OVER_TIME: tuple[Question, ...] = ("how-often", "stance", "sentiment")

_SQL = """\
WITH labelled AS ({counted}),
base AS (
    SELECT {axis} AS axis, author, coalesce(author, hash(source_id)) AS person, {labels} AS labels, posts
    FROM labelled
    WHERE week BETWEEN $first AND $last AND {base}
      AND (len($languages) = 0 OR list_contains($languages, language))
      AND (len($regions) = 0 OR list_contains($regions, region))
      AND (len($communities) = 0 OR list_contains($communities, community))
),
people AS (SELECT axis, person, any_value(author) AS author, sum(posts)::BIGINT AS n FROM base GROUP BY ALL),
whole AS (
    SELECT axis, sum(n)::BIGINT AS posts, count(*) AS people, count(author) AS authors,
           sum(n * n)::BIGINT AS nn
    FROM people GROUP BY axis
),
told AS (
    SELECT axis, label, person, any_value(author) AS author, sum(posts)::BIGINT AS y
    FROM (SELECT axis, person, author, posts, unnest(labels) AS label FROM base WHERE len(labels) > 0) GROUP BY ALL
),
hits AS (
    SELECT axis, label, sum(y)::BIGINT AS posts, count(told.author) AS authors,
           sum(y * y)::BIGINT AS yy, sum(y * n)::BIGINT AS yn
    FROM told JOIN people USING (axis, person) GROUP BY axis, label
)
SELECT whole.axis, label, whole.posts, whole.people, whole.authors, nn,
       hits.posts AS told, hits.authors AS tellers, yy, yn
FROM whole LEFT JOIN hits USING (axis) ORDER BY ALL"""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with its filters. Empty filters take everything; `step` is weeks per point (1 or 4)."""

    question: Question
    first: date
    last: date
    step: int = 4
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    myths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One point of a chart: of the posts in `base`, `told` have the label. `share` is None where hidden.

    `axis` is the Monday of the period's first week, or the id of a community, language, or `all`.
    """

    axis: date | str
    label: str
    told: Cell
    base: Cell
    share: Share | None
    hidden: bool

    def shown(self) -> str:
        """The count as it may be shown."""
        return f"<{FEWEST_AUTHORS}" if self.told.small else "…" if self.hidden else str(self.told.posts)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and the query and parameters that found it."""

    choice: Choice
    version: str
    lines: tuple[Line, ...]
    sql: str
    parameters: Mapping[str, Any]

    def query(self) -> str:
        """The query as it was run, its parameters on top."""
        said = [f"-- ${name} = {_sql_value(value)}" for name, value in self.parameters.items()]
        return "\n".join([*said, self.sql])


def ask(lake: Lake, version: str, choice: Choice, myths: Sequence[str]) -> Answer:
    """The answer to a question. `myths` are all of the catalogue."""
    choice = whole_periods(choice)
    myths = [myth for myth in myths if not choice.myths or myth in choice.myths]
    plan = _PLANS[choice.question]
    sql = _SQL.format(counted=counted(lake).strip(), axis=plan.axis, labels=plan.labels, base=plan.base)
    parameters: dict[str, Any] = {
        "version": version,
        "first": choice.first,
        "last": choice.last,
        "myths": list(myths),
        "languages": list(choice.languages),
        "regions": list(choice.regions),
        "communities": list(choice.communities),
    }
    if choice.question in OVER_TIME:
        parameters["step"] = choice.step
    rows = lake.query(sql, parameters).to_pylist()
    lines = _lines(rows, labels_of(choice.question, myths), plan.partition)
    return Answer(choice, version, tuple(lines), sql, parameters)


def labels_of(question: Question, myths: Sequence[str]) -> Sequence[str]:
    """What a post can be labelled in the answer to this question, in the order in which it is shown."""
    return {"stance": STANCES, "sentiment": SENTIMENTS, "by-myth": myths}.get(question, (TOLD,))


def whole_periods(choice: Choice) -> Choice:
    """The same choice, beginning where its first whole period begins."""
    if choice.question not in OVER_TIME:
        return choice
    weeks = (choice.last - choice.first).days // 7 + 1
    kept = max(1, weeks // choice.step) * choice.step
    return replace(choice, first=choice.last - timedelta(weeks=kept - 1))


def _lines(rows: Sequence[Mapping[str, Any]], labels: Sequence[str], partition: bool) -> list[Line]:
    axes: dict[Any, dict[str, Mapping[str, Any]]] = {}
    whole: dict[Any, Mapping[str, Any]] = {}
    for row in rows:
        whole[row["axis"]] = row
        found = axes.setdefault(row["axis"], {})
        if row["label"] is not None:
            found[row["label"]] = row
    lines: list[Line] = []
    for axis, found in axes.items():
        group = [_line(axis, label, whole[axis], found.get(label)) for label in labels]
        lines += _protected(group) if partition else group
    return lines


def _line(axis: Any, label: str, whole: Mapping[str, Any], hit: Mapping[str, Any] | None) -> Line:
    told = Cell(hit["told"], hit["tellers"]) if hit else Cell(0, 0)
    base = Cell(whole["posts"], whole["authors"])
    counted = Counted(
        posts=whole["posts"],
        hits=told.posts,
        people=whole["people"],
        nn=whole["nn"],
        yy=hit["yy"] if hit else 0,
        yn=hit["yn"] if hit else 0,
    )
    hidden = told.small or base.small
    return Line(axis, label, told, base, None if hidden else share_of(counted), hidden)


def _protected(group: list[Line]) -> list[Line]:
    """One hidden number among shown ones is what is missing to the whole: then the smallest of them goes too."""
    if sum(line.hidden for line in group) != 1:
        return group
    shown = [line for line in group if not line.hidden and line.told.posts]
    if not shown:
        return group
    smallest = min(shown, key=lambda line: line.told.posts)
    return [replace(line, share=None, hidden=True) if line is smallest else line for line in group]


def _sql_value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_sql_value, value))}]"
    if isinstance(value, date):
        return f"DATE '{value}'"
    if isinstance(value, str):
        return "'{}'".format(value.replace("'", "''"))
    return str(value)
