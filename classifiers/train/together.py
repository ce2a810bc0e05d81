"""Several networks as one teacher.

They began with other seeds, so they err on other posts, and together they err less (Hansen and Salamon 1990). What
they say of a text is the mean of their logits. Their embeddings have no directions in common: each is whitened into
the claim space of its network, the places are laid side by side, and the directions in which posts scatter most
make up the common place (Yin and Schütze 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from classifiers.train.network import Network
from classifiers.train.texts import Texts
from classifiers.train.whiten import whitened

_AT_ONCE = 64  # texts


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of n texts: logits [n, classes] per head, and places [n, width] in a claim space."""

    logits: dict[str, Tensor]
    places: Tensor

    def to(self, on: torch.device, kind: torch.dtype) -> Said:
        """The same on another device or in other numbers."""
        logits = {name: one.to(on, kind) for name, one in self.logits.items()}
        return Said(logits, self.places.to(on, kind))


class Together:
    """The networks, and the claim space that they share."""

    def __init__(
        self, networks: Sequence[Network], tokenizer: Path, some: Sequence[str], on: torch.device
    ) -> None:
        """`some` are the texts whose scatter makes the spaces: a few thousand posts."""
        self._on = on
        self._networks = [(network.to(on).eval(), Texts(tokenizer, network.prefix)) for network in networks]
        seen = [self._embeddings(network, texts, some) for network, texts in self._networks]
        self._spaces = [
            tuple(torch.from_numpy(part).to(on) for part in whitened(one.cpu().numpy())) for one in seen
        ]
        places = self._side_by_side(seen).cpu().numpy()
        _, directions = np.linalg.eigh(places.T @ places)  # the last ones are the widest
        self._common = torch.from_numpy(directions[:, -seen[0].shape[1] :].copy()).to(on)

    def say(self, texts: Sequence[str]) -> Said:
        """The mean logits per head [n, classes], and the common places [n, width], which are no unit vectors."""
        seen = [self._embeddings(network, reader, texts) for network, reader in self._networks]
        with torch.no_grad():
            each = [network.say(one) for (network, _), one in zip(self._networks, seen, strict=True)]
        logits = {name: torch.stack([one[name] for one in each]).mean(dim=0) for name in each[0]}
        return Said(logits, self._side_by_side(seen) @ self._common)

    def _embeddings(self, network: Network, reader: Texts, texts: Sequence[str]) -> Tensor:
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        rows: dict[int, Tensor] = {}
        with torch.no_grad():
            for start in range(0, len(order), _AT_ONCE):
                some = order[start : start + _AT_ONCE]
                inputs = reader.tensors([texts[at] for at in some], on=self._on)
                rows.update(zip(some, network.embed(**inputs, half=True), strict=True))
        return torch.stack([rows[at] for at in range(len(texts))])

    def _side_by_side(self, seen: Sequence[Tensor]) -> Tensor:
        placed = [
            functional.normalize((one - centre) @ projection, dim=-1)
            for one, (centre, projection) in zip(seen, self._spaces, strict=True)
        ]
        return torch.cat(placed, dim=1)
