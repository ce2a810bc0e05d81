"""New rumours: posts that claim something, that no myth covers, and that say much the same.

What people decide of a group (a name, set aside, made into a myth) is kept as a review of each of its posts. So a
group that grows keeps its name, and one that was set aside comes back when most of it is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from monitor.config import Settings
from monitor.counted import uncovered
from monitor.errors import InputError
from monitor.paths import MODEL
from monitor.privacy import redact
from monitor.reviews import Kind, Label, PostRef, Review, note, standing, take_back
from monitor.rights import Person, require
from monitor.trends import Cell

if TYPE_CHECKING:
    from monitor.store import Lake

State = Literal["new", "set-aside", "myth"]
FEWEST_PEOPLE = 3  # as for a signal
WEEKS = 8
_MOST = 3000  # posts that are compared with each other; the newest
_LONGEST_NAME = 120

_UNCOVERED = """
    SELECT max_by(post_id, published_at) AS post_id, any_value(language) AS language,
           any_value(embedding) AS embedding, any_value(sentiment) AS sentiment,
           list(DISTINCT author) FILTER (WHERE author IS NOT NULL) AS authors, count(*) AS posts,
           list(post_id) AS ids, list(text_digest) AS digests, max(published_at)::DATE AS last
    FROM ({uncovered}) WHERE published_at >= $since AND published_at < $until
    GROUP BY copy ORDER BY last DESC, post_id LIMIT $most
"""
_TEXTS = """
    SELECT post_id, text FROM posts
    WHERE published_at >= $since AND published_at < $until AND post_id IN (SELECT unnest($ids))
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a group, with its copies."""

    refs: tuple[PostRef, ...]
    text: str
    language: str
    last: date
    posts: int
    authors: frozenset[int]
    worried: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that say much the same; the most typical first."""

    texts: tuple[Said, ...]
    told: Cell
    worried: int
    first: date
    last: date
    state: State
    name: str

    @property
    def refs(self) -> list[PostRef]:
        """All its posts."""
        return [ref for text in self.texts for ref in text.refs]

    @property
    def key(self) -> str:
        """Tells it apart on one page: its most typical post."""
        return self.texts[0].refs[0].post_id

    @property
    def languages(self) -> list[str]:
        """The languages in which it is told, the most frequent first."""
        return [one for one, _ in Counter(text.language for text in self.texts).most_common()]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """The groups, most worried people first; how many posts were compared, and how many fit into no group."""

    groups: tuple[Group, ...]
    posts: int
    alone: int


def background(settings: Settings) -> Any:
    """What all texts share for the model of these settings: the centre of its claim space; None without one."""
    from classifiers.heads import HeadFile

    space = HeadFile.load(Path(settings.classifiers.model or MODEL) / "heads.npz").space
    return space[0] if space else None


def new_rumours(lake: Lake, version: str, today: date, usual: Any = None, *, weeks: int = WEEKS) -> Uncovered:
    """The groups of the last weeks. `usual` is the model's `background`."""
    period = {"since": today - timedelta(weeks=weeks), "until": today + timedelta(days=1)}
    sql = _UNCOVERED.format(uncovered=uncovered(lake))
    found_rows = lake.query(sql, {"version": version, "most": _MOST, **period}).to_pylist()
    texts = {
        row["post_id"]: row["text"]
        for row in lake.query(_TEXTS, {"ids": [row["post_id"] for row in found_rows], **period}).to_pylist()
    }
    # Without a text: erased just now.
    rows = [{**row, "text": texts[row["post_id"]]} for row in found_rows if row["post_id"] in texts]
    decided: dict[str, list[Review]] = {}
    for review in standing(lake, ["named", "set-aside", "myth"]):
        decided.setdefault(review.post_id, []).append(review)
    found = [_group(part, decided) for part in _together(rows, usual)]
    groups = sorted(
        (one for one in found if one.told.authors >= FEWEST_PEOPLE),
        key=lambda one: (-one.worried, -one.told.authors, one.key),
    )
    posts = sum(row["posts"] for row in rows)
    return Uncovered(tuple(groups), posts, posts - sum(one.told.posts for one in groups))


def name_group(lake: Lake, group: Group, name: str, by: Person) -> None:
    """Gives the group a name by which the team knows it. Raises InputError for none."""
    require(by, "catalogue")
    name = redact(" ".join(name.split()))[:_LONGEST_NAME]
    if not name:
        raise InputError("the group needs a name")
    _take_back(lake, group, "named", by)
    note(lake, group.refs, "named", Label(), by, text=name)


def set_aside(lake: Lake, group: Group, by: Person) -> None:
    """Puts the group out of sight: nothing is lost, and `put_back` undoes it."""
    require(by, "catalogue")
    note(lake, group.refs, "set-aside", Label(), by)


def put_back(lake: Lake, group: Group, by: Person) -> None:
    """Shows a group again that was set aside."""
    require(by, "catalogue")
    _take_back(lake, group, "set-aside", by)


def _take_back(lake: Lake, group: Group, kind: Kind, by: Person) -> None:
    posts = {ref.post_id for ref in group.refs}
    ids = [one.review_id for one in standing(lake, [kind]) if one.post_id in posts]
    take_back(lake, ids, by, right="catalogue")


def _together(rows: Sequence[Mapping[str, Any]], usual: Any) -> list[list[Said]]:
    if not rows:
        return []
    from classifiers.grouping import centred, groups, unpacked

    vectors = centred(unpacked([row["embedding"] for row in rows]), [row["language"] for row in rows], usual)
    people = [len(row["authors"] or ()) for row in rows]
    return [[_said(rows[int(at)]) for at in members] for members in groups(vectors, people, FEWEST_PEOPLE)]


def _said(row: Mapping[str, Any]) -> Said:
    return Said(
        refs=tuple(PostRef(*pair) for pair in zip(row["ids"], row["digests"], strict=True)),
        text=row["text"],
        language=row["language"],
        last=row["last"],
        posts=row["posts"],
        authors=frozenset(row["authors"] or ()),
        worried=row["sentiment"] == "negative",
    )


def _group(texts: list[Said], decided: Mapping[str, list[Review]]) -> Group:
    posts = [ref.post_id for text in texts for ref in text.refs]
    reviews = [review for post in posts for review in decided.get(post, ())]
    kinds = {
        kind: len({one.post_id for one in reviews if one.kind == kind}) for kind in ("set-aside", "myth")
    }
    state: State = "new"
    for kind, count in kinds.items():
        if 2 * count > len(posts):
            state = "myth" if kind == "myth" else "set-aside"
    names = Counter(one.note for one in reviews if one.kind in ("named", "myth") and one.note)
    return Group(
        texts=tuple(texts),
        told=Cell(len(posts), len(frozenset().union(*(text.authors for text in texts)))),
        worried=len(frozenset().union(*(text.authors for text in texts if text.worried))),
        first=min(text.last for text in texts),
        last=max(text.last for text in texts),
        state=state,
        name=names.most_common(1)[0][0] if names else "",
    )
