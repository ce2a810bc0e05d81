"""The registry of source types: one module each in this folder, found by its name.

A source type is a module with

- `LABEL`: what a user calls it («forum (phpBB)»),
- `NOT_COVERED`: what is not read there, so that nobody takes silence for quiet,
- `Options`: a pydantic model (unknown keys refused) of what a source file may say under `read:`,
- `read(source, options, cursor, fetch) -> Iterator[Page]`: raw posts, page by page, each page with the
  cursor that a later run goes on from. It raises SourceError (or a FetchError from `fetch`) when the
  source cannot be read; one bad item becomes `Skipped`.

The type's name in a source file is the module's name without a trailing underscore (`import_` -> `import`).
A module that does not import is an error, not a source type that silently vanished.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Protocol, cast

from pydantic import BaseModel

from monitor.errors import SettingsError
from monitor.fetch import Fetch
from monitor.records import Cursor, Page, Source


class SourceType(Protocol):
    """The face that each module in this folder shows."""

    LABEL: str
    NOT_COVERED: str
    Options: type[BaseModel]

    def read(self, source: Source, options: BaseModel, cursor: Cursor, fetch: Fetch) -> Iterator[Page]: ...


def names() -> tuple[str, ...]:
    """All source types, sorted, without importing any."""
    return tuple(
        sorted(info.name.rstrip("_") for info in pkgutil.iter_modules(__path__) if _is_type(info.name))
    )


def load(name: str) -> SourceType:
    """The source type of that name. Raises SettingsError when there is none."""
    for info in pkgutil.iter_modules(__path__):
        if _is_type(info.name) and info.name.rstrip("_") == name:
            return cast(SourceType, importlib.import_module(f"{__name__}.{info.name}"))
    raise SettingsError(
        f"there is no source type “{name}”", field="type", remedy=f"Use one of: {', '.join(names())}."
    )


def _is_type(module: str) -> bool:
    # Modules that begin with an underscore are shared parts, not source types.
    return not module.startswith("_")
