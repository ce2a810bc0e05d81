"""How well a model does on myths and languages that it was never trained on:

    python -m classifiers.train.left_out --base BASE --work WORK --out data/models/NAME/left-out.json

For each fold a student-sized network is trained from the base without the fold's myths (neither posts nor
variants) or languages, its nearness calibrated on the development claims, and measured on the evaluation
posts: a left-out myth from its YAML's variants alone. `--folds 10` leaves out one myth at a time; fewer folds
leave out several at once, which is harder and faster.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from functools import reduce
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import f1_score
from transformers import BertModel

from classifiers.dataset import MYTHS, LabelledPost, read_posts
from classifiers.encoder import Encoder
from classifiers.heads import HeadFile
from classifiers.matching import ClaimSpace, closeness
from classifiers.train.__main__ import LAYERS, WIDTH, log, write
from classifiers.train.calibrate import calibrate
from classifiers.train.examples import Examples, read_examples
from classifiers.train.finetune import Plan, Texts, train
from classifiers.train.shrink import shrunk

PLAN = Plan(epochs=2, rate=4e-4, head_factor=5.0)
LANGUAGES = ("pl", "bg", "ro", "lt", "tr", "nl", "en", "uk")


def folds(names: Sequence[str], count: int) -> list[tuple[str, ...]]:
    """The names in `count` groups of like size, each name in one."""
    return [tuple(names[at::count]) for at in range(count)]


def model_without(examples: Examples, base: Path, data: Path, work: Path) -> Path:
    """A quickly trained model folder that saw these examples only."""
    texts = Texts(base / "tokenizer.json")
    encoder = BertModel.from_pretrained(base, add_pooling_layer=False, dtype=torch.float32)
    some = [post.text for post in random.Random(PLAN.seed).sample(examples.posts, 256)]
    small = shrunk(encoder, LAYERS, WIDTH, [texts.tensors(some[at : at + 32]) for at in range(0, 256, 32)])
    network = train(small, examples, texts, PLAN, work, log)
    write(network, base, work, work / "model")
    calibrate(work / "model", data / "development", examples.posts)
    return work / "model"


def unseen_myths(
    left: Sequence[str], everything: Examples, model: Path, posts: list[LabelledPost]
) -> dict[str, float]:
    """F1 of each myth, from the nearness of its variants alone."""
    encoder, file = Encoder.load(model), HeadFile.load(model / "heads.npz")
    assert file.space is not None
    space, limits = ClaimSpace(*file.space), json.loads((model / "thresholds.json").read_text("utf-8"))
    places = space.place(encoder.encode([post.text for post in posts]))
    result = {}
    for myth in left:
        wordings = [text for _, text in everything.claims[myth].variants]
        near = closeness(places @ space.place(encoder.encode(wordings)).T)
        score = 1 / (1 + np.exp(-(limits["nearness"]["slope"] * near + limits["nearness"]["offset"])))
        true = [myth in post.myths for post in posts]
        result[myth] = round(float(f1_score(true, score >= limits["untrained"]["certain"])), 3)
    return result


def unseen_languages(left: Sequence[str], model: Path, posts: list[LabelledPost]) -> dict[str, float]:
    """F1 over all myths together, on the posts of each left-out language."""
    encoder, file = Encoder.load(model), HeadFile.load(model / "heads.npz")
    limits = json.loads((model / "thresholds.json").read_text("utf-8"))["myths"]
    certain = np.array([limits[myth]["certain"] for myth in MYTHS])
    result = {}
    for language in left:
        some = [post for post in posts if post.language == language]
        found = file.heads["myths"].predict_proba(encoder.encode([post.text for post in some])) >= certain
        true = np.array([[myth in post.myths for myth in MYTHS] for post in some])
        result[language] = round(float(f1_score(true, found, average="micro")), 3)
    return result


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m classifiers.train.left_out",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for name in ("base", "work", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--folds", type=int, default=len(MYTHS))
    options = parser.parse_args()
    everything = read_examples(options.data / "training", options.data / "myths")
    posts = read_posts(sorted((options.data / "evaluation").glob("*.jsonl")))
    myths: dict[str, float] = {}
    languages: dict[str, float] = {}
    for number, left in enumerate(folds(MYTHS, options.folds)):
        examples = reduce(Examples.without_myth, left, everything)
        model = model_without(examples, options.base, options.data, options.work / f"myths-{number}")
        myths |= unseen_myths(left, everything, model, posts)
        log(f"{myths}")
    for number, left in enumerate(folds(LANGUAGES, min(options.folds, len(LANGUAGES)))):
        examples = reduce(Examples.without_language, left, everything)
        model = model_without(examples, options.base, options.data, options.work / f"languages-{number}")
        languages |= unseen_languages(left, model, posts)
        log(f"{languages}")
    content = {
        "how": f"Small models trained for {PLAN.epochs} epochs without what is left out, {options.folds} folds; "
        "measured on the evaluation posts.",
        "Myths, from their YAML alone": myths | {"macro-F1": round(float(np.mean(list(myths.values()))), 3)},
        "Languages, all myths together": languages,
    }
    options.out.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
