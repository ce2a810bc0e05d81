"""The command `myth-monitor`. Each command reads its input, calls the pipeline, shows the result.

Exit codes: 0 done; 1 something failed and is named; 2 wrong usage. Heavy modules are imported inside
the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor import cli_catalogues, cli_export, cli_labels, cli_responses, console
from monitor.cli_catalogues import Home, Json, settings_of
from monitor.errors import InputError, MonitorError

if TYPE_CHECKING:
    from datetime import timedelta

    from monitor.config import Settings
    from monitor.records import RunReport
    from monitor.run import Turn

app = typer.Typer(
    help="Follows rumours in public posts of migrant communities, and has answers ready.",
    no_args_is_help=True,
    rich_markup_mode=None,  # drawing the help with rich costs a quarter of a second
    pretty_exceptions_enable=False,
    add_completion=False,
)


def main() -> None:
    """Runs the command line; every expected error is a line with its remedy, never a traceback."""
    try:
        app()
    except MonitorError as error:
        console.explain(error)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output (head, less) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        # A fault of our own: a traceback helps nobody at a keyboard, and could print a post.
        if os.environ.get("MYTH_MONITOR_DEBUG"):
            raise
        console.complain(f"error: an unexpected {type(error).__name__}: this is a fault of Myth Monitor")
        console.complain("  → Run it again with MYTH_MONITOR_DEBUG=1 and report what it prints.")
        sys.exit(1)


@app.command()
def init(
    home: Home = None,
    contact: Annotated[str, typer.Option(help="Your e-mail or web page, sent to the sites you read.")] = "",
) -> None:
    """Makes a home folder: settings, secret key, an example source."""
    from monitor.home import make_home

    for line in make_home(settings_of(home), contact):
        console.say(line)


@app.command()
def demo(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the dashboard afterwards.")] = True,
    home: Home = None,
    port: Annotated[int, typer.Option(help="Port of the dashboard.")] = 8501,
) -> None:
    """Everything once, offline: sample sites on loopback, collected, labelled, shown."""
    from monitor.demo import run_demo

    demo_home = run_demo(home, console.say)
    if serve:
        _serve(settings_of(demo_home), port)


@app.command()
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


@app.command()
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


@app.command()
def annotate(home: Home = None) -> None:
    """Labels what is new: language, myths, stance, sentiment."""
    from monitor.run import annotate_home

    with console.progress("posts labelled") as more:
        count = annotate_home(settings_of(home), on_batch=more)
    console.say(f"{count} posts labelled")


@app.command()
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


@app.command()
def maintain(home: Home = None) -> None:
    """Tidies the store: writes small appends into files, merges them, drops old snapshots."""
    from monitor.store import Lake

    with Lake.open(settings_of(home)) as lake:
        console.say(str(lake.maintain()))


@app.command("import")
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


@app.command()
def classify(
    source: Annotated[str, typer.Argument(metavar="IN", help="JSON Lines, CSV, Parquet, or - for stdin.")],
    out: Annotated[str, typer.Option("--out", help="Where the labelled rows go; - for stdout.")],
    home: Home = None,
) -> None:
    """Labels a file: language, myths, suggested, stance, sentiment. No store is touched."""
    from monitor.classify import classify as classify_rows
    from monitor.run import load_home_pipeline

    faults: list[InputError] = []

    def on_fault(error: InputError) -> None:
        faults.append(error)
        console.explain(error)

    pipeline = load_home_pipeline(settings_of(home))
    with console.progress("rows labelled") as more:
        count = classify_rows(source, out, pipeline, on_fault=on_fault, on_batch=more)
    console.complain(f"{count} rows labelled, {len(faults)} left out")
    raise typer.Exit(1 if faults else 0)


@app.command()
def check(
    text: Annotated[str, typer.Argument(help="What was heard or read.")],
    reply_language: Annotated[str | None, typer.Option(help="Language of the answer: nl, pl, ro …")] = None,
    channel: Annotated[str, typer.Option(help="comment, message, talk or page")] = "comment",
    region: Annotated[str | None, typer.Option(help="Region whose contact points are filled in.")] = None,
    home: Home = None,
    json_output: Json = False,
) -> None:
    """Which rumour is this, what is true, what can be answered."""
    from monitor.home import check_text

    answer = check_text(settings_of(home), text, reply_language, channel, region)
    if json_output:
        console.as_json(answer.model_dump(mode="json"))
        return
    from monitor.answers import lines

    for line in lines(answer):
        console.say(line)


@app.command()
def tip(
    text: Annotated[str, typer.Argument(help="The rumour, as it was told.")],
    place: Annotated[str, typer.Option(help="Where it goes round: a town or region.")],
    language: Annotated[str, typer.Option(help="Language of those who tell it: pl, bg, ro …")],
    home: Home = None,
) -> None:
    """Notes a rumour that was heard offline."""
    from monitor.rights import local
    from monitor.tips import note_tip

    console.say(f"Noted as {note_tip(settings_of(home), text, place, language, local())[:8]}. Thank you.")


@app.command()
def serve(
    home: Home = None,
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
) -> None:
    """Opens the dashboard."""
    _serve(settings_of(home), port)


@app.command()
def erase(
    post: Annotated[list[str] | None, typer.Option(help="Post id.")] = None,
    author: Annotated[str | None, typer.Option(help="Author's pseudonym as stored.")] = None,
    source: Annotated[str | None, typer.Option(help="Source id: all its posts.")] = None,
    url: Annotated[str | None, typer.Option(help="Address of the post.")] = None,
    home: Home = None,
) -> None:
    """Removes posts physically: from the store, its files and its past versions."""
    from monitor.keeping import Named
    from monitor.keeping import erase as remove
    from monitor.rights import local
    from monitor.store import Lake

    given: dict[Named, str | list[str] | None]
    given = {"posts": post or None, "author": author, "source": source, "url": url}
    chosen = [(name, value) for name, value in given.items() if value is not None]
    if len(chosen) != 1:
        console.complain("Name exactly one of --post, --author, --source, --url.")
        raise typer.Exit(2)
    with Lake.open(settings_of(home)) as lake:
        console.say(str(remove(lake, local(), *chosen[0])))


@app.command()
def retention(home: Home = None) -> None:
    """Removes posts older than `privacy.keep_days`."""
    from monitor.keeping import expire
    from monitor.rights import local
    from monitor.store import Lake

    settings = settings_of(home)
    with Lake.open(settings) as lake:
        console.say(str(expire(lake, settings, local())))


@app.command()
def doctor(home: Home = None, json_output: Json = False) -> None:
    """What is wrong with this installation, and what to do."""
    from monitor.doctor import examine
    from monitor.rights import local

    findings = examine(settings_of(home), local())
    console.table(
        [
            {
                "": "ok" if finding.ok else "FAULT",
                "what": finding.what,
                "found": finding.found,
                "do": finding.remedy,
            }
            for finding in findings
        ],
        json_output=json_output,
    )
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@app.command()
def evaluate(
    file: Annotated[Path | None, typer.Argument(help="Labelled posts (default: the shipped set).")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the page there, e.g. docs/model-card.md.")] = None,
    base: Annotated[Path | None, typer.Option(help="Folder of an untrained encoder to compare with.")] = None,
    home: Home = None,
) -> None:
    """Measures the classifiers on labelled posts, with 95 % intervals."""
    from monitor.measure import measure

    settings = settings_of(home)
    measured = measure(settings, file, base)
    if out is None:
        console.say(measured.page)
        return
    out.write_text(measured.page, encoding="utf-8")
    console.say(f"{out} written")
    if kept := measured.keep(settings):
        console.say(f"{kept} written: the dashboard says beside its figures how many matches are right")


@app.command()
def bench(
    part: Annotated[
        list[str] | None,
        typer.Argument(help="start, classify, language, privacy, store, dashboard (default: all)"),
    ] = None,
    json_output: Json = False,
) -> None:
    """Measures the speed of this installation."""
    from monitor.bench import PARTS, measure
    from monitor.timing import Note

    parts = tuple(part or PARTS)
    if unknown := [name for name in parts if name not in PARTS]:
        console.complain(f"There is no part «{unknown[0]}»; use {', '.join(PARTS)}.")
        raise typer.Exit(2)
    figures = []
    for one in measure(parts):
        if isinstance(one, Note):
            console.complain(one.text)
            continue
        spread = f"{one.low:,.3g}-{one.high:,.3g}"
        figures.append(
            {"what": one.what, "median": f"{one.value:,.3g}", "unit": one.unit, "range": spread, "on": one.on}
        )
        if not json_output:
            console.complain(f"{one.what}: {one.value:,.3g} {one.unit} ({spread}; {one.on})")
    console.table(figures, json_output=json_output)


def _serve(settings: Settings, port: int) -> None:
    from monitor.serve import serve_dashboard

    raise typer.Exit(serve_dashboard(settings, port))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"«{text}» is not a date like 2026-10-05") from None


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


def _add_groups() -> None:
    cli_catalogues.add_to(app)
    app.add_typer(cli_responses.responses, name="responses")
    app.add_typer(cli_export.export, name="export")
    app.add_typer(cli_labels.labels, name="labels")


_add_groups()

if __name__ == "__main__":
    main()
