"""Figures whose answer can be computed by hand."""

from __future__ import annotations

from dataclasses import replace

from classifiers.dataset import LabelledPost
from classifiers.evaluate import evaluate
from classifiers.model_card import as_markdown
from classifiers.myths import ClaimVariant, Match
from classifiers.pipeline import Label

MYTH = "own-bedroom"


def post(number: int, myth: bool, language: str = "pl") -> LabelledPost:
    myths, stance = ((MYTH,), "asserts") if myth else ((), None)
    return LabelledPost(
        str(number), f"post {number}", language, myths, stance, "neutral", True, "w", "invented"
    )


def label(myth: bool, stance: str | None = "asserts") -> Label:
    matches = [Match(MYTH, 0.9, True, ClaimVariant(MYTH, "pl", "x"))] if myth else []
    return Label("pl", 1.0, matches, stance if myth else None, 1.0, "neutral", 1.0, 1.0, b"")  # type: ignore[arg-type]


def test_precision_recall_and_false_alarms() -> None:
    posts = [post(1, True), post(2, True), post(3, True), post(4, False), post(5, False)]
    report = evaluate(posts, [label(True), label(True), label(False), label(True), label(False)], [MYTH])
    [myth] = report.per_myth
    assert (round(myth.precision.value, 3), round(myth.recall.value, 3)) == (0.667, 0.667)
    assert myth.f1.low <= myth.f1.value <= myth.f1.high
    assert report.false_alarms[0].value == 0.5
    assert report.language.value == 1.0


def test_perfect_labels_have_no_doubt() -> None:
    posts = [post(at, at % 2 == 0) for at in range(20)]
    report = evaluate(posts, [label(at % 2 == 0) for at in range(20)], [MYTH])
    assert (report.macro_f1.value, report.macro_f1.low, report.macro_f1.high) == (1.0, 1.0, 1.0)
    assert report.sentiment.value == 1.0


def test_confusions_of_stance_are_counted() -> None:
    posts = [post(1, True), replace(post(2, True), stance="rejects")]
    report = evaluate(posts, [label(True), label(True)], [MYTH])
    assert report.stance_confusion["asserts", "asserts"] == 1
    assert report.stance_confusion["rejects", "asserts"] == 1


def test_the_same_posts_give_the_same_page() -> None:
    posts = [post(at, at % 3 == 0) for at in range(30)]
    labels = [label(at % 2 == 0) for at in range(30)]
    pages = ["\n".join(as_markdown(evaluate(posts, labels, [MYTH]), "m", "t")) for _ in range(2)]
    assert pages[0] == pages[1]
    assert "30 invented posts" in pages[0]
