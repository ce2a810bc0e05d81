"""`evaluate`: the classifiers' measured quality, as the model card."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from monitor.config import Settings
from monitor.errors import InputError
from monitor.myths import load_myths
from monitor.paths import DATA
from monitor.run import load_home_pipeline

_HEAD = """\
# Model card

Made by `myth-monitor evaluate --out docs/model-card.md` on {day}; do not edit by hand.

What is measured here: the whole pipeline (language, certain matches, stance, sentiment) on posts that neither
training nor any choice has seen, by writers who wrote nothing for training. **All posts are invented, by
language-model-assisted authorship.** They are cleaner and clearer than what people really write, so every
figure flatters: measure your own labelled posts with `myth-monitor evaluate FILE`.

Two limits of this test set: its posts are also shown in the demo, whose summary was looked at while training
posts were being written; and it covers four of the eight promised languages and three of the ten myths.

The encoder is multilingual-e5-small (MIT), not fine-tuned yet; the heads are linear, trained on a few hundred
invented posts. A post that hints at a rumour without its words is often missed: most errors are misses, since
the thresholds are set so that false alarms are rare.

"""


def measured_page(settings: Settings, file: Path | None) -> str:
    """The page as Markdown. Raises InputError for a file that cannot be read, naming line and field."""
    from classifiers.dataset import read_posts
    from classifiers.evaluate import as_markdown, evaluate

    paths = [file] if file else sorted((DATA / "evaluation").glob("*.jsonl"))
    try:
        posts = read_posts(paths)
    except (OSError, ValueError) as error:
        raise InputError(str(error)) from None
    if not posts:
        raise InputError("there are no posts to measure with", file=file)
    pipeline = load_home_pipeline(settings)
    labels = pipeline.label([post.text for post in posts], [None] * len(posts))
    report = evaluate(posts, labels, list(load_myths(settings.myths_dir)))
    name = str(file) if file else ", ".join(f"data/evaluation/{path.name}" for path in paths)
    head = _HEAD.format(day=datetime.now(UTC).date())
    return head + "\n".join(as_markdown(report, pipeline.version, name)) + "\n"
