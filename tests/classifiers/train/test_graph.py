"""The ONNX graph that ships computes what the network's weights say, on int8."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from scipy.special import erf

from classifiers.session import embedding_of
from classifiers.train.graph import BLOCK, Shape, build, four_bit_blocks, int8_channels

Floats = NDArray[np.float32]
Ranges = dict[str, tuple[float, float]]
WIDTH, FEED, HEADS, LAYERS, PLACES, WORDS = 64, 128, 2, 4, 32, 50
EPSILON = 1e-12


@pytest.fixture(scope="module")
def weights() -> dict[str, Floats]:
    chance = np.random.default_rng(7)

    def normal(*shape: int) -> Floats:
        return (chance.normal(size=shape) * 0.2).astype(np.float32)

    made = {
        "embeddings.word_embeddings.weight": _as_shipped(normal(WORDS, WIDTH)),
        "embeddings.position_embeddings.weight": normal(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": normal(2, WIDTH),
    }
    shapes = {
        "attention.self.query": (WIDTH, WIDTH),
        "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH),
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (FEED, WIDTH),
        "output.dense": (WIDTH, FEED),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        for name, shape in shapes.items():
            made[f"encoder.layer.{layer}.{name}.weight"] = normal(*shape)
            made[f"encoder.layer.{layer}.{name}.bias"] = normal(shape[0])
        norms += [f"encoder.layer.{layer}.{part}.LayerNorm" for part in ("attention.output", "output")]
    for name in norms:
        made[f"{name}.weight"] = 1 + normal(WIDTH)
        made[f"{name}.bias"] = normal(WIDTH)
    return made


def _as_shipped(table: Floats) -> Floats:
    integers, scale = four_bit_blocks(table)
    blocks = integers.reshape(len(table), -1, BLOCK) * scale[..., None].astype(np.float32)
    return blocks.reshape(table.shape)


def _plain(
    weights: dict[str, Floats], ids: list[int], halved_after: tuple[int, ...]
) -> tuple[Floats, Ranges]:
    """The same network in plain floats, and between which values the inputs of its dense layers lay."""
    seen: Ranges = {}

    def dense(hidden: Floats, name: str, node: str) -> Floats:
        seen[node] = (float(hidden.min()), float(hidden.max()))
        return hidden @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(hidden: Floats, name: str) -> Floats:
        centred = hidden - hidden.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    hidden = weights["embeddings.word_embeddings.weight"][ids]
    hidden = hidden + weights["embeddings.position_embeddings.weight"][: len(ids)]
    hidden = norm(hidden + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        query, key, value = (
            dense(hidden, f"{name}.attention.self.{part}", f"{name}.attention.qkv").reshape(
                -1, HEADS, WIDTH // HEADS
            )
            for part in ("query", "key", "value")
        )
        scores = np.einsum("qhd,khd->hqk", query, key) / np.sqrt(WIDTH // HEADS)
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        mixed = np.einsum("hqk,khd->qhd", shares, value).reshape(-1, WIDTH)
        node = f"{name}.attention.output.dense"
        hidden = norm(dense(mixed, node, node) + hidden, f"{name}.attention.output.LayerNorm")
        wide = dense(hidden, f"{name}.intermediate.dense", f"{name}.intermediate.dense")
        wide = wide * (1 + erf(wide / np.sqrt(2))) / 2
        hidden = norm(
            dense(wide, f"{name}.output.dense", f"{name}.output.dense") + hidden, f"{name}.output.LayerNorm"
        )
        if layer + 1 in halved_after:
            hidden = np.array([hidden[at : at + 2].mean(axis=0) for at in range(0, len(hidden), 2)])
    total = hidden.sum(axis=0)
    return total / np.linalg.norm(total), seen


@pytest.mark.parametrize("halved_after", [(), (1,), (1, 3)])
@pytest.mark.parametrize("length", [1, 2, 5, 12, 31])
def test_it_agrees_with_the_network_in_floats(
    weights: dict[str, Floats], length: int, halved_after: tuple[int, ...], tmp_path: Path
) -> None:
    ids = np.random.default_rng(length).integers(0, WORDS, length).tolist()
    expected, ranges = _plain(weights, ids, halved_after)
    onnx.save(
        build(weights, Shape(LAYERS, HEADS, EPSILON, PLACES, halved_after), ranges), tmp_path / "model.onnx"
    )
    [vector] = embedding_of(tmp_path / "model.onnx", weight_bits=7)([ids])
    assert float(vector @ expected) > 0.995


def test_texts_in_one_call_do_not_change_each_other(weights: dict[str, Floats], tmp_path: Path) -> None:
    rows = np.random.default_rng(1).integers(0, WORDS, (5, 9)).tolist()
    _, ranges = _plain(weights, rows[0], (2,))
    onnx.save(build(weights, Shape(LAYERS, HEADS, EPSILON, PLACES, (2,)), ranges), tmp_path / "model.onnx")
    embed = embedding_of(tmp_path / "model.onnx", weight_bits=7)
    alone = np.concatenate([embed([row]) for row in rows])
    np.testing.assert_allclose(embed(rows), alone, atol=1e-6)


def test_another_kind_of_encoder_is_refused() -> None:
    with pytest.raises(ValueError, match="not a BERT encoder"):
        Shape.of({"model_type": "bert", "hidden_act": "relu"}, 256)


def test_weights_lose_at_most_half_a_step() -> None:
    weight = np.random.default_rng(3).normal(size=(6, 10)).astype(np.float32)
    integers, scale = int8_channels(weight)
    assert np.abs(integers.T * scale[:, None] - weight).max() <= scale.max() / 2 + 1e-6
    assert np.abs(integers).max() <= 63
