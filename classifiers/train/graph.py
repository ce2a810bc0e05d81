"""A BERT encoder's weights as an ONNX graph: int8 layers, a 4-bit embedding table, pooling inside.

The graph is written node by node with ONNX Runtime's fused operators (domain com.microsoft), so that no
optimiser has to find the fusions again at each start and the export needs no torch. Layers: weights int8,
symmetric, one scale per output channel; activations have scales that were measured beforehand (ranges.py), so
that a text's vector does not depend on its neighbours in a call. Texts of a call are equally long, so no
attention mask is needed, which saves an eighth of the time. Embedding table: 4-bit blocks of 32 with one fp16
scale, as Q4_0 of llama.cpp (scale = the block's extreme value / -8), unpacked with plain operators:
GatherBlockQuantized takes three times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]
BLOCK = 32
# Two products of 8-bit activations and 7-bit weights fit into 16 bits, so that processors without VNNI can
# use their fast instruction and still be exact (classifiers/session.py).
WEIGHT_BITS = 7
_FUSED = "com.microsoft"
_OPSET, _IR_VERSION = 21, 10


@dataclass(frozen=True, slots=True)
class Shape:
    """What the graph takes from a Hugging Face `config.json`."""

    layers: int
    heads: int
    norm_epsilon: float
    max_tokens: int
    halved_after: tuple[int, ...] = ()

    @classmethod
    def of(cls, config: Mapping[str, Any], max_tokens: int) -> Shape:
        """Raises ValueError when the configuration is not that of a BERT encoder with exact GELU."""
        if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
            raise ValueError(f"not a BERT encoder with GELU: {config['model_type']}, {config['hidden_act']}")
        return cls(
            layers=config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            norm_epsilon=config["layer_norm_eps"],
            max_tokens=min(max_tokens, config["max_position_embeddings"]),
            halved_after=tuple(config.get("halved_after", ())),
        )


def build(
    weights: Mapping[str, Floats], shape: Shape, ranges: Mapping[str, tuple[float, float]]
) -> onnx.ModelProto:
    """`input_ids` (int64 [n, tokens], no padding) -> `embedding` (float32 [n, width], unit vectors)."""
    graph = _Graph(weights, shape, ranges)
    hidden = _embeddings(graph)
    for layer in range(shape.layers):
        hidden = _layer(graph, hidden, f"encoder.layer.{layer}")
        if layer + 1 in shape.halved_after:
            hidden = _halved(graph, hidden, f"encoder.halved.{layer}")
    _pool(graph, hidden)
    width = weights["embeddings.word_embeddings.weight"].shape[1]
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["n", "tokens"])]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", width])
    return helper.make_model(
        helper.make_graph(graph.nodes, "encoder", inputs, [output], graph.constants),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)],
        ir_version=_IR_VERSION,
        producer_name="myth-monitor",
    )


def int8_channels(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """A weight [out, in] as integers [in, out] within `WEIGHT_BITS` and the scale of each output channel."""
    largest = 2 ** (WEIGHT_BITS - 1) - 1
    scale = np.maximum(np.abs(weight).max(axis=1), np.finfo(np.float32).tiny) / largest
    return np.rint(weight / scale[:, None]).astype(np.int8).T.copy(), scale.astype(np.float32)


def four_bit_blocks(table: Floats) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """A table [rows, width] as integers -8..7 of the same shape and fp16 scales [rows, width / 32]."""
    blocks = table.reshape(len(table), -1, BLOCK)
    extreme = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2)[..., None], axis=2)
    scale = (extreme / -8).astype(np.float16)
    divisor = np.where(scale == 0, 1, scale).astype(np.float32)
    integers = np.clip(np.rint(blocks / divisor), -8, 7).astype(np.int8)
    return integers.reshape(table.shape), scale[..., 0]


@dataclass
class _Graph:
    weights: Mapping[str, Floats]
    shape: Shape
    ranges: Mapping[str, tuple[float, float]]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def add(
        self, kind: str, inputs: list[str], output: str, *, fused: bool = False, **attributes: Any
    ) -> str:
        domain = _FUSED if fused else ""
        self.nodes.append(helper.make_node(kind, inputs, [output], output, domain=domain, **attributes))
        return output

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def dense(self, hidden: str, name: str, weight: Floats, bias: Floats) -> str:
        integers, scale = int8_channels(weight)
        low, high = self.ranges[name]
        step = max(high - low, 1e-6) / 255
        zero = np.uint8(np.clip(round(-low / step), 0, 255))
        taken = self.constant(f"{name}.taken.scale", np.array(step, np.float32))
        start = self.constant(f"{name}.taken.zero", np.array(zero))
        inputs = [
            self.add("QuantizeLinear", [hidden, taken, start], f"{name}.taken"),
            self.constant(f"{name}.weight", integers),
            taken,
            self.constant(f"{name}.scale", scale),
            start,
            self.constant(f"{name}.zero", np.zeros(len(scale), np.int8)),
            self.constant(f"{name}.bias", bias),
        ]
        return self.add("MatMulIntegerToFloat", inputs, name, fused=True)

    def linear(self, hidden: str, name: str) -> str:
        return self.dense(hidden, name, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def norm_of_sum(self, left: str, right: str, name: str) -> str:
        # The fused SkipLayerNormalization takes three times as long as the two nodes.
        return self.norm(self.add("Add", [left, right], f"{name}.sum"), name)

    def norm(self, hidden: str, name: str) -> str:
        inputs = [hidden, *self._norm_constants(name)]
        return self.add("LayerNormalization", inputs, name, axis=-1, epsilon=self.shape.norm_epsilon)

    def _norm_constants(self, name: str) -> list[str]:
        return [
            self.constant(f"{name}.{part}", self.weights[f"{name}.{part}"]) for part in ("weight", "bias")
        ]


def _embeddings(graph: _Graph) -> str:
    _words(graph, graph.weights["embeddings.word_embeddings.weight"])
    # One sentence per text: the token type is always 0, so its vector is added to every position's.
    places = graph.weights["embeddings.position_embeddings.weight"][: graph.shape.max_tokens]
    places = places + graph.weights["embeddings.token_type_embeddings.weight"][0]
    graph.add("Shape", ["input_ids"], "tokens", start=1, end=2)
    first = graph.constant("first", np.array([0]))
    graph.add("Slice", [graph.constant("places", places), first, "tokens", first], "places.used")
    graph.add("Add", ["words", "places.used"], "embeddings.sum")
    return graph.norm("embeddings.sum", "embeddings.LayerNorm")


def _words(graph: _Graph, table: Floats) -> None:
    """The rows of `input_ids`: a byte holds one number of a row's first half and one of its second."""
    integers, scale = four_bit_blocks(table)
    nibbles, half = (integers + 8).astype(np.uint8), table.shape[1] // 2
    packed = nibbles[:, :half] | (nibbles[:, half:] << 4)
    graph.add("Gather", [graph.constant("words.table", packed), "input_ids"], "words.bytes", axis=0)
    graph.add("BitwiseAnd", ["words.bytes", graph.constant("low", np.array(15, np.uint8))], "words.first")
    four = graph.constant("four", np.array(4, np.uint8))
    graph.add("BitShift", ["words.bytes", four], "words.second", direction="RIGHT")
    graph.add("Concat", ["words.first", "words.second"], "words.nibbles", axis=-1)
    graph.add("Cast", ["words.nibbles"], "words.positive", to=TensorProto.FLOAT)
    graph.add("Sub", ["words.positive", graph.constant("eight", np.array(8, np.float32))], "words.integers")
    graph.add(
        "Reshape", ["words.integers", graph.constant("blocks", np.array([0, 0, -1, BLOCK]))], "words.blocks"
    )
    graph.add("Gather", [graph.constant("words.scale", scale[..., None]), "input_ids"], "words.half", axis=0)
    graph.add("Cast", ["words.half"], "words.scales", to=TensorProto.FLOAT)
    graph.add("Mul", ["words.blocks", "words.scales"], "words.scaled")
    graph.add("Reshape", ["words.scaled", graph.constant("row", np.array([0, 0, -1]))], "words")


