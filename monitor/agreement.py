"""How far people agree, how far the model agrees with them, and what remains to be settled.

Krippendorff's alpha: 1 is full agreement, 0 what chance gives; from 0.8 on labels may be relied on, from 0.67 on
with care (Krippendorff 2011). Rumours and stances are names (nominal), a sentiment lies on a line (ordinal). The
95 % interval is a bootstrap of the posts. A post without a stance for one of two people is not a pair for stance.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from monitor.records import SENTIMENTS
from monitor.reviews import Label, PostRef, Review, standing
from monitor.rights import Person
from monitor.rounds import own
from monitor.workflow import same_person

if TYPE_CHECKING:
    from monitor.store import Lake

Part = Literal["myths", "stance", "sentiment"]
PARTS: tuple[Part, ...] = ("myths", "stance", "sentiment")
Value = Hashable
RESAMPLES = 1000
_SEED = 2026


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha with its 95 % interval, over posts that two or more labelled.

    `value` is None where everybody gave one and the same label: then chance agrees as well, and it says nothing.
    """

    value: float | None
    low: float | None
    high: float | None
    posts: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A post that people labelled differently, and what each said."""

    ref: PostRef
    text: str
    language: str
    said: tuple[tuple[str, Label], ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One round: people among each other, and the model with each of them."""

    people: Mapping[Part, Alpha]
    model: Mapping[Part, Alpha]
    open: tuple[Disagreement, ...]
    settled: int
    alike: int


def alpha_of(units: Iterable[Sequence[Value]], order: Sequence[Value] | None = None) -> Alpha:
    """Alpha of the values that each unit was given. With `order`, values far apart weigh more (ordinal)."""
    rated = [list(unit) for unit in units if len(unit) > 1]
    seen = {value for unit in rated for value in unit}
    domain = [one for one in order if one in seen] if order else sorted(seen, key=repr)
    if len(domain) < 2:
        return Alpha(None, None, None, len(rated))
    counts = np.array([[unit.count(value) for value in domain] for unit in rated])
    level: Literal["nominal", "ordinal"] = "ordinal" if order else "nominal"
    chance = np.random.default_rng(_SEED)
    drawn = [_alpha(counts[chance.integers(len(counts), size=len(counts))], level) for _ in range(RESAMPLES)]
    known = [one for one in drawn if one is not None]
    low, high = np.quantile(known, [0.025, 0.975]) if known else (None, None)
    return Alpha(_alpha(counts, level), _float(low), _float(high), len(rated))


def agreement(lake: Lake, version: str, round_id: str, by: Person) -> Agreement:
    """How a round stands. Whoever still labels it sees only disagreements on posts that they have labelled."""
    blind = standing(lake, ["blind"], round_id)
    settled = {one.post_id: one.label for one in standing(lake, ["settled"], round_id)}
    by_post = latest(blind)
    model = model_labels(lake, version, list(by_post))
    open_posts = [post for post, said in by_post.items() if post not in settled and not _alike(said)]
    mine = {one.post_id for one in own(blind, by)} if by.name else set()
    visible = [post for post in open_posts if not mine or post in mine]
    pairs = [
        (model[post], label) for post, said in by_post.items() if post in model for label in said.values()
    ]
    return Agreement(
        people={part: _part(part, [list(said.values()) for said in by_post.values()]) for part in PARTS},
        model={part: _part(part, pairs) for part in PARTS},
        open=tuple(_disagreements(lake, version, visible, by_post)),
        settled=len(settled),
        alike=sum(_alike(said) for said in by_post.values()),
    )


def latest(reviews: Iterable[Review]) -> dict[str, dict[str, Label]]:
    """Per post what each person said last; two spellings of a name are one person."""
    found: dict[str, dict[str, Label]] = {}
    for review in reviews:
        said = found.setdefault(review.post_id, {})
        name = next((known for known in said if same_person(known, review.reviewer)), review.reviewer)
        said[name] = review.label
    return found


def consensus(said: Mapping[str, Label]) -> Label | None:
    """What two or more people said alike; None where they differ or one alone has spoken."""
    return next(iter(said.values())) if _alike(said) else None


def _alike(said: Mapping[str, Label]) -> bool:
    return len(said) > 1 and len({_key(label) for label in said.values()}) == 1


def _key(label: Label) -> tuple[frozenset[str], str | None, str | None]:
    return frozenset(label.myths), label.stance, label.sentiment


# What of a label is compared; None: it says nothing on that.
_VALUES: Mapping[Part, Callable[[Label], Value | None]] = {
    "myths": lambda label: ", ".join(sorted(label.myths)),
    "stance": lambda label: label.stance,
    "sentiment": lambda label: label.sentiment,
}


def _part(part: Part, units: Iterable[Sequence[Label]]) -> Alpha:
    value = _VALUES[part]
    values = [[one for label in unit if (one := value(label)) is not None] for unit in units]
    return alpha_of(values, SENTIMENTS if part == "sentiment" else None)


def _alpha(counts: Any, level: Literal["nominal", "ordinal"]) -> float | None:
    import krippendorff

    used = counts.sum(axis=0) > 0
    if used.sum() < 2:
        return None
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement=level))


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def model_labels(lake: Lake, version: str, posts: Sequence[str]) -> dict[str, Label]:
    """What the model labelled these posts, as they now read, by post."""
    rows = lake.query(
        """
        SELECT post_id, myths, stance, sentiment FROM annotations
        JOIN posts USING (post_id, text_digest)
        WHERE model_version = $version AND list_contains($posts, post_id)
        """,
        {"version": version, "posts": list(posts)},
    ).to_pylist()
    return {
        row["post_id"]: Label(tuple(row["myths"]), row["stance"] if row["myths"] else None, row["sentiment"])
        for row in rows
    }


def _disagreements(
    lake: Lake, version: str, posts: Sequence[str], by_post: Mapping[str, Mapping[str, Label]]
) -> Iterable[Disagreement]:
    rows = lake.query(
        """
        SELECT p.post_id, p.text_digest, p.text, a.language FROM posts p
        LEFT JOIN annotations a ON a.post_id = p.post_id AND a.text_digest = p.text_digest
          AND a.model_version = $version
        WHERE list_contains($posts, p.post_id) ORDER BY p.post_id
        """,
        {"version": version, "posts": list(posts)},
    ).to_pylist()
    for row in rows:
        said = by_post[row["post_id"]]
        if len(said) > 1:
            ref = PostRef(row["post_id"], row["text_digest"])
            yield Disagreement(ref, row["text"], row["language"] or "und", tuple(said.items()))
