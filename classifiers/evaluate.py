"""Measured quality on labelled posts: every figure with its number of posts and a 95 % bootstrap interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.dataset import MYTHS, SENTIMENTS, STANCES, LabelledPost, digest
from classifiers.pipeline import Label

SEED = 2026
RESAMPLES = 1000

Bools = NDArray[np.bool_]
Weights = NDArray[np.float64]
Pairs = Sequence[tuple[str | None, str | None]]  # (written, said) per post


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure between 0 and 1, its 95 % interval, and on how many posts it rests."""

    what: str
    value: float
    low: float
    high: float
    posts: int

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f}-{self.high:.2f})"


@dataclass(frozen=True, slots=True)
class MythFigures:
    """How well one myth (or language) is found."""

    name: str
    posts: int
    precision: Figure
    recall: Figure
    f1: Figure


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that `evaluate` measures."""

    posts: int
    writers: int
    digest: str
    per_myth: list[MythFigures]
    per_language: list[MythFigures]
    macro_f1: Figure
    right: Figure
    false_alarms: list[Figure]
    stance: Figure
    sentiment: Figure
    language: Figure
    stance_confusion: dict[tuple[str, str], int]
    sentiment_confusion: dict[tuple[str, str], int]
    per_stance: list[MythFigures]
    per_sentiment: list[MythFigures]
    opposite: Figure
    calibration_error: Figure


def evaluate(posts: Sequence[LabelledPost], labels: Sequence[Label], myths: Sequence[str] = MYTHS) -> Report:
    """Compares labels with what the writers meant. Myths that the catalogue lacks are left out.

    The bootstrap draws posts with replacement, seeded.
    """
    weights = _resamples(len(posts))
    true = np.array([[myth in post.myths for myth in myths] for post in posts]).reshape(
        len(posts), len(myths)
    )
    found = np.array([[myth in label.myths for myth in myths] for label in labels]).reshape(true.shape)
    languages = np.array([post.language for post in posts])
    none = ~np.array([bool(post.myths) for post in posts])
    alarmed = np.array([any(row) for row in found], bool)
    everyone = np.ones(len(posts), bool)
    matched = true.any(axis=1) & np.array([label.stance is not None for label in labels])
    stances = [(post.stance, label.stance) for post, label in zip(posts, labels, strict=True)]
    moods = [(post.sentiment, label.sentiment) for post, label in zip(posts, labels, strict=True)]
    return Report(
        posts=len(posts),
        writers=len({post.writer for post in posts}),
        digest=digest(posts),
        per_myth=[_figures(myth, true[:, [at]], found[:, [at]], weights) for at, myth in enumerate(myths)],
        per_language=[
            _figures(one, true, found, weights, languages == one) for one in sorted(set(languages))
        ],
        macro_f1=_macro(true, found, weights),
        right=_right(true, found, weights),
        false_alarms=[
            _share("all languages", alarmed, none, weights),
            *(_share(one, alarmed, none & (languages == one), weights) for one in sorted(set(languages))),
        ],
        stance=_classes(STANCES, stances, matched, weights),
        sentiment=_classes(SENTIMENTS, moods, everyone, weights),
        language=_share(
            "language", languages == np.array([label.language for label in labels]), everyone, weights
        ),
        stance_confusion=_confusion(STANCES, stances, matched),
        sentiment_confusion=_confusion(SENTIMENTS, moods, everyone),
        per_stance=_per_class(STANCES, stances, matched, weights),
        per_sentiment=_per_class(SENTIMENTS, moods, everyone, weights),
        opposite=_opposite(stances, matched, weights),
        calibration_error=_calibration_error(posts, labels),
    )


def _resamples(count: int) -> Weights:
    """[resamples + 1, posts]: how often each post was drawn; the first row is the set itself."""
    chance = np.random.default_rng(SEED)
    drawn = chance.multinomial(count, np.full(count, 1 / max(1, count)), RESAMPLES).astype(float)
    return np.concatenate([np.ones((1, count)), drawn])


def _counts(true: Bools, found: Bools, weights: Weights) -> tuple[Weights, Weights, Weights]:
    """True positives, found and true per resample, over all columns."""
    return (
        weights @ (true & found).sum(axis=1),
        weights @ found.sum(axis=1),
        weights @ true.sum(axis=1),
    )


def _figures(
    name: str, true: Bools, found: Bools, weights: Weights, rows: Bools | None = None
) -> MythFigures:
    hits, marked, meant = _counts(true, found, weights if rows is None else weights * rows)
    chosen = np.ones(len(true), bool) if rows is None else rows
    posts = int((true.any(axis=1) & chosen).sum())
    return MythFigures(
        name=name,
        posts=posts,
        precision=_figure("precision", _ratio(hits, marked), posts),
        recall=_figure("recall", _ratio(hits, meant), posts),
        f1=_figure("F1", _ratio(2 * hits, marked + meant), posts),
    )


def _macro(true: Bools, found: Bools, weights: Weights) -> Figure:
    columns = []
    for at in range(true.shape[1]):
        hits, marked, meant = _counts(true[:, [at]], found[:, [at]], weights)
        columns.append(_ratio(2 * hits, marked + meant))
    return _figure("macro-F1 over the myths", np.mean(columns, axis=0), int(true.any(axis=1).sum()))


def _right(true: Bools, found: Bools, weights: Weights) -> Figure:
    """Precision over all myths together: how many of the matches are right, whatever their myth."""
    hits, marked, _ = _counts(true, found, weights)
    return _figure("matches that are right, all myths together", _ratio(hits, marked), int(found.sum()))


def _classes(classes: Sequence[str], pairs: Pairs, rows: Bools, weights: Weights) -> Figure:
    meant, said = _columns(classes, pairs, rows)
    return _figure("macro-F1", _macro_values(meant, said, weights), int(rows.sum()))


def _per_class(classes: Sequence[str], pairs: Pairs, rows: Bools, weights: Weights) -> list[MythFigures]:
    meant, said = _columns(classes, pairs, rows)
    return [_figures(name, meant[:, [at]], said[:, [at]], weights, rows) for at, name in enumerate(classes)]


def _columns(classes: Sequence[str], pairs: Pairs, rows: Bools) -> tuple[Bools, Bools]:
    meant = np.array([[one == name for name in classes] for one, _ in pairs]) & rows[:, None]
    said = np.array([[one == name for name in classes] for _, one in pairs]) & rows[:, None]
    return meant, said


def _opposite(pairs: Pairs, rows: Bools, weights: Weights) -> Figure:
    """How many of the posts that assert or reject were taken for the opposite."""
    sides = {"asserts", "rejects"}
    taken: Bools = np.array([{written, said} == sides for written, said in pairs], dtype=bool)
    either: Bools = np.array([written in sides for written, _ in pairs], dtype=bool)
    return _share("asserts and rejects confused", taken, np.logical_and(rows, either), weights)


def _calibration_error(posts: Sequence[LabelledPost], labels: Sequence[Label]) -> Figure:
    """Expected calibration error of the shown matches' scores, ten bins of equal width (Guo et al. 2017)."""
    shown = [
        (match.score, match.id in post.myths)
        for post, label in zip(posts, labels, strict=True)
        for match in label.matches
    ]
    if not shown:
        return Figure("expected calibration error of the scores", 0.0, 0.0, 0.0, 0)
    scores, right = np.array([one for one, _ in shown]), np.array([float(one) for _, one in shown])
    bins = np.eye(10)[np.minimum((scores * 10).astype(int), 9)]
    weights = _resamples(len(shown))
    gaps = np.abs(weights @ (bins * (scores - right)[:, None])).sum(axis=1) / weights.sum(axis=1)
    return _figure("expected calibration error of the scores", gaps, len(shown))


