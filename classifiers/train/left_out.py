"""How well a model does on myths and languages that it was never trained on:

    python -m classifiers.train.left_out --base BASE --work WORK --out data/models/NAME/left-out.json

For each fold a network is trained (short_runs.py) from the base without the fold's myths (neither posts nor
variants) or languages, its nearness calibrated on the development claims, and measured on the evaluation
posts: a left-out myth from its YAML's variants alone. `--folds 10` leaves out one myth at a time; fewer folds
leave out several at once, which is harder and faster.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import reduce
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from classifiers.dataset import MYTHS, LabelledPost, read_posts
from classifiers.encoder import Encoder
from classifiers.heads import HeadFile
from classifiers.matching import ClaimSpace, closeness, near_score
from classifiers.myths import Calibration
from classifiers.train.__main__ import log
from classifiers.train.examples import Examples, read_examples
from classifiers.train.short_runs import PLAN, arguments, certain_matches, keep, trained_on

LANGUAGES = ("pl", "bg", "ro", "lt", "tr", "nl", "en", "uk")


def folds(names: Sequence[str], count: int) -> list[tuple[str, ...]]:
    """The names in `count` groups of like size, each name in one."""
    return [tuple(names[at::count]) for at in range(count)]


def unseen_myths(
    left: Sequence[str], everything: Examples, model: Path, posts: list[LabelledPost]
) -> dict[str, float]:
    """F1 of each myth, from the nearness of its variants alone."""
    encoder, space = Encoder.load(model), HeadFile.load(model / "heads.npz").space
    assert space is not None, "calibrate has written it"
    claims, calibration = ClaimSpace(*space), Calibration.load(model / "thresholds.json")
    places = claims.place(encoder.encode([post.text for post in posts]))
    result = {}
    for myth in left:
        wordings = [text for _, text in everything.claims[myth].variants]
        near = closeness(places @ claims.place(encoder.encode(wordings)).T)
        found = near_score(near, calibration) >= calibration.untrained.certain
        result[myth] = round(float(f1_score([myth in post.myths for post in posts], found)), 3)
    return result


def unseen_languages(left: Sequence[str], model: Path, posts: list[LabelledPost]) -> dict[str, float]:
    """F1 over all myths together, on the posts of each left-out language."""
    meant, found = certain_matches(model, posts)
    result = {}
    for language in left:
        rows = [post.language == language for post in posts]
        result[language] = round(float(f1_score(meant[rows], found[rows], average="micro")), 3)
    return result


def main() -> None:
    """The command line."""
    parser = arguments("classifiers.train.left_out", __doc__)
    parser.add_argument("--folds", type=int, default=len(MYTHS))
    parser.add_argument("--share", type=float, default=1.0, help="of the training posts, for a quick answer")
    options = parser.parse_args()
    everything = read_examples(options.data / "training", options.data / "myths")
    some = random.Random(PLAN.seed).sample(everything.posts, int(len(everything.posts) * options.share))
    everything = Examples(some, everything.claims)
    posts = read_posts(sorted((options.data / "evaluation").glob("*.jsonl")))
    myths: dict[str, float] = {}
    languages: dict[str, float] = {}
    for number, left in enumerate(folds(MYTHS, options.folds)):
        examples = reduce(Examples.without_myth, left, everything)
        model = trained_on(examples, options.base, options.data, options.work / f"myths-{number}")
        myths |= unseen_myths(left, everything, model, posts)
        log(f"{myths}")
    for number, left in enumerate(folds(LANGUAGES, min(options.folds, len(LANGUAGES)))):
        examples = reduce(Examples.without_language, left, everything)
        model = trained_on(examples, options.base, options.data, options.work / f"languages-{number}")
        languages |= unseen_languages(left, model, posts)
        log(f"{languages}")
    keep(
        options.out,
        f"Short runs of {PLAN.epochs} epoch over {len(some):,} posts without what is left out, {options.folds} folds; "
        "measured on the evaluation posts.",
        {
            "Myths, from their YAML alone": myths
            | {"macro-F1": round(float(np.mean(list(myths.values()))), 3)},
            "Languages, all myths together": languages,
        },
    )


if __name__ == "__main__":
    main()
