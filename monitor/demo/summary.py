"""What the demo found, held against what its invented posts were written to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.demo.schedule import Plan, PlantedRise, Schedule
from monitor.records import STANCES, RunReport
from monitor.signals import Signal, find_signals
from monitor.trends import last_complete_week, weekly_matches

if TYPE_CHECKING:
    from monitor.store import Lake


@dataclass(frozen=True, slots=True)
class FoundRise:
    """A planted rise and the signal that found it, if one did."""

    rise: PlantedRise
    week: date
    signal: Signal | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The demo's result."""

    reports: list[RunReport]
    found: Counter[tuple[str, str]]
    written: Counter[tuple[str, str]]
    rises: list[FoundRise]
    unplanned: list[Signal]
    seconds: dict[str, float]

    def lines(self, plan: Plan) -> Iterator[str]:
        """The summary for a person."""
        yield ""
        yield "posts per source"
        for report in self.reports:
            words = "" if report.status == "ok" else f"  {report.status}: {report.message}"
            yield f"  {report.source_id:24} {report.new:5} posts, {report.requests:3} requests{words}"
        yield f"  {'together':24} {sum(report.new for report in self.reports):5} posts"
        yield ""
        yield f"matches per myth and stance: found (written so), {', '.join(STANCES)}"
        for myth in sorted({myth for myth, _ in self.found}):
            cells = "  ".join(
                f"{self.found[myth, stance]:3} ({self.written[myth, stance]:3})" for stance in STANCES
            )
            yield f"  {myth:32} {cells}"
        yield ""
        yield "rises: planted, and what was found"
        for one in self.rises:
            rise = one.rise
            result = _in_words(one.signal) if one.signal else "NOT FOUND"
            yield f"  {rise.myth:16} {rise.language}  week of {one.week}  planted {rise.posts:2}: {result}"
        yield f"  rises of the last week that were not planted: {len(self.unplanned)}"
        for signal in self.unplanned:
            yield f"    {signal.myth} {signal.place}: {_in_words(signal)}"
        yield ""
        steps = ", ".join(f"{step} {seconds:.1f}" for step, seconds in self.seconds.items())
        yield f"seconds: {steps} ({plan.weeks} weeks of posts)"


def _in_words(signal: Signal) -> str:
    return f"{signal.observed} posts by {signal.authors} authors, usual {signal.low}-{signal.high}"


def summarise(
    lake: Lake,
    version: str,
    schedule: Schedule,
    planned: Plan,
    reports: list[RunReport],
    today: date,
    seconds: dict[str, float],
) -> Summary:
    """Counts, and the rises of every week in which one was planted."""
    found: Counter[tuple[str, str]] = Counter()
    for row in weekly_matches(lake, version).to_pylist():
        found[row["myth"], row["stance"]] += row["posts"]
    written: Counter[tuple[str, str]] = Counter(
        (myth, str(post.stance))
        for posts in schedule.written.values()
        for post in posts
        for myth in post.myths
    )
    myths = sorted({myth for myth, _ in found})
    last = last_complete_week(today)
    weeks = {rise.week: last - timedelta(weeks=rise.week) for rise in planned.rises}
    signals = {back: find_signals(lake, version, monday, myths) for back, monday in weeks.items()}
    rises = [
        FoundRise(rise, weeks[rise.week], _signal_of(rise, signals[rise.week])) for rise in planned.rises
    ]
    planted = {(one.rise.myth, one.rise.week) for one in rises}
    unplanned = [signal for signal in signals.get(0, []) if (signal.myth, 0) not in planted]
    return Summary(reports, found, written, rises, unplanned, seconds)


def _signal_of(rise: PlantedRise, signals: list[Signal]) -> Signal | None:
    fitting = (one for one in signals if one.myth == rise.myth)
    return next((one for one in fitting if one.scope == "language" and one.place == rise.language), None)
