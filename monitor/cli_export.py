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
