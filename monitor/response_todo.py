"""What somebody should do about the responses: what is missing, expires soon, or waits for a second person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from monitor.config import Settings
from monitor.myths import Myth, load_myths
from monitor.records import PROMISED_LANGUAGES
from monitor.response_desk import histories
from monitor.responses import CHANNELS, PROJECT, Response
from monitor.workflow import History

Kind = Literal[
    "no text",
    "missing",
    "overdue",
    "near",
    "reread",
    "draft waits",
    "checked waits",
    "file changed",
]
_WORDS: Mapping[Kind, str] = {
    "no text": "no text in use",
    "missing": "missing: {about}",
    "overdue": "review date has passed",
    "near": "review date is near",
    "reread": "fact “{about}” must be read again",
    "draft waits": "version {about} waits as draft",
    "checked waits": "version {about} waits as checked",
    "file changed": "the file was changed after version {about} was stored: raise its `version`",
}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: what kind it is, and what it is about (channels, a fact, the number of a version)."""

    myth: str
    language: str
    kind: Kind
    about: str = ""
    by: date | None = None

    @property
    def what(self) -> str:
        """The thing in words."""
        return _WORDS[self.kind].format(about=self.about)


def to_do(
    settings: Settings, within: int, languages: Sequence[str] = PROMISED_LANGUAGES, today: date | None = None
) -> list[Due]:
    """What is missing, expires within so many days or waits for a second person; the most harmful myth first."""
    day = today or datetime.now(UTC).date()
    return due(histories(settings), load_myths(settings.myths_dir).values(), day, within, languages)


def due(
    known: Mapping[tuple[str, str], History],
    myths: Iterable[Myth],
    today: date,
    within: int,
    languages: Sequence[str] = PROMISED_LANGUAGES,
) -> list[Due]:
    """The same of responses that are at hand."""
    wanted = [*languages, *sorted({language for _, language in known} - set(languages))]
    return [
        one
        for myth in sorted(myths, key=lambda myth: -myth.harm.weight)
        for language in wanted
        for one in _due(known.get((myth.id, language), History(myth.id, language, None)), myth, today, within)
    ]


def _due(history: History, myth: Myth, today: date, within: int) -> Iterator[Due]:
    shown = history.shown(today)
    of = (history.myth, history.language)
    if shown is None:
        yield Due(*of, "no text")
    else:
        yield from _of_shown(shown, myth, today, today + timedelta(days=within))
    for one in history.versions.values():
        after = one.version >= (shown.version if shown else 0)
        if one.state in ("draft", "checked") and one.written_by != PROJECT and after:
            yield Due(*of, "draft waits" if one.state == "draft" else "checked waits", str(one.version))
    file = history.file
    if file and file.texts != history.versions[file.version].texts:
        yield Due(*of, "file changed", str(file.version))


def _of_shown(shown: Response, myth: Myth, today: date, soon: date) -> Iterator[Due]:
    of = (shown.myth, shown.language)
    if missing := [channel for channel in CHANNELS if channel not in shown.texts]:
        yield Due(*of, "missing", ", ".join(missing))
    if shown.is_overdue(today):
        yield Due(*of, "overdue", by=shown.review_by)
    elif shown.review_by <= soon:
        yield Due(*of, "near", by=shown.review_by)
    for id, at in _rechecks(shown, myth).items():
        if at <= soon:
            yield Due(*of, "reread", id, at)


def _rechecks(response: Response, myth: Myth) -> dict[str, date]:
    cited = {id for text in response.texts.values() for id in text.facts}
    return {fact.id: fact.recheck for fact in myth.facts if fact.id in cited and fact.recheck}
