"""What each source type owes the collector, held against each kind of sample site over real HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor import sources
from monitor.demo.sites import SampleSites
from monitor.demo.sites.spec import SiteFormat
from monitor.errors import RobotsDisallowedError
from tests.monitor.sources.reading import (
    FORMATS,
    Reader,
    number_of,
    sample_post,
    sample_site,
    site_source,
)

POSTS = 145


@pytest.mark.parametrize("name", sources.names())
def test_it_shows_the_face_that_the_registry_promises(name: str) -> None:
    source_type = sources.load(name)
    assert source_type.LABEL
    assert source_type.NOT_COVERED
    assert callable(source_type.read)
    assert source_type.Options.model_config["extra"] == "forbid"
    assert [field for field, info in source_type.Options.model_fields.items() if not info.description] == []


def test_all_planned_source_types_are_there() -> None:
    assert sources.names() == ("feed", "import", "mastodon", "page", "phpbb", "telegram")


@pytest.mark.parametrize("format", FORMATS)
def test_a_first_run_reads_every_post_with_its_fields(format: SiteFormat) -> None:
    spec = sample_site(format, POSTS)
    with SampleSites([spec]) as sites:
        reader = Reader(site_source(format, sites.urls[spec.id]))
        reader.run()
    assert reader.numbers() == list(range(1, POSTS + 1))
    assert reader.skipped == []
    for post in reader.stored.values():
        written = spec.posts[number_of(post) - 1]
        assert written.text in post.text
        assert post.published_at == written.published
        assert post.published_at.tzinfo is not None
        assert written.author in post.names or written.handle in post.names
        assert post.author in (written.author, written.handle)
        assert post.url


@pytest.mark.parametrize("format", FORMATS)
def test_a_second_run_without_news_asks_once_or_twice_and_a_later_one_gives_only_what_is_new(
    format: SiteFormat,
) -> None:
    spec = sample_site(format, POSTS)
    with SampleSites([spec]) as sites:
        reader = Reader(site_source(format, sites.urls[spec.id]))
        reader.run()
        first = reader.requests
        reader.run()
        assert reader.requests == 1 < first
        spec.posts += [sample_post(number) for number in range(POSTS + 1, POSTS + 4)]
        posts = reader.run()
        # The board, and the three topics with news; elsewhere the newest page.
        assert reader.requests == (4 if format == "phpbb" else 1)
    assert {POSTS + 1, POSTS + 2, POSTS + 3} <= {number_of(post) for post in posts}
    assert len(posts) <= 70
    assert reader.numbers() == list(range(1, POSTS + 4))


@pytest.mark.parametrize("format", FORMATS)
def test_a_run_that_dies_after_any_page_is_gone_on_with(format: SiteFormat) -> None:
    spec = sample_site(format, POSTS)
    with SampleSites([spec]) as sites:
        url = sites.urls[spec.id]
        whole = Reader(site_source(format, url))
        pages = sum(1 for _ in whole.pages())
        assert pages > 2
        for after in range(1, pages + 1):
            cut = Reader(site_source(format, url))
            assert cut.run_cut(after) == after
            cut.run()
            assert cut.stored == whole.stored, after


@pytest.mark.parametrize("format", FORMATS)
def test_a_run_that_dies_again_and_again_ends_and_loses_nothing_while_posts_come_in(
    format: SiteFormat,
) -> None:
    spec = sample_site(format, POSTS)
    with SampleSites([spec]) as sites:
        reader = Reader(site_source(format, sites.urls[spec.id]))
        number = POSTS
        for _ in range(100):
            pages = reader.run_cut(3)
            if pages < 3:
                break
            if number < POSTS + 60:
                number += 7
                spec.posts += [sample_post(one) for one in range(number - 6, number + 1)]
        else:
            pytest.fail("a hundred runs of three pages did not reach the end")
        reader.run()
    assert reader.numbers() == list(range(1, number + 1))


@pytest.mark.parametrize("format", FORMATS)
def test_more_news_than_one_page_holds_is_read_back_to_what_is_known(format: SiteFormat) -> None:
    spec = sample_site(format, 100)
    with SampleSites([spec]) as sites:
        reader = Reader(site_source(format, sites.urls[spec.id]))
        reader.run()
        first = reader.requests
        spec.posts += [sample_post(number) for number in range(101, 191)]
        reader.run()
        assert reader.requests <= first + 10
    assert reader.numbers() == list(range(1, 191))


@pytest.mark.parametrize("format", FORMATS)
def test_an_edited_post_comes_again_with_its_new_text(format: SiteFormat) -> None:
    spec = sample_site(format, 40)
    with SampleSites([spec]) as sites:
        reader = Reader(site_source(format, sites.urls[spec.id]))
        reader.run()
        changed = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=1)
        spec.posts[38] = replace(spec.posts[38], text="Wpis 39: poprawiony", edited=changed)
        if format == "phpbb":  # topics without news are not opened again
            spec.posts.append(sample_post(41, thread=spec.posts[38].thread))
        reader.run()
    edited = next(post for post in reader.stored.values() if number_of(post) == 39)
    assert edited.text.endswith("Wpis 39: poprawiony")
    if format not in ("page", "telegram"):  # these two do not say when
        assert edited.edited_at is not None
    assert len(reader.stored) == (41 if format == "phpbb" else 40)


@pytest.mark.parametrize("format", FORMATS)
def test_a_first_run_goes_back_no_further_than_since_days(format: SiteFormat) -> None:
    spec = sample_site(format, POSTS)
    with SampleSites([spec]) as sites:
        source = site_source(format, sites.urls[spec.id])
        whole, recent = (
            Reader(source),
            Reader(source.model_copy(update={"read": source.read | {"since_days": 60}})),
        )
        whole.run()
        recent.run()
        first = recent.requests
        recent.run()
    floor = datetime.now(UTC) - timedelta(days=61)
    expected = [post.number for post in spec.posts if post.published.date() > floor.date()]
    assert recent.numbers() == expected
    assert 0 < len(expected) < POSTS
    # phpBB: the same topics, since each has recent posts, but fewer pages of them.
    assert first < whole.requests


@pytest.mark.parametrize("format", [one for one in FORMATS if one != "page"])
def test_an_empty_source_is_no_fault(format: SiteFormat) -> None:
    spec = sample_site(format)
    with SampleSites([spec]) as sites:
        reader = Reader(site_source(format, sites.urls[spec.id]))
        assert reader.run() == []
        spec.posts.append(sample_post(1))
        assert [number_of(post) for post in reader.run()] == [1]


@pytest.mark.parametrize("format", FORMATS)
def test_a_cursor_made_for_another_address_is_not_gone_on_with(format: SiteFormat) -> None:
    old, new = sample_site(format, 60), sample_site(format, 30)
    new.id = "another"
    with SampleSites([old, new]) as sites:
        reader = Reader(site_source(format, sites.urls[old.id]))
        reader.run()
        moved = Reader(site_source(format, sites.urls[new.id]), cursor=reader.cursor)
        moved.run()
    assert moved.numbers() == list(range(1, 31))


@pytest.mark.parametrize("format", FORMATS)
def test_the_cursor_names_nobody(format: SiteFormat) -> None:
    spec = sample_site(format, POSTS)
    with SampleSites([spec]) as sites:
        reader = Reader(site_source(format, sites.urls[spec.id]))
        for _ in reader.pages():
            said = str(reader.cursor).lower()
            assert not any(post.handle in said or post.author.lower() in said for post in spec.posts)


@pytest.mark.parametrize("format", FORMATS)
def test_what_robots_txt_forbids_is_not_read(format: SiteFormat) -> None:
    spec = sample_site(format, 5)
    with SampleSites([spec]) as sites:
        base = (
            sites.urls[spec.id].rstrip("/").rpartition("/")[0]
            if format != "mastodon"
            else sites.urls[spec.id]
        )
        base = base.removesuffix("/s")
        reader = Reader(site_source("feed", f"{base.rstrip('/')}/private/feed.xml"))
        with pytest.raises(RobotsDisallowedError):
            reader.run()
        assert sites.requests[spec.id] == []
