"""Texts as files for a team's own editor or a translation office: PO, XLIFF or YAML, out and in again.

An entry's key is `<myth>/<channel>/v<version>`: what the text is for, and which version it was taken from. What
comes back becomes a draft of a new version; nothing is overwritten, and what was edited meanwhile is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.config import Settings
from monitor.errors import InputError, WorkflowError
from monitor.exchange_files import Entry, Format, read_entries, write_entries
from monitor.myths import Myth, load_myths
from monitor.placeholders import placeholders
from monitor.response_desk import draft, histories, home_responses
from monitor.responses import CHANNELS, Channel, Response, ResponseText
from monitor.rights import Person, require
from monitor.workflow import History


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the drafts it made (myth, version), what it left alone, and the faults."""

    drafts: tuple[tuple[str, int], ...]
    unchanged: int
    empty: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """An entry that can be used: for which myth and channel, and on which version it is based."""

    entry: Entry
    myth: str
    channel: Channel
    base: int


def export_texts(
    settings: Settings,
    language: str,
    source_language: str,
    format: Format,
    out: Path,
    myths: Iterable[str] = (),
) -> int:
    """Writes one entry per text that exists in `source_language`; returns how many.

    The target holds the newest text in `language`, or is empty. Raises InputError when there is nothing.
    """
    known, catalogue = histories(settings), load_myths(settings.myths_dir)
    if missing := set(myths) - catalogue.keys():
        raise InputError(f"there is no myth “{min(missing)}”")
    entries = [
        entry
        for (id, spoken), source in home_responses(settings).items()
        if spoken == source_language and id in catalogue and (not myths or id in myths)
        for entry in _entries(source, known.get((id, language)), catalogue[id])
    ]
    if not entries:
        raise InputError(f"there is no text in “{source_language}” to translate from")
    write_entries(out, format, language, source_language, entries)
    return len(entries)


def import_texts(settings: Settings, file: Path, by: Person) -> Imported:
    """Makes drafts from the texts that changed. With any fault, nothing is stored. Raises InputError."""
    require(by, "write")
    language, source_language, entries = read_entries(file)
    known, catalogue = histories(settings), load_myths(settings.myths_dir)
    sources = home_responses(settings)
    faults: list[str] = []
    wanted: dict[str, list[_Text]] = {}
    unchanged = empty = 0
    for entry in entries:
        if not entry.target.strip():
            empty += 1
            continue
        try:
            text = _usable(entry, catalogue)
            history = known.get((text.myth, language))
            before = _present(text, history)
            _refuse_stale(text, history)
            if before == entry.target.strip():
                unchanged += 1
                continue
            _refuse_lost_contacts(entry, before)
            wanted.setdefault(text.myth, []).append(text)
        except (InputError, WorkflowError) as error:
            faults.append(f"{file}: {entry.where}: {error}")
    if faults:
        return Imported((), unchanged, empty, tuple(faults))
    made = []
    for myth, texts in wanted.items():
        source = sources.get((myth, source_language))
        new = {text.channel: _response_text(text, known.get((myth, language)), source) for text in texts}
        made.append((myth, draft(settings, myth, language, new, by, based_on=texts[0].base).version))
    return Imported(tuple(made), unchanged, empty, ())


def _entries(source: Response, history: History | None, myth: Myth) -> list[Entry]:
    newest = history.version(None) if history and history.versions else None
    return [
        Entry(
            key=f"{source.myth}/{channel}/v{newest.version if newest else 0}",
            source=source.texts[channel].text,
            target=newest.texts[channel].text if newest and channel in newest.texts else "",
            note="Facts: " + " | ".join(_statements(source.texts[channel], myth)),
        )
        for channel in CHANNELS
        if channel in source.texts
    ]


def _statements(text: ResponseText, myth: Myth) -> list[str]:
    return [fact.en for fact in myth.facts if fact.id in text.facts]


def _usable(entry: Entry, catalogue: Mapping[str, Myth]) -> _Text:
    """The entry with its key read. Raises InputError saying what is wrong with it."""
    myth, _, rest = entry.key.partition("/")
    name, _, version = rest.partition("/v")
    if myth not in catalogue:
        raise InputError(f"there is no myth “{myth}”")
    channel = next((one for one in CHANNELS if one == name), None)
    if channel is None or not version.isdecimal():
        raise InputError(f"“{entry.key}” is not a key like {myth}/comment/v1: keys must stay as exported")
    if entry.unfinished:
        raise InputError("is marked as not finished (fuzzy)")
    return _Text(entry, myth, channel, int(version))


def _refuse_lost_contacts(entry: Entry, before: str | None) -> None:
    if placeholders(entry.target) not in (placeholders(entry.source), placeholders(before or entry.source)):
        raise InputError("what stands in double braces must be the same in the translation")


def _refuse_stale(text: _Text, history: History | None) -> None:
    newest = history.newest if history else 0
    if text.base != newest:
        raise WorkflowError(
            f"was taken from version {text.base}, and version {newest} has been written since: export again"
        )


def _present(text: _Text, history: History | None) -> str | None:
    if not history or not history.versions:
        return None
    found = history.version(None).texts.get(text.channel)
    return found.text if found else None


def _response_text(text: _Text, history: History | None, source: Response | None) -> ResponseText:
    """The text with the facts of the one it replaces, else of the one it was translated from."""
    old = history.version(None).texts.get(text.channel) if history and history.versions else None
    model = old or (source.texts.get(text.channel) if source else None)
    if model is None:
        raise InputError(f"{text.entry.where}: nothing says on which facts the text rests")
    return ResponseText(text=text.entry.target.strip(), facts=model.facts)
