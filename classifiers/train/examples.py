"""What training reads: labelled posts, and the claims with their variants (the catalogue's and further ones)."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from classifiers.dataset import LabelledPost, digest, read_posts
from classifiers.train.augment import varied

FURTHER_CLAIMS = "claims"  # the folder beside the training posts


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim with its wordings: a myth of the catalogue, or a further claim that only training knows."""

    id: str
    variants: tuple[tuple[str, str], ...]  # (language, text)


@dataclass(frozen=True, slots=True)
class Examples:
    """Everything that one training run sees."""

    posts: list[LabelledPost]
    claims: dict[str, Claim]

    @property
    def read(self) -> str:
        """Digits that change with any post or wording: a run that read others is another run."""
        wordings = repr(sorted((id, claim.variants) for id, claim in self.claims.items()))
        return f"{digest(self.posts)}-{hashlib.blake2b(wordings.encode(), digest_size=4).hexdigest()}"

    def without_myth(self, myth: str) -> Examples:
        """As if nobody had ever heard of that myth: neither its posts nor its variants."""
        posts = [post for post in self.posts if myth not in post.myths]
        return Examples(posts, {id: claim for id, claim in self.claims.items() if id != myth})

    def without_language(self, language: str) -> Examples:
        """Without the posts and variants of that language."""
        claims = {
            id: Claim(id, tuple(one for one in claim.variants if one[0] != language))
            for id, claim in self.claims.items()
        }
        return Examples([post for post in self.posts if post.language != language], claims)


def read_examples(training: Path, catalogue: Path) -> Examples:
    """The training posts, and the claims of the catalogue and of `training`/claims.

    Near misses of the catalogue become posts without a myth. Raises ValueError naming file and line.
    """
    posts = read_posts(sorted(training.glob("*.jsonl")))
    claims = {}
    for path in [*sorted(catalogue.glob("*.yaml")), *sorted((training / FURTHER_CLAIMS).glob("*.yaml"))]:
        entry = yaml.safe_load(path.read_text("utf-8"))
        variants = [(language, text) for language, texts in entry["variants"].items() for text in texts]
        claims[entry["id"]] = Claim(entry["id"], tuple(variants))
        posts += _near_misses(entry["id"], entry.get("near_misses", {}))
    if missing := {myth for post in posts for myth in post.myths} - set(claims):
        raise ValueError(f"{training}: posts speak of claims without variants: {', '.join(sorted(missing))}")
    return Examples(posts, claims)


def _near_misses(id: str, texts: dict[str, list[str]]) -> Iterable[LabelledPost]:
    for language, lines in texts.items():
        for number, text in enumerate(lines):
            name = f"{id}-near-{language}-{number}"
            yield LabelledPost(name, text, language, (), None, "neutral", True, "catalogue", "catalogue")


def batches(
    texts: Sequence[LabelledPost], tokens: Callable[[str], int], most: int, chance: random.Random
) -> list[list[LabelledPost]]:
    """One epoch of augmented posts in batches of like length, at most `most` padded tokens each."""
    posts = [varied(post, chance) for post in texts]
    chance.shuffle(posts)
    lengths = {id(post): tokens(post.text) for post in posts}
    made: list[list[LabelledPost]] = []
    block = 1024
    for start in range(0, len(posts), block):
        batch: list[LabelledPost] = []
        for post in sorted(posts[start : start + block], key=lambda one: lengths[id(one)]):
            if batch and (len(batch) + 1) * lengths[id(post)] > most:
                made.append(batch)
                batch = []
            batch.append(post)
        made.append(batch)
    chance.shuffle(made)
    return made
