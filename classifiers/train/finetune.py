"""The training of a network on labelled posts and the claims beside them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import BertModel

from classifiers.dataset import LabelledPost
from classifiers.train.examples import Claim, Examples, batches
from classifiers.train.loop import Log, device, fit
from classifiers.train.network import Network, Targets, loss_of, nearest_loss
from classifiers.train.texts import Texts

_TOKENS_A_BATCH = 1400
_VARIANT_TOKENS = 32  # a claim is short; one long wording would make the whole batch wait
_FURTHER_VARIANTS = 6  # of claims that no post of the batch speaks of

Lesson = tuple[list[LabelledPost], list[tuple[str, str]]]  # posts, and (claim, wording) beside them


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is: change one of these and it is another run."""

    epochs: int
    rate: float  # of the encoder's layers; the heads learn `head_factor` times as fast
    head_factor: float = 10.0
    warmup: float = 0.08
    decay: float = 0.01
    seed: int = 2026
    read: str = ""  # of what (Examples.read); `train` fills it in


def train(
    encoder: BertModel,
    examples: Examples,
    texts: Texts,
    plan: Plan,
    folder: Path,
    log: Log,
) -> Network:
    """Trains on a GPU where there is one, else on the processor; returns the network on the processor.

    `folder` keeps where it stands, so that a cut run goes on.
    """
    torch.manual_seed(plan.seed)
    network = Network(encoder)
    network.to(device()).train()
    lessons = [one for epoch in range(plan.epochs) for one in _epoch(examples, texts, plan, epoch)]

    def loss(lesson: Lesson) -> Tensor:
        return _loss(network, texts, *lesson)

    known = replace(plan, read=examples.read)
    fit(network, _groups(network, plan), lessons, loss, known, folder / "running.pt", log)
    network.cpu().eval()
    return network


def _epoch(examples: Examples, texts: Texts, plan: Plan, epoch: int) -> list[Lesson]:
    chance = random.Random(plan.seed * 1000 + epoch)
    lengths: dict[str, int] = {}

    def length(text: str) -> int:
        return lengths.setdefault(text, texts.length(text))

    made = batches(examples.posts, length, _TOKENS_A_BATCH, chance)
    return [(posts, list(_variants(posts, examples.claims, chance))) for posts in made]


def _variants(
    posts: Sequence[LabelledPost], claims: dict[str, Claim], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """(claim, wording): one wording per claim that the batch speaks of, and some of other claims."""
    spoken = sorted({myth for post in posts for myth in post.myths})
    others = [id for id in claims if id not in spoken]
    for id in spoken + chance.sample(others, min(_FURTHER_VARIANTS, len(others))):
        yield id, chance.choice(claims[id].variants)[1]


def _loss(
    network: Network, texts: Texts, posts: Sequence[LabelledPost], variants: Sequence[tuple[str, str]]
) -> Tensor:
    on = network.none.device
    seen = network(**texts.tensors([post.text for post in posts], on=on))
    wordings = network(**texts.tensors([text for _, text in variants], _VARIANT_TOKENS, on))
    same = torch.tensor([[id in post.myths for id, _ in variants] for post in posts], device=on)
    nearest = nearest_loss(seen.place, wordings.place, same, network.none)
    return loss_of(seen, Targets.of(posts, on), nearest)


def _groups(network: Network, plan: Plan) -> list[dict[str, Any]]:
    encoder = [one for one in network.encoder.parameters() if one.requires_grad]
    known = {id(one) for one in network.encoder.parameters()}
    heads = [one for one in network.parameters() if id(one) not in known]
    return [
        {"params": encoder, "lr": plan.rate},
        {"params": heads, "lr": plan.rate * plan.head_factor},
    ]
