"""The command group `export`: files for publishers and other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor import console
from monitor.cli_catalogues import Home, settings_of

export = typer.Typer(help="Files for other tools.", no_args_is_help=True, rich_markup_mode=None)


@export.callback()
def _group() -> None:
    """Files for other tools."""


@export.command("claimreview")
def export_claimreview(
    out: Annotated[Path, typer.Option("--out", help="The JSON-LD file to write.")], home: Home = None
) -> None:
    """Writes every approved response as schema.org ClaimReview (JSON-LD)."""
    from monitor.claimreview import export_claim_reviews

    count = export_claim_reviews(settings_of(home), out)
    console.say(f"{count} reviews written to {out}")
    if not count:
        console.say("Only approved responses are exported: `myth-monitor responses approve` makes one.")


@export.command("trends")
def export_trends(
    out: Annotated[Path, typer.Option("--out", help="The file to write: .parquet, .csv or .xlsx.")],
    question: Annotated[
        str, typer.Option(help="how-often, stance, sentiment, by-community, by-language or by-myth")
    ] = "how-often",
    weeks: Annotated[int, typer.Option(help="How many weeks, up to the last complete one.", min=1)] = 26,
    step: Annotated[int, typer.Option(help="Weeks per point: 1 or 4.", min=1)] = 1,
    language: Annotated[list[str] | None, typer.Option(help="Only posts in these languages.")] = None,
    region: Annotated[list[str] | None, typer.Option(help="Only sources of these regions.")] = None,
    community: Annotated[list[str] | None, typer.Option(help="Only these communities (their ids).")] = None,
    myth: Annotated[list[str] | None, typer.Option(help="Only these myths.")] = None,
    home: Home = None,
) -> None:
    """Writes shares with 95 % intervals, and beside them a data dictionary."""
    from monitor.research_files import export_answer
    from monitor.rights import local

    path, meanings = export_answer(
        settings_of(home),
        out,
        question,
        weeks,
        step,
        languages=tuple(language or ()),
        regions=tuple(region or ()),
        communities=tuple(community or ()),
        myths=tuple(myth or ()),
        by=local(),
    )
    console.say(f"{path} written; {meanings} says what its columns mean")
