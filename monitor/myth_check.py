"""`myths check` beyond the files: how well each myth of the catalogue is told apart by its variants alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.config import Settings
from monitor.myths import CatalogueFault, load_myths
from monitor.paths import DATA

if TYPE_CHECKING:
    from classifiers.myths import Thresholds
    from classifiers.separation import Separation

ORDINARY = DATA / "development"  # shipped posts; those without a myth stand for what people write otherwise
_FEW_FOUND = 0.5  # of a myth's own variants: fewer, and it is not found by them
_MANY_TAKEN = 0.01  # of the other myths' variants
_MANY_ALARMS = 0.005  # of the ordinary posts


def separations_of(settings: Settings) -> list[Separation]:
    """The figures of every myth of the home's catalogue. None where another kind of model finds the myths."""
    from classifiers.known_vectors import vectors_of
    from classifiers.matching import MythMatcher
    from classifiers.separation import separations
    from monitor.annotate import load_pipeline

    pipeline = load_pipeline(settings, load_myths(settings.myths_dir))
    if not isinstance(pipeline.matcher, MythMatcher):
        return []
    kept = settings.home / "cache" / "ordinary.npz" if settings.home.is_dir() else None
    posts = ordinary_posts()
    vectors = vectors_of(pipeline.encoder, posts, [kept] if kept else [], kept)
    return separations(pipeline.matcher, vectors)


def ordinary_posts(folder: Path = ORDINARY) -> list[str]:
    """The shipped posts that speak of no myth, in eight languages, near misses among them."""
    rows = [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    return [row["text"] for row in rows if not row["myths"]]


def findings(figures: Sequence[Separation]) -> Iterator[CatalogueFault]:
    """What the figures say against a myth. Of myths that the model was trained on they decide nothing."""
    for one in figures:
        for what in () if one.trained else _against(one):
            yield CatalogueFault(one.myth, what, grave=False)


def _against(one: Separation) -> Iterator[str]:
    if one.found < _FEW_FOUND * one.variants:
        said = f"its variants find only {one.found} of {one.variants} of each other"
        yield f"{said}: write more, in each language, that say the same in other words"
    if one.taken.total() > _MANY_TAKEN * one.others:
        nearest, count = one.taken.most_common(1)[0]
        yield f"{one.taken.total()} variants of other myths look like it, {count} of them of “{nearest}”"
    if one.alarms > _MANY_ALARMS * one.ordinary:
        yield f"{one.alarms} of {one.ordinary} ordinary posts would be taken for it"


def rows_of(figures: Sequence[Separation]) -> list[dict[str, object]]:
    """The figures as a table, the catalogue's newcomers first."""
    return [
        {
            "myth": one.myth,
            "variants": one.variants,
            "found by the others": one.found,
            "of other myths taken for it": one.taken.total(),
            f"of {one.ordinary} posts": one.alarms,
            "thresholds": "learnt" if one.trained else _pair(one.now),
            "proposed": f"{_pair(one.fit)} (finds {one.found_by_fit})" if one.fit else "",
        }
        for one in sorted(figures, key=lambda one: one.trained)
    ]


def _pair(limits: Thresholds) -> str:
    return f"{limits.certain:.3f} {limits.suggested:.3f}"
