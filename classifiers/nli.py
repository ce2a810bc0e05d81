"""Zero-shot matching: an NLI model of the user's choice judges each pair of a post and a myth's claim.

No training and no variants are needed, and it costs a forward pass per post and myth: some hundred times the
shipped model. The probability of «entailment» is the score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.encoder import readable
from classifiers.errors import ModelError
from classifiers.heads import Floats
from classifiers.hugging_face import Found, find
from classifiers.myths import Batch, ClaimVariant, Match, NliChoice, Thresholds, claims_digest
from classifiers.session import start, text_inputs

Pairs = Sequence[tuple[str, str]]
Entails = Callable[[Pairs], Floats]  # the probability that each first text entails the second

_Tensors = Mapping[str, NDArray[np.int64]]
_Run = Callable[[_Tensors], Floats]  # padded inputs to logits
_BATCH = 32


class NliMatcher:
    """Scores texts against the myths' claims: in the text's language where there is one, else in English."""

    def __init__(self, claims: Sequence[ClaimVariant], entails: Entails, limits: Thresholds) -> None:
        self._claims: dict[str, dict[str, ClaimVariant]] = {}
        for claim in claims:
            self._claims.setdefault(claim.myth, {})[claim.language] = claim
        self._entails = entails
        self._limits = limits

    def match(self, batch: Batch, at_most_suggested: Sequence[bool]) -> list[list[Match]]:
        """Per text its matches, highest score first; no certain one where `at_most_suggested` says so."""
        return self._judged(batch, at_most_suggested, self._limits)

    def likeliest(self, batch: Batch, at_least: float) -> list[Match | None]:
        """Per text the one myth that is likeliest, as a suggestion; None below `at_least`."""
        limits = Thresholds(certain=1.0, suggested=at_least)
        found = self._judged(batch, [True] * len(batch.texts), limits)
        return [matches[0] if matches else None for matches in found]

    def _judged(
        self, batch: Batch, at_most_suggested: Sequence[bool], limits: Thresholds
    ) -> list[list[Match]]:
        asked = [self._hypotheses(language) for language in batch.languages]
        pairs = [(text, one.text) for text, own in zip(batch.texts, asked, strict=True) for one in own]
        scores = self._entails(pairs).reshape(len(asked), len(self._claims))
        return [
            self._matches(own, row, limits, held_back)
            for own, row, held_back in zip(asked, scores, at_most_suggested, strict=True)
        ]

    def _hypotheses(self, language: str) -> list[ClaimVariant]:
        return [
            own.get(language) or own.get("en") or next(iter(own.values())) for own in self._claims.values()
        ]

    def _matches(
        self, asked: Sequence[ClaimVariant], scores: Floats, limits: Thresholds, held_back: bool
    ) -> list[Match]:
        found = []
        for claim, score in zip(asked, scores, strict=True):
            if score >= limits.suggested:
                certain = bool(score >= limits.certain) and not held_back
                english = self._claims[claim.myth].get("en")
                found.append(Match(claim.myth, float(score), certain, claim, english))
        return sorted(found, key=lambda match: -match.score)


def load_matcher(choice: NliChoice, threads: int) -> tuple[NliMatcher, str]:
    """The matcher and its version: the model's, with a digest of the claims and thresholds. Raises ModelError."""
    found = find(choice.model)
    matcher = NliMatcher(choice.claims, entailment_of(found, threads), choice.limits)
    return matcher, f"{found.version}.{claims_digest(choice.claims, {'': choice.limits})}"


def entailment_of(found: Found, threads: int) -> Entails:
    """The model as a function from pairs to probabilities. Each pair is judged once, in batches by length."""
    column = entailment_column(found.name, found.config.id2label)
    run = _run(found, threads)

    def entails(pairs: Pairs) -> Floats:
        unique = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
        tokens = _tokens(found, list(unique))
        order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]["input_ids"]))
        scores = np.zeros(len(tokens), np.float32)
        for at in range(0, len(order), _BATCH):
            chosen = order[at : at + _BATCH]
            logits = run(_padded([tokens[number] for number in chosen], found.tokenizer.pad_token_id or 0))
            scores[chosen] = _softmax(logits)[:, column]
        return scores[[unique[pair] for pair in pairs]]

    return entails


def entailment_column(name: str, labels: Mapping[int, str]) -> int:
    """Which class of the model says that the hypothesis follows. Raises ModelError when none does."""
    for column, label in labels.items():
        if label.strip().lower().startswith("entail"):
            return int(column)
    raise ModelError(
        f"{name} calls its classes {', '.join(labels.values())}, none of them “entailment”: choose an NLI "
        "model, or name its classes in id2label of its config.json"
    )


def _tokens(found: Found, pairs: Pairs) -> list[dict[str, list[int]]]:
    if not pairs:
        return []
    first, second = [readable(pair[0]) for pair in pairs], [readable(pair[1]) for pair in pairs]
    encoded = found.tokenizer(first, second, truncation=True, max_length=found.longest)
    names = [name for name in ("input_ids", "token_type_ids") if name in encoded]
    return [{name: encoded[name][row] for name in names} for row in range(len(pairs))]


def _padded(rows: Sequence[Mapping[str, list[int]]], padding: int) -> _Tensors:
    longest = max(len(row["input_ids"]) for row in rows)
    shape = (len(rows), longest)
    padded = {"input_ids": np.full(shape, padding, np.int64), "attention_mask": np.zeros(shape, np.int64)}
    if "token_type_ids" in rows[0]:
        padded["token_type_ids"] = np.zeros(shape, np.int64)
    for at, row in enumerate(rows):
        padded["attention_mask"][at, : len(row["input_ids"])] = 1
        for name, values in row.items():
            padded[name][at, : len(values)] = values
    return padded


def _run(found: Found, threads: int) -> _Run:
    file = found.onnx_file()
    return _with_onnx(file, threads) if file else _with_torch(found, threads)


def _with_onnx(file: Path, threads: int) -> _Run:
    session = start(file, threads=threads)
    names = text_inputs(session, file)
    given = sorted(part.name for part in session.get_outputs())
    if "logits" not in given:
        raise ModelError(f"{file} gives {', '.join(given)}: no logits among them, so it is not an NLI model")

    def run(batch: _Tensors) -> Floats:
        values = {name: batch.get(name, np.zeros_like(batch["input_ids"])) for name in names}
        [logits] = session.run(["logits"], values)
        found: Floats = logits.astype(np.float32)
        return found

    return run


def _with_torch(found: Found, threads: int) -> _Run:
    model: Any = found.in_torch("AutoModelForSequenceClassification")
    import torch

    torch.set_num_threads(threads)

    def run(batch: _Tensors) -> Floats:
        with torch.inference_mode():
            logits = model(**{name: torch.from_numpy(values) for name, values in batch.items()}).logits
        found: Floats = logits.numpy().astype(np.float32)
        return found

    return run


def _softmax(logits: Floats) -> Floats:
    scores = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = scores / scores.sum(axis=1, keepdims=True)
    return shares
