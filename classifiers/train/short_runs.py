"""Short training runs that answer a question: what a model reaches without a myth, a language, a part of the posts.

All train a network of the shipped shape (with the prefix, without teachers) from the base for two epochs, its lower
half left as it is, choose its thresholds on the development posts and measure it on the evaluation posts: far less
training than the shipped model's, so read the differences, not the height.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import BertModel

from classifiers.dataset import MYTHS, LabelledPost
from classifiers.encoder import Encoder
from classifiers.heads import HeadFile
from classifiers.train.__main__ import log, write
from classifiers.train.calibrate import calibrate
from classifiers.train.examples import Examples
from classifiers.train.finetune import Plan, train
from classifiers.train.texts import Texts

PLAN = Plan(epochs=2, rate=3e-4)
_FROZEN = 6  # the lowest layers, which learn least: training them costs a third more
_WHITENED = 3000  # posts are enough to know how the embeddings scatter

Bools = NDArray[np.bool_]


def arguments(module: str, description: str | None) -> argparse.ArgumentParser:
    """The options that every such command has."""
    parser = argparse.ArgumentParser(
        prog=f"python -m {module}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for name in ("base", "work", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("data"))
    return parser


def trained_on(examples: Examples, base: Path, data: Path, work: Path) -> Path:
    """A quickly trained model folder that saw these examples only, with its thresholds."""
    texts = Texts(base / "tokenizer.json")
    encoder = BertModel.from_pretrained(base, add_pooling_layer=False, dtype=torch.float32)
    for part in (encoder.embeddings, *encoder.encoder.layer[:_FROZEN]):
        part.requires_grad_(False)
    network = train(encoder, examples, texts, PLAN, work, log)
    write(network, examples, base, work, work / "model")
    calibrate(work / "model", data / "development", examples.posts[:_WHITENED])
    return work / "model"


def certain_matches(model: Path, posts: Sequence[LabelledPost]) -> tuple[Bools, Bools]:
    """[posts, the ten myths]: what the writers meant, and what the trained head finds for certain."""
    limits = json.loads((model / "thresholds.json").read_text("utf-8"))["myths"]
    head = HeadFile.load(model / "heads.npz").heads["myths"]
    scores = head.predict_proba(Encoder.load(model).encode([post.text for post in posts]))
    meant = np.array([[myth in post.myths for myth in MYTHS] for post in posts])
    return meant, scores >= np.array([limits[myth]["certain"] for myth in MYTHS])


def keep(out: Path, how: str, tables: dict[str, dict[str, float]]) -> None:
    """Writes the figures where the model card finds them."""
    content: dict[str, Any] = {"how": how, **tables}
    out.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
