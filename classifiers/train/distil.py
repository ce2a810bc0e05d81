"""A student learns what one network, or several together, say of every text.

It has fewer layers, or fewer places in the upper ones, or the shape of its teachers: one network of that shape that
learns from several can be better than each of them (Hinton et al. 2015; Furlanello et al. 2018). It begins with
layers of the first teacher, evenly spread (Sanh et al. 2019, DistilBERT), and learns the teachers' logits, their common
place, and a little from the labels. Beside the posts as other keyboards write them it reads texts that nobody
labelled: two posts in one, pieces of posts, posts with words left out, wordings of claims. Its texts come without
the prefix that the base encoder is used to: three tokens less for each post.
"""

from __future__ import annotations

import copy
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from classifiers.dataset import LabelledPost
from classifiers.train.augment import fragment, varied
from classifiers.train.examples import Examples
from classifiers.train.loop import Log, device, fit
from classifiers.train.network import Network, Seen, Targets, loss_of
from classifiers.train.texts import Texts
from classifiers.train.together import Said, Together

_UNLABELLED = 0.4  # such texts for each post
_WORDINGS = 0.2  # of every claim's, in an epoch
_BATCH = 64  # texts
# Epochs of texts of their own: later ones read these again, and the teachers need not.
_KEPT = 6
_SPREAD = 6000  # posts whose scatter makes the teachers' common place
_LABELS = 0.2  # how much they weigh beside what the teachers say
# Myths: 1.5 for each of the ten; probabilities near 0 and 1 hide how sure the teachers are, so their logits count too.
_WEIGHTS = {"place": 4.0, "stance": 0.5, "sentiment": 0.5, "myths": 15.0, "has_claim": 0.3, "sure": 0.02}
_SOFT = 2.0  # temperature of the heads that choose one class

At = tuple[int, int]  # a lesson: of which of the kept epochs, and where in it


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a run is: change one of these and it is another run."""

    layers: int
    epochs: int
    halved_after: tuple[int, ...] = ()
    rate: float = 4e-4
    warmup: float = 0.02
    decay: float = 0.01
    seed: int = 1  # far from the teachers': with one of theirs it would read just what that one read
    read: str = ""  # of what (Examples.read), and from how many teachers; `distil` fills both in
    teachers: int = 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """Texts of like length, and what their writers said of them; no posts where nobody labelled the texts."""

    texts: list[str]
    posts: list[LabelledPost]


def student_of(network: Network, layers: int, halved_after: Sequence[int] = ()) -> Network:
    """A copy with that many of the network's layers, evenly spread, the last one among them, and no prefix."""
    encoder = copy.deepcopy(network.encoder)
    deep = len(encoder.encoder.layer)
    kept = [(number + 1) * deep // layers - 1 for number in range(layers)]
    encoder.encoder.layer = nn.ModuleList([encoder.encoder.layer[at] for at in kept])
    encoder.config.num_hidden_layers = layers
    if halved_after:
        encoder.config.halved_after = list(halved_after)
    width = encoder.config.hidden_size
    student = Network(encoder, prefix="", space=nn.Linear(width, width))  # to the teachers' common place
    student.take_heads(network)
    return student


def distil(
    networks: Sequence[Network], examples: Examples, tokenizer: Path, plan: Lessons, folder: Path, log: Log
) -> Network:
    """The student after its lessons; `folder` keeps where it stands, so that a cut run goes on."""
    torch.manual_seed(plan.seed)
    on = device()
    student = student_of(networks[0], plan.layers, plan.halved_after)
    student.to(on).train()
    some = random.Random(plan.seed).sample(examples.posts, min(_SPREAD, len(examples.posts)))
    teacher = Together(networks, tokenizer, [post.text for post in some], on)
    texts = Texts(tokenizer, student.prefix)
    epochs = [_epoch(examples, texts, plan, number) for number in range(min(plan.epochs, _KEPT))]
    said: dict[At, Said] = {}

    def loss(at: At) -> Tensor:
        epoch, batch = at
        lesson = epochs[epoch][batch]
        if at not in said:
            said[at] = teacher.say(lesson.texts).to(torch.device("cpu"), torch.half)
        seen = student(**texts.tensors(lesson.texts, on=on))
        total = _otherwise(seen, said[at].to(on, torch.float32))
        if lesson.posts:
            nothing = torch.zeros((), device=on)
            total = total + _LABELS * loss_of(seen, Targets.of(lesson.posts, on), nothing)
        return total

    groups = [{"params": [one for one in student.parameters() if one.requires_grad], "lr": plan.rate}]
    known = replace(plan, read=examples.read, teachers=len(networks))
    fit(student, groups, list(_order(epochs, plan)), loss, known, folder / "student.pt", log)
    for network in networks:
        network.cpu()
    student.cpu().eval()
    return student


def _otherwise(seen: Seen, said: Said) -> Tensor:
    """How differently the student speaks."""
    total = _WEIGHTS["place"] * (1 - functional.cosine_similarity(seen.place, said.places, dim=-1)).mean()
    for name in ("stance", "sentiment"):
        total = total + _WEIGHTS[name] * _SOFT**2 * functional.kl_div(
            (seen.logits[name] / _SOFT).log_softmax(dim=-1),
            (said.logits[name] / _SOFT).log_softmax(dim=-1),
            log_target=True,
            reduction="batchmean",
        )
    for name in ("myths", "has_claim"):
        likely = said.logits[name].sigmoid()
        total = total + _WEIGHTS[name] * functional.binary_cross_entropy_with_logits(
            seen.logits[name], likely
        )
    return total + _WEIGHTS["sure"] * functional.mse_loss(seen.logits["myths"], said.logits["myths"])


def _order(epochs: list[list[Lesson]], plan: Lessons) -> Iterator[At]:
    """The lessons of all epochs, in any order within each."""
    for number in range(plan.epochs):
        epoch = number % len(epochs)
        order = list(range(len(epochs[epoch])))
        random.Random(plan.seed * 1000 + number).shuffle(order)
        yield from ((epoch, at) for at in order)


def _epoch(examples: Examples, texts: Texts, plan: Lessons, epoch: int) -> list[Lesson]:
    """Every post as another keyboard wrote it, and texts that nobody labelled."""
    chance = random.Random(plan.seed * 1000 + epoch)
    posts = sorted((varied(post, chance) for post in examples.posts), key=lambda one: texts.length(one.text))
    labelled = [posts[start : start + _BATCH] for start in range(0, len(posts), _BATCH)]
    others = sorted(_unlabelled(examples, chance), key=texts.length)
    return [Lesson([post.text for post in some], some) for some in labelled] + [
        Lesson(others[start : start + _BATCH], []) for start in range(0, len(others), _BATCH)
    ]


def _unlabelled(examples: Examples, chance: random.Random) -> Iterator[str]:
    """Where the teachers place a text of two subjects, or half a text, says more than either alone."""
    by_language = defaultdict(list)
    for post in examples.posts:
        by_language[post.language].append(post.text)
    for post in chance.sample(examples.posts, int(len(examples.posts) * _UNLABELLED)):
        kind = chance.random()
        if kind < 0.45:
            other = chance.choice(by_language[post.language])
            yield f"{post.text} {fragment(other, chance) if chance.random() < 0.5 else other}"
        elif kind < 0.8:
            yield fragment(post.text, chance)
        else:
            words = post.text.split()
            yield " ".join(word for word in words if chance.random() > 0.15) or post.text
    for claim in examples.claims.values():
        yield from (wording for _, wording in claim.variants if chance.random() < _WORDINGS)
