"""`doctor`: what is wrong with this installation, each fault with its remedy."""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.annotate import without_heads
from monitor.config import Settings
from monitor.errors import MonitorError
from monitor.login import check_login
from monitor.myths import load_myths
from monitor.phrases import load_phrases
from monitor.responses import load_responses
from monitor.rights import Person, require
from monitor.run import load_home_pipeline
from monitor.source_files import load_sources
from monitor.store import Lake

_LEAST_FREE_BYTES = 1_000_000_000
_PORT = 8501  # the usual one


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, what was found, and what to do where it is not right."""

    what: str
    ok: bool
    found: str
    remedy: str = ""


def examine(settings: Settings, by: Person) -> list[Finding]:
    """All checks, in the order in which they should be mended. Raises NotAllowedError."""
    require(by, "sources")
    return [finding for check in _CHECKS for finding in check(settings)]


def _python(_: Settings) -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding("Python", sys.version_info >= (3, 11), version, "Install Python 3.11 or newer.")


def _home(settings: Settings) -> Iterator[Finding]:
    exists = settings.home.is_dir()
    found = str(settings.home) if exists else f"{settings.home} does not exist"
    yield Finding("home folder", exists, found, "Run `myth-monitor init`.")
    if not exists:
        return
    free = shutil.disk_usage(settings.home).free
    enough = free > _LEAST_FREE_BYTES
    yield Finding("free disk space", enough, f"{free / 1e9:.1f} GB", "Free at least 1 GB.")
    if settings.key_file.exists():
        mode = stat.S_IMODE(settings.key_file.stat().st_mode)
        private = not mode & 0o077
        remedy = f"chmod 600 {settings.key_file}"
        yield Finding("secret key", private, "readable by its owner only" if private else oct(mode), remedy)
    else:
        yield Finding("secret key", False, "missing", "Run `myth-monitor init`.")


def _contact(settings: Settings) -> Iterator[Finding]:
    contact = settings.fetch.contact
    remedy = "Set `contact` under [fetch] in settings.toml: sites must be able to reach you."
    yield Finding("contact for sites", bool(contact), contact or "empty", remedy)


def _store(settings: Settings) -> Iterator[Finding]:
    if not settings.home.is_dir():
        return
    try:
        with Lake.open(settings) as lake:
            posts = lake.query("SELECT count(*) AS n FROM posts", {}).to_pylist()[0]["n"]
    except MonitorError as error:
        yield Finding("store", False, str(error), error.remedy)
        return
    yield Finding("store", True, f"{posts} posts")


_MEND = {
    "myths": "Run `myth-monitor myths check`.",
    "responses": "Run `myth-monitor responses check`.",
    "phrases": "Mend the file that is named: `language`, `thanks` and `verdict`, as in docs/how-to/own-responses.md.",
}


def _catalogues(settings: Settings) -> Iterator[Finding]:
    loads: dict[str, Callable[[], int]] = {
        "myths": lambda: len(load_myths(settings.myths_dir)),
        "responses": lambda: len(load_responses(settings.responses_dir)),
        "phrases": lambda: len(load_phrases(settings.phrases_dir)),
    }
    for name, load in loads.items():
        try:
            yield Finding(name, True, str(load()))
        except MonitorError as error:
            yield Finding(name, False, str(error), error.remedy or _MEND.get(name, ""))


def _sources(settings: Settings) -> Iterator[Finding]:
    good, bad = load_sources(settings.sources_dir)
    yield Finding("sources", bool(good), str(len(good)), "Add one with `myth-monitor sources add`.")
    for file in bad:
        yield Finding(f"source file {file.path.name}", False, str(file.error), file.error.remedy)


def _login(settings: Settings) -> Iterator[Finding]:
    try:
        check_login(settings, _PORT)
    except MonitorError as error:
        yield Finding("login", False, str(error), error.remedy)
        return
    host = urlsplit(settings.login.metadata_url).hostname
    yield Finding("login", True, f"at {host}" if host else "none: the dashboard is for this machine only")


def _model(settings: Settings) -> Iterator[Finding]:
    try:
        pipeline = load_home_pipeline(settings)
        pipeline.label(["W Holandii zabierają dzieci."], [None])
    except (MonitorError, OSError, ValueError) as error:
        yield Finding(
            "model", False, str(error), "Set `classifiers.model` to a folder with a model, or leave it empty."
        )
        return
    yield Finding("model", True, pipeline.version)
    if pipeline.not_judged:
        yield Finding("what the model judges", True, without_heads(pipeline.not_judged))


_CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _python,
    _home,
    _contact,
    _store,
    _catalogues,
    _sources,
    _login,
    _model,
)
