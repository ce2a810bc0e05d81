"""What `bench` is made of: the figures can be computed by hand, the texts have the length they should."""

from __future__ import annotations

import pytest

from classifiers import rivals
from classifiers.encoder import Encoder
from monitor import bench_classify
from monitor.bench import PARTS
from monitor.paths import MODEL
from monitor.timing import Figure, Note, figure, ratio


def test_a_figure_is_the_median_with_its_range() -> None:
    assert figure("x", [3.0, 1.0, 2.0], "s", "y") == Figure("x", 2.0, "s", "y", 1.0, 3.0)


def test_a_ratio_says_the_least_and_the_most_that_the_ranges_allow() -> None:
    ours, theirs = (
        figure("a", [10.0, 20.0, 30.0], "posts/s", "t"),
        figure("b", [1.0, 2.0, 5.0], "posts/s", "t"),
    )
    times = ratio("a against b", ours, theirs)
    assert (times.value, times.low, times.high, times.unit) == (10.0, 2.0, 30.0, "×")


def test_the_texts_are_distinct_and_of_the_wanted_length() -> None:
    encoder = Encoder.load(MODEL, 1)
    texts = bench_classify.texts_of_length(encoder, 64, 36)
    lengths = [len(ids) for ids in encoder.tokenise([encoder.prefix + text for text in texts])]
    assert len(set(texts)) == 64
    assert set(lengths) <= set(range(34, 39))


def test_without_torch_one_line_says_what_the_comparisons_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivals, "torch_is_installed", lambda: False)
    encoder = Encoder.load(MODEL, 1)
    [note] = bench_classify._rivals(encoder, ["a post"], figure("x", [1.0], "posts/s", "y"))
    assert isinstance(note, Note)
    assert "pip install torch" in note.text


def test_bench_classify_is_a_part() -> None:
    assert PARTS["classify"] is bench_classify.measure_classify
