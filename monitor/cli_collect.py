"""Commands that fill the store: run, collect, annotate, signals, maintain, import."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor import console
from monitor.cli_catalogues import Home, Json, settings_of
from monitor.errors import InputError

if TYPE_CHECKING:
    from datetime import timedelta

    from monitor.config import Settings
    from monitor.records import RunReport
    from monitor.run import Turn


def run(
    every: Annotated[str | None, typer.Option(help="Go on as a loop with this pause: 15m, 1h.")] = None,
    home: Home = None,
) -> None:
    """Collects and labels, once or as a loop."""
    from monitor.durations import parse_duration
    from monitor.run import load_home_pipeline, run_forever, run_once

    settings = settings_of(home)
    pause: timedelta | None = parse_duration(every) if every else None
    bad = _complain_of_bad_sources(settings)
    if pause is None:
        turn = run_once(settings, load_home_pipeline(settings))
        _show_turn(turn)
        raise typer.Exit(1 if bad or any(report.status != "ok" for report in turn.reports) else 0)
    try:
        run_forever(settings, pause, on_turn=_show_turn)
    except KeyboardInterrupt:
        console.say("stopped")


def collect(
    only: Annotated[list[str] | None, typer.Argument(help="Source ids (default: all active ones).")] = None,
    home: Home = None,
    json_output: Json = False,
) -> None:
    """Reads the sources into the store."""
    from monitor.run import collect_sources
    from monitor.source_files import find_source, load_sources

    settings = settings_of(home)
    bad = 0
    if only:
        chosen = [find_source(settings.sources_dir, id) for id in only]
    else:
        bad = _complain_of_bad_sources(settings)
        chosen = [one for one in load_sources(settings.sources_dir)[0] if not one.paused and one.address]
    if not chosen:
        console.complain("There is no source to read. `myth-monitor sources add` makes one.")
        raise typer.Exit(1)
    with console.progress("posts read") as more:
        seen: dict[str, int] = {}

        def on_page(source: object, total: int) -> None:
            id = getattr(source, "id", "")
            more(total - seen.get(id, 0))
            seen[id] = total

        reports = collect_sources(settings, chosen, on_page=on_page)
    _show_reports(reports, json_output)
    raise typer.Exit(1 if bad or any(report.status != "ok" for report in reports) else 0)


def annotate(home: Home = None) -> None:
    """Labels what is new: language, myths, stance, sentiment."""
    from monitor.run import annotate_home

    with console.progress("posts labelled") as more:
        count = annotate_home(settings_of(home), on_batch=more)
    console.say(f"{count} posts labelled")


def signals(
    week: Annotated[
        str | None, typer.Option(help="Monday of the week (default: the last complete week).")
    ] = None,
    home: Home = None,
    json_output: Json = False,
) -> None:
    """The rises: what is told more than its own past explains."""
    from monitor.home import home_signals

    monday = _day(week) if week else None
    found = home_signals(settings_of(home), monday)
    console.table(
        [
            {
                "myth": signal.myth,
                "where": signal.place,
                "week": signal.week.isoformat(),
                "posts": signal.observed,
                "usual": f"{signal.low}-{signal.high}",
                "read": signal.read,
                "q": round(signal.q, 4),
            }
            for signal in found
        ],
        title="rises",
        json_output=json_output,
    )


def maintain(home: Home = None) -> None:
    """Tidies the store: writes small appends into files, merges them, drops old snapshots."""
    from monitor.store import Lake

    with Lake.open(settings_of(home)) as lake:
        console.say(str(lake.maintain()))


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, NDJSON or JSON of public posts.")],
    source: Annotated[str, typer.Option(help="Id of a source of type `import`.")],
    home: Home = None,
) -> None:
    """Stores public posts that another tool exported (4CAT, Meta Content Library and others)."""
    from monitor.run import import_posts

    report = import_posts(settings_of(home), file, source)
    for skipped in report.skipped:
        console.complain(f"{file}:{skipped.where}: {skipped.why}")
    _show_reports([report], False)
    raise typer.Exit(0 if report.status == "ok" and not report.skipped else 1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"“{text}” is not a date like 2026-10-05") from None


def _complain_of_bad_sources(settings: Settings) -> int:
    from monitor.source_files import load_sources

    bad = load_sources(settings.sources_dir)[1]
    for file in bad:
        console.explain(file.error)
    return len(bad)


def _show_turn(turn: Turn) -> None:
    _show_reports(turn.reports, False)
    console.say(f"{turn.annotated} posts labelled, {len(turn.signals)} rises in the last complete week")


def _show_reports(reports: list[RunReport], json_output: bool) -> None:
    console.table(
        [
            {
                "source": report.source_id,
                "status": report.status,
                "seen": report.seen,
                "new": report.new,
                "updated": report.updated,
                "skipped": len(report.skipped),
                "requests": report.requests,
                "seconds": round((report.finished_at - report.started_at).total_seconds(), 1),
                "what to do": f"{report.message} {report.remedy}".strip(),
            }
            for report in reports
        ],
        json_output=json_output,
    )
