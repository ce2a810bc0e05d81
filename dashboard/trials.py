"""What a look at a source gave, in words, with some of its posts."""

from __future__ import annotations

from dashboard import health, parts
from dashboard.language import day, say, say_many
from dashboard.plain import quote
from monitor.trial import Trial

_NAMED = 3  # of the posts that were left out


def show(trial: Trial) -> None:
    """The words below the button that asked for it."""
    if trial.status == "ok":
        parts.plain_line(
            say_many(
                "It can be read: its first page holds {count} post. Nothing was stored.",
                "It can be read: its first page holds {count} posts. Nothing was stored.",
                trial.posts,
            )
        )
    else:
        parts.plain_line(say("It cannot be read: {why}", why=health.status_words(trial.status)))
        parts.grey(trial.message)
    if trial.skipped:
        parts.grey(f"{health.left_out(len(trial.skipped))}: {'; '.join(trial.skipped[:_NAMED])}")
    for post in trial.samples:
        quote(post.text, day(post.published_at))
