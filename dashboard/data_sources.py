"""What the page Sources tells of kinds of places, and what its form tries and writes, in the name of whoever looks."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic.fields import FieldInfo

from dashboard import data, visitor
from monitor import adding, sources, trial
from monitor.config import load_settings
from monitor.records import Source

_BY_HAND = ("import",)  # a file of another tool comes through the command line


def may_add() -> bool:
    """Whether this visitor may add sources."""
    return visitor.person().may("sources")


def kinds() -> dict[str, str]:
    """The kinds of place that can be read, and what they are called."""
    return {name: sources.load(name).LABEL for name in sources.names() if name not in _BY_HAND}


def not_covered(kind: str) -> str:
    """What is not read at such a place."""
    return sources.load(kind).NOT_COVERED


def options(kind: str) -> Mapping[str, FieldInfo]:
    """What a source file may say of such a place."""
    return sources.load(kind).Options.model_fields


def draft(
    kind: str, language: str, region: str, address: str, title: str, read: Mapping[str, object]
) -> Source:
    """The source, written nowhere yet. Raises InputError naming the wrong part."""
    id = adding.free_id(load_settings(), language, title, address)
    return adding.draft(id, kind, language, region, address, title, read)


def try_draft(source: Source) -> trial.Trial:
    """One look at it; nothing is stored."""
    return trial.try_draft(load_settings(), source, visitor.person())


def add(source: Source) -> None:
    """Writes its file, and shows it at once."""
    adding.add_source(load_settings(), source, visitor.person())
    data.source_states.clear()
