"""`classifiers.model`: an encoder of the user's choice instead of the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.encoder import Encoder
from classifiers.errors import ModelError
from classifiers.myths import ClaimVariant
from classifiers.pipeline import Pipeline
from tests.classifiers import tiny

CLAIM = ClaimVariant("child-removal", "en", "they take your children")


def test_a_folder_of_hugging_face_is_an_encoder(tmp_path: Path) -> None:
    encoder = Encoder.load(tiny.encoder(tmp_path / "tiny"))
    same, other = encoder.encode(["they take your children", "the bus is late"])
    assert encoder.version.startswith("tiny-")
    assert encoder.encode([CLAIM.text])[0] @ same == pytest.approx(1)
    assert encoder.encode([CLAIM.text])[0] @ other < 0.6


def test_without_trained_heads_claims_are_matched_by_cosine_and_the_rest_is_not_judged(
    tmp_path: Path,
) -> None:
    pipeline = Pipeline.load(tiny.encoder(tmp_path / "tiny"), [CLAIM])
    assert pipeline.not_judged == ("stance", "sentiment", "has_claim")
    said, unsaid = pipeline.label(["they take your children", "the bus is late"], [None, None])
    assert [match.id for match in said.matches] == ["child-removal"]
    assert said.matches[0].variant == CLAIM
    assert not unsaid.matches
    assert said.stance is said.sentiment is None


def test_other_weights_are_another_version(tmp_path: Path) -> None:
    first, second = tiny.encoder(tmp_path / "a" / "tiny"), tiny.encoder(tmp_path / "b" / "tiny")
    same = Encoder.load(first).version
    assert Encoder.load(second).version == same
    (second / "config.json").write_text(
        (second / "config.json").read_text("utf-8").replace("64", "32"), "utf-8"
    )
    assert Encoder.load(second).version != same


def test_a_folder_that_is_no_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"has no config\.json"):
        Encoder.load(tmp_path)


def test_a_name_that_is_neither_folder_nor_id_says_so() -> None:
    with pytest.raises(ModelError, match="there is no folder"):
        Encoder.load("no such model!")


def test_a_damaged_file_of_weights_says_so(tmp_path: Path) -> None:
    folder = tiny.encoder(tmp_path / "tiny")
    (folder / "model.onnx").write_bytes(b"half of a down")
    with pytest.raises(ModelError, match="cannot be loaded by ONNX Runtime"):
        Encoder.load(folder)
