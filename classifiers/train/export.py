"""Writes an encoder as the ONNX folder that ships; heads.npz and thresholds.json are made by other steps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from classifiers.encoder import MODEL_FILE, SETTINGS_KEY
from classifiers.train.graph import WEIGHT_BITS, Floats, Shape, build
from classifiers.train.ranges import Ranges

MAX_TOKENS = 256

_README = """\
# Encoder of Myth Monitor

Sentence encoder for short public posts in pl, bg (Cyrillic and Latin letters), ro, lt, tr, nl, en, uk, ru,
de, hu, sk, cs, es, pt and lv, trained to place a post next to the claim that it speaks of; linear heads beside
it (heads.npz) for known myths, stance, sentiment and «has a claim», thresholds.json chosen on development posts.
Made as `python -m classifiers.train` makes it; measured in docs/model-card.md.

## Where it comes from
Derived from `intfloat/multilingual-e5-small`, MIT licence, Copyright Intfloat contributors (full text below).
1. Weights taken from a 4-bit copy (Q4_0: blocks of 32, one fp16 scale each).
2. Vocabulary cut from 250,037 to {vocabulary:,} tokens: those that the frequent words of the languages above use.
3. Fine-tuned on the project's invented posts (data/training): {layers} layers with feed-forward blocks of {feed}{halved}.
4. Exported to ONNX: {bits}-bit weights in int8 (one scale per output channel, activations in 8 bits with
   scales measured on training posts), the embedding table as 4-bit blocks of 32, mean pooling and L2
   normalisation inside the graph. Positions cut to {tokens}.

## Use
Input `input_ids` (int64), output `embedding` (float32, {width} numbers, unit length).{before}
Texts in one call must be equally long: there is no attention mask. They do not change each other's result.

## Licence of the base model
MIT License

Copyright (c) Intfloat contributors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without
limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the
Software, and to permit persons to whom the Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions
of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED
TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL
THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER
DEALINGS IN THE SOFTWARE.
"""


def export(base: Path, out: Path, ranges: Ranges, prefix: str) -> int:
    """Writes model.onnx, tokenizer.json, tokenizer_config.json, config.json and README.md to `out`.

    `base` is a Hugging Face folder with a BertModel, `ranges` are those of its dense layers' inputs, `prefix`
    stands before every text. Returns the size of these files together, in bytes. The same input gives the same
    bytes.
    """
    config = json.loads((base / "config.json").read_text("utf-8"))
    shape = Shape.of(config, MAX_TOKENS)
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(_weights(base), shape, ranges), out / MODEL_FILE)
    _write_json(out / "tokenizer.json", json.loads((base / "tokenizer.json").read_text("utf-8")))
    _write_json(
        out / "tokenizer_config.json", json.loads((base / "tokenizer_config.json").read_text("utf-8"))
    )
    settings = {
        "prefix": prefix,
        "max_tokens": shape.max_tokens,
        "weight_bits": WEIGHT_BITS,
        "fixed_scales": True,
    }
    _write_json(out / "config.json", config | {SETTINGS_KEY: settings}, indent=2)
    readme = _README.format(
        vocabulary=config["vocab_size"],
        layers=shape.layers,
        halved="".join(f",\n   half as many places after layer {layer}" for layer in shape.halved_after),
        tokens=shape.max_tokens,
        width=config["hidden_size"],
        before=f" Put `{prefix}` before each text." if prefix else "",
        feed=config["intermediate_size"],
        bits=WEIGHT_BITS,
    )
    (out / "README.md").write_text(readme, encoding="utf-8")
    names = (MODEL_FILE, "tokenizer.json", "tokenizer_config.json", "config.json", "README.md")
    return sum((out / name).stat().st_size for name in names)


def _weights(base: Path) -> dict[str, Floats]:
    from safetensors.numpy import load_file

    return {name: tensor.astype(np.float32) for name, tensor in load_file(base / "model.safetensors").items()}


def _write_json(path: Path, value: Any, indent: int | None = None) -> None:
    separators = (",", ":") if indent is None else None
    path.write_text(
        json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + "\n", encoding="utf-8"
    )
