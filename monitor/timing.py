"""How `bench` measures: figures with their spread, cold processes, the sample texts."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median
from time import perf_counter

from monitor.demo.schedule import load_posts

RUNS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: the median of several runs, with the spread and what it was measured on."""

    what: str
    value: float
    unit: str
    on: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Note:
    """A line instead of a figure: what could not be measured here, and what it would need."""

    text: str


def figure(what: str, values: Sequence[float], unit: str, on: str) -> Figure:
    """The median of the values with their range."""
    return Figure(what, median(values), unit, on, min(values), max(values))


def ratio(what: str, ours: Figure, theirs: Figure) -> Figure:
    """How many times faster; the range is the least and the most that the two ranges allow."""
    low, high = ours.low / theirs.high, ours.high / theirs.low
    return Figure(what, ours.value / theirs.value, "×", ours.on, low, high)


def busy() -> list[Note]:
    """A line where other work keeps this machine from what is measured: the seconds are then too many."""
    load, processors = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0, os.cpu_count() or 1
    if load < processors / 2:
        return []
    return [Note(f"this machine is busy with other work (load {load:.1f}, {processors} processors)")]


def timed(call: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    started = perf_counter()
    call()
    return perf_counter() - started


def cold_start(what: str, on: str, arguments: Sequence[str]) -> Figure:
    """Seconds of the command line in a fresh process, with a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"MYTH_MONITOR_HOME": home}
        command = [sys.executable, "-m", "monitor.cli", *arguments]

        def run() -> None:
            subprocess.run(command, env=environment, capture_output=True, check=True)

        return figure(what, [timed(run) for _ in range(RUNS)], "s", on)


def sample_texts(count: int) -> list[str]:
    """That many of the invented sample posts, from the start again where there are too few."""
    written = [post.text for posts in load_posts().values() for post in posts]
    return list(islice(cycle(written), count))
