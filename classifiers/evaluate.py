"""Measured quality on labelled posts: every figure with its number of posts and a 95 % bootstrap interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.dataset import MYTHS, SENTIMENTS, STANCES, LabelledPost, digest
from classifiers.pipeline import Label

SEED = 2026
RESAMPLES = 1000

Bools = NDArray[np.bool_]
Weights = NDArray[np.float64]


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
    false_alarms: list[Figure]
    stance: Figure
    sentiment: Figure
    language: Figure
    stance_confusion: dict[tuple[str, str], int]


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
    return Report(
        posts=len(posts),
        writers=len({post.writer for post in posts}),
        digest=digest(posts),
        per_myth=[_figures(myth, true[:, [at]], found[:, [at]], weights) for at, myth in enumerate(myths)],
        per_language=[
            _figures(one, true, found, weights, languages == one) for one in sorted(set(languages))
        ],
        macro_f1=_macro(true, found, weights),
        false_alarms=[
            _share("all languages", alarmed, none, weights),
            *(_share(one, alarmed, none & (languages == one), weights) for one in sorted(set(languages))),
        ],
        stance=_classes(STANCES, [p.stance for p in posts], [x.stance for x in labels], matched, weights),
        sentiment=_classes(
            SENTIMENTS, [p.sentiment for p in posts], [x.sentiment for x in labels], everyone, weights
        ),
        language=_share(
            "language", languages == np.array([label.language for label in labels]), everyone, weights
        ),
        stance_confusion=_confusion(posts, labels, matched),
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


def _classes(
    classes: Sequence[str],
    true: Sequence[str | None],
    found: Sequence[str | None],
    rows: Bools,
    weights: Weights,
) -> Figure:
    meant = np.array([[one == name for name in classes] for one in true]) & rows[:, None]
    said = np.array([[one == name for name in classes] for one in found]) & rows[:, None]
    return _figure("macro-F1", _macro_values(meant, said, weights), int(rows.sum()))


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


def _confusion(
    posts: Sequence[LabelledPost], labels: Sequence[Label], rows: Bools
) -> dict[tuple[str, str], int]:
    table = {(meant, said): 0 for meant in STANCES for said in STANCES}
    for at in map(int, np.flatnonzero(rows)):
        table[str(posts[at].stance), str(labels[at].stance)] += 1
    return table


def as_markdown(report: Report, model: str, name: str) -> Iterator[str]:
    """The report as the model card's lines."""
    yield f"Test set: {name}, {report.posts} invented posts by {report.writers} writers (digest {report.digest})."
    yield f"Model: `{model}`. In brackets: 95 % bootstrap interval ({RESAMPLES} resamples of the posts).\n"
    yield "| what | figure | posts |"
    yield "| --- | --- | --- |"
    yield f"| myth, {report.macro_f1.what} | {report.macro_f1} | {report.macro_f1.posts} |"
    yield f"| stance of matched posts, macro-F1 | {report.stance} | {report.stance.posts} |"
    yield f"| sentiment, macro-F1 | {report.sentiment} | {report.sentiment.posts} |"
    yield f"| language is right | {report.language} | {report.language.posts} |"
    for figure in report.false_alarms:
        yield f"| false alarms on posts of no myth, {figure.what} | {figure} | {figure.posts} |"
    for title, rows in (("myth", report.per_myth), ("language", report.per_language)):
        yield f"\n| {title} | posts | precision | recall | F1 |"
        yield "| --- | --- | --- | --- | --- |"
        for row in rows:
            yield f"| {row.name} | {row.posts} | {row.precision} | {row.recall} | {row.f1} |"
    yield f"\n| stance written ↓ said → | {' | '.join(STANCES)} |"
    yield f"| --- |{' --- |' * len(STANCES)}"
    for meant in STANCES:
        cells = " | ".join(str(report.stance_confusion[meant, said]) for said in STANCES)
        yield f"| {meant} | {cells} |"
