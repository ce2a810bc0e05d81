"""An encoder of the user's choice: any Hugging Face folder, through transformers.

The tokenizer and configuration come from transformers. The weights run with ONNX Runtime when the folder
has them as ONNX (model.onnx or onnx/model.onnx, as sentence-transformers publishes), else with torch where
it is installed.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.errors import ModelError
from classifiers.session import Embed, TokenIds, Vector, embedding_of

_ONNX_FILES = ("model.onnx", "onnx/model.onnx")
_MAX_TOKENS = 256


def load(folder: Path) -> tuple[str, Callable[[list[str]], list[TokenIds]], Embed]:
    """Prefix, tokeniser and forward pass of the model in `folder`. Raises ModelError."""
    from transformers import AutoConfig, AutoTokenizer

    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"{folder} is not a Hugging Face folder that transformers can read: {error}"
        ) from None
    longest = min(_MAX_TOKENS, tokenizer.model_max_length, _positions(config))

    def tokenise(texts: list[str]) -> list[TokenIds]:
        found: list[TokenIds] = tokenizer(texts, truncation=True, max_length=longest)["input_ids"]
        return found

    return _prefix(folder, config), tokenise, _embed(folder)


def _positions(config: Any) -> int:
    positions = getattr(config, "max_position_embeddings", None) or _MAX_TOKENS + 2
    # RoBERTa's positions begin after the padding token's, so two of them are not for tokens.
    return (
        int(positions) - 2 if config.model_type in ("roberta", "xlm-roberta", "camembert") else int(positions)
    )


def _prefix(folder: Path, config: Any) -> str:
    # E5 models were trained with this prefix and are poor without it; other families know none.
    names = f"{folder.resolve().name} {getattr(config, '_name_or_path', '')}".lower()
    return "query: " if "e5" in names.replace("_", "-").split("/")[-1].split("-") or "e5-" in names else ""


def _embed(folder: Path) -> Embed:
    for name in _ONNX_FILES:
        if (folder / name).is_file():
            return embedding_of(folder / name)
    if importlib.util.find_spec("torch") is None:
        raise ModelError(
            f"{folder} has no {' or '.join(_ONNX_FILES)} and torch is not installed: "
            "export the model to ONNX, or install torch"
        )
    return _embed_with_torch(folder)


def _embed_with_torch(folder: Path) -> Embed:
    import torch
    from transformers import AutoModel

    torch.set_num_threads(1)
    model = AutoModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32).eval()

    def embed(ids: TokenIds) -> Vector:
        with torch.inference_mode():
            states = model(input_ids=torch.tensor([ids])).last_hidden_state
        found: Vector = states[0].mean(dim=0).numpy().astype(np.float32)
        return found

    return embed
