"""The user's sources: one YAML file each in `<home>/sources`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from monitor import sources
from monitor.errors import MonitorError, SettingsError
from monitor.records import Source
from monitor.yaml_files import read_yaml, read_yaml_part, write_yaml


@dataclass(frozen=True, slots=True)
class BadSourceFile:
    """A source file that cannot be used, and the complaint to show."""

    path: Path
    error: MonitorError


def read_source(path: Path) -> Source:
    """The source in that file, its `read:` checked by its type.

    Raises SettingsError with file, line and field.
    """
    source = read_yaml(path, Source)
    if source.id != path.stem:
        raise SettingsError(f"is “{source.id}”, the file's name says “{path.stem}”", file=path, field="id")
    try:
        source_type = sources.load(source.type)
    except SettingsError as error:
        raise SettingsError(str(error), file=path, remedy=error.remedy) from None
    read_yaml_part(path, "read", source_type.Options)
    return source


def load_sources(folder: Path) -> tuple[list[Source], list[BadSourceFile]]:
    """All usable sources, sorted by id, and the files that are not: one bad file never hides the others."""
    good: list[Source] = []
    bad: list[BadSourceFile] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            good.append(read_source(path))
        except MonitorError as error:
            bad.append(BadSourceFile(path, error))
    return good, bad


def find_source(folder: Path, id: str) -> Source:
    """One source by id. Raises SettingsError when there is none, naming those that exist."""
    path = folder / f"{id}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml"))) or "none yet"
        raise SettingsError(
            f"there is no source “{id}”",
            file=path,
            remedy=f"Known sources: {known}. `sources add` makes one.",
        )
    return read_source(path)


def options_of(source: Source) -> BaseModel:
    """What the source's `read:` says, as its type's own model."""
    return sources.load(source.type).Options.model_validate(source.read)


def save_source(folder: Path, source: Source) -> Path:
    """Writes the source's file; refuses to replace one. Raises SettingsError."""
    path = folder / f"{source.id}.yaml"
    if path.exists():
        raise SettingsError("there is a source of that id already", file=path, remedy="Choose another id.")
    options_of(source)
    write_yaml(path, source)
    return path
