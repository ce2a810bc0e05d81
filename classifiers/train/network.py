"""Encoder and heads as one torch module, and what it is asked to get right.

The run-time reads the same numbers from heads.npz: every head is linear on the unit embedding. Losses: binary
cross-entropy per known myth, cross-entropy for stance and sentiment, and a contrastive one (InfoNCE, van den
Oord et al. 2018) that puts a post next to the variants of its claim, in any language; posts of no claim must
prefer a learnt «none» to every variant. The contrastive loss looks at the embedding through a projection of its
own, which training alone uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from classifiers.dataset import MYTHS, SENTIMENTS, STANCES, LabelledPost
from classifiers.heads import HeadFile, LinearHead
from classifiers.train.layers import last_hidden
from classifiers.train.texts import PREFIX

SPACE = 128  # dimensions of the claim space
_SHARP = 20.0  # unit vectors are short for a linear layer; folded into the weights at the end
_TEMPERATURE = 0.07
_HALF = torch.ops.mkldnn._is_mkldnn_bf16_supported()  # a third faster, where the processor has it; GPUs have
_WEIGHTS = {"myths": 3.0, "stance": 0.6, "sentiment": 0.5, "has_claim": 0.3, "nearest": 0.5}
HEADS: dict[str, tuple[str, ...]] = {
    "myths": MYTHS,
    "stance": STANCES,
    "sentiment": SENTIMENTS,
    "has_claim": ("has_claim",),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network says of a batch: unit embeddings, places in its claim space (a student's: in the common place
    of its teachers), logits per head."""

    embedding: Tensor
    place: Tensor
    logits: dict[str, Tensor]


class Network(nn.Module):
    """The encoder with its heads."""

    def __init__(self, encoder: BertModel, prefix: str = PREFIX, space: nn.Linear | None = None) -> None:
        """`space` is the map to the claim space; none: a new one of `SPACE` dimensions."""
        super().__init__()
        self.prefix = prefix
        width = encoder.config.hidden_size
        self.encoder = encoder
        for part in encoder.modules():  # few epochs over varied texts: dropout is not worth its time
            if isinstance(part, nn.Dropout):
                part.p = 0.0
        self.encoder.embeddings.word_embeddings.requires_grad_(False)  # it is shipped in 4 bits
        self.heads = nn.ModuleDict({name: nn.Linear(width, len(classes)) for name, classes in HEADS.items()})
        self.space = space or nn.Linear(width, SPACE, bias=False)
        self.none = nn.Parameter(torch.tensor(0.3))  # the cosine above which a variant beats «no claim»

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Seen:
        embedding = self.embed(input_ids, attention_mask, half=torch.is_grad_enabled())
        return Seen(embedding, functional.normalize(self.space(embedding), dim=-1), self.say(embedding))

    def say(self, embedding: Tensor) -> dict[str, Tensor]:
        """The logits of every head for unit embeddings."""
        return {name: head(embedding * _SHARP) for name, head in self.heads.items()}

    def embed(self, input_ids: Tensor, attention_mask: Tensor, *, half: bool) -> Tensor:
        """Unit embeddings [n, width]; `half` lets the layers count in 16 bits where that is faster."""
        kind = input_ids.device.type
        with torch.autocast(kind, torch.bfloat16, enabled=half and (_HALF or kind != "cpu")):
            hidden, left = last_hidden(self.encoder, input_ids, attention_mask)
        # The sum points the same way as the mean.
        return functional.normalize((hidden.float() * left.unsqueeze(-1)).sum(dim=1), dim=-1)

    def take_heads(self, other: Network) -> None:
        """Starts with the heads of another network of the same width."""
        self.heads.load_state_dict(other.heads.state_dict())
        self.none.data.copy_(other.none.data)

    def save_heads(self, path: Path) -> None:
        """Writes heads.npz for the run-time; the claim space is learnt when the thresholds are (calibrate)."""
        heads = {
            name: LinearHead(
                classes=classes,
                weights=self.heads[name].weight.detach().numpy() * _SHARP,
                bias=self.heads[name].bias.detach().numpy().copy(),
                link="sigmoid" if name in ("myths", "has_claim") else "softmax",
            )
            for name, classes in HEADS.items()
        }
        HeadFile(heads).save(path)


@dataclass(frozen=True, slots=True)
class Targets:
    """The labels of a batch as tensors; -1 where a post has no such label."""

    myths: Tensor
    stance: Tensor
    sentiment: Tensor
    has_claim: Tensor
    told: Tensor  # rows whose sentiment and has_claim a writer gave

    @classmethod
    def of(cls, posts: Sequence[LabelledPost], device: torch.device) -> Targets:
        """Labels in the order of the posts."""
        tensor = partial(torch.tensor, device=device)
        return cls(
            myths=tensor([[float(myth in post.myths) for myth in MYTHS] for post in posts]),
            stance=tensor([STANCES.index(post.stance) if post.stance else -1 for post in posts]),
            sentiment=tensor([SENTIMENTS.index(post.sentiment) for post in posts]),
            has_claim=tensor([[float(post.has_claim)] for post in posts]),
            told=tensor([post.writer != "catalogue" for post in posts]),
        )


def loss_of(seen: Seen, targets: Targets, nearest: Tensor) -> Tensor:
    """The weighted sum of what the network gets wrong in a batch."""
    told = targets.told
    parts = {
        "myths": functional.binary_cross_entropy_with_logits(
            seen.logits["myths"], targets.myths * 0.98 + 0.002
        )
        * len(MYTHS)
        / 2,
        "sentiment": functional.cross_entropy(
            seen.logits["sentiment"][told], targets.sentiment[told], label_smoothing=0.05
        ),
        "has_claim": functional.binary_cross_entropy_with_logits(
            seen.logits["has_claim"][told], targets.has_claim[told]
        ),
        "nearest": nearest,
    }
    if bool((targets.stance >= 0).any()):
        parts["stance"] = functional.cross_entropy(
            seen.logits["stance"], targets.stance, ignore_index=-1, label_smoothing=0.05
        )
    total = torch.zeros((), device=nearest.device)
    for name, part in parts.items():
        if bool(torch.isfinite(part)):  # a batch without a told post has no such part
            total = total + _WEIGHTS[name] * part
    return total


def nearest_loss(places: Tensor, variants: Tensor, same: Tensor, none: Tensor) -> Tensor:
    """InfoNCE over the variants [v] and «none» for posts [n]; `same` [n, v] says which variants are meant."""
    scores = torch.cat([places @ variants.T, none.expand(len(places), 1)], dim=1) / _TEMPERATURE
    meant = torch.cat([same, ~same.any(dim=1, keepdim=True)], dim=1)
    likely = scores.log_softmax(dim=1).masked_fill(~meant, float("-inf")).logsumexp(dim=1)
    return -likely.mean()
