"""Texts to unit vectors, with the shipped model or one of the user's choice.

Texts of equal length share a forward pass, several passes run at once in threads: no padding is computed. The
shipped model's int8 scales are fixed, so that a text's vector never depends on its neighbours; other models may
choose a scale per call, and get one text per pass. So the same text gives the same vector in any batch, order
and number of threads.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.errors import ModelError
from classifiers.session import Embed, TokenIds, Vector, embedding_of

MODEL_FILE = "model.onnx"
SETTINGS_KEY = "myth_monitor"  # in config.json of a model that this project made

Tokenise = Callable[[list[str]], list[TokenIds]]

_TOKENS_TOGETHER = 320  # of a pass: more is not faster, and leaves the threads unequal work

# Far beyond any model's tokens; a pasted book should not be tokenised whole to be cut afterwards.
_MAX_CHARACTERS = 5000
# What is made from the encoder, or about it, is no part of its version.
_NOT_ENCODER = frozenset(
    {
        "README.md",
        "heads.npz",
        "thresholds.json",
        "claims.npz",
        "measured.json",
        "left-out-myths.json",
        "left-out-languages.json",
        "learning-curve.json",
    }
)


@dataclass(frozen=True, slots=True)
class Encoder:
    """A loaded encoder. `version` is the folder's name and a short digest of the encoder's files."""

    version: str
    width: int
    prefix: str
    tokenise: Tokenise
    embed: Embed
    threads: int
    together: int = 1  # tokens that may share a pass; 1: one text per pass

    @property
    def digest(self) -> str:
        """That digest alone: the same encoder under whatever name its folder stands."""
        return self.version.rpartition("-")[2]

    @classmethod
    def load(cls, model: str | Path, threads: int = 0) -> Encoder:
        """The encoder in the folder `model` (this project's format, or Hugging Face's) or of that id.

        `threads` is the number of texts encoded at once; 0 means one per core that this process may use.
        Raises ModelError when the model cannot be used.
        """
        folder = Path(model)
        config = _read_config(folder) if folder.is_dir() else {}
        if SETTINGS_KEY in config:
            version, prefix, tokenise, embed = _own(folder, config[SETTINGS_KEY])
            together = _TOKENS_TOGETHER if config[SETTINGS_KEY].get("fixed_scales") else 1
        else:
            from classifiers.hugging_face import load

            version, prefix, tokenise, embed = load(model)
            together = 1
        [ids] = tokenise([prefix])
        return cls(
            version=version,
            width=embed([ids]).shape[1],
            prefix=prefix,
            tokenise=tokenise,
            embed=embed,
            threads=threads or _cores(),
            together=together,
        )

    def encode(self, texts: Sequence[str]) -> Vector:
        """float32 [n, width], unit vectors, in the order of `texts`. Takes any Unicode string."""
        unique = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        if not unique:
            return np.zeros((0, self.width), np.float32)
        tokens = self.tokenise([self.prefix + readable(text) for text in unique])
        vectors = np.empty((len(tokens), self.width), np.float32)

        def fill(numbers: list[int]) -> None:
            vectors[numbers] = _unit(self.embed([tokens[number] for number in numbers]))

        passes = list(_passes(tokens, self.together))
        if self.threads == 1 or len(passes) == 1:
            for numbers in passes:
                fill(numbers)
        else:
            with ThreadPoolExecutor(min(self.threads, len(passes))) as pool:
                for _ in pool.map(fill, passes):
                    pass
        return vectors[[unique[text] for text in texts]]


def _passes(tokens: Sequence[TokenIds], together: int) -> Iterator[list[int]]:
    """The numbers of texts that share a pass: equally long, so many tokens together at most, or one text.

    The longest come first, so that no thread is left with a long pass at the end.
    """
    order = sorted(range(len(tokens)), key=lambda number: -len(tokens[number]))
    for length, group in groupby(order, key=lambda number: len(tokens[number])):
        numbers, most = list(group), max(1, together // max(1, length))
        yield from (numbers[start : start + most] for start in range(0, len(numbers), most))


def files_digest(files: Iterable[Path]) -> str:
    """8 hex digits that change when one of the files changes, comes or goes (SHA-256, cut)."""
    digest = hashlib.sha256()
    for file in sorted(files):
        if file.is_file():
            with file.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").hexdigest()
            digest.update(f"{file.name}\0{content}\0".encode())
    return digest.hexdigest()[:8]


def readable(text: str) -> str:
    """The text as a tokenizer takes it: no lone surrogates (valid in a Python string only), not endless."""
    return text[:_MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def version_of(folder: Path) -> str:
    """The folder's name and a digest of the encoder's files in it."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.name not in _NOT_ENCODER]
    return f"{folder.resolve().name}-{files_digest(files)}"


def _own(folder: Path, settings: Mapping[str, Any]) -> tuple[str, str, Tokenise, Embed]:
    from tokenizers import Tokenizer

    file = folder / "tokenizer.json"
    if not file.is_file():
        raise ModelError(f"{file} is missing: the model folder is not complete")
    # tokenizers raises plain Exception for a file that it cannot parse, so the file is read as JSON first.
    tokenizer = Tokenizer.from_str(json.dumps(_read_json(file)))
    tokenizer.no_padding()
    tokenizer.enable_truncation(settings["max_tokens"])

    def tokenise(texts: list[str]) -> list[TokenIds]:
        return [encoding.ids for encoding in tokenizer.encode_batch(texts)]

    embed = embedding_of(folder / MODEL_FILE, settings.get("weight_bits", 8))
    return version_of(folder), settings["prefix"], tokenise, embed


def _read_config(folder: Path) -> dict[str, Any]:
    file = folder / "config.json"
    if not file.is_file():
        raise ModelError(
            f"{folder} has no config.json: name a folder with a model, or none for the shipped one"
        )
    config = _read_json(file)
    if not isinstance(config, dict):
        raise ModelError(f"{file} is not a JSON object")
    return config


def _read_json(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise ModelError(f"{file} is not JSON in UTF-8: {error}") from None


def _unit(vectors: Vector) -> Vector:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vector = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1
