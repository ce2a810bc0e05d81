"""Store → classifiers → store: labels every post that the current model has not labelled yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from classifiers.myths import ClaimVariant, NliChoice, Thresholds
from monitor.config import ClassifierSettings, Settings
from monitor.errors import SettingsError
from monitor.myths import Myth
from monitor.paths import MODEL

if TYPE_CHECKING:
    import pyarrow as pa

    from classifiers.pipeline import Label, Pipeline
    from monitor.store import Lake

OnBatch = Callable[[int], None]


def load_pipeline(settings: Settings, myths: Mapping[str, Myth]) -> Pipeline:
    """The classifiers that the settings choose, knowing the catalogue's claim variants.

    Raises SettingsError when a model cannot be used.
    """
    from classifiers.errors import ModelError
    from classifiers.pipeline import Pipeline

    chosen = settings.classifiers
    try:
        return Pipeline.load(
            chosen.model or MODEL,
            claim_variants(myths),
            threads=chosen.threads,
            cache=settings.home / "cache" if settings.home.is_dir() else None,
            own=own_thresholds(myths),
            nli=_nli(chosen, myths) if chosen.matcher == "nli" else None,
        )
    except ModelError as error:
        remedy = "`model` and `nli_model` under [classifiers] name a folder or a Hugging Face id."
        raise SettingsError(str(error), field="classifiers", remedy=remedy) from None


def _nli(chosen: ClassifierSettings, myths: Mapping[str, Myth]) -> NliChoice:
    claims = [
        ClaimVariant(myth=myth.id, language=language, text=text)
        for myth in myths.values()
        for language, text in myth.claim.items()
    ]
    return NliChoice(chosen.nli_model, claims, Thresholds(chosen.nli_certain, chosen.nli_suggested))


def without_heads(names: Sequence[str]) -> str:
    """What it means that a model has no trained heads of these names, in one line."""
    empty = [name for name in names if name != "has_claim"]
    said = [f"{' and '.join(empty)} stay empty"] if empty else []
    said += ["every text counts as a claim"] if "has_claim" in names else []
    return f"this model has no trained heads for {', '.join(names)}: {', '.join(said)}"


def own_thresholds(myths: Mapping[str, Myth]) -> dict[str, Thresholds]:
    """The thresholds that the catalogue sets itself; they win over the model's."""
    return {
        myth.id: Thresholds(myth.thresholds.certain, myth.thresholds.suggested)
        for myth in myths.values()
        if myth.thresholds
    }


def claim_variants(myths: Mapping[str, Myth]) -> list[ClaimVariant]:
    """Every claim variant of the catalogue, in its order."""
    return [
        ClaimVariant(myth=myth.id, language=language, text=text)
        for myth in myths.values()
        for language, texts in myth.variants.items()
        for text in texts
    ]


def annotate(lake: Lake, pipeline: Pipeline, *, batch: int = 512, on_batch: OnBatch | None = None) -> int:
    """Labels what is new, batch by batch; returns how many posts were labelled.

    Each batch is stored in one transaction, and what another process labelled meanwhile is left as it
    is, so that a run can be killed and repeated.
    """
    total = 0
    while True:
        posts = lake.unannotated(pipeline.version, batch)
        if not posts.num_rows:
            lake.recount()
            return total
        labels = pipeline.label(posts["text"].to_pylist(), posts["language_hint"].to_pylist())
        lake.append_annotations(_table(posts, labels, pipeline.version))
        total += posts.num_rows
        if on_batch:
            on_batch(posts.num_rows)


def _table(posts: pa.Table, labels: list[Label], version: str) -> pa.Table:
    import pyarrow as pa

    from monitor.store import ANNOTATIONS

    now = datetime.now(UTC).replace(tzinfo=None)
    columns = {
        "post_id": posts["post_id"],
        "text_digest": posts["text_digest"],
        "model_version": [version] * len(labels),
        "language": [label.language for label in labels],
        "language_score": [label.language_score for label in labels],
        "has_claim_score": [label.has_claim_score for label in labels],
        "matches": [
            [
                {
                    "id": match.id,
                    "score": match.score,
                    "certain": match.certain,
                    "variant": match.variant.text,
                }
                for match in label.matches
            ]
            for label in labels
        ],
        "myths": [[match.id for match in label.matches if match.certain] for label in labels],
        "suggested": [[match.id for match in label.matches if not match.certain] for label in labels],
        "stance": [label.stance for label in labels],
        "stance_score": [label.stance_score for label in labels],
        "sentiment": [label.sentiment for label in labels],
        "sentiment_score": [label.sentiment_score for label in labels],
        "embedding": [label.embedding for label in labels],
        "annotated_at": [now] * len(labels),
    }
    return pa.table(columns, schema=ANNOTATIONS)
