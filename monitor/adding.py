"""Adds a source from what a person typed: a draft that can be tried before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from monitor.config import Settings
from monitor.errors import InputError, first_fault
from monitor.log import note
from monitor.records import Community, Source, slug
from monitor.rights import Person, require
from monitor.source_files import options_of, save_source
from monitor.store import Lake

_LONGEST_ID = 60  # of 64 letters: room for a number


def draft(
    id: str, type: str, language: str, region: str, address: str | None, title: str, read: Mapping[str, Any]
) -> Source:
    """The source, complete and usable, but written nowhere. Raises InputError naming the wrong part."""
    try:
        source = Source.model_validate(
            {
                "id": id,
                "type": type,
                "title": title,
                "address": address,
                "community": Community(language=language, region=region),
                "read": dict(read),
            }
        )
        options_of(source)
    except ValidationError as error:
        fault = first_fault(error)
        raise InputError(f"{fault} (got {fault.got!r})") from None
    return source


def free_id(settings: Settings, language: str, title: str, address: str) -> str:
    """A short name that no source has yet: of the title, or of the address where the title has no Latin letters."""
    name = slug(title) or slug(urlsplit(address).hostname or "") or "source"
    wanted = f"{language}-{name}"[:_LONGEST_ID].rstrip("-")
    taken = {path.stem for path in settings.sources_dir.glob("*.yaml")}
    return next(id for id in (wanted, *(f"{wanted}-{at}" for at in range(2, 1000))) if id not in taken)


def add_source(settings: Settings, source: Source, by: Person) -> Path:
    """Writes the source's file and notes who did it. Raises SettingsError where the id is taken."""
    require(by, "sources")
    path = save_source(settings.sources_dir, source)
    with Lake.open(settings) as lake:
        note(lake, by, "source added", source.id)
    return path
