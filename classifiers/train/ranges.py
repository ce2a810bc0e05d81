"""Between which values the inputs of every dense layer lie on real texts: the fixed scales of its quantisation.

With scales that are measured beforehand a text's vector does not depend on the texts that share its pass. A few
giants among the values would make every step coarse, so they are clipped (Wu et al. 2020 clip in the same way).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor
from transformers import BertModel

from classifiers.train.layers import last_hidden

Ranges = dict[str, tuple[float, float]]  # by node of graph.py

KEPT = 0.9999  # of the values: fewer lose what the giants say, all of them lose fine steps
# Inputs of which module of a layer feed which node; query, key and value share theirs.
_NODES = {
    "attention.self.query": "attention.qkv",
    "attention.output.dense": "attention.output.dense",
    "intermediate.dense": "intermediate.dense",
    "output.dense": "output.dense",
}


def ranges_of(encoder: BertModel, batches: Iterable[dict[str, Tensor]], kept: float = KEPT) -> Ranges:
    """The lowest and highest input of each dense layer, without the giants; the mean over `batches`.

    A batch holds equally long texts, for what stands in place of a missing word is no input.
    """
    ends: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def noting(name: str) -> Callable[[Any, tuple[Tensor, ...]], None]:
        return lambda _module, inputs: ends[name].append(_within(inputs[0], kept))

    hooks = [
        layer.get_submodule(module).register_forward_pre_hook(noting(f"encoder.layer.{number}.{node}"))
        for number, layer in enumerate(encoder.encoder.layer)
        for module, node in _NODES.items()
    ]
    with torch.inference_mode():
        for batch in batches:
            last_hidden(encoder, batch["input_ids"], batch["attention_mask"])
    for hook in hooks:
        hook.remove()
    means = {name: tuple(torch.tensor(seen).mean(dim=0).tolist()) for name, seen in ends.items()}
    return {name: (min(0.0, low), max(0.0, high)) for name, (low, high) in means.items()}


def _within(values: Tensor, kept: float) -> tuple[float, float]:
    flat = values.flatten()
    clipped = max(1, int(len(flat) * (1 - kept) / 2))
    return float(flat.kthvalue(clipped).values), float(flat.kthvalue(len(flat) - clipped + 1).values)
