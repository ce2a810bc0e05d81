"""What is kept, who may erase it, and that the log says who did it and not whose posts they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config import Settings, load_settings
from monitor.errors import InputError, NotAllowedError
from monitor.keeping import count, erase, expire, kept, known_author
from monitor.log import entries, note
from monitor.privacy import Pseudonymiser, clean_page, load_or_make_key
from monitor.records import Community, RawPost, Source
from monitor.rights import Person, local
from monitor.source_files import save_source
from monitor.store import Lake
from tests.monitor.test_store import in_bytes

NOW = datetime.now(UTC)
SOURCE = Source.model_validate(
    {
        "id": "forum",
        "type": "feed",
        "title": "Forum",
        "address": "https://forum.example/feed",
        "community": Community(language="pl", region="Helmond"),
    }
)
ANA = local("Ana")


def raw(id: str, author: str, age: timedelta) -> RawPost:
    return RawPost(
        native_id=id,
        text=f"Coś o szkole, numer {id}zzz.",
        published_at=NOW - age,
        author=author,
        url=f"https://forum.example/{id}",
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = load_settings(tmp_path)
    settings.sources_dir.mkdir()
    save_source(settings.sources_dir, SOURCE)
    return settings


@pytest.fixture
def lake(settings: Settings) -> Iterator[Lake]:
    page = [
        raw("one", "Zofia77", timedelta(days=1)),
        raw("two", "Zofia77", timedelta(days=2)),
        raw("three", "Marek", timedelta(days=900)),
    ]
    posts = clean_page(page, SOURCE, Pseudonymiser(load_or_make_key(settings.key_file)))
    with Lake.open(settings) as lake:
        lake.start_run("run", SOURCE)
        lake.append_page(SOURCE.id, posts, {}, "run")
        yield lake


def test_what_is_kept_is_counted_with_what_has_outlived_its_time(lake: Lake, settings: Settings) -> None:
    found = {one.what: one for one in kept(lake, settings, ANA)}
    assert (found["posts"].rows, found["posts"].overdue, found["posts"].expires) == (3, 1, True)
    assert found["posts"].oldest == (NOW - timedelta(days=900)).date()
    assert (found["log"].rows, found["log"].overdue) == (0, 0)


def test_who_asks_is_found_by_the_name_they_use_there_which_is_kept_nowhere(
    lake: Lake, settings: Settings
) -> None:
    for spelling in ("Zofia77", " @Zofia77 "):
        found = known_author(lake, settings, ANA, "forum", spelling)
        assert found
        assert count(lake, ANA, "author", found) == 2
    assert known_author(lake, settings, ANA, "forum", "Nobody") is None
    assert erase(lake, ANA, "author", found).posts == 2
    assert in_bytes(settings.home, "Zofia77") == []
    assert in_bytes(settings.home, "numer onezzz") == []


def test_the_log_names_who_erased_and_not_whose_posts(lake: Lake, settings: Settings) -> None:
    erase(lake, Person("Ana", frozenset({"admin"}), "qkzwbtfm"), "url", "https://forum.example/one")
    expire(lake, settings, local())
    note(lake, ANA, "source paused", "forum")
    rows = [(row["actor"], row["action"], row["subject"]) for row in entries(lake, ANA)]
    assert sorted(rows, key=lambda row: row[1]) == [
        ("Ana · qkzwbtfm", "erase by url", None),
        (None, "retention", None),
        ("Ana", "source paused", "forum"),
    ]


def test_only_an_admin_looks_and_erases(lake: Lake, settings: Settings) -> None:
    ben = Person("Ben", frozenset({"approver", "researcher"}))
    for act in (
        lambda: kept(lake, settings, ben),
        lambda: entries(lake, ben),
        lambda: count(lake, ben, "source", "forum"),
        lambda: erase(lake, ben, "source", "forum"),
        lambda: expire(lake, settings, ben),
        lambda: known_author(lake, settings, ben, "forum", "Marek"),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert lake.query("SELECT 1 FROM posts").num_rows == 3


def test_nothing_is_erased_for_an_empty_field(lake: Lake) -> None:
    with pytest.raises(InputError):
        erase(lake, ANA, "url", "  ")