def _layer(graph: _Graph, hidden: str, name: str) -> str:
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    joined = graph.dense(
        hidden,
        f"{name}.attention.qkv",
        np.concatenate([graph.weights[f"{part}.weight"] for part in parts]),
        np.concatenate([graph.weights[f"{part}.bias"] for part in parts]),
    )
    graph.nodes.append(helper.make_node("Split", [joined], parts, f"{joined}.split", axis=-1, num_outputs=3))
    seen = graph.add(
        "MultiHeadAttention", parts, f"{name}.attention.seen", fused=True, num_heads=graph.shape.heads
    )
    seen = graph.linear(seen, f"{name}.attention.output.dense")
    hidden = graph.norm_of_sum(seen, hidden, f"{name}.attention.output.LayerNorm")
    wide = graph.linear(hidden, f"{name}.intermediate.dense")
    wide = graph.add("Gelu", [wide], f"{name}.intermediate.gelu", fused=True)
    narrow = graph.linear(wide, f"{name}.output.dense")
    return graph.norm_of_sum(narrow, hidden, f"{name}.output.LayerNorm")


def _halved(graph: _Graph, hidden: str, name: str) -> str:
    # Neighbours become their mean; a last one without a neighbour stays as it is (its copy is its neighbour).
    zero, one = graph.constant(f"{name}.zero", np.array([0])), graph.constant(f"{name}.one", np.array([1]))
    two, end = graph.constant(f"{name}.two", np.array([2])), graph.constant(f"{name}.end", np.array([2**31]))
    last = graph.constant(f"{name}.minus", np.array([-1]))
    graph.add("Slice", [hidden, last, end, one], f"{name}.last")
    graph.add("Concat", [hidden, f"{name}.last"], f"{name}.even", axis=1)
    graph.add("Slice", [hidden, zero, end, one, two], f"{name}.left")
    graph.add("Slice", [f"{name}.even", one, end, one, two], f"{name}.right")
    graph.add("Add", [f"{name}.left", f"{name}.right"], f"{name}.sum")
    return graph.add("Mul", [f"{name}.sum", graph.constant(f"{name}.half", np.array(0.5, np.float32))], name)


def _pool(graph: _Graph, hidden: str) -> None:
    # The mean over a text's tokens and the sum over them point the same way, and only that is kept.
    graph.add("ReduceSum", [hidden, graph.constant("middle", np.array([1]))], "sum", keepdims=0)
    graph.add("LpNormalization", ["sum"], "embedding", axis=-1, p=2)
