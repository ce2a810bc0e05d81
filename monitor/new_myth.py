"""Turns a new rumour into a myth of the catalogue: one YAML file in the home, known from the next labelling on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from monitor import log, reviews
from monitor.config import Settings
from monitor.errors import InputError, first_fault
from monitor.myths import Myth, load_myths
from monitor.privacy import redact
from monitor.records import slug
from monitor.reviews import Label, PostRef
from monitor.rights import Person, require
from monitor.workflow import signature
from monitor.yaml_files import write_yaml

if TYPE_CHECKING:
    from monitor.store import Lake

PerLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MythDraft:
    """What a person writes of a new rumour. Texts per language; `wordings` as people say it, one a line."""

    title: PerLanguage
    claim: PerLanguage
    wordings: Mapping[str, Sequence[str]]
    harmed: str
    how: str
    severity: int
    likelihood: int
    kernel: PerLanguage = field(default_factory=dict)
    believable: PerLanguage = field(default_factory=dict)


def add_myth(settings: Settings, lake: Lake, draft: MythDraft, posts: Sequence[PostRef], by: Person) -> Path:
    """Writes the myth's file and notes on the posts that it covers them; the file's path.

    Names, numbers and addresses are taken out of all texts. Facts and answers come afterwards: until then the
    dashboard says that no answer is prepared. Raises InputError for a draft that makes no valid myth.
    """
    require(by, "catalogue")
    signature(by)  # refuses a name that cannot stand in the record before anything is written
    myth = _myth(draft)
    path = settings.myths_dir / f"{myth.id}.yaml"
    if myth.id in load_myths(settings.myths_dir) or path.exists():
        raise InputError(f"there is a myth “{myth.id}” already: give this one another title")
    write_yaml(path, myth)
    try:
        load_myths(settings.myths_dir)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    reviews.note(lake, posts, "myth", Label(), by, text=myth.id)
    log.note(lake, by, "myth added", myth.id)
    return path


def id_of(title: str) -> str:
    """The id of a myth of that title; empty where it has no Latin letters."""
    return slug(title)[:64].strip("-")


def _myth(draft: MythDraft) -> Myth:
    title = _clean(draft.title)
    id = id_of(title.get("en") or title.get("nl") or next(iter(title.values()), ""))
    if not id:
        raise InputError("the rumour needs a title in English or Dutch")
    wordings = {
        language: tuple(dict.fromkeys(text for line in lines if (text := redact(" ".join(line.split())))))
        for language, lines in draft.wordings.items()
    }
    wordings = {language: lines for language, lines in wordings.items() if lines}
    if not wordings:
        raise InputError("give at least one wording: the model finds the rumour by it")
    kernel = _clean(draft.kernel)
    content: dict[str, Any] = {
        "id": id,
        "title": title,
        "claim": _clean(draft.claim),
        "variants": wordings,
        "believable": _clean(draft.believable),
        "kernel": [{"nl": kernel.get("nl") or kernel["en"], "en": kernel.get("en") or kernel["nl"]}]
        if kernel
        else [],
        "harm": {
            "who": redact(draft.harmed),
            "how": redact(draft.how),
            "severity": draft.severity,
            "likelihood": draft.likelihood,
        },
        "facts": [],
    }
    try:
        return Myth.model_validate(content)
    except ValidationError as error:
        raise InputError(str(first_fault(error))) from None


def _clean(texts: PerLanguage) -> dict[str, str]:
    cleaned = {language: redact(" ".join(text.split())) for language, text in texts.items()}
    return {language: text for language, text in cleaned.items() if text}
