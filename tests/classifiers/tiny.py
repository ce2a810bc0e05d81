"""Tiny models, written here and now: the real loading code on real files, without a download."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = (
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "they",
    "take",
    "your",
    "children",
    "the",
    "bus",
    "is",
    "late",
    "no",
)
_NUMBER = {word: number for number, word in enumerate(WORDS)}


def encoder(folder: Path) -> Path:
    """An encoder whose token vectors are one-hot: the mean of a text says which words it has."""
    return _model(folder, np.eye(len(WORDS), dtype=np.float32), "last_hidden_state")


def judge(folder: Path, labels: tuple[str, ...] = ("contradiction", "neutral", "entailment")) -> Path:
    """An NLI model that believes whatever speaks of children, unless there is a «no»; the rest is neutral."""
    logits = np.zeros((len(WORDS), 3), np.float32)
    logits[_NUMBER["children"], 2] = 4
    logits[_NUMBER["no"], 0] = 20
    logits[_NUMBER["bus"], 1] = 8
    return _model(folder, logits, "logits", labels)


def _model(folder: Path, table: NDArray[np.float32], output: str, labels: tuple[str, ...] = ()) -> Path:
    folder.mkdir(parents=True)
    config: dict[str, object] = {
        "model_type": "bert",
        "vocab_size": len(WORDS),
        "max_position_embeddings": 64,
    }
    if labels:
        config["id2label"] = dict(enumerate(labels))
        config["label2id"] = {label: number for number, label in enumerate(labels)}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    _tokenizer(folder)
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["tokens" if labels else output])]
    if labels:
        nodes.append(helper.make_node("ReduceSum", ["tokens", "middle"], [output], keepdims=0))
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["n", "t"])]
    shape = ["n", table.shape[1]] if labels else ["n", "t", table.shape[1]]
    outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)]
    constants = [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([1]), "middle")]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    opset = [helper.make_opsetid("", 21)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=10), folder / "model.onnx")
    return folder


def _tokenizer(folder: Path) -> None:
    tokenizer = Tokenizer(models.WordLevel(_NUMBER, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 64}
    marks = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings | marks), "utf-8")
