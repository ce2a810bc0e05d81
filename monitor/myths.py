"""The catalogue: one YAML file per myth, read and checked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator

from monitor.errors import MonitorError, SettingsError
from monitor.paths import MYTHS
from monitor.records import PROMISED_LANGUAGES, LanguageCode, Slug
from monitor.yaml_files import line_of, read_yaml

Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
PerLanguage = dict[LanguageCode, Line]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactSource(_Entry):
    """Where a fact was read: an official page, or a law with its article."""

    title: Line
    publisher: Line
    url: HttpUrl
    law: Line | None = Field(default=None, description="law and article, as a lawyer would cite it")
    dated: str | None = Field(default=None, description="date on the page or of the law text; none: undated")


class Fact(_Entry):
    """One statement that a response may rest on, with its official source."""

    id: Slug
    nl: Line
    en: Line
    sources: tuple[FactSource, ...] = ()
    read: date = Field(description="when the source was read")
    status: Literal["confirmed", "unconfirmed"]
    recheck: date | None = Field(default=None, description="when it must be read again")
    limits: str | None = Field(default=None, description="what the source does not say")

    @model_validator(mode="after")
    def _confirmed_has_source(self) -> Fact:
        if self.status == "confirmed" and not self.sources:
            raise ValueError("a confirmed fact needs a source")
        return self


class Kernel(_Entry):
    """What is true in the rumour. Said first: denying it loses the reader."""

    nl: Line
    en: Line
    also: PerLanguage = Field(default={}, description="the same in other languages")
    facts: tuple[Slug, ...] = ()

    def told(self, language: str) -> str:
        """The text in that language, else in English."""
        return {**self.also, "nl": self.nl, "en": self.en}.get(language, self.en)


class Harm(_Entry):
    """The fields of a rumour risk matrix (as in the rumour guides of Internews and IFRC)."""

    who: Line
    how: Line
    severity: int = Field(ge=1, le=5, description="1 nuisance … 5 danger to life or to a child")
    likelihood: int = Field(ge=1, le=5, description="1 rare … 5 nearly certain where the rumour is believed")

    @property
    def weight(self) -> int:
        """Severity × likelihood, 1-25: what is answered first."""
        return self.severity * self.likelihood


class MythThresholds(_Entry):
    """From which score on a match is certain, and suggested. They win over the model's own."""

    certain: float = Field(gt=0, lt=1)
    suggested: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _in_order(self) -> MythThresholds:
        if self.suggested > self.certain:
            raise ValueError("suggested must not be above certain")
        return self


class Myth(_Entry):
    """One false or misleading claim that recurs."""

    id: Slug
    title: PerLanguage
    claim: PerLanguage
    variants: dict[LanguageCode, tuple[Line, ...]]
    near_misses: dict[LanguageCode, tuple[Line, ...]] = {}
    thresholds: MythThresholds | None = None
    believable: PerLanguage
    kernel: tuple[Kernel, ...]
    harm: Harm
    facts: tuple[Fact, ...]
    must_not_say: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _refers_to_own_facts(self) -> Myth:
        known = {fact.id for fact in self.facts}
        if len(known) != len(self.facts):
            raise ValueError("two facts have the same id")
        for kernel in self.kernel:
            if missing := set(kernel.facts) - known:
                raise ValueError(f"the kernel cites facts that do not exist: {', '.join(sorted(missing))}")
        return self

    def fact(self, id: str) -> Fact:
        """The fact of that id. Raises KeyError."""
        return next(fact for fact in self.facts if fact.id == id)

    def name(self, language: str) -> str:
        """The title in that language, else in English, else in any."""
        return self.title.get(language) or self.title.get("en") or next(iter(self.title.values()))


class MythAddition(_Entry):
    """What one language adds to a myth: a file `<id>.<language>.yaml` beside the myth's own, or in a home."""

    id: Slug
    language: LanguageCode
    title: Line | None = None
    claim: Line | None = None
    believable: Line | None = None
    kernel: tuple[Line, ...] = Field(
        default=(), description="what is true in it: as many texts as the myth has"
    )
    variants: tuple[Line, ...] = ()
    near_misses: tuple[Line, ...] = ()

    def added_to(self, myth: Myth) -> Myth:
        """The myth with these wordings: single texts replace, variants come on top."""
        changes: dict[str, Any] = {
            name: {**getattr(myth, name), self.language: text}
            for name in ("title", "claim", "believable")
            if (text := getattr(self, name)) is not None
        }
        for name in ("variants", "near_misses"):
            known = getattr(myth, name)
            both = (*known.get(self.language, ()), *getattr(self, name))
            if both:
                changes[name] = {**known, self.language: tuple(dict.fromkeys(both))}
        if self.kernel:
            changes["kernel"] = tuple(
                part.model_copy(update={"also": {**part.also, self.language: text}})
                for part, text in zip(myth.kernel, self.kernel, strict=True)
            )
        return myth.model_copy(update=changes)


