"""A source is added from what somebody typed: complete, under a name of its own, by those who may."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.adding import add_source, draft, free_id
from monitor.config import Settings, load_settings
from monitor.errors import InputError, NotAllowedError
from monitor.records import Source
from monitor.rights import Person, local


def feed(
    settings: Settings, title: str = "Polacy w Helmond", address: str = "https://a.example/rss"
) -> Source:
    id = free_id(settings, "pl", title, address)
    return draft(id, "feed", "pl", "Noord-Brabant", address, title, {})


def test_it_gets_a_short_name_that_no_other_has(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    first = feed(settings)
    add_source(settings, first, local())
    assert [first.id, feed(settings).id] == ["pl-polacy-w-helmond", "pl-polacy-w-helmond-2"]


def test_a_title_in_other_letters_takes_the_name_of_its_site(tmp_path: Path) -> None:
    assert feed(load_settings(tmp_path), "Нашият канал").id == "pl-a-example"


@pytest.mark.parametrize("title", ["x" * 200, "a" * 59 + " b"])
def test_a_long_title_still_gives_a_name(title: str, tmp_path: Path) -> None:
    assert feed(load_settings(tmp_path), title).id.startswith("pl-")


def test_what_is_missing_is_named() -> None:
    with pytest.raises(InputError, match="post"):
        draft("a", "page", "pl", "Zeeland", "https://a.example/", "A page", {"text": "p", "date": "time"})
    with pytest.raises(InputError, match="region"):
        draft("a", "feed", "pl", " ", "https://a.example/", "A feed", {})


def test_a_reader_may_not(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    with pytest.raises(NotAllowedError):
        add_source(settings, feed(settings), Person("r", frozenset({"reader"}), "r"))
    assert not list(settings.sources_dir.glob("*.yaml"))
