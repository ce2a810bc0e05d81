"""Makes the shipped model, from the base encoder to thresholds.json, in one seeded command:

    python -m classifiers.train --base BASE --out data/models/myth-small --work WORK

A network is trained on the training posts, written as ONNX with int8 layers and a 4-bit embedding table, and its
thresholds are chosen on the development posts. Two ways to a faster one, each at the cost of some myths
(docs/how-to/train-model.md): with `--fast` its upper layers are given fewer places to work on, and it is trained on
(layers.py); with `--layers 6` a student of that many layers learns to say what it says (distil.py). WORK keeps
where each step stands: a run that was cut goes on. Two cores take about an hour, for `--fast` half an hour more, for a
student two hours.
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
from classifiers.train.distil import Lessons, distil
from classifiers.train.examples import Examples, read_examples
from classifiers.train.export import export
from classifiers.train.finetune import Plan, train
from classifiers.train.network import Network
from classifiers.train.ranges import ranges_of
from classifiers.train.texts import Texts

HALVED_AFTER = (4, 8)  # layers: the others work on half and a quarter of the places
WHOLE = Plan(epochs=5, rate=2e-4)
HALVED = Plan(epochs=3, rate=1.5e-4, head_factor=3.0, seed=2027)
LESSONS = 12  # epochs of a student; a GPU can give it many more
_MEASURED = 512  # posts, for the scales of quantisation


def log(message: str) -> None:
    """One line with the time, at once."""
    print(f"{time.strftime('%H:%M:%S')} {message}", flush=True)


def whole(base: Path, examples: Examples, texts: Texts, work: Path) -> Network:
    """The network, trained on every place."""
    encoder = BertModel.from_pretrained(base, add_pooling_layer=False, dtype=torch.float32)
    return train(encoder, examples, texts, WHOLE, work / "whole", log)


def faster(network: Network, examples: Examples, texts: Texts, work: Path) -> Network:
    """The network with fewer places for its upper layers, trained on."""
    network.encoder.config.halved_after = list(HALVED_AFTER)
    return train(network.encoder, examples, texts, HALVED, work / "halved", log, heads_from=network)


def write(network: Network, examples: Examples, base: Path, work: Path, out: Path) -> None:
    """The network as a Hugging Face folder in WORK, and as the shipped ONNX folder."""
    folder = work / "folder"
    network.encoder.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(base / name, folder / name)
    some = random.Random(WHOLE.seed).sample(examples.posts, min(_MEASURED, len(examples.posts)))
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
    faster_by = parser.add_mutually_exclusive_group()
    faster_by.add_argument("--fast", action="store_true", help="half the work, at the cost of some myths")
    faster_by.add_argument("--layers", type=int, metavar="N", help="a student of N layers, likewise")
    parser.add_argument("--lessons", type=int, default=LESSONS, help="epochs that the student learns")
    options = parser.parse_args()
    examples = read_examples(options.data / "training", options.data / "myths")
    log(f"{len(examples.posts)} posts, {len(examples.claims)} claims")
    texts = Texts(options.base / "tokenizer.json")
    network = whole(options.base, examples, texts, options.work)
    if options.fast:
        network = faster(network, examples, texts, options.work)
    if options.layers:
        plan = Lessons(options.layers, options.lessons)
        network = distil(
            network, examples, options.base / "tokenizer.json", plan, options.work / "student", log
        )
    write(network, examples, options.base, options.work, options.out)
    chosen = calibrate(options.out, options.data / "development", examples.posts)
    keep_claims(options.out, examples, options.data / "myths")
    log(f"thresholds: {chosen['myths']}")


if __name__ == "__main__":
    main()
