"""The shipped encoder: a vector per text that nothing but the text decides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.encoder import Encoder, version_of
from monitor.paths import MODEL
from monitor.timing import sample_texts


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load(MODEL, threads=2)


def test_a_texts_vector_is_the_same_alone_and_among_others_in_any_order(encoder: Encoder) -> None:
    texts = sample_texts(120)
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-6)
    np.testing.assert_allclose(encoder.encode(texts[::-1])[::-1], together, atol=1e-6)


def test_equal_texts_get_equal_vectors_in_their_places(encoder: Encoder) -> None:
    first, second, third = encoder.encode(["dzień dobry", "labas rytas", "dzień dobry"])
    assert np.array_equal(first, third)
    assert not np.array_equal(first, second)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.width)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_unicode_string_becomes_a_unit_vector(encoder: Encoder, texts: list[str]) -> None:
    lengths = np.linalg.norm(encoder.encode(texts), axis=1)
    np.testing.assert_allclose(lengths, 1, atol=1e-5)


def test_a_report_beside_the_encoder_leaves_its_version_but_other_weights_do_not(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"weights")
    before = version_of(tmp_path)
    for report in ("measured.json", "left-out-myths.json", "learning-curve.json", "README.md"):
        (tmp_path / report).write_text("{}", "utf-8")
    assert version_of(tmp_path) == before
    (tmp_path / "model.onnx").write_bytes(b"other weights")
    assert version_of(tmp_path) != before


def test_lone_surrogates_and_endless_texts_are_taken(encoder: Encoder) -> None:
    assert encoder.encode(["\ud800 co to", "słowo " * 50_000]).shape == (2, encoder.width)
