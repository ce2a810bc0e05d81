"""How much more posts help: quality against the number of training posts.

    python -m classifiers.train.learning_curve --base BASE --work WORK --out data/models/NAME/learning-curve.json

For each share of the posts a student-sized network is trained from the base for the same number of steps, its
thresholds chosen on the development posts, and measured on the evaluation posts. These are short runs without
a teacher: read the slope, not the height.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from classifiers.dataset import MYTHS, LabelledPost, read_posts
from classifiers.encoder import Encoder
from classifiers.heads import HeadFile
from classifiers.train.__main__ import log
from classifiers.train.examples import Examples, read_examples
from classifiers.train.left_out import PLAN, model_without

SHARES = (0.125, 0.25, 0.5, 1.0)


def macro_f1(model: Path, posts: list[LabelledPost]) -> float:
    """Over the ten myths, certain matches by the trained head alone."""
    limits = json.loads((model / "thresholds.json").read_text("utf-8"))["myths"]
    head = HeadFile.load(model / "heads.npz").heads["myths"]
    scores = head.predict_proba(Encoder.load(model).encode([post.text for post in posts]))
    found = scores >= np.array([limits[myth]["certain"] for myth in MYTHS])
    true = np.array([[myth in post.myths for myth in MYTHS] for post in posts])
    return float(f1_score(true, found, average="macro"))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m classifiers.train.learning_curve",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for name in ("base", "work", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("data"))
    options = parser.parse_args()
    everything = read_examples(options.data / "training", options.data / "myths")
    evaluation = read_posts(sorted((options.data / "evaluation").glob("*.jsonl")))
    shuffled = random.Random(PLAN.seed).sample(everything.posts, len(everything.posts))
    figures: dict[str, float] = {}
    for share in SHARES:
        # A smaller set is seen more often, so that all runs take the same number of steps.
        some = shuffled[: int(len(shuffled) * share)] * round(1 / share)
        distinct = len(shuffled[: int(len(shuffled) * share)])
        model = model_without(
            Examples(some, everything.claims), options.base, options.data, options.work / str(distinct)
        )
        figures[f"{distinct:,} posts"] = round(macro_f1(model, evaluation), 3)
        log(f"{figures}")
    content = {
        "how": "Short runs without a teacher, all of the same number of steps, on part of the posts; measured on "
        "the evaluation posts. Read the slope, not the height.",
        "Myth, macro-F1 by training posts": figures,
    }
    options.out.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
