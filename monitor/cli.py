"""The command `myth-monitor`. Each command reads its input, calls the pipeline, shows the result.

Exit codes: 0 done; 1 something failed and is named; 2 wrong usage. Heavy modules are imported inside
the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from monitor import (
    cli_catalogues,
    cli_collect,
    cli_export,
    cli_labels,
    cli_privacy,
    cli_quality,
    cli_responses,
    console,
)
from monitor.cli_catalogues import Home, Json, settings_of
from monitor.errors import InputError, MonitorError

if TYPE_CHECKING:
    from monitor.config import Settings

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


def init(
    home: Home = None,
    contact: Annotated[str, typer.Option(help="Your e-mail or web page, sent to the sites you read.")] = "",
) -> None:
    """Makes a home folder: settings, secret key, an example source."""
    from monitor.home import make_home

    for line in make_home(settings_of(home), contact):
        console.say(line)


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


def check(
    text: Annotated[str, typer.Argument(help="What was heard or read.")],
    reply_language: Annotated[str | None, typer.Option(help="Language of the answer: nl, pl, ro …")] = None,
    channel: Annotated[str, typer.Option(help="comment, message, talk or page")] = "comment",
    region: Annotated[str | None, typer.Option(help="Region whose contact points are filled in.")] = None,
    stance: Annotated[
        str | None,
        typer.Option(help="If you know better: asserts, questions, rejects, experience or mentions"),
    ] = None,
    home: Home = None,
    json_output: Json = False,
) -> None:
    """Which rumour is this, what is true, what can be answered."""
    from monitor.home import check_text

    answer = check_text(settings_of(home), text, reply_language, channel, region, stance)
    if json_output:
        console.as_json(answer.model_dump(mode="json"))
        return
    from monitor.answers import lines

    for line in lines(answer):
        console.say(line)


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


def serve(
    home: Home = None,
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
) -> None:
    """Opens the dashboard."""
    _serve(settings_of(home), port)


def _serve(settings: Settings, port: int) -> None:
    from monitor.serve import serve_dashboard

    raise typer.Exit(serve_dashboard(settings, port))


# In the order of `--help`.
_COMMANDS: Mapping[str, Callable[..., None]] = {
    "init": init,
    "demo": demo,
    "run": cli_collect.run,
    "collect": cli_collect.collect,
    "annotate": cli_collect.annotate,
    "signals": cli_collect.signals,
    "maintain": cli_collect.maintain,
    "import": cli_collect.import_file,
    "classify": classify,
    "check": check,
    "tip": tip,
    "serve": serve,
    "erase": cli_privacy.erase,
    "retention": cli_privacy.retention,
    "doctor": cli_quality.doctor,
    "evaluate": cli_quality.evaluate,
    "bench": cli_quality.bench,
}


def _add_commands() -> None:
    for name, command in _COMMANDS.items():
        app.command(name)(command)
    cli_catalogues.add_to(app)
    app.add_typer(cli_responses.responses, name="responses")
    app.add_typer(cli_export.export, name="export")
    app.add_typer(cli_labels.labels, name="labels")


_add_commands()

if __name__ == "__main__":
    main()
