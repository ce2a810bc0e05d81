"""Commands that say how well and how fast it works here, and what is wrong: doctor, evaluate, bench."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor import console
from monitor.cli_catalogues import Home, Json, settings_of


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
        console.complain(f"There is no part “{unknown[0]}”; use {', '.join(PARTS)}.")
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
