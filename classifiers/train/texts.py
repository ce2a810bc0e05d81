"""Texts as the tensors that a network reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

PREFIX = "query: "  # stands before each text, as the base encoder learnt it
MAX_TOKENS = 192  # of a training text: the longest posts have about 200


class Texts:
    """Texts to padded tensors."""

    def __init__(self, tokenizer: Path, prefix: str = PREFIX, most: int = MAX_TOKENS) -> None:
        self.prefix = prefix
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(most)

    def length(self, text: str) -> int:
        """Tokens of the text."""
        return len(self._tokenizer.encode(self.prefix + text).ids)

    def tensors(
        self, texts: Sequence[str], most: int | None = None, on: torch.device | None = None
    ) -> dict[str, Tensor]:
        """`input_ids` and `attention_mask` [n, longest] on the device `on`; `most` cuts texts shorter still."""
        rows = [
            one.ids[:most] for one in self._tokenizer.encode_batch([self.prefix + text for text in texts])
        ]
        longest = max(map(len, rows))
        ids = [row + [0] * (longest - len(row)) for row in rows]
        mask = [[1] * len(row) + [0] * (longest - len(row)) for row in rows]
        return {
            "input_ids": torch.tensor(ids, device=on),
            "attention_mask": torch.tensor(mask, device=on),
        }

    def equally_long(self, texts: Sequence[str]) -> Iterator[dict[str, Tensor]]:
        """The texts in batches without padding."""
        for _, some in groupby(sorted(texts, key=self.length), key=self.length):
            yield self.tensors(list(some))
