"""A student of fewer layers that learns to say of every text what the whole network says of it.

It begins with layers of the network, evenly spread (Sanh et al. 2019, DistilBERT), and needs no labels: it learns
the network's unit embedding, the state of every token behind it (Jiao et al. 2020, TinyBERT), which tells more
about each text, and what the heads say. It reads posts as other keyboards write them, two posts in one, wordings
of claims. The text comes without the prefix that the base encoder is used to: three tokens less for each post.
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
from classifiers.train.loop import Log, device, fit
from classifiers.train.network import Network, pooled
from classifiers.train.texts import MAX_TOKENS, Texts

_JOINED = 0.25  # of the posts: where the network places a text of two subjects says more than either alone
_WORDINGS = 0.2  # of every claim's, in an epoch
_BATCH = 64  # texts
# Epochs of texts of their own: later ones read these again, and the network need not. What it says of an epoch of
# 34,000 posts takes about a gigabyte of memory.
_KEPT = 4
_WEIGHTS = {"embedding": 4.0, "tokens": 1.0, "heads": 0.3}
_SOFT = 2.0  # temperature of the heads that choose one class (Hinton et al. 2015)

Lesson = tuple[int, int]  # a batch: of which of the kept epochs, and where in it


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a run is: change one of these and it is another run."""

    layers: int
    epochs: int
    rate: float = 4e-4
    warmup: float = 0.02
    decay: float = 0.01
    seed: int = 2028


def student_of(network: Network, layers: int) -> Network:
    """A copy with that many of the network's layers, evenly spread, the last one among them, and no prefix."""
    encoder = copy.deepcopy(network.encoder)
    deep = len(encoder.encoder.layer)
    kept = [(number + 1) * deep // layers - 1 for number in range(layers)]
    encoder.encoder.layer = nn.ModuleList([encoder.encoder.layer[at] for at in kept])
    encoder.config.num_hidden_layers = layers
    student = Network(encoder, prefix="")
    student.take_heads(network)
    return student


class Teacher:
    """What the network says of the kept epochs' batches, counted once."""

    def __init__(self, network: Network, texts: Texts, epochs: list[list[list[str]]]) -> None:
        self._network = network
        self._texts = texts
        self._epochs = epochs
        self._said: dict[Lesson, tuple[Tensor, Tensor]] = {}

    def says(self, lesson: Lesson, on: torch.device) -> tuple[Tensor, Tensor]:
        """Unit embeddings [n, width], and states [n, places, width] of the tokens that the student reads too."""
        if lesson not in self._said:
            epoch, number = lesson
            inputs = self._texts.tensors(self._epochs[epoch][number], on=on)
            with torch.no_grad():
                places, counts = self._network.places(**inputs, half=True)
            first, behind = places[:, :1], places[:, 1 + self._texts.prefix_tokens :]
            states = torch.cat([first, behind], dim=1).half().cpu()
            self._said[lesson] = (pooled(places, counts).cpu(), states)
        embedding, states = self._said[lesson]
        return embedding.to(on), states.to(on).float()


def distil(
    network: Network, examples: Examples, tokenizer: Path, plan: Lessons, folder: Path, log: Log
) -> Network:
    """The student after its lessons; `folder` keeps where it stands, so that a cut run goes on."""
    torch.manual_seed(plan.seed)
    on = device()
    student = student_of(network, plan.layers)
    student.to(on).train()
    network.to(on).eval()
    taught = Texts(tokenizer, network.prefix)
    texts = Texts(tokenizer, student.prefix, MAX_TOKENS - taught.prefix_tokens)
    epochs = [_epoch(examples, texts, plan, number) for number in range(min(plan.epochs, _KEPT))]
    teacher = Teacher(network, taught, epochs)

    def away(lesson: Lesson) -> Tensor:
        goal, states = teacher.says(lesson, on)
        epoch, number = lesson
        places, counts = student.places(**texts.tensors(epochs[epoch][number], on=on), half=True)
        embedding = pooled(places, counts)
        with torch.no_grad():
            wanted = network.say(goal)
        parts = {
            "embedding": 1 - functional.cosine_similarity(embedding, goal).mean(),
            "tokens": _away(places, states, counts),
            "heads": _otherwise(student.say(embedding), wanted),
        }
        return torch.stack([_WEIGHTS[name] * part for name, part in parts.items()]).sum()

    lessons = list(_lessons(epochs, plan))
    learning = [
        one for one in [*student.encoder.parameters(), *student.heads.parameters()] if one.requires_grad
    ]
    groups = [{"params": learning, "lr": plan.rate}]
    fit(student, groups, lessons, away, plan, folder / "student.pt", log)
    network.cpu()
    student.cpu().eval()
    return student


def _away(places: Tensor, goal: Tensor, counts: Tensor) -> Tensor:
    """How far the states are from the goal, as a share of its length."""
    return ((places - goal).square() * counts).sum() / (goal.square() * counts).sum()


def _otherwise(said: dict[str, Tensor], goal: dict[str, Tensor]) -> Tensor:
    """How differently the heads speak."""
    total = torch.zeros((), device=said["myths"].device)
    for name in ("stance", "sentiment"):
        total = total + 0.3 * _SOFT**2 * functional.kl_div(
            (said[name] / _SOFT).log_softmax(dim=-1),
            (goal[name] / _SOFT).log_softmax(dim=-1),
            log_target=True,
            reduction="batchmean",
        )
    for name in ("myths", "has_claim"):
        likely = goal[name].sigmoid()
        total = total + 1.5 * likely.shape[1] * functional.binary_cross_entropy_with_logits(
            said[name], likely
        )
    return total


def _lessons(epochs: list[list[list[str]]], plan: Lessons) -> Iterator[Lesson]:
    """The batches of all epochs, in any order within each."""
    for number in range(plan.epochs):
        epoch = number % len(epochs)
        order = list(range(len(epochs[epoch])))
        random.Random(plan.seed * 1000 + number).shuffle(order)
        yield from ((epoch, at) for at in order)


def _epoch(examples: Examples, texts: Texts, plan: Lessons, epoch: int) -> list[list[str]]:
    """Batches of like length."""
    chance = random.Random(plan.seed * 1000 + epoch)
    ordered = sorted(_read(examples, chance), key=texts.length)
    return [ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH)]


def _read(examples: Examples, chance: random.Random) -> Iterator[str]:
    """What the student reads in an epoch: every post, some with another behind it, wordings of every claim."""
    by_language = defaultdict(list)
    for post in examples.posts:
        by_language[post.language].append(post.text)
    for post in examples.posts:
        text = varied(post, chance).text
        if chance.random() < _JOINED:
            text = f"{text} {fragment(chance.choice(by_language[post.language]), chance)}"
        yield text
    for claim in examples.claims.values():
        yield from (wording for _, wording in claim.variants if chance.random() < _WORDINGS)
