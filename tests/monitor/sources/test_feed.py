"""Feeds as they come: RSS, Atom, JSON Feed, and what is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import LoginWallError, MalformedSourceError
from tests.monitor.loopback import Reply, Seen, serve
from tests.monitor.sources.reading import Reader, make_source, read_once

NOW = datetime.now(UTC).replace(microsecond=0)
MOMENT = (NOW - timedelta(days=3)).strftime("%a, %d %b %Y %H:%M:%S +0000")


def rss(items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
        f"<channel><title>T</title><link>/</link>{head}{items}</channel></rss>"
    )


def item(number: int, days: float = 3, body: str = "") -> str:
    moment = (NOW - timedelta(days=days)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"<item><title>Tytuł {number}</title><guid isPermaLink='false'>g{number}</guid><link>/p/{number}</link>"
        f"<pubDate>{moment}</pubDate><description>{body or f'Treść {number}'}</description></item>"
    )


def test_an_rss_item_with_all_its_fields() -> None:
    body = rss(
        f"""<item><title>Czy gmina &amp; szkoła?</title><link>/wpis/7</link><guid isPermaLink="false">wpis-7</guid>
        <pubDate>{MOMENT}</pubDate><dc:creator>Jan Żółć</dc:creator><slash:comments>4</slash:comments>
        <description>skrót</description>
        <content:encoded><![CDATA[<p>Pierwszy &amp; drugi<br/>wiersz</p><script>x()</script>]]></content:encoded></item>"""
    )
    with serve({"/feed": body}) as site:
        [post], skipped = read_once("feed", f"{site.base_url}/feed")
        assert skipped == []
        assert post.url == f"{site.base_url}/wpis/7"
    assert post.native_id == "wpis-7"
    assert post.text == "Czy gmina & szkoła?\n\nPierwszy & drugi\nwiersz"
    assert post.author == "Jan Żółć"
    assert post.names == ("Jan Żółć",)
    assert post.replies == 4
    assert post.likes is None
    assert post.published_at == NOW - timedelta(days=3)


def test_a_title_that_is_the_texts_own_beginning_stands_once() -> None:
    body = rss(item(1).replace("Tytuł 1", "Zabierają dzie…").replace("Treść 1", "Zabierają dzieci z domu"))
    with serve({"/feed": body}) as site:
        [post], _ = read_once("feed", f"{site.base_url}/feed")
    assert post.text == "Zabierają dzieci z domu"


@pytest.mark.parametrize(
    ("encoding", "header"),
    [
        ("utf-8", "text/xml; charset=iso-8859-1"),
        ("windows-1251", "text/xml"),
        ("iso-8859-2", "application/xml"),
    ],
)
def test_letters_arrive_whole_whatever_header_and_declaration_say(encoding: str, header: str) -> None:
    word = "Бежанци" if encoding == "windows-1251" else "Żółć gęśla"
    body = rss(item(1, body=word)).replace("UTF-8", encoding).encode(encoding, "replace")
    with serve({"/feed": Reply(body, headers={"Content-Type": header})}) as site:
        [post], _ = read_once("feed", f"{site.base_url}/feed")
    assert word in post.text


def test_one_bad_item_does_not_hide_the_others() -> None:
    undated = "<item><title>Bez daty</title><guid>x</guid></item>"
    empty = f"<item><guid>y</guid><pubDate>{MOMENT}</pubDate></item>"
    with serve({"/feed": rss(item(1) + undated + empty + item(2, days=4))}) as site:
        posts, skipped = read_once("feed", f"{site.base_url}/feed")
    assert [post.native_id for post in posts] == ["g1", "g2"]
    assert [(one.where, one.why.split()[-1]) for one in skipped] == [("entry 2", "read"), ("entry 3", "text")]


def test_a_feed_cut_short_gives_its_whole_items_and_is_asked_for_again() -> None:
    whole = rss(item(1) + item(2, days=4) + item(3, days=5, body="Długa treść wpisu"))
    cut = whole[: whole.index("treść wpisu")]
    headers = {"ETag": '"same"'}

    def answer(seen: Seen) -> Reply:
        if seen.headers.get("if-none-match"):
            return Reply(status=304)
        return Reply(cut if site_of["log"] == 0 else whole, headers=headers)

    site_of = {"log": 0}
    with serve({"/feed": answer}) as site:
        reader = Reader(make_source("feed", f"{site.base_url}/feed"))
        assert [post.native_id for post in reader.run()] == ["g1", "g2"]
        assert "ends too early" in reader.skipped[0].why
        site_of["log"] = 1
        assert len(reader.run()) == 3
        assert reader.run() == []
    assert "Długa treść wpisu" in reader.stored["g3"].text


def test_an_unchanged_feed_costs_one_conditional_request() -> None:
    def answer(seen: Seen) -> Reply:
        if seen.headers.get("if-none-match") == '"v1"':
            return Reply(status=304, headers={"ETag": '"v1"'})
        return Reply(rss(item(1)), headers={"ETag": '"v1"', "Last-Modified": "Tue, 24 Nov 2026 14:05:00 GMT"})

    with serve({"/feed": answer}) as site:
        reader = Reader(make_source("feed", f"{site.base_url}/feed"))
        assert len(reader.run()) == 1
        assert [reader.run(), reader.run()] == [[], []]
        pages = [seen for seen in site.log if seen.path != "/robots.txt"]
        assert [seen.headers.get("if-none-match") for seen in pages] == [None, '"v1"', '"v1"']
        assert site.log[-1].headers["if-modified-since"] == "Tue, 24 Nov 2026 14:05:00 GMT"


@pytest.mark.parametrize(
    "body", ["<!DOCTYPE html><html><body><p>Witaj</p></body></html>", "", "zwykły tekst", "<xml/>"]
)
def test_what_is_no_feed_is_an_error_that_says_so(body: str) -> None:
    with serve({"/feed": body}) as site, pytest.raises(MalformedSourceError, match="not a feed"):
        read_once("feed", f"{site.base_url}/feed")


def test_a_login_form_in_place_of_the_feed_is_a_login_wall() -> None:
    form = "<html><body><form><input name=u><input type=password name=p></form></body></html>"
    with serve({"/feed": form}) as site, pytest.raises(LoginWallError):
        read_once("feed", f"{site.base_url}/feed")


@pytest.mark.parametrize(
    "body",
    [
        '{"version": "https://jsonfeed.org/version/1.1", "items": [',
        '{"version": "https://jsonfeed.org/version/1.1"}',
        '{"items": []}',
        '{"version": 1, "items": []}',
        "{" * 5000,
    ],
)
def test_broken_json_is_an_error_that_says_so(body: str) -> None:
    with serve({"/feed": body}) as site, pytest.raises(MalformedSourceError, match="JSON"):
        read_once("feed", f"{site.base_url}/feed")


def test_json_items_of_the_wrong_kind_are_skipped() -> None:
    good = (
        f'{{"id": 5, "content_text": "Treść & <b>", "date_published": "{NOW.isoformat()}", "authors": "Jan"}}'
    )
    body = f'{{"version": "https://jsonfeed.org/version/1", "items": [1, null, {{"id": "x"}}, {good}]}}'
    with serve({"/feed": body}) as site:
        [post], skipped = read_once("feed", f"{site.base_url}/feed")
    assert (post.native_id, post.text, post.author) == ("5", "Treść & <b>", None)
    assert len(skipped) == 3


def paged(site_url: str, seen: Seen) -> Reply:
    page = int(seen.path.partition("=")[2] or 1)
    link = f'<atom:link rel="next" href="/feed?page={page + 1}"/>'
    return Reply(rss("".join(item(100 - 5 * page + at, days=page) for at in range(5, 0, -1)), link))


def test_a_paged_feed_without_end_stops_at_the_oldest_wanted() -> None:
    def answer(seen: Seen) -> Reply:
        return paged("", seen)

    with serve({"/feed": answer}) as site:
        posts, _ = read_once("feed", f"{site.base_url}/feed", {"since_days": 6})
        assert len(site.paths) == 7
    assert len({post.native_id for post in posts}) == 30


@pytest.mark.parametrize("link", ["/feed", "/feed?again"])
def test_a_feed_that_links_to_itself_is_an_error_not_a_loop(link: str) -> None:
    with serve({"/feed": rss(item(1), f'<atom:link rel="next" href="{link}"/>')}) as site:
        reader = Reader(make_source("feed", f"{site.base_url}/feed"))
        with pytest.raises(MalformedSourceError, match="does not end"):
            reader.run()
        assert list(reader.stored) == ["g1"]
        assert len(site.paths) == 2


def test_an_archive_that_is_gone_is_noted_and_not_asked_for_again() -> None:
    with serve(
        {"/feed": rss(item(1) + item(2, days=4), '<atom:link rel="prev-archive" href="/old"/>')}
    ) as site:
        reader = Reader(make_source("feed", f"{site.base_url}/feed"))
        assert len(reader.run()) == 2
        assert "gone" in reader.skipped[0].why
        before = len(site.paths)
        reader.run()
        assert len(site.paths) == before + 1


def test_an_old_item_moved_up_does_not_hide_the_news_below_it() -> None:
    state = {"head": "".join(item(number, days=40 - number) for number in range(10, 0, -1))}
    more = '<atom:link rel="next" href="/older"/>'

    def head(seen: Seen) -> Reply:
        return Reply(rss(state["head"], more))

    older = "".join(item(number, days=40 - number) for number in range(15, 0, -1))
    with serve({"/feed": head, "/older": rss(older)}) as site:
        reader = Reader(make_source("feed", f"{site.base_url}/feed"))
        reader.run()
        news = "".join(item(number, days=40 - number) for number in range(20, 15, -1))
        state["head"] = item(3, days=37, body="Poprawiona") + news
        reader.run()
    assert set(reader.stored) == {f"g{number}" for number in range(1, 21)}


def test_a_date_in_the_future_does_not_hide_what_comes_later() -> None:
    state = {"head": item(1, days=-400) + item(2, days=5), "older": item(0, days=6)}
    with serve(
        {
            "/feed": lambda seen: Reply(rss(state["head"], '<atom:link rel="next" href="/older"/>')),
            "/older": lambda seen: Reply(rss(state["older"])),
        }
    ) as site:
        reader = Reader(make_source("feed", f"{site.base_url}/feed"))
        reader.run()
        state["head"], state["older"] = item(5, days=-0.1), item(4, days=-0.05) + item(3, days=-0.01)
        reader.run()
    assert {"g3", "g4", "g5"} <= set(reader.stored)
