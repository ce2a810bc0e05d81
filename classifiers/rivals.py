"""What a user would run instead of the shipped model, to be timed: full-size models in torch, fp32.

The weights are random: they cost the same as trained ones, and nothing has to be downloaded. torch is not
needed to run the monitor, only for this comparison.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from typing import Any

from classifiers.session import TokenIds

Run = Callable[[Sequence[TokenIds]], None]

_BATCH = 32
# intfloat/multilingual-e5-small and microsoft/mdeberta-v3-base, as their config.json say.
_BASE = {
    "hidden_size": 384,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
    "max_position_embeddings": 512,
}
_NLI = {
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
    "max_position_embeddings": 512,
    "relative_attention": True,
    "position_buckets": 256,
    "norm_rel_ebd": "layer_norm",
    "share_att_key": True,
    "pos_att_type": ["p2c", "c2p"],
    "layer_norm_eps": 1e-7,
    "max_relative_positions": -1,
    "position_biased_input": False,
    "type_vocab_size": 0,
    "num_labels": 3,
}


def torch_is_installed() -> bool:
    """Whether the comparisons can run here."""
    return importlib.util.find_spec("torch") is not None


def base_encoder(vocabulary: int, threads: int) -> Run:
    """The 12-layer encoder that the shipped model derives from: token ids in, vectors computed, thrown away."""
    from transformers import BertConfig, BertModel

    return _runner(BertModel(BertConfig(vocab_size=vocabulary, **_BASE)), threads)


def zero_shot_nli(vocabulary: int, threads: int) -> Run:
    """A zero-shot NLI model of mDeBERTa-v3-base size: ids of (post, hypothesis) pairs in."""
    from transformers import DebertaV2Config, DebertaV2ForSequenceClassification

    return _runner(
        DebertaV2ForSequenceClassification(DebertaV2Config(vocab_size=vocabulary, **_NLI)), threads
    )


def _runner(model: Any, threads: int) -> Run:
    import torch

    torch.set_num_threads(threads)
    model.eval().float()

    def run(texts: Sequence[TokenIds]) -> None:
        # Batches of like lengths, as a careful user would make them: no time goes into padding.
        ordered = sorted(texts, key=len)
        with torch.inference_mode():
            for at in range(0, len(ordered), _BATCH):
                model(**_padded(ordered[at : at + _BATCH]))

    return run


def _padded(batch: Sequence[TokenIds]) -> dict[str, Any]:
    import torch

    rows = [torch.tensor(ids) for ids in batch]
    masks = [torch.ones_like(row) for row in rows]
    pad = torch.nn.utils.rnn.pad_sequence
    return {"input_ids": pad(rows, batch_first=True), "attention_mask": pad(masks, batch_first=True)}
