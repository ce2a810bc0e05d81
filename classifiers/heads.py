"""Linear heads over the embedding: weights in one .npz file, plain numpy at run time, no pickle."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from classifiers.errors import ModelError

Floats = NDArray[np.float32]

_Link = Literal["softmax", "sigmoid"]


@dataclass(frozen=True, slots=True)
class LinearHead:
    """A fitted logistic regression: `weights` [classes, features], `bias` [classes].

    `softmax`: exactly one of the classes; `sigmoid`: each class for itself.
    """

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    link: _Link

    def predict_proba(self, features: Floats) -> Floats:
        """Probabilities [rows, classes] of features [rows, features], as scikit-learn's method of that name."""
        scores: Floats = features @ self.weights.T + self.bias
        if self.link == "sigmoid":
            likely: Floats = (1.0 / (1.0 + np.exp(-scores))).astype(np.float32)
            return likely
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Floats = (scores / scores.sum(axis=1, keepdims=True)).astype(np.float32)
        return shares

    def best(self, features: Floats) -> list[tuple[str, float]]:
        """The likeliest class of each row and its probability."""
        return [(self.classes[int(row.argmax())], float(row.max())) for row in self.predict_proba(features)]


@dataclass(frozen=True, slots=True)
class HeadFile:
    """What heads.npz holds: the heads by name and the claim space's two arrays, where there is one."""

    heads: Mapping[str, LinearHead]
    space: tuple[Floats, Floats] | None = None

    def save(self, path: Path) -> None:
        """Writes one file. The same content gives the same bytes."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, head in self.heads.items():
            arrays[f"{name}.classes"] = np.array(head.classes)
            arrays[f"{name}.weights"] = head.weights.astype(np.float32)
            arrays[f"{name}.bias"] = head.bias.astype(np.float32)
            arrays[f"{name}.link"] = np.array(head.link)
        if self.space is not None:
            centre, projection = self.space
            arrays["space.centre"] = centre.astype(np.float32)
            arrays["space.projection"] = projection.astype(np.float16)  # half the size, cosines alike to 1e-3
        with path.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: Path) -> HeadFile:
        """Reads heads.npz; empty when there is no such file. Raises ModelError for a file that is none."""
        if not path.is_file():
            return cls({})
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {key: file[key] for key in file.files}
            names = sorted({key.rsplit(".", 1)[0] for key in arrays} - {"space"})
            return cls({name: _head(name, arrays) for name in names}, _space(arrays))
        except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise ModelError(f"{path} is not a file of heads ({error}): train the heads again") from None


def _head(name: str, arrays: Mapping[str, NDArray[np.float32]]) -> LinearHead:
    return LinearHead(
        classes=tuple(str(one) for one in arrays[f"{name}.classes"]),
        weights=arrays[f"{name}.weights"],
        bias=arrays[f"{name}.bias"],
        link="sigmoid" if str(arrays[f"{name}.link"]) == "sigmoid" else "softmax",
    )


def _space(arrays: Mapping[str, NDArray[np.float32]]) -> tuple[Floats, Floats] | None:
    if "space.projection" not in arrays:
        return None
    return arrays["space.centre"], arrays["space.projection"].astype(np.float32)
