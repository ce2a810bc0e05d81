"""The measured quality as a page that people can read: what was measured, on what, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from classifiers.dataset import SENTIMENTS, STANCES
from classifiers.evaluate import RESAMPLES, Figure, MythFigures, Report

Comparison = Sequence[tuple[str, Figure, Figure]]  # (way, macro-F1, false alarms)


def as_markdown(report: Report, model: str, name: str, kind: str = "invented") -> Iterator[str]:
    """The report as the model card's lines; `kind` says what sort of posts these are."""
    by = f"{report.writers} writers" if report.writers > 1 else "1 writer"
    yield f"Test set: {name}, {report.posts} {kind} posts by {by} (digest {report.digest})."
    yield f"Model: `{model}`. In brackets: 95 % bootstrap interval ({RESAMPLES} resamples of the posts).\n"
    yield "| what | figure | posts |"
    yield "| --- | --- | --- |"
    yield _line("myth, " + report.macro_f1.what, report.macro_f1)
    yield _line(report.right.what, report.right)
    yield _line("stance of matched posts, macro-F1", report.stance)
    yield _line(report.opposite.what, report.opposite)
    yield _line("sentiment, macro-F1", report.sentiment)
    yield _line("language is right", report.language)
    yield _line(report.calibration_error.what, report.calibration_error)
    for figure in report.false_alarms:
        yield _line(f"false alarms on posts of no myth, {figure.what}", figure)
    for title, rows in (
        ("myth", report.per_myth),
        ("language (all myths together)", report.per_language),
        ("stance", report.per_stance),
        ("sentiment", report.per_sentiment),
    ):
        yield from _table(title, rows)
    yield from _confusions("stance", STANCES, report.stance_confusion)
    yield from _confusions("sentiment", SENTIMENTS, report.sentiment_confusion)


def compared(rows: Comparison) -> Iterator[str]:
    """Side by side what a user would pick instead."""
    yield "\n## What else one could take\n"
    yield "Thresholds of all ways chosen on the development posts; measured on the same test set.\n"
    yield "| way | myth, macro-F1 | false alarms on posts of no myth |"
    yield "| --- | --- | --- |"
    for way, macro, alarms in rows:
        yield f"| {way} | {macro} | {alarms} |"


def side_runs(figures: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """What models reach that were trained without something: a myth, a language, a part of the posts."""
    for title, rows in figures.items():
        yield f"\n### {title}\n"
        yield "| | F1 |"
        yield "| --- | --- |"
        for one, value in rows.items():
            yield f"| {one} | {value:.2f} |"


def _line(what: str, figure: Figure) -> str:
    return f"| {what} | {figure} | {figure.posts} |"


def _table(title: str, rows: Sequence[MythFigures]) -> Iterator[str]:
    yield f"\n| {title} | posts | precision | recall | F1 |"
    yield "| --- | --- | --- | --- | --- |"
    for row in rows:
        yield f"| {row.name} | {row.posts} | {row.precision} | {row.recall} | {row.f1} |"


def _confusions(title: str, classes: Sequence[str], table: Mapping[tuple[str, str], int]) -> Iterator[str]:
    yield f"\n| {title} written ↓ said → | {' | '.join(classes)} |"
    yield f"| --- |{' --- |' * len(classes)}"
    for meant in classes:
        yield f"| {meant} | {' | '.join(str(table[meant, said]) for said in classes)} |"
