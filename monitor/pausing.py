"""Pauses a source and lets it go on: one line of its file, the rest of which stays as its owner wrote it."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

from monitor.config import Settings
from monitor.log import note
from monitor.rights import Person, require
from monitor.source_files import find_source
from monitor.store import Lake

_PAUSED = re.compile(r"^paused:[^\n#]*", re.MULTILINE)


def set_paused(settings: Settings, id: str, paused: bool, by: Person) -> None:
    """Raises SettingsError when there is no such source or its file cannot be used."""
    require(by, "sources")
    find_source(settings.sources_dir, id)
    path = settings.sources_dir / f"{id}.yaml"
    _replace(path, with_paused(path.read_text("utf-8"), paused))
    with Lake.open(settings) as lake:
        note(lake, by, "source paused" if paused else "source goes on", id)


def with_paused(text: str, paused: bool) -> str:
    """The text of a source file that says so."""
    line = f"paused: {str(paused).lower()}"
    if _PAUSED.search(text):
        return _PAUSED.sub(lambda found: line + " " * found[0].endswith(" "), text, count=1)
    return f"{text.rstrip()}\n{line}\n"


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{uuid4().hex}")  # no *.yaml: a collector never reads half a file
    draft.write_text(text, "utf-8")
    draft.replace(path)
