"""A smaller encoder cut out of a larger one: fewer layers, narrower feed-forward blocks.

The layers are taken evenly from bottom to top (Sanh et al. 2019, DistilBERT); of each feed-forward block the
neurons are kept that say most on real texts: mean activation times the length of their output vector
(Molchanov et al. 2017 use the same kind of score).
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from transformers import BertConfig, BertModel


def kept_layers(layers: int, keep: int) -> list[int]:
    """Which of `layers` stay, evenly, the last one always among them."""
    return [round((at + 1) * layers / keep) - 1 for at in range(keep)]


def shrunk(
    encoder: BertModel, keep: int, width: int, batches: Iterable[dict[str, torch.Tensor]]
) -> BertModel:
    """A copy with `keep` layers and feed-forward blocks of `width`, judged on `batches` of real texts."""
    importance = _importance(encoder, batches)
    config = BertConfig.from_dict(
        encoder.config.to_dict() | {"num_hidden_layers": keep, "intermediate_size": width}
    )
    small = BertModel(config, add_pooling_layer=False)
    small.embeddings.load_state_dict(encoder.embeddings.state_dict())
    for at, source in enumerate(kept_layers(len(encoder.encoder.layer), keep)):
        state = encoder.encoder.layer[source].state_dict()
        best = importance[source].topk(width).indices.sort().values
        for name in ("intermediate.dense.weight", "intermediate.dense.bias"):
            state[name] = state[name][best]
        state["output.dense.weight"] = state["output.dense.weight"][:, best]
        small.encoder.layer[at].load_state_dict(state)
    return small


def _importance(encoder: BertModel, batches: Iterable[dict[str, torch.Tensor]]) -> list[torch.Tensor]:
    layers = encoder.encoder.layer
    sums = [torch.zeros(encoder.config.intermediate_size) for _ in layers]
    hooks = [
        layer.intermediate.register_forward_hook(
            lambda _module, _inputs, output, at=at: sums[at].add_(output.abs().sum(dim=(0, 1)))
        )
        for at, layer in enumerate(layers)
    ]
    with torch.inference_mode():
        for batch in batches:
            encoder(**batch)
    for hook in hooks:
        hook.remove()
    return [
        total * layer.output.dense.weight.detach().norm(dim=0)
        for total, layer in zip(sums, layers, strict=True)
    ]
