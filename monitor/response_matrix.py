"""The state of all responses at one glance: a cell per myth and language, with its channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.records import PROMISED_LANGUAGES
from monitor.responses import CHANNELS, Channel, State
from monitor.workflow import History


@dataclass(frozen=True, slots=True)
class Cell:
    """The answers to one myth in one language. `since` is None for what ships: nobody here acted on it."""

    myth: str
    language: str
    states: Mapping[Channel, State | None]  # None: no text for that channel
    version: int | None = None
    since: date | None = None
    overdue: bool = False
    waiting: State | None = None  # a newer version that somebody still has to check or approve

    @property
    def empty(self) -> bool:
        """Whether there is no text at all."""
        return not any(self.states.values())


def matrix(
    histories: Mapping[tuple[str, str], History],
    myths: Sequence[str],
    today: date,
    languages: Sequence[str] = PROMISED_LANGUAGES,
) -> dict[tuple[str, str], Cell]:
    """A cell for every myth in every language, also where nothing is written yet."""
    wanted = [*languages, *sorted({language for _, language in histories} - set(languages))]
    return {
        (myth, language): cell(histories.get((myth, language), History(myth, language, None)), today)
        for myth in myths
        for language in wanted
    }


def cell(history: History, today: date) -> Cell:
    """The version in use; where there is none, the newest draft."""
    versions = history.versions
    newest = versions.get(history.newest)
    response = history.shown(today) or (newest if newest and newest.state == "draft" else None)
    if response is None:
        return Cell(history.myth, history.language, dict.fromkeys(CHANNELS))
    state = response.state_on(today)
    steps = [step for step in history.steps if step.version == response.version and not step.from_file]
    return Cell(
        myth=history.myth,
        language=history.language,
        states={channel: state if channel in response.texts else None for channel in CHANNELS},
        version=response.version,
        since=max((step.at.date() for step in steps), default=None),
        overdue=response.is_overdue(today),
        waiting=newest.state if newest and newest.version > response.version else None,
    )
