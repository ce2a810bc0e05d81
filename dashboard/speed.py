"""How fast the pages are on this home: `python -m dashboard.speed` prints one JSON object a figure.

Each page is drawn as a visitor gets it, without a browser: first with nothing cached, then again.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.pages import all_pages
from monitor.records import PROMISED_LANGUAGES
from monitor.store import Lake

_ROUNDS = 7
_PAGE = """
from dashboard import language
from dashboard.pages import {name}
language.settle()
{name}.draw()
"""


def measure() -> Iterator[dict[str, Any]]:
    """Queries of each page (95 of 100 are faster), drawing Now, a change of its filter, memory."""
    queries = _timed_queries()
    for name in all_pages():
        seconds: list[float] = []
        whole: list[float] = []
        for _ in range(_ROUNDS):
            st.cache_data.clear()
            queries.clear()
            started = perf_counter()
            drawn(name)
            whole.append(perf_counter() - started)
            seconds += queries
        if seconds:
            yield _figure(f"{name}: a query, p95", [_p95(seconds)], "s")
        yield _figure(f"{name}: drawn with nothing cached", whole[1:], "s")
    yield _figure("now: drawn again", [_seconds(lambda: drawn("now")) for _ in range(_ROUNDS)], "s")
    yield _figure("now: a filter changed", list(_filtered()), "s")
    yield _figure("memory at its peak", [_peak()], "MB")


def drawn(name: str) -> AppTest:
    """The page of that name, drawn once."""
    page = AppTest.from_string(_PAGE.format(name=name), default_timeout=300)
    page.session_state["language"] = "en"
    page.run()
    if page.exception:
        raise SystemExit(f"{name}: {page.exception[0].message}")
    return page


def _filtered() -> Iterator[float]:
    page = drawn("now")
    for language in PROMISED_LANGUAGES[:_ROUNDS]:
        chips = page.selectbox(key="now-language")
        yield _seconds(chips.set_value(language).run)


def _timed_queries() -> list[float]:
    """A list to which every query of the lake adds its seconds from now on."""
    seconds: list[float] = []
    ask = Lake.query

    def timed(self: Lake, *arguments: Any, **named: Any) -> Any:
        started = perf_counter()
        try:
            return ask(self, *arguments, **named)
        finally:
            seconds.append(perf_counter() - started)

    Lake.query = timed  # type: ignore[method-assign]
    return seconds


def _seconds(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def _peak() -> float:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1024**2 if sys.platform == "darwin" else 1024)


def _figure(what: str, values: list[float], unit: str) -> dict[str, Any]:
    return {"what": what, "values": values, "unit": unit}


def main() -> None:
    """Prints the figures, one a line."""
    logging.disable(logging.WARNING)  # Streamlit says at every call that there is no browser
    for figure in measure():
        print(json.dumps(figure), flush=True)  # noqa: T201  # a tool's own words


if __name__ == "__main__":
    main()
