"""The command group `labels`: what people said of posts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor import console
from monitor.cli_catalogues import Home, Json, settings_of

labels = typer.Typer(help="What people said of posts.", no_args_is_help=True, rich_markup_mode=None)


@labels.command("list")
def list_rounds(home: Home = None, json_output: Json = False) -> None:
    """The rounds, and how many posts each person has labelled."""
    from monitor.rounds import rounds
    from monitor.store import Lake

    with Lake.open(settings_of(home)) as lake:
        rows = [
            {
                "round": one.id,
                "title": one.title,
                "posts": one.size,
                "labelled": "; ".join(f"{name}: {count}" for name, count in one.done),
            }
            for one in rounds(lake)
        ]
    console.table(rows, json_output=json_output)


@labels.command("agreement")
def show_agreement(
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help="Id of the round (`labels list`).")],
    home: Home = None,
    json_output: Json = False,
) -> None:
    """Krippendorff's alpha of a round: people among each other, and the model with people."""
    from monitor.agreement import PARTS, agreement
    from monitor.errors import InputError
    from monitor.rights import local
    from monitor.rounds import rounds
    from monitor.store import Lake
    from monitor.trends import model_version

    with Lake.open(settings_of(home)) as lake:
        if round_id not in {one.id for one in rounds(lake)}:
            raise InputError(f"there is no round “{round_id}”: `myth-monitor labels list` names them")
        found = agreement(lake, model_version(lake) or "", round_id, local())
    console.table(
        [
            {
                "what": part,
                "who": who,
                "alpha": alpha.value,
                "low": alpha.low,
                "high": alpha.high,
                "posts": alpha.posts,
            }
            for who, alphas in (("people", found.people), ("model with people", found.model))
            for part in PARTS
            for alpha in [alphas[part]]
        ],
        json_output=json_output,
    )


@labels.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", help="The JSON Lines file to write.")], home: Home = None
) -> None:
    """Writes what two people labelled alike or settled, for `myth-monitor evaluate`."""
    from monitor.label_export import export_labels
    from monitor.rights import local

    done = export_labels(settings_of(home), out, local())
    console.say(
        f"{done.posts} posts written to {out}; `myth-monitor evaluate {out}` measures the model on them"
    )
    if done.differing or done.single:
        console.say(
            f"left out: {done.differing} on which people differ, {done.single} that one person labelled"
        )
