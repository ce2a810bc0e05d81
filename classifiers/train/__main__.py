"""Makes a model of the shipped kind, from the base encoder to thresholds.json, in one seeded command:

    python -m classifiers.train --base BASE --out data/models/myth-small --work WORK

Networks are trained on the training posts, as many as `--teachers` says, each with a seed of its own. One alone can
ship as it is. A student learns what they say together (distil.py): of the same shape, it can be better than each
of them; with `--layers 6`, or `--layers 9 --halved 3` (layers.py), it is twice as fast and finds fewer posts
(docs/how-to/train-model.md). The network is written as ONNX with int8 layers and a 4-bit embedding table, and its
thresholds are chosen on the development posts. WORK keeps where each step stands: a run that was cut goes on. Two
cores take about an hour for a network; several teachers and a student of theirs are work for a GPU.
"""

from __future__ import annotations

import argparse
import random
import shutil
import time
from dataclasses import replace
from pathlib import Path

import torch
from transformers import BertConfig, BertModel

from classifiers.encoder import Encoder
from classifiers.known_vectors import CLAIMS_FILE, vectors_of
from classifiers.train.calibrate import calibrate
from classifiers.train.distil import Lessons, distil
from classifiers.train.examples import Examples, read_examples
from classifiers.train.export import export
from classifiers.train.finetune import Plan, train
from classifiers.train.network import Network
from classifiers.train.ranges import ranges_of
from classifiers.train.texts import Texts

TEACHER = Plan(epochs=5, rate=2e-4)
LESSONS = 12  # epochs of a student; a GPU can give it many more
_MEASURED = 512  # posts, for the scales of quantisation


def log(message: str) -> None:
    """One line with the time, at once."""
    print(f"{time.strftime('%H:%M:%S')} {message}", flush=True)


def teachers(count: int, base: Path, examples: Examples, texts: Texts, work: Path) -> list[Network]:
    """Networks of the base encoder's shape, each trained with another seed."""
    trained = []
    for number in range(count):
        encoder = BertModel.from_pretrained(base, add_pooling_layer=False, dtype=torch.float32)
        plan = replace(TEACHER, seed=TEACHER.seed + number)
        trained.append(train(encoder, examples, texts, plan, work / f"teacher-{number + 1}", log))
    return trained


def write(network: Network, examples: Examples, base: Path, work: Path, out: Path) -> None:
    """The network as a Hugging Face folder in WORK, and as the shipped ONNX folder."""
    folder = work / "folder"
    network.encoder.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(base / name, folder / name)
    some = random.Random(TEACHER.seed).sample(examples.posts, min(_MEASURED, len(examples.posts)))
    texts = Texts(base / "tokenizer.json", network.prefix)
    ranges = ranges_of(network.encoder, texts.equally_long([post.text for post in some]))
    size = export(folder, out, ranges, network.prefix)
    network.save_heads(out / "heads.npz")
    log(f"{out}: {size / 1e6:.1f} MB")


def keep_claims(out: Path, examples: Examples, catalogue: Path) -> None:
    """Writes the vectors of the catalogue's variants beside the model, so that the first start is as fast."""
    encoder = Encoder.load(out)
    myths = {path.stem for path in catalogue.glob("*.yaml")}
    wordings = [text for id in sorted(myths) for _, text in examples.claims[id].variants]
    vectors_of(encoder, wordings, [], out / CLAIMS_FILE)


def _student(parser: argparse.ArgumentParser, options: argparse.Namespace) -> Lessons | None:
    """What a student learns, if one is wanted. Ends the command here, not after hours, where it cannot be trained."""
    deep = BertConfig.from_pretrained(options.base).num_hidden_layers
    layers = deep if options.layers is None else options.layers
    if options.teachers < 1 or options.lessons < 1:
        parser.error("--teachers and --lessons are at least 1")
    if not 1 <= layers <= deep:
        parser.error(f"--layers is between 1 and {deep}, the layers of {options.base}")
    if not all(1 <= layer < layers for layer in options.halved):
        parser.error(
            f"--halved names layers between 1 and {layers - 1}: above the last there is nothing to save"
        )
    if options.layers is None and not options.halved and options.teachers == 1:
        return None
    return Lessons(layers, options.lessons, tuple(sorted(set(options.halved))))


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
    parser.add_argument("--teachers", type=int, default=1, metavar="N", help="networks to train (1)")
    parser.add_argument("--layers", type=int, metavar="N", help="a student of N layers (as many as BASE)")
    parser.add_argument(
        "--halved",
        type=int,
        nargs="+",
        default=(),
        metavar="LAYER",
        help="a student with half the places after that layer of its own",
    )
    parser.add_argument(
        "--lessons", type=int, default=LESSONS, help=f"epochs that the student learns ({LESSONS})"
    )
    options = parser.parse_args()
    student = _student(parser, options)
    examples = read_examples(options.data / "training", options.data / "myths")
    log(f"{len(examples.posts)} posts, {len(examples.claims)} claims")
    texts = Texts(options.base / "tokenizer.json")
    trained = teachers(options.teachers, options.base, examples, texts, options.work)
    network = trained[0]
    if student:
        tokenizer = options.base / "tokenizer.json"
        network = distil(trained, examples, tokenizer, student, options.work / "student", log)
    write(network, examples, options.base, options.work, options.out)
    chosen = calibrate(options.out, options.data / "development", examples.posts)
    keep_claims(options.out, examples, options.data / "myths")
    log(f"thresholds: {chosen['myths']}")


if __name__ == "__main__":
    main()
