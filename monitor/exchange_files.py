"""The files of `responses export` and `responses import`: PO and XLIFF through translate-toolkit, and YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from monitor.errors import InputError
from monitor.records import LanguageCode
from monitor.yaml_files import line_of, read_yaml

Format = Literal["po", "xliff", "yaml"]
FORMATS: tuple[Format, ...] = ("po", "xliff", "yaml")

_SUFFIXES: dict[str, Format] = {
    ".po": "po",
    ".xliff": "xliff",
    ".xlf": "xliff",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_SOURCE_HEADER = "X-Source-Language"
_XML_DECLARATIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One text to translate, and its translation (empty: none yet). `where` names it in complaints."""

    key: str
    source: str
    target: str
    note: str = ""
    where: str = ""
    unfinished: bool = False


class _Pair(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: str
    target: str = ""
    note: str = ""


class _YamlFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    language: LanguageCode
    source_language: LanguageCode
    texts: dict[str, _Pair]


def write_entries(
    file: Path, format: Format, language: str, source_language: str, entries: Sequence[Entry]
) -> None:
    """Writes the file. An existing one is replaced."""
    make = {"po": _po, "xliff": _xliff, "yaml": _yaml}[format]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(make(language, source_language, entries))


def read_entries(file: Path) -> tuple[str, str, list[Entry]]:
    """(language, source language, entries) of a file, by its ending. Raises InputError and SettingsError."""
    format = _SUFFIXES.get(file.suffix.lower())
    if format is None:
        raise InputError(f"is not a file of a known kind ({', '.join(_SUFFIXES)})", file=file)
    if not file.is_file():
        raise InputError("there is no such file", file=file)
    if format == "yaml":
        return _read_yaml(file)
    language, source_language, entries = _read_units(file, format)
    for name in (language, source_language):
        if not re.fullmatch("[a-z]{2}", name or ""):
            raise InputError("does not say its languages with codes of two letters", file=file)
    keys = [entry.key for entry in entries]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise InputError(f"“{twice}” stands twice", file=file)
    return str(language), str(source_language), entries


def _po(language: str, source_language: str, entries: Sequence[Entry]) -> bytes:
    from translate.storage import pypo

    file = pypo.pofile()
    header = {"Project_Id_Version": "myth-monitor", "Last_Translator": "", "Language_Team": language}
    file.updateheader(
        add=True, Language=language, **header, **{_SOURCE_HEADER.replace("-", "_"): source_language}
    )
    file.header().markfuzzy(False)
    for entry in entries:
        unit = pypo.pounit(entry.source)
        unit.setcontext(entry.key)
        unit.target = entry.target
        unit.addnote(entry.note, origin="developer")
        file.addunit(unit)
    return bytes(file)


def _xliff(language: str, source_language: str, entries: Sequence[Entry]) -> bytes:
    from translate.storage import xliff

    file = xliff.xlifffile()
    file.setsourcelanguage(source_language)
    file.settargetlanguage(language)
    for entry in entries:
        unit = xliff.xliffunit(entry.source)
        file.addunit(unit)
        unit.xmlelement.set("id", entry.key)
        unit.addnote(entry.note, origin="developer")
        if entry.target:
            unit.target = entry.target
    return bytes(file)


def _yaml(language: str, source_language: str, entries: Sequence[Entry]) -> bytes:
    texts = {
        entry.key: {"source": entry.source, "target": entry.target, "note": entry.note} for entry in entries
    }
    content = {"language": language, "source_language": source_language, "texts": texts}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100).encode()


def _read_yaml(file: Path) -> tuple[str, str, list[Entry]]:
    content = read_yaml(file, _YamlFile)
    entries = [
        Entry(key, pair.source, pair.target, pair.note, f"{key} (line {line_of(file, 'texts', key)})")
        for key, pair in content.texts.items()
    ]
    return content.language, content.source_language, entries


def _read_units(file: Path, format: Format) -> tuple[str | None, str | None, list[Entry]]:
    from translate.storage import pypo, xliff

    content = file.read_bytes()
    if format == "xliff" and _XML_DECLARATIONS.search(content):
        raise InputError("holds a DOCTYPE or ENTITY, which no XLIFF file needs", file=file)
    try:
        store = (pypo.pofile if format == "po" else xliff.xlifffile).parsestring(content)
        entries = [_entry(unit, format) for unit in store.units if not unit.isheader()]
    except Exception as error:  # each parser of the library raises a kind of its own
        raise InputError(f"cannot be read as {format.upper()}: {error}", file=file) from error
    if format == "po":
        header = store.parseheader()
        return header.get("Language"), header.get(_SOURCE_HEADER), entries
    return store.gettargetlanguage(), store.getsourcelanguage(), entries


def _entry(unit: Any, format: Format) -> Entry:
    key = unit.getcontext() if format == "po" else unit.xmlelement.get("id", "")
    line = "" if format == "po" else f" (line {unit.xmlelement.sourceline})"
    return Entry(key, unit.source or "", unit.target or "", "", f"{key}{line}", unit.isfuzzy())
