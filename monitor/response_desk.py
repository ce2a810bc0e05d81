"""The responses of one home: what its files and its store hold together, and acting on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError

from monitor.config import Settings
from monitor.errors import ContactMissingError, FaultyTextError, InputError, WorkflowError, first_fault
from monitor.myths import load_myths
from monitor.placeholders import fill
from monitor.response_checks import faults_of
from monitor.responses import (
    Channel,
    Response,
    Responses,
    ResponseText,
    Step,
    load_responses,
)
from monitor.rights import Person, require
from monitor.store import Lake
from monitor.workflow import Act, History, approve, check, retire, write


def histories(settings: Settings, lake: Lake | None = None) -> dict[tuple[str, str], History]:
    """Everything known of every response of the home, by (myth, language). Whoever has its lake open gives it."""
    files = load_responses(settings.responses_dir)
    stored = lake.response_steps() if lake else _stored(settings)
    keys = sorted(files.keys() | stored.keys())
    return {key: History(*key, files.get(key), stored.get(key, ())) for key in keys}


def home_responses(settings: Settings, today: date | None = None, lake: Lake | None = None) -> Responses:
    """The version in use of each response: the home's approved one, else the newest checked one."""
    day = today or datetime.now(UTC).date()
    shown = {key: history.shown(day) for key, history in histories(settings, lake).items()}
    return {key: response for key, response in shown.items() if response}


def history_of(settings: Settings, myth: str, language: str) -> History:
    """Everything known of the answers to that myth in that language; raises WorkflowError for no such myth."""
    if myth not in load_myths(settings.myths_dir):
        raise WorkflowError(f"there is no myth “{myth}”", remedy="`myth-monitor myths list` names them.")
    return histories(settings).get((myth, language), History(myth, language, None))


def draft(
    settings: Settings,
    myth: str,
    language: str,
    texts: Mapping[Channel, ResponseText],
    by: Person,
    based_on: int | None = None,
) -> Step:
    """Stores a new draft: the newest version (or `based_on`) with these texts in place of its own."""
    require(by, "write")
    history = history_of(settings, myth, language)
    base = history.newest if based_on is None else based_on
    old = history.version(base).texts if base else {}
    act = Act.of(by, settings.responses.review_months)
    whole = {**old, **texts}
    return _act(settings, history, lambda now: write(now, whole, act, based_on=base))[-1]


def replaced_text(
    settings: Settings, myth: str, language: str, channel: Channel, text: str, facts: Sequence[str] | None
) -> ResponseText:
    """A text with its facts: the ones named, else those of the text that it replaces. Raises InputError."""
    versions = history_of(settings, myth, language).versions
    _refuse_unknown_facts(settings, myth, facts or ())
    newest = versions[max(versions)].texts.get(channel) if versions else None
    cited = tuple(facts) if facts else newest.facts if newest else ()
    try:
        return ResponseText(text=text, facts=cited)
    except ValidationError as error:
        raise InputError(str(first_fault(error))) from None


def _refuse_unknown_facts(settings: Settings, myth: str, facts: Sequence[str]) -> None:
    known = [fact.id for fact in load_myths(settings.myths_dir)[myth].facts if fact.status == "confirmed"]
    if unknown := [id for id in facts if id not in known]:
        has = f"it has {', '.join(known)}" if known else "it has none yet: add them to its file"
        raise InputError(f"{myth} has no confirmed fact “{unknown[0]}”; {has}")


def mark_checked(settings: Settings, myth: str, language: str, number: int | None, by: Person) -> Step:
    """draft → checked. Raises WorkflowError, also for a text with a fault that can be tested."""
    require(by, "write")
    history, act = history_of(settings, myth, language), Act.of(by, settings.responses.review_months)
    version = history.version(number)
    _refuse_faults(settings, version)
    return _act(settings, history, lambda now: check(now, version.version, act))[-1]


def mark_approved(
    settings: Settings,
    myth: str,
    language: str,
    number: int | None,
    by: Person,
    review_by: date | None = None,
) -> Step:
    """checked → approved. Raises WorkflowError, and ContactMissingError for a contact point that is empty."""
    require(by, "approve")
    history, act = history_of(settings, myth, language), Act.of(by, settings.responses.review_months)
    version = history.version(number)
    _refuse_faults(settings, version)
    for channel, text in version.texts.items():
        try:
            fill(text.text, settings.contacts, language)
        except ContactMissingError as error:
            raise ContactMissingError(f"“{channel}” cannot be shown: {error}") from None
    steps = _act(settings, history, lambda now: approve(now, version.version, act, review_by))
    return next(step for step in steps if step.state == "approved")


def mark_retired(settings: Settings, myth: str, language: str, number: int | None, by: Person) -> Step:
    """Takes a version, and all before it, out of use."""
    require(by, "approve")
    history, act = history_of(settings, myth, language), Act.of(by, settings.responses.review_months)
    version = history.version(number).version
    return _act(settings, history, lambda now: retire(now, version, act))[-1]


def record_of(settings: Settings, myth: str, language: str, lake: Lake | None = None) -> list[dict[str, Any]]:
    """Who did what when with these answers, oldest first."""
    if lake is None:
        if not has_store(settings):
            return []
        with Lake.open(settings) as opened:
            return record_of(settings, myth, language, opened)
    sql = (
        "SELECT happened_at, actor, action, subject, detail FROM audit WHERE starts_with(subject, ?)"
        " AND starts_with(action, 'response ')"
    )
    rows = lake.query(sql, [f"{myth}/{language}/"]).to_pylist()
    entries = [{**row, "detail": json.loads(row["detail"])} for row in rows]
    entries.sort(key=lambda row: (row["happened_at"], row["subject"], row["detail"]["step"]))
    return [
        {
            "when": f"{row['happened_at']:%Y-%m-%d %H:%M}",
            "who": row["actor"],
            "did": row["action"].removeprefix("response ")
            + (" (says the file)" if row["detail"]["from_file"] else ""),
            "version": row["subject"].rpartition("/")[2],
            "review by": row["detail"]["review_by"],
        }
        for row in entries
    ]


def _refuse_faults(settings: Settings, version: Response) -> None:
    myth = load_myths(settings.myths_dir)[version.myth]
    grave = [fault.what for fault in faults_of(version, myth, datetime.now(UTC).date()) if fault.grave]
    if grave:
        raise FaultyTextError(
            f"version {version.version} of {version.myth}/{version.language} has faults: {'; '.join(grave)}",
            remedy="Write a new version without them: `myth-monitor responses draft`.",
        )


def _act(settings: Settings, history: History, decide: Callable[[History], list[Step]]) -> list[Step]:
    def on(steps: tuple[Step, ...]) -> list[Step]:
        return decide(History(history.myth, history.language, history.file, steps))

    with Lake.open(settings) as lake:
        return lake.change_response(history.myth, history.language, on)


def _stored(settings: Settings) -> dict[tuple[str, str], tuple[Step, ...]]:
    if not has_store(settings):
        return {}
    with Lake.open(settings) as lake:
        return lake.response_steps()


def has_store(settings: Settings) -> bool:
    """Whether the home has a store. Looking something up must not make one."""
    return bool(settings.store.catalog) or (settings.home / "lake").is_dir()
