"""Web pages described by selectors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from monitor.errors import LoginWallError, MalformedSourceError
from monitor.sources.page import Options
from tests.monitor.loopback import Reply, serve
from tests.monitor.sources.reading import Reader, make_source, read_once

TODAY = datetime.now(UTC).replace(microsecond=0)
LAYOUT = {"post": ".p", "text": ".t", "date": ".d", "author": ".a", "link": "a.l", "next": "a[rel=next]"}


def post(number: int, date: str = TODAY.isoformat(), text: str = "Tekst") -> str:
    return (
        f'<div class="p"><b class="a">Jan {number}</b> <span class="d">{date}</span>'
        f'<a class="l" href="/w/{number}">#</a><div class="t">{text} {number}<i class="sig">podpis</i></div></div>'
    )


def test_fields_come_from_where_the_source_file_says() -> None:
    body = f"""<ol><li class=p data-nr=41><h4 title="Jan Żółć">J.</h4>
      <time datetime="{TODAY.isoformat()}">wczoraj</time>
      <p>Czy to <b>prawda</b>?<br>Tak.</p><p class=share>Udostępnij</p><q data-u="../x/41">→</q></li></ol>"""
    read = {
        "post": "li.p",
        "text": ".",
        "date": "time",
        "author": "h4@title",
        "link": "q@data-u",
        "id": ".@data-nr",
        "remove": [".share", "h4", "time", "q"],
    }
    with serve({"/a/b/": body}) as site:
        [found], skipped = read_once("page", f"{site.base_url}/a/b/", read)
        assert found.url == f"{site.base_url}/a/x/41"
    assert skipped == []
    assert (found.native_id, found.author, found.names) == ("41", "Jan Żółć", ("Jan Żółć",))
    assert found.text == "Czy to prawda?\nTak."
    assert found.published_at == TODAY


@pytest.mark.parametrize(
    ("date", "formats"),
    [
        ("24 listopada {year}", []),
        ("{year}-11-24", []),
        ("11/24/{year}", ["%Y", "%m/%d/%Y"]),
        ("24-11-{year} 00:00", []),
    ],
)
def test_dates_may_be_words_iso_or_one_of_several_formats(date: str, formats: list[str]) -> None:
    year = TODAY.year - 1
    read = LAYOUT | {"date_formats": formats, "since_days": 800}
    with serve({"/": post(1, date.format(year=year))}) as site:
        [found], _ = read_once("page", site.base_url, read)
    assert found.published_at == datetime(year, 11, 23, 23, tzinfo=UTC)


def test_a_post_without_date_or_text_is_skipped_with_the_selector_that_failed() -> None:
    body = post(1) + post(2, date="kiedyś") + post(3).replace('class="t"', 'class="u"')
    with serve({"/": body}) as site:
        posts, skipped = read_once("page", site.base_url, LAYOUT)
    assert len(posts) == 1
    assert [(one.where, one.why) for one in skipped] == [
        ("post 2 on the page", "“.d” gives no date that can be read"),
        ("post 3 on the page", "“.t” gives no text"),
    ]


def test_a_page_that_changed_its_layout_says_which_selector_fits_nothing() -> None:
    with serve({"/": "<article>Nowy wygląd</article>"}) as site:
        with pytest.raises(MalformedSourceError, match=r"fits the selector “\.p”"):
            read_once("page", site.base_url, LAYOUT)
    with serve({"/": post(1).replace('"d"', '"when"')}) as site:
        with pytest.raises(MalformedSourceError, match="none of the 1 posts"):
            read_once("page", site.base_url, LAYOUT)


def test_a_page_without_posts_is_fine_where_the_source_file_says_how_that_looks() -> None:
    with serve({"/": "<p class=none>Brak wpisów</p>"}) as site:
        assert read_once("page", site.base_url, LAYOUT | {"empty": "p.none"}) == ([], [])


def test_a_login_form_instead_of_posts_is_a_login_wall() -> None:
    with serve({"/": "<form><input type='password'></form>"}) as site, pytest.raises(LoginWallError):
        read_once("page", site.base_url, LAYOUT)


@pytest.mark.parametrize("target", ["/", "/?page=1", "#top"])
def test_a_next_link_to_the_same_posts_is_an_error_not_a_loop(target: str) -> None:
    with serve({"/": post(1) + f'<a rel="next" href="{target}">dalej</a>'}) as site:
        reader = Reader(make_source("page", site.base_url + "/", LAYOUT))
        with pytest.raises(MalformedSourceError, match="does not end"):
            reader.run()
        assert len(site.paths) <= 3


def test_posts_without_id_and_link_keep_their_identity_when_their_text_changes() -> None:
    read = {name: css for name, css in LAYOUT.items() if name != "link"}
    moment = (TODAY - timedelta(days=1)).isoformat()
    with serve({"/": [Reply(post(1, moment)), Reply(post(1, moment, "Poprawiony"))]}) as site:
        reader = Reader(make_source("page", site.base_url, read))
        reader.run()
        reader.run()
    [found] = reader.stored.values()
    assert found.text.startswith("Poprawiony")


@pytest.mark.parametrize("body", [b"\x00\xff\xfe<div", "<" * 20_000, "<div>" * 30_000, "", "<![if"])
def test_a_broken_page_is_a_clear_error(body: str | bytes) -> None:
    with serve({"/": Reply(body)}) as site, pytest.raises(MalformedSourceError):
        read_once("page", site.base_url, LAYOUT)


def test_a_wrong_selector_is_refused_before_anything_is_read() -> None:
    with pytest.raises(ValidationError, match="not a CSS selector"):
        Options.model_validate(LAYOUT | {"author": "div[["})
    with pytest.raises(ValidationError, match="auhtor"):
        Options.model_validate(LAYOUT | {"auhtor": ".a"})
    with pytest.raises(ValidationError, match="date"):
        Options.model_validate({"post": ".p", "text": ".t"})
