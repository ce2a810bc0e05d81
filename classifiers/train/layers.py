"""The encoder's layers one after the other, with half as many places from some layer on.

The upper layers of a sentence encoder gather meaning more than they keep single words apart, so neighbouring
places become their mean after the layers that `config.halved_after` counts (Dai et al. 2020, Funnel-Transformer):
the same depth for about 0.6 of the work. Where a text has an odd number of places the last one stays.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional
from transformers import BertModel


def last_hidden(encoder: BertModel, input_ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Hidden states [n, places, width] of the last layer, and their mask [n, places]."""
    halved_after = tuple(getattr(encoder.config, "halved_after", ()))
    hidden, mask = encoder.embeddings(input_ids=input_ids), mask.bool()
    for number, layer in enumerate(encoder.encoder.layer, start=1):
        hidden = layer(hidden, mask[:, None, None, :])
        if number in halved_after:
            hidden, mask = halved(hidden, mask)
    return hidden, mask


def halved(hidden: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Every two neighbours as their mean; padding counts for nothing."""
    if hidden.shape[1] % 2:
        hidden, mask = functional.pad(hidden, (0, 0, 0, 1)), functional.pad(mask, (0, 1))
    left, right = hidden[:, 0::2], hidden[:, 1::2]
    both = mask[:, 1::2].unsqueeze(-1)  # padding stands at the end, so a right one has a left one
    return torch.where(both, (left + right) / 2, left), mask[:, 0::2]
