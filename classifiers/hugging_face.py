"""A model of the user's choice: a Hugging Face folder, or an id that transformers finds in its cache or hub.

The tokenizer and configuration come from transformers. The weights run with ONNX Runtime where there are any
as ONNX (model.onnx or onnx/model.onnx, as sentence-transformers publishes), else with torch where it is
installed.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from classifiers.errors import ModelError
from classifiers.session import Embed, TokenIds, Vector, embedding_of

if TYPE_CHECKING:
    from classifiers.encoder import Tokenise

_ONNX_FILES = ("model.onnx", "onnx/model.onnx")
_MAX_TOKENS = 256
_ID = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")


@dataclass(frozen=True, slots=True)
class Found:
    """A model's tokenizer and configuration. `folder` is where its config.json lies, in the cache for an id."""

    name: str
    folder: Path
    is_id: bool
    tokenizer: Any
    config: Any

    @property
    def version(self) -> str:
        """Name and digest of the files; of an id, the hub's own digest of that state (the cache's folder)."""
        from classifiers.encoder import version_of

        if self.is_id:
            return f"{self.name.replace('/', '--')}-{self.folder.name[:8]}"
        return version_of(self.folder)

    @property
    def longest(self) -> int:
        """How many tokens a text may have."""
        return min(_MAX_TOKENS, int(self.tokenizer.model_max_length), _positions(self.config))

    def onnx_file(self) -> Path | None:
        """The weights as ONNX, where there are any."""
        for name in _ONNX_FILES:
            if not self.is_id and (self.folder / name).is_file():
                return self.folder / name
            if self.is_id and (file := _from_hub(self.name, name)):
                _from_hub(self.name, f"{name}_data")  # weights of large models lie beside
                return file
        return None

    def in_torch(self, kind: str) -> Any:
        """The model as transformers' class of that name. Raises ModelError where torch is missing."""
        if importlib.util.find_spec("torch") is None:
            raise ModelError(
                f"{self.name} has no {' or '.join(_ONNX_FILES)} and torch is not installed: export the model "
                "to ONNX (`optimum-cli export onnx`), or `pip install torch`"
            )
        import torch
        import transformers

        loaded = getattr(transformers, kind).from_pretrained(
            self.name, local_files_only=not self.is_id, dtype=torch.float32
        )
        return loaded.eval()


def find(model: str | Path) -> Found:
    """The model in a folder, or of an id. Raises ModelError that says what to do."""
    is_id = not Path(model).is_dir()
    if is_id and not _ID.fullmatch(str(model)):
        raise ModelError(f"there is no folder {model}, and it is no Hugging Face id (owner/name) either")
    from transformers import AutoConfig, AutoTokenizer

    try:
        folder = _cached(str(model), "config.json").parent if is_id else Path(model)
        config = AutoConfig.from_pretrained(model, local_files_only=not is_id)
        tokenizer = AutoTokenizer.from_pretrained(model, local_files_only=not is_id)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise ModelError(_why(str(model), is_id, error)) from None
    return Found(str(model), folder, is_id, tokenizer, config)


def load(model: str | Path) -> tuple[str, str, Tokenise, Embed]:
    """Version, prefix, tokeniser and forward pass of the model. Raises ModelError."""
    found = find(model)

    def tokenise(texts: list[str]) -> list[TokenIds]:
        ids: list[TokenIds] = found.tokenizer(texts, truncation=True, max_length=found.longest)["input_ids"]
        return ids

    return found.version, _prefix(found), tokenise, _embed(found)


def _why(model: str, is_id: bool, error: Exception) -> str:
    reason = " ".join(str(error).split())
    if not is_id:
        return f"{model} is not a Hugging Face folder that transformers can read: {reason}"
    return (
        f"“{model}” is no folder here, and could not be loaded from Hugging Face: check the name and the "
        f"network; without a network, run `hf download {model} --local-dir FOLDER` elsewhere, bring the folder "
        f"here and name it instead ({reason})"
    )


def _cached(model: str, name: str) -> Path:
    from transformers.utils import cached_file

    return Path(str(cached_file(model, name)))


def _from_hub(model: str, name: str) -> Path | None:
    try:
        return _cached(model, name)
    except OSError:  # the model has no such file, or it is not in the cache of a machine without network
        return None


def _positions(config: Any) -> int:
    positions = getattr(config, "max_position_embeddings", None) or _MAX_TOKENS + 2
    # RoBERTa's positions begin after the padding token's, so two of them are not for tokens.
    return (
        int(positions) - 2 if config.model_type in ("roberta", "xlm-roberta", "camembert") else int(positions)
    )


def _prefix(found: Found) -> str:
    # E5 models were trained with this prefix and are poor without it; other families know none.
    last = found.name if found.is_id else found.folder.resolve().name
    names = f"{last} {getattr(found.config, '_name_or_path', '')}".lower()
    return "query: " if "e5" in names.replace("_", "-").split("/")[-1].split("-") or "e5-" in names else ""


def _embed(found: Found) -> Embed:
    file = found.onnx_file()
    return embedding_of(file) if file else _embed_with_torch(found)


def _embed_with_torch(found: Found) -> Embed:
    model = found.in_torch("AutoModel")
    import torch

    torch.set_num_threads(1)

    def embed(rows: Sequence[TokenIds]) -> Vector:
        with torch.inference_mode():
            states = model(input_ids=torch.tensor(list(rows))).last_hidden_state
        vectors: Vector = states.mean(dim=1).numpy().astype(np.float32)
        return vectors

    return embed
