"""How well a model does on myths and languages that it was never trained on:

    python -m classifiers.train.left_out myths --base BASE --work WORK --out data/models/NAME/left-out-myths.json
    python -m classifiers.train.left_out languages … --out data/models/NAME/left-out-languages.json

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


_LEFT = {"myths": MYTHS, "languages": LANGUAGES}
_TITLES = {"myths": "Myths, from their YAML alone, F1", "languages": "Languages, all myths together, F1"}


def _how(posts: int, most: int) -> str:
    return (
        f"Short runs of {PLAN.epochs} epochs over {posts:,} posts, without those measured, at most {most} at once;"
        " measured on the evaluation posts. Read them beside the learning curve, whose runs are as short."
    )


def _with_mean(found: dict[str, float]) -> dict[str, float]:
    return found | {"mean": round(float(np.mean(list(found.values()))), 3)}


def main() -> None:
    """The command line."""
    parser = arguments("classifiers.train.left_out", __doc__)
    parser.add_argument("what", choices=[*_LEFT])
    parser.add_argument("--folds", type=int, default=len(MYTHS))
    parser.add_argument("--share", type=float, default=1.0, help="of the training posts, for a quick answer")
    options = parser.parse_args()
    everything = read_examples(options.data / "training", options.data / "myths")
    some = random.Random(PLAN.seed).sample(everything.posts, int(len(everything.posts) * options.share))
    everything = Examples(some, everything.claims)
    posts = read_posts(sorted((options.data / "evaluation").glob("*.jsonl")))
    found: dict[str, float] = {}
    names = _LEFT[options.what]
    groups = folds(names, min(options.folds, len(names)))
    for number, left in enumerate(groups):
        without = Examples.without_myth if options.what == "myths" else Examples.without_language
        work = options.work / f"{options.what}-{number}"
        model = trained_on(reduce(without, left, everything), options.base, options.data, work)
        if options.what == "myths":
            found |= unseen_myths(left, everything, model, posts)
        else:
            found |= unseen_languages(left, model, posts)
        log(f"{found}")
        keep(options.out, _how(len(some), len(groups[0])), {_TITLES[options.what]: _with_mean(found)})


if __name__ == "__main__":
    main()
