"""One ONNX file as a function from texts' token ids to their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.errors import ModelError

Vector = NDArray[np.float32]
TokenIds = list[int]


class Embed(Protocol):
    """Token ids of texts that are equally long to vectors [n, width] of any length; called from several threads."""

    def __call__(self, rows: Sequence[TokenIds]) -> Vector: ...


def embedding_of(file: Path, weight_bits: int = 8) -> Embed:
    """Runs the encoder in `file`: a pooled output is taken as it is, token vectors are averaged.

    `weight_bits` is how many bits its integer weights use. Raises ModelError when ONNX Runtime cannot load
    the file or it asks for inputs that no text has.
    """
    session = start(file, weight_bits=weight_bits)
    names = text_inputs(session, file)
    output = _output(file, session.get_outputs())

    def embed(rows: Sequence[TokenIds]) -> Vector:
        tokens = np.array(rows, np.int64)
        values = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        [result] = session.run([output], {name: values[name] for name in names})
        found: Vector = result.astype(np.float32)
        return found if found.ndim == 2 else found.mean(axis=1)

    return embed


def _output(file: Path, outputs: list[Any]) -> str:
    ranks = {part.name: len(part.shape) for part in outputs}
    for name in ("embedding", "sentence_embedding", "last_hidden_state", "token_embeddings"):
        if ranks.get(name) in (2, 3):
            return name
    raise ModelError(f"{file} gives {', '.join(sorted(ranks))}: no sentence or token vectors among them")


def text_inputs(session: Any, file: Path) -> list[str]:
    """The names of the session's inputs. Raises ModelError when one is none that a text has."""
    names = [part.name for part in session.get_inputs()]
    if unknown := set(names) - {"input_ids", "attention_mask", "token_type_ids"}:
        raise ModelError(f"{file} asks for {', '.join(sorted(unknown))}: not a model of texts")
    return names


def start(file: Path, *, threads: int = 1, weight_bits: int = 8) -> Any:
    """An ONNX Runtime session on the CPU. Raises ModelError when the file is missing or cannot be loaded."""
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    if not file.is_file():
        raise ModelError(f"{file} is missing: the model folder is not complete")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    if weight_bits > 7:
        # Processors with AVX2 but no VNNI overflow in products of 8-bit weights; this keeps the arithmetic
        # exact there too, and costs a fifth. Weights of 7 bits (-64 to 63) cannot overflow.
        options.add_session_config_entry("session.x64quantprecision", "1")
    refusals = (state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf, state.NoModel)
    try:
        return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except (*refusals, state.NotImplemented, state.RuntimeException) as error:
        raise ModelError(f"{file} cannot be loaded by ONNX Runtime: {error}") from None
