"""Vectors of texts that are asked for at every start (the claim variants), kept in one small file.

The file belongs to one encoder, under whatever name its folder stands; a text that is not in it is encoded, so it can
always be deleted.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from classifiers.encoder import Encoder
    from classifiers.heads import Floats

CLAIMS_FILE = "claims.npz"  # in a model folder, and in a home's cache
_KEY = 12  # bytes of a text's digest


def vectors_of(encoder: Encoder, texts: Sequence[str], files: Sequence[Path], keep: Path | None) -> Floats:
    """Unit vectors of the texts: those that `files` know, the others encoded and then kept in `keep`."""
    known: dict[bytes, Floats] = {}
    for file in files:
        known.update(_read(file, encoder.digest))
    keys = [_key(text) for text in texts]
    missing = sorted({text for text, key in zip(texts, keys, strict=True) if key not in known})
    if missing:
        # Rounded as the file will keep them: the first start must match as the second one does.
        fresh = encoder.encode(missing).astype(np.float16).astype(np.float32)
        known.update(zip([_key(text) for text in missing], fresh, strict=True))
        if keep is not None:
            write_vectors(keep, encoder.digest, {key: known[key] for key in set(keys)})
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, encoder.width), np.float32)


def came_later(encoder: Encoder, texts: Sequence[str], file: Path) -> list[bool]:
    """Which texts the model's own file does not hold: they were added after it was trained. Without a file: none."""
    known = _read(file, encoder.digest)
    return [bool(known) and _key(text) not in known for text in texts]


def write_vectors(file: Path, digest: str, known: dict[bytes, Floats]) -> None:
    """Writes the vectors, in half precision, beside and then into place."""
    keys = sorted(known)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    with beside.open("wb") as stream:
        np.savez(
            stream,
            encoder=np.array(digest),
            keys=np.array([list(key) for key in keys], np.uint8),
            vectors=np.stack([known[key] for key in keys]).astype(np.float16),
        )
    beside.replace(file)


def _read(file: Path, digest: str) -> dict[bytes, Floats]:
    try:
        with np.load(file, allow_pickle=False) as content:
            if str(content["encoder"]) != digest:
                return {}
            vectors = content["vectors"].astype(np.float32)
            return {bytes(key): vector for key, vector in zip(content["keys"], vectors, strict=True)}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}  # missing, cut off or of another make: the texts are encoded again


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_KEY).digest()
