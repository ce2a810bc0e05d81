"""Texts go out to a translation office and come back as drafts, and nothing is lost or overwritten on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import InputError, SettingsError
from monitor.exchange import export_texts, import_texts
from monitor.exchange_files import FORMATS, Entry, Format, read_entries, write_entries
from monitor.response_desk import draft, history_of
from monitor.rights import local
from tests.monitor.responding import home

KEY = "own-bedroom/comment/v1"

# What XML and PO can carry: no control characters, no lone surrogates, nothing at the edges to trim.
LINES = (
    st.text(
        st.characters(exclude_categories=("C", "Zl", "Zp"), include_characters="\n"), min_size=1, max_size=80
    )
    .map(str.strip)
    .filter(bool)
)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=25, deadline=None)
@given(pairs=st.lists(st.tuples(LINES, LINES | st.just("")), min_size=1, max_size=4))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, format: Format, pairs: list[tuple[str, str]]
) -> None:
    file = tmp_path_factory.mktemp("exchange") / f"texts.{format}"
    entries = [
        Entry(f"own-bedroom/comment/v{at}", *pair, note="Facts: x") for at, pair in enumerate(pairs, 1)
    ]
    write_entries(file, format, "ro", "en", entries)
    language, source_language, back = read_entries(file)
    assert (language, source_language) == ("ro", "en")
    assert [(one.key, one.source, one.target) for one in back] == [
        (e.key, e.source, e.target) for e in entries
    ]


def exported(tmp_path: Path, format: Format = "yaml", language: str = "ro") -> Path:
    out = tmp_path / f"out.{format}"
    export_texts(home(tmp_path), language, "en", format, out, ["own-bedroom"])
    return out


def replaced(file: Path, target: str, key: str = KEY) -> None:
    language, source_language, entries = read_entries(file)
    changed = [Entry(e.key, e.source, target if e.key == key else e.target) for e in entries]
    write_entries(file, "yaml", language, source_language, changed)


def test_an_untouched_file_changes_nothing(tmp_path: Path) -> None:
    for format in FORMATS:
        done = import_texts(home(tmp_path), exported(tmp_path, format), local("Ana"))
        assert (done.drafts, done.faults) == ((), ())
        assert done.unchanged > 0
    assert not (tmp_path / "lake").exists()


def test_a_changed_text_becomes_a_draft_of_a_new_version_with_the_facts_it_had(tmp_path: Path) -> None:
    file, options = exported(tmp_path), home(tmp_path)
    replaced(file, "Textul nou.")
    assert import_texts(options, file, local("Birou")).drafts == (("own-bedroom", 2),)
    history = history_of(options, "own-bedroom", "ro")
    old, new = history.version(1), history.version(2)
    assert (new.state, new.written_by, new.texts["comment"].text) == ("draft", "Birou", "Textul nou.")
    assert new.texts["comment"].facts == old.texts["comment"].facts
    assert new.texts["message"] == old.texts["message"]
    again = import_texts(options, file, local("Birou"))
    assert again.drafts == ()
    assert (
        f"{KEY} (line 4): was taken from version 1, and version 2 has been written since" in again.faults[0]
    )


def test_a_language_that_nobody_has_yet_comes_in_as_version_1(tmp_path: Path) -> None:
    file = exported(tmp_path, language="hr")
    replaced(file, "Novi tekst.", "own-bedroom/comment/v0")
    assert import_texts(home(tmp_path), file, local("Ured")).drafts == (("own-bedroom", 1),)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (KEY, "own-bedroom/poster/v1", "is not a key like"),
        (KEY, "no-such-myth/comment/v1", "there is no myth “no-such-myth”"),
    ],
)
def test_a_fault_is_named_with_file_and_entry_and_nothing_is_stored(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    file = exported(tmp_path)
    replaced(file, "Textul nou.")
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    done = import_texts(home(tmp_path), file, local("Ana"))
    assert done.drafts == ()
    [fault] = done.faults
    assert fault.startswith(f"{file}: {new} (line 4): ")
    assert what in fault
    assert not (tmp_path / "lake").exists()


def test_a_placeholder_that_got_lost_is_a_fault(tmp_path: Path) -> None:
    file = exported(tmp_path)
    replaced(file, "Sunați la {{ local_contact }}.")
    [fault] = import_texts(home(tmp_path), file, local("Ana")).faults
    assert "double braces" in fault


@pytest.mark.parametrize("name", ["x.po", "x.xlf", "x.yaml", "x.doc"])
def test_a_file_that_is_none_of_these_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with pytest.raises(InputError):
        read_entries(file)
    file.write_text('{"nonsense"\n<', "utf-8")
    with pytest.raises((InputError, SettingsError)):
        read_entries(file)


def test_an_xliff_file_that_defines_entities_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlf"
    file.write_text('<!DOCTYPE x [<!ENTITY a "aaaa">]><xliff/>', "utf-8")
    with pytest.raises(InputError, match="DOCTYPE"):
        read_entries(file)


def test_an_unfinished_translation_is_not_taken(tmp_path: Path) -> None:
    file = exported(tmp_path, "po")
    said = file.read_text("utf-8").replace("\n#. Facts", "\n#, fuzzy\n#. Facts", 1)
    first = said.index(f'msgctxt "{KEY}"')
    at = said.index('msgstr ""', first)
    file.write_text(said[:at] + 'msgstr "Altfel. "' + said[at + len('msgstr ""') :], "utf-8")
    [fault] = import_texts(home(tmp_path), file, local("Ana")).faults
    assert "fuzzy" in fault


def test_an_edit_that_came_in_between_is_not_overwritten(tmp_path: Path) -> None:
    file, options = exported(tmp_path), home(tmp_path)
    texts = history_of(options, "own-bedroom", "ro").version(1).texts
    draft(options, "own-bedroom", "ro", {"comment": texts["comment"]}, local("Cor"))
    replaced(file, "Textul nou.")
    assert import_texts(options, file, local("Ana")).drafts == ()
