"""How much more posts help: quality against the number of training posts.

    python -m classifiers.train.learning_curve --base BASE --work WORK --out data/models/NAME/learning-curve.json

For each share of the posts a network is trained (short_runs.py) for the same number of steps, its thresholds
chosen on the development posts, and measured on the evaluation posts. Read the slope, not the height.
"""

from __future__ import annotations

import random

from sklearn.metrics import f1_score

from classifiers.dataset import read_posts
from classifiers.train.__main__ import log
from classifiers.train.examples import Examples, read_examples
from classifiers.train.short_runs import PLAN, arguments, certain_matches, keep, trained_on

SHARES = (0.125, 0.25, 0.5)


def main() -> None:
    """The command line."""
    options = arguments("classifiers.train.learning_curve", __doc__).parse_args()
    everything = read_examples(options.data / "training", options.data / "myths")
    evaluation = read_posts(sorted((options.data / "evaluation").glob("*.jsonl")))
    shuffled = random.Random(PLAN.seed).sample(everything.posts, len(everything.posts))
    figures: dict[str, float] = {}
    for share in SHARES:
        some = shuffled[: int(len(shuffled) * share)]
        # A smaller set is seen more often, so that all runs take the same number of steps.
        seen = Examples(some * round(SHARES[-1] / share), everything.claims)
        model = trained_on(seen, options.base, options.data, options.work / str(len(some)))
        meant, found = certain_matches(model, evaluation)
        figures[f"{len(some):,} posts"] = round(float(f1_score(meant, found, average="macro")), 3)
        log(f"{figures}")
    keep(
        options.out,
        "Short runs, all of the same number of steps, on part of the posts; measured on "
        "the evaluation posts. Read the slope, not the height.",
        {"Myth, macro-F1 by training posts": figures},
    )


if __name__ == "__main__":
    main()
