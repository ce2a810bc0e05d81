"""The catalogue's vectors beside the model: they are the model's own, so that the first start is as fast as any."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from classifiers.encoder import Encoder
from classifiers.known_vectors import CLAIMS_FILE, came_later, vectors_of
from monitor.annotate import claim_variants
from monitor.myths import load_myths
from monitor.paths import MODEL


@pytest.fixture(scope="module")
def wordings() -> list[str]:
    return [one.text for one in claim_variants(load_myths())]


def test_the_shipped_file_holds_every_wording_of_the_shipped_catalogue(wordings: list[str]) -> None:
    encoder = Encoder.load(MODEL)
    later = came_later(encoder, [*wordings, "a wording that somebody adds"], MODEL / CLAIMS_FILE)
    assert [text for text, came in zip(wordings, later[:-1], strict=True) if came] == []
    assert later[-1]


def test_a_model_that_was_copied_under_another_name_keeps_its_vectors(
    tmp_path: Path, wordings: list[str]
) -> None:
    folder = shutil.copytree(MODEL, tmp_path / "another-name")
    kept = tmp_path / "kept.npz"
    vectors_of(Encoder.load(folder), wordings, [folder / CLAIMS_FILE], kept)
    assert not kept.exists()  # nothing had to be encoded
