"""How fast the pages are on this home: `python -m dashboard.speed` prints one JSON object a figure.

Queries are timed in this process, where each page is drawn with nothing cached and without a browser; what a reader
waits for, and the server's memory, in a real browser (dashboard/speed_browser.py).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from itertools import chain
from time import perf_counter
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import charts, data, speed_browser
from dashboard.pages import all_pages
from dashboard.speed_browser import figure
from dashboard.visitor import NAME
from monitor.config import default_home
from monitor.store import Lake

_ROUNDS = 7
_PAGE = """
from dashboard import language
from dashboard.pages import {name}
language.settle()
{name}.draw()
"""


def measure() -> Iterator[dict[str, Any]]:
    """The queries of each page (95 of 100 are faster), and what it takes to draw it, with nothing cached."""
    charts.unchecked()
    queries = _timed_queries()
    for name in all_pages():
        seconds: list[float] = []
        whole: list[float] = []
        for _ in range(_ROUNDS):
            _forget()
            queries.clear()
            started = perf_counter()
            drawn(name)
            whole.append(perf_counter() - started)
            seconds += queries
        if seconds:
            yield figure(f"{name}: a query, p95", [_p95(seconds)], "s")
        yield figure(f"{name}: drawn without a browser, nothing cached", whole[1:], "s")


def drawn(name: str) -> AppTest:
    """The page of that name, drawn once."""
    page = AppTest.from_string(_PAGE.format(name=name), default_timeout=300)
    page.session_state["language"] = "en"
    page.session_state[NAME] = "somebody"  # some pages show nothing to those who give no name
    page.run()
    if page.exception:
        raise SystemExit(f"{name}: {page.exception[0].message}")
    return page


def _forget() -> None:
    """As after a start, but with the store open."""
    st.cache_data.clear()
    data.myths.clear()
    data.responses.clear()


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


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def main() -> None:
    """Prints the figures, one a line."""
    logging.disable(logging.WARNING)  # Streamlit says at every call that there is no browser
    for one in chain(measure(), speed_browser.measure(default_home())):
        print(json.dumps(one), flush=True)  # noqa: T201  # a tool's own words


if __name__ == "__main__":
    main()
