"""Makes the shipped model, from the base encoder to thresholds.json, in one seeded command:

    python -m classifiers.train --base BASE --out data/models/myth-small --work WORK

A network of full depth is trained on the training posts, written as ONNX with int8 layers and a 4-bit embedding
table, and its thresholds are chosen on the development posts. With `--student` a smaller and faster network is cut
out of it and taught by it; so far it loses too much (docs/how-to/train-model.md). WORK keeps where each step
stands: a run that was cut goes on. Two cores take about an hour, a student half an hour more.
"""

from __future__ import annotations

import argparse
import random
import shutil
import time
from pathlib import Path

import torch
from transformers import BertModel

from classifiers.encoder import Encoder
from classifiers.known_vectors import CLAIMS_FILE, vectors_of
from classifiers.train.calibrate import calibrate
from classifiers.train.examples import Examples, read_examples
from classifiers.train.export import export
from classifiers.train.finetune import Plan, Texts, said_of, train
from classifiers.train.network import Network
from classifiers.train.shrink import shrunk

LAYERS, WIDTH = 6, 640  # of the student: less work than four layers of the base
TEACHER = Plan(epochs=5, rate=2e-4)
STUDENT = Plan(epochs=4, rate=4e-4, head_factor=3.0, seed=2027)


def log(message: str) -> None:
    """One line with the time, at once."""
    print(f"{time.strftime('%H:%M:%S')} {message}", flush=True)


def teacher_of(base: Path, examples: Examples, texts: Texts, work: Path) -> Network:
    """The full-depth network, trained."""
    encoder = BertModel.from_pretrained(base, add_pooling_layer=False, dtype=torch.float32)
    return train(encoder, examples, texts, TEACHER, work / "teacher", log)


def student_of(teacher: Network, examples: Examples, texts: Texts, work: Path) -> Network:
    """A smaller network: cut out of the teacher, taught by the posts and by what the teacher says."""
    said = said_of(teacher, examples.posts, texts, log)
    chance = random.Random(STUDENT.seed)
    some = [post.text for post in chance.sample(examples.posts, min(512, len(examples.posts)))]
    real = [texts.tensors(some[at : at + 32]) for at in range(0, len(some), 32)]
    encoder = shrunk(teacher.encoder, LAYERS, WIDTH, real)
    return train(encoder, examples, texts, STUDENT, work / "student", log, said, heads_from=teacher)


def write(network: Network, base: Path, work: Path, out: Path) -> None:
    """The network as a Hugging Face folder in WORK, and as the shipped ONNX folder."""
    folder = work / "folder"
    network.encoder.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(base / name, folder / name)
    size = export(folder, out)
    network.save_heads(out / "heads.npz")
    log(f"{out}: {size / 1e6:.1f} MB")


def keep_claims(out: Path, examples: Examples, catalogue: Path) -> None:
    """Writes the vectors of the catalogue's variants beside the model, so that the first start is as fast."""
    encoder = Encoder.load(out)
    myths = {path.stem for path in catalogue.glob("*.yaml")}
    wordings = [text for id in sorted(myths) for _, text in examples.claims[id].variants]
    vectors_of(encoder, wordings, [], out / CLAIMS_FILE)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m classifiers.train",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--base", type=Path, required=True, help="Hugging Face folder of the base encoder")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--work", type=Path, required=True, help="where the run keeps what it needs to go on")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder with training, myths, …")
    parser.add_argument("--student", action="store_true", help="make the smaller, faster network")
    options = parser.parse_args()
    examples = read_examples(options.data / "training", options.data / "myths")
    log(f"{len(examples.posts)} posts, {len(examples.claims)} claims")
    texts = Texts(options.base / "tokenizer.json")
    network = teacher_of(options.base, examples, texts, options.work)
    if options.student:
        network = student_of(network, examples, texts, options.work)
    write(network, options.base, options.work, options.out)
    chosen = calibrate(options.out, options.data / "development", examples.posts)
    keep_claims(options.out, examples, options.data / "myths")
    log(f"thresholds: {chosen['myths']}")


if __name__ == "__main__":
    main()