def _macro_values(meant: Bools, said: Bools, weights: Weights) -> Weights:
    columns = []
    for at in range(meant.shape[1]):
        if meant[:, at].any():
            hits, marked, total = _counts(meant[:, [at]], said[:, [at]], weights)
            columns.append(_ratio(2 * hits, marked + total))
    values: Weights = np.mean(columns, axis=0)
    return values


def _share(what: str, hit: Bools, rows: Bools, weights: Weights) -> Figure:
    return _figure(what, _ratio(weights @ (hit & rows), weights @ rows), int(rows.sum()))


def _ratio(part: Weights, whole: Weights) -> Weights:
    result: Weights = np.divide(part, whole, out=np.zeros_like(part, dtype=float), where=whole > 0)
    return result


def _figure(what: str, values: Weights, posts: int) -> Figure:
    low, high = np.quantile(values[1:], [0.025, 0.975])
    return Figure(what, float(values[0]), float(low), float(high), posts)


def _confusion(classes: Sequence[str], pairs: Pairs, rows: Bools) -> dict[tuple[str, str], int]:
    table = {(meant, said): 0 for meant in classes for said in classes}
    for at in map(int, np.flatnonzero(rows)):
        written, said = pairs[at]
        if written is not None and said is not None:
            table[written, said] += 1
    return table


def macro_of(
    posts: Sequence[LabelledPost], found: Bools, myths: Sequence[str] = MYTHS
) -> tuple[Figure, Figure]:
    """Macro-F1 over the myths and share of false alarms, for whatever found the myths (a baseline)."""
    weights = _resamples(len(posts))
    true = np.array([[myth in post.myths for myth in myths] for post in posts])
    none = ~np.array([bool(post.myths) for post in posts])
    alarmed = np.array([any(row) for row in found], bool)
    return _macro(true, found, weights), _share("false alarms", alarmed, none, weights)


def majority_of(classes: Sequence[str], written: Sequence[str | None]) -> Figure:
    """Macro-F1 of always saying what is most common."""
    rows = np.array([one is not None for one in written])
    most = max(classes, key=list(written).count)
    return _classes(classes, [(one, most) for one in written], rows, _resamples(len(written)))