@dataclass(frozen=True, slots=True)
class CatalogueFault:
    """What `myths check` and `responses check` print: where, what, and whether it stops the use."""

    where: str
    what: str
    grave: bool = True


def load_myths(*folders: Path) -> dict[str, Myth]:
    """All myths by id: the shipped ones, then those of `folders` (a home's own), which replace by id.

    Files named `<id>.<language>.yaml` add one language's wordings to the myth of that id. Raises SettingsError
    with file and line of the first fault.
    """
    myths: dict[str, Myth] = {}
    for path in _files(folders):
        myth = _read_myth(path)
        myths[myth.id] = myth
    for path in _addition_files(folders):
        addition = _read_addition(path, myths)
        myths[addition.id] = addition.added_to(myths[addition.id])
    return dict(sorted(myths.items()))


def check_myths(*folders: Path, variants: int = 12) -> Iterator[CatalogueFault]:
    """Every fault of every file: schema faults stop its use; too few variants is a warning."""
    myths: dict[str, Myth] = {}
    for path in _files(folders):
        try:
            myth = _read_myth(path)
        except MonitorError as error:
            yield CatalogueFault(str(path), str(error))
            continue
        myths[myth.id] = myth
        yield from _on_sand(path, myth)
        yield from _too_little(path, myth, variants)
    for path in _addition_files(folders):
        try:
            _read_addition(path, myths)
        except MonitorError as error:
            yield CatalogueFault(str(path), str(error))


def _on_sand(path: Path, myth: Myth) -> Iterator[CatalogueFault]:
    """What is said to be true but rests on a fact that nobody could confirm."""
    for number, part in enumerate(myth.kernel):
        for id in part.facts:
            if myth.fact(id).status != "confirmed":
                where = f"{path}:{line_of(path, 'kernel', number, 'facts')}"
                yield CatalogueFault(where, f"kernel.{number}.facts: “{id}” is not confirmed")


def _too_little(path: Path, myth: Myth, variants: int) -> Iterator[CatalogueFault]:
    few = {language: len(set(myth.variants.get(language, ()))) for language in PROMISED_LANGUAGES}
    missing = {
        f"fewer than {variants} variants in": [
            f"{language} ({count})" for language, count in few.items() if count < variants
        ],
        "no title in": [language for language in PROMISED_LANGUAGES if language not in myth.title],
        "what is true in it is not told in": [
            language
            for language in PROMISED_LANGUAGES
            if any(language not in {"nl", "en", *part.also} for part in myth.kernel)
        ],
    }
    for what, languages in missing.items():
        if languages:
            yield CatalogueFault(str(path), f"{what} {', '.join(languages)}", grave=False)


def _read_myth(path: Path) -> Myth:
    myth = read_yaml(path, Myth)
    if myth.id != path.stem:
        raise SettingsError(f"is “{myth.id}”, the file's name says “{path.stem}”", file=path, field="id")
    return myth


def _read_addition(path: Path, myths: Mapping[str, Myth]) -> MythAddition:
    addition = read_yaml(path, MythAddition)
    if f"{addition.id}.{addition.language}" != path.stem:
        what = f"speaks of {addition.id} in {addition.language}: the file's name says “{path.stem}”"
        raise SettingsError(what, file=path, field="id")
    if addition.id not in myths:
        raise SettingsError(f"there is no myth “{addition.id}”", file=path, field="id")
    parts = len(myths[addition.id].kernel)
    if addition.kernel and len(addition.kernel) != parts:
        what = f"has {len(addition.kernel)} texts, and {addition.id} has {parts}: give one for each, in its order"
        raise SettingsError(what, file=path, field="kernel")
    return addition


def _files(folders: tuple[Path, ...]) -> list[Path]:
    return [path for path in _all_files(folders) if "." not in path.stem]


def _addition_files(folders: tuple[Path, ...]) -> list[Path]:
    return [path for path in _all_files(folders) if "." in path.stem]


def _all_files(folders: tuple[Path, ...]) -> list[Path]:
    return [path for folder in (MYTHS, *folders) for path in sorted(folder.glob("*.yaml"))]
