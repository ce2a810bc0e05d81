"""Store → classifiers → store: labels every post that the current model has not labelled yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from classifiers.myths import ClaimVariant
from monitor.config import Settings
from monitor.myths import Myth
from monitor.paths import MODEL

if TYPE_CHECKING:
    import pyarrow as pa

    from classifiers.pipeline import Label, Pipeline
    from monitor.store import Lake

OnBatch = Callable[[int], None]


def load_pipeline(settings: Settings, myths: Mapping[str, Myth]) -> Pipeline:
    """The classifiers that the settings choose, knowing the catalogue's claim variants."""
    from classifiers.pipeline import Pipeline

    folder = settings.classifiers.model or MODEL
    return Pipeline.load(
        folder,
        claim_variants(myths),
        threads=settings.classifiers.threads,
        cache=settings.home / "cache" if settings.home.is_dir() else None,
    )


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
