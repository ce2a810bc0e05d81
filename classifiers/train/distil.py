"""A student of fewer layers that learns to place every text where the whole network places it.

It begins with layers of the network, evenly spread (Sanh et al. 2019, DistilBERT), and learns from the
network's unit embedding alone, so it needs no labels: posts as other keyboards write them, two posts in one,
wordings of claims. All heads are linear on the embedding, so they and the claim space stay the network's.
"""

from __future__ import annotations

import copy
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from classifiers.train.augment import fragment, varied
from classifiers.train.examples import Examples
from classifiers.train.finetune import Texts
from classifiers.train.loop import Log, device, fit
from classifiers.train.network import Network

_JOINED = 0.25  # of the posts: where the network places a text of two subjects says more than either alone
_BATCH = 64  # texts


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a run is: change one of these and it is another run."""

    layers: int
    epochs: int
    rate: float = 4e-4
    warmup: float = 0.05
    decay: float = 0.01
    seed: int = 2028


def student_of(network: Network, layers: int) -> Network:
    """A copy with that many of the network's layers, evenly spread, the last one among them."""
    encoder = copy.deepcopy(network.encoder)
    deep = len(encoder.encoder.layer)
    kept = [(number + 1) * deep // layers - 1 for number in range(layers)]
    encoder.encoder.layer = nn.ModuleList([encoder.encoder.layer[at] for at in kept])
    encoder.config.num_hidden_layers = layers
    student = Network(encoder)
    student.take_heads(network)
    return student


def distil(
    network: Network, examples: Examples, texts: Texts, plan: Lessons, folder: Path, log: Log
) -> Network:
    """The student after its lessons; `folder` keeps where it stands, so that a cut run goes on."""
    torch.manual_seed(plan.seed)
    on = device()
    student = student_of(network, plan.layers)
    student.to(on).train()
    network.to(on).eval()

    def away(some: list[str]) -> Tensor:
        inputs = texts.tensors(some, on=on)
        with torch.no_grad():
            goal = network.embed(**inputs, half=True)
        return 1 - functional.cosine_similarity(student.embed(**inputs, half=True), goal).mean()

    lessons = [batch for epoch in range(plan.epochs) for batch in _epoch(examples, texts, plan, epoch)]
    learning = [one for one in student.encoder.parameters() if one.requires_grad]
    groups = [{"params": learning, "lr": plan.rate}]
    fit(student, groups, lessons, away, plan, folder / "student.pt", log)
    network.cpu()
    student.cpu().eval()
    return student


def _epoch(examples: Examples, texts: Texts, plan: Lessons, epoch: int) -> list[list[str]]:
    """Batches of like length, in any order."""
    chance = random.Random(plan.seed * 1000 + epoch)
    ordered = sorted(_read(examples, chance), key=texts.length)
    batches = [ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH)]
    chance.shuffle(batches)
    return batches


def _read(examples: Examples, chance: random.Random) -> Iterator[str]:
    """What the student reads in an epoch: every post, some with another behind it, a wording of every claim."""
    by_language = defaultdict(list)
    for post in examples.posts:
        by_language[post.language].append(post.text)
    for post in examples.posts:
        text = varied(post, chance).text
        if chance.random() < _JOINED:
            text = f"{text} {fragment(chance.choice(by_language[post.language]), chance)}"
        yield text
    for claim in examples.claims.values():
        yield chance.choice(claim.variants)[1]
