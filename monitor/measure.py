"""`evaluate`: the classifiers' measured quality, as the model card, and in one figure for the dashboard."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.annotate import claim_variants
from monitor.config import Settings
from monitor.errors import InputError
from monitor.myths import load_myths
from monitor.paths import DATA
from monitor.right_matches import RightMatches, keep, model_folder
from monitor.run import load_home_pipeline

if TYPE_CHECKING:
    from classifiers import baselines
    from classifiers.dataset import LabelledPost
    from classifiers.encoder import Encoder
    from classifiers.myths import ClaimVariant

_HEAD = """\
# Model card

Made by `myth-monitor evaluate --out docs/model-card.md` on {day}; do not edit by hand.

What is measured here: the whole pipeline (language, certain matches, stance, sentiment) on posts that neither
training nor any choice has seen, by writers who wrote nothing for training. **All posts are invented, by
language-model-assisted authorship** (docs/data-card.md). They are cleaner and clearer than what people really
write, and the same kind of author wrote all sets, so every figure flatters: measure your own labelled posts
with `myth-monitor evaluate FILE`.

"""

_OWN_HEAD = """\
# Measured on own posts

Made by `myth-monitor evaluate` on {day}. What is measured here: the whole pipeline (language, certain matches,
stance, sentiment) on posts that people have labelled.

"""

# What training measured on the way (classifiers/train), kept in the model's folder.
_SIDE_RUNS = {
    "left-out-myths.json": "Myths that training never saw",
    "left-out-languages.json": "Languages that training never saw",
    "learning-curve.json": "What more posts bring",
}


@dataclass(frozen=True, slots=True)
class Measurement:
    """The page as Markdown, and how many of the matches are right; `shipped`: on the posts that ship with the model."""

    page: str
    model: str
    right: RightMatches
    shipped: bool

    def keep(self, settings: Settings) -> Path | None:
        """Writes the figure beside the model that it is of, for the dashboard; None where it is not of shipped posts."""
        return keep(settings, self.model, self.right) if self.shipped else None


def measure(settings: Settings, file: Path | None, base: Path | None = None) -> Measurement:
    """What `evaluate` shows. `base` is the folder of the untrained encoder, to be compared with.

    Raises InputError for a file that cannot be read, naming line and field, and for a `base` that is no model.
    """
    from classifiers.evaluate import evaluate, macro_of
    from classifiers.model_card import as_markdown, compared, side_runs

    posts = _posts([file] if file else sorted((DATA / "evaluation").glob("*.jsonl")), file)
    pipeline = load_home_pipeline(settings)
    myths = load_myths(settings.myths_dir)
    labels = pipeline.label([post.text for post in posts], [None] * len(posts))
    report = evaluate(posts, labels, list(myths))
    name = str(file) if file else "data/evaluation"
    invented = all(post.origin == "invented" for post in posts)
    head = (_HEAD if invented else _OWN_HEAD).format(day=datetime.now(UTC).date())
    kind = "invented" if invented else "labelled"
    lines = [head, *as_markdown(report, pipeline.version, name, kind)]
    choosing = _posts(sorted((DATA / "development").glob("*.jsonl")), None)
    rows = [("this model", report.macro_f1, report.false_alarms[0])]
    for way, found in _baselines(claim_variants(myths), list(myths), choosing, posts, base):
        rows.append((way, *macro_of(posts, found, list(myths))))
    lines += compared(rows)
    lines += _majorities(posts)
    for kept, title in () if file else _SIDE_RUNS.items():
        trained = model_folder(settings) / kept
        if trained.is_file():
            content = json.loads(trained.read_text("utf-8"))
            lines += [f"\n## {title}\n", content.pop("how"), *side_runs(content)]
    figure = report.right
    right = RightMatches(figure.value, figure.low, figure.high, report.posts, "evaluation")
    return Measurement("\n".join(lines) + "\n", pipeline.version, right, shipped=file is None)


def _posts(paths: Sequence[Path], file: Path | None) -> list[LabelledPost]:
    from classifiers.dataset import read_posts

    try:
        posts = read_posts(paths)
    except (OSError, ValueError) as error:
        raise InputError(str(error)) from None
    if not posts:
        raise InputError("there are no posts to measure with", file=file)
    return posts


def _baselines(
    variants: list[ClaimVariant],
    myths: list[str],
    choosing: list[LabelledPost],
    posts: list[LabelledPost],
    base: Path | None,
) -> Iterator[tuple[str, baselines.Bools]]:
    from classifiers import baselines

    ways = {
        "keyword list (the 12 most telling words per myth and language)": baselines.keyword_list(
            variants, myths
        ),
        "BM25 against the claim variants": baselines.bm25(variants, myths),
    }
    if base is not None:
        encode = _untrained(base).encode
        ways["cosine to the nearest variant, untrained encoder"] = baselines.plain_cosine(
            encode, variants, myths
        )
    for way, scorer in ways.items():
        yield way, baselines.found_by(scorer, choosing, posts, myths)


def _untrained(base: Path) -> Encoder:
    from classifiers.encoder import Encoder
    from classifiers.errors import ModelError

    try:
        return Encoder.load(base)
    except ModelError as error:
        raise InputError(f"--base: {error}") from None


def _majorities(posts: list[LabelledPost]) -> Iterator[str]:
    from classifiers.dataset import SENTIMENTS, STANCES
    from classifiers.evaluate import majority_of

    stance = majority_of(STANCES, [post.stance for post in posts])
    mood = majority_of(SENTIMENTS, [post.sentiment for post in posts])
    yield f"\nAlways saying what is most common: stance {stance}, sentiment {mood} (macro-F1)."
