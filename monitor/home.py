"""What a home folder holds and answers: the calls that command line and dashboard share."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from monitor.check import Checked, Checker
from monitor.config import SETTINGS_FILE, Settings
from monitor.errors import InputError
from monitor.myths import load_myths
from monitor.phrases import load_phrases
from monitor.privacy import load_or_make_key
from monitor.records import STANCES, RunReport, Source, Stance
from monitor.response_desk import home_responses
from monitor.responses import CHANNELS, Channel
from monitor.run import load_home_pipeline
from monitor.signals import Signal, find_signals
from monitor.source_files import load_sources
from monitor.store import Lake
from monitor.trends import last_complete_week, model_version, posts_per_source

T = TypeVar("T", bound=str)

_SETTINGS = """\
# Settings of this Myth Monitor. Everything left out has a sensible default (docs/reference/settings.md).

[fetch]
# Who runs this monitor: an e-mail or web page, sent to every site that is read. Required to collect.
contact = "{contact}"

[privacy]
keep_days = 730
"""

_EXAMPLE_SOURCE = """\
# An example: copy this file, change it, and try it with `myth-monitor sources test example-feed`.
# `myth-monitor sources types` lists the other source types and what they can read.
id: example-feed
type: feed
title: Example feed
address: https://example.org/feed.xml
community:
  language: pl
  region: Noord-Brabant
every: 6h
paused: true
"""


def make_home(settings: Settings, contact: str = "") -> list[str]:
    """Makes what is missing of the home folder and says so, line by line. Nothing that exists is changed."""
    said = []
    for folder in (settings.home, settings.sources_dir, settings.myths_dir, settings.responses_dir):
        folder.mkdir(parents=True, exist_ok=True)
    file = settings.home / SETTINGS_FILE
    example = settings.sources_dir / "example-feed.yaml"
    if _write_new(file, _SETTINGS.format(contact=contact.replace('"', ""))):
        said.append(f"{file} written" + ("" if contact else ": fill in `contact` before you collect"))
    load_or_make_key(settings.key_file)
    if not any(settings.sources_dir.glob("*.yaml")) and _write_new(example, _EXAMPLE_SOURCE):
        said.append(f"{example} written: an example to copy")
    with Lake.open(settings):
        said.append(f"{settings.home} is ready")
    return said


def _write_new(path: Path, text: str) -> bool:
    if path.exists():
        return False
    path.write_text(text, encoding="utf-8")
    return True


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source as people see it: when it was read, what came, what is wrong in words."""

    id: str
    type: str
    status: str
    last_read: datetime | None
    posts: int
    words: str
    left_out: int = 0  # of what the last run saw: deleted or broken posts

    @property
    def faulty(self) -> bool:
        """Whether somebody should look at it."""
        return self.status not in ("ok", "paused", "not read yet", "import")

    def as_row(self) -> dict[str, Any]:
        """The columns of `sources list`."""
        return {
            "source": self.id,
            "type": self.type,
            "status": self.status,
            "last read": f"{self.last_read:%Y-%m-%d %H:%M}" if self.last_read else "",
            "posts": self.posts,
            "in words": self.words,
        }


def source_states(settings: Settings, lake: Lake | None = None) -> list[SourceState]:
    """Every source file of the home with its last run; files that cannot be used stand there too.

    Whoever has the home's lake open gives it: opening one takes longer than all else here.
    """
    if lake is None:
        with Lake.open(settings) as opened:
            return source_states(settings, opened)
    good, bad = load_sources(settings.sources_dir)
    runs, posts = lake.last_runs(), posts_per_source(lake)
    states = [_state(source, runs.get(source.id), posts.get(source.id, 0)) for source in good]
    for file in bad:
        words = f"{file.error} {file.error.remedy}".strip()
        states.append(SourceState(file.path.stem, "?", "bad file", None, posts.get(file.path.stem, 0), words))
    return sorted(states, key=lambda state: state.id)


def _state(source: Source, run: RunReport | None, posts: int) -> SourceState:
    if source.paused:
        return SourceState(source.id, source.type, "paused", run.finished_at if run else None, posts, "")
    if run is None:
        return SourceState(source.id, source.type, "not read yet", None, posts, "")
    words = f"{run.message} {run.remedy}".strip() or f"{run.new} new of {run.seen} seen"
    if run.skipped:
        words += f"; {len(run.skipped)} left out, first {run.skipped[0].where}: {run.skipped[0].why}"
    return SourceState(
        source.id, source.type, run.status, run.finished_at, posts, words, left_out=len(run.skipped)
    )


def home_signals(settings: Settings, week: date | None = None) -> list[Signal]:
    """The rises of that week (default: the last complete one)."""
    week = week or last_complete_week(datetime.now(UTC).date())
    myths = load_myths(settings.myths_dir)
    with Lake.open(settings) as lake:
        version = model_version(lake)
        return find_signals(lake, version, week, myths) if version else []


def check_text(
    settings: Settings,
    text: str,
    reply_language: str | None,
    channel: str,
    region: str | None = None,
    stance: str | None = None,
) -> Checked:
    """The answer to one text. Raises InputError for an unknown channel or stance or a code that is no language's."""
    if reply_language and not re.fullmatch("[a-z]{2}", reply_language):
        raise InputError(f"“{reply_language}” is not a language code of two letters, like pl or nl")
    told, known = channel_named(channel), stance_named(stance) if stance else None
    return load_checker(settings, region).check(text, reply_language, told, known)


def load_checker(settings: Settings, region: str | None = None, lake: Lake | None = None) -> Checker:
    """What answers single texts, loaded once: with the home's own versions where its store has some."""
    today = datetime.now(UTC).date()
    return Checker(
        pipeline=load_home_pipeline(settings),
        myths=load_myths(settings.myths_dir),
        responses=home_responses(settings, today, lake),
        phrases=load_phrases(settings.phrases_dir),
        contacts=settings.contacts,
        today=today,
        region=region,
    )


def stance_named(text: str) -> Stance:
    """The stance of that name. Raises InputError."""
    return _one_of(STANCES, text, "a stance")


def channel_named(text: str) -> Channel:
    """The channel of that name. Raises InputError."""
    return _one_of(CHANNELS, text, "a channel")


def _one_of(names: Sequence[T], text: str, what: str) -> T:
    for name in names:
        if name == text:
            return name
    raise InputError(f"“{text}” is not {what}; use one of {', '.join(names)}")


def read_text(file: Path) -> str:
    """The text of a file, or of standard input for `-`. Raises InputError."""
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except FileNotFoundError:
        raise InputError("there is no such file", file=file) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read as text: {error}", file=file) from None
