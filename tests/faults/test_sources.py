"""Whatever a site answers: a clear status for its source, and the other sources unharmed.

Each source type is put before the same faults, at the door that the user takes: source files in a home,
`collect`, `sources list`. What the sites answer is recorded from the sample sites, then damaged.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import httpx
import pytest
import stamina

from monitor.config import Settings
from monitor.demo import prepare_home, source_of
from monitor.demo.schedule import PlannedSite, load_plan, load_posts, make_schedule
from monitor.demo.sites import SampleSites
from monitor.demo.sites.spec import SiteFormat
from monitor.home import source_states
from monitor.run import collect_sources
from monitor.source_files import load_sources, save_source
from tests.monitor.loopback import Reply, Route, Seen, serve

TODAY = date(2026, 11, 24)
FORMATS: tuple[SiteFormat, ...] = get_args(SiteFormat)
LOGIN = """<!DOCTYPE html><title>Log in</title><form action="/login" method="post">
<input name="user"><input type="password" name="password"><button>Log in</button></form>"""


@dataclass(frozen=True)
class Recorded:
    """A healthy site's answers by path and query, and where a source of it begins."""

    planned: PlannedSite
    base: str
    start: str
    answers: dict[str, Reply]


def recorded(format: SiteFormat, tmp_path: Path) -> Recorded:
    schedule = make_schedule(load_plan(), load_posts(), TODAY)
    spec = next(site for site in schedule.sites if site.format == format)
    spec = replace(spec, posts=spec.posts[-45:])
    planned = schedule.planned[spec.id]
    with SampleSites([spec]) as sites:
        settings = prepare_home(tmp_path / "recording")
        save_source(settings.sources_dir, source_of(planned, sites.urls[spec.id]))
        collect_sources(settings, load_sources(settings.sources_dir)[0])
        parts = urlsplit(sites.urls[spec.id])
        base = f"{parts.scheme}://{parts.netloc}"
        answers = {path: _reply(httpx.get(base + path)) for path in dict.fromkeys(sites.requests[spec.id])}
    return Recorded(planned, base, sites.urls[spec.id].removeprefix(base), answers)


def _reply(answer: httpx.Response) -> Reply:
    kept = {name: answer.headers[name] for name in ("content-type", "link") if name in answer.headers}
    return Reply(answer.content, answer.status_code, kept)


Damage = Callable[[Reply], Reply | None]


def everything(damage: Damage) -> Callable[[Reply, Reply], Reply | None]:
    return lambda reply, first: damage(reply)


def html(body: str | bytes, status: int = 200, **headers: str) -> Reply:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(body, status, {"content-type": "text/html; charset=utf-8", **names})


def _body(reply: Reply) -> bytes:
    assert isinstance(reply.body, bytes)
    return reply.body


# What is sent instead of (each answer, the first answer at its path), and the statuses that say so clearly.
FAULTS: dict[str, tuple[Callable[[Reply, Reply], Reply | None], set[str]]] = {
    "truncated": (everything(lambda r: replace(r, body=_body(r)[: len(_body(r)) // 2])), {"ok", "malformed"}),
    "wrong-charset": (
        everything(lambda r: replace(r, body=_body(r).decode().encode("cp1250", "replace"))),
        {"ok", "malformed"},
    ),
    "one-line-of-10-mb": (everything(lambda r: replace(r, body=b"x" * 10_000_000)), {"too_large"}),
    "endless-paging": (lambda reply, first: first, {"ok", "malformed", "page_limit"}),
    "redirect-loop": (everything(lambda r: html("", 302, location="/again")), {"redirect_loop"}),
    "gzip-bomb": (
        everything(lambda r: html(gzip.compress(b"0" * 50_000_000), content_encoding="gzip")),
        {"too_large"},
    ),
    "forbidden": (everything(lambda r: html("no", 403)), {"blocked"}),
    "too-many-requests": (everything(lambda r: html("slow", 429, retry_after="3600")), {"rate_limited"}),
    "server-error": (everything(lambda r: html("oops", 500)), {"server_error"}),
    "login-page": (everything(lambda r: html(LOGIN)), {"login_wall"}),
    "empty": (everything(lambda r: replace(r, body=b"")), {"ok", "malformed"}),
    "hangs-up": (everything(lambda r: None), {"unreachable", "timeout"}),
    "robots-disallow": (everything(lambda r: r), {"robots_disallow"}),
    "nothing-wrong": (everything(lambda r: r), {"ok"}),
}


@pytest.fixture(autouse=True)
def quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2, cap=True)
    yield
    stamina.set_testing(False)


def routes(site: Recorded, fault: str) -> dict[str, Route]:
    make, _ = FAULTS[fault]
    firsts: dict[str, Reply] = {}
    for path, reply in site.answers.items():
        firsts.setdefault(path.partition("?")[0], reply)

    def answer(seen: Seen) -> Reply | None:
        first = firsts.get(seen.path.partition("?")[0], Reply(b""))
        healthy = site.answers.get(seen.path, first)
        damaged = make(healthy, first)
        if damaged is None or not isinstance(damaged.body, bytes):
            return damaged
        here = f"http://{seen.headers['host']}"
        links = {name: value.replace(site.base, here) for name, value in damaged.headers.items()}
        return replace(damaged, body=damaged.body.replace(site.base.encode(), here.encode()), headers=links)

    rules = "User-agent: *\nDisallow: /\n" if fault == "robots-disallow" else ""
    return {"/robots.txt": Reply(rules), **dict.fromkeys([*firsts, "/again"], answer)}  # type: ignore[dict-item]


def home_with_faults(site: Recorded, tmp_path: Path, stack: ExitStack) -> Settings:
    settings = prepare_home(tmp_path / "home")
    for fault in FAULTS:
        running = stack.enter_context(serve(routes(site, fault)))
        # A site that asks for a pause is left alone by its host's name: it gets one of its own.
        host = "localhost" if fault == "too-many-requests" else "127.0.0.1"
        planned = site.planned.model_copy(update={"id": fault})
        save_source(settings.sources_dir, source_of(planned, running.at(host) + site.start))
    return settings


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_each_fault_is_a_clear_status_and_harms_no_other_source(format: SiteFormat, tmp_path: Path) -> None:
    site = recorded(format, tmp_path)
    with ExitStack() as stack:
        settings = home_with_faults(site, tmp_path, stack)
        reports = collect_sources(settings, load_sources(settings.sources_dir)[0])
    found = {report.source_id: report for report in reports}
    for fault, (_, expected) in FAULTS.items():
        report = found[fault]
        assert report.status in expected, f"{fault}: {report.status}: {report.message}"
        assert report.status == "ok" or (report.message and report.remedy), fault
        assert report.requests <= 60, fault
    assert found["nothing-wrong"].new == 45
    assert found["too-many-requests"].retry_at is not None

    states = {state.id: state for state in source_states(settings)}
    assert set(states) == set(FAULTS)
    for fault, report in found.items():
        assert states[fault].status == report.status
        assert states[fault].words
        assert "Traceback" not in states[fault].words
