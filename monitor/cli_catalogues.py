"""The command groups `sources` and `myths`: what the installation knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor import console

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.config import Settings
    from monitor.myths import CatalogueFault

Home = Annotated[
    Path | None,
    typer.Option("--home", help="The home folder (default: MYTH_MONITOR_HOME, else ~/.myth-monitor)."),
]
Json = Annotated[bool, typer.Option("--json", help="Machine output.")]

sources = typer.Typer(help="The places that are read.", no_args_is_help=True, rich_markup_mode=None)
myths = typer.Typer(help="The catalogue of myths.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Adds the groups to the command line."""
    app.add_typer(sources, name="sources")
    app.add_typer(myths, name="myths")


def settings_of(home: Path | None) -> Settings:
    """The settings of that home folder."""
    from monitor.config import load_settings

    return load_settings(home)


@sources.command("list")
def list_sources(home: Home = None, json_output: Json = False) -> None:
    """Every source with its state in words."""
    from monitor.home import source_states

    states = source_states(settings_of(home))
    console.table([state.as_row() for state in states], json_output=json_output)
    raise typer.Exit(1 if any(state.faulty for state in states) else 0)


@sources.command("types")
def list_types(json_output: Json = False) -> None:
    """The kinds of place that can be read, and what a source file may say under `read:`."""
    from monitor import sources as registry

    rows = []
    for name in registry.names():
        source_type = registry.load(name)
        for option, field in source_type.Options.model_fields.items():
            rows.append(
                {
                    "type": name,
                    "what": source_type.LABEL,
                    "read": option,
                    "needed": "yes" if field.is_required() else "",
                    "meaning": field.description,
                }
            )
    console.table(rows, json_output=json_output)


@sources.command("add")
def add_source(
    id: Annotated[str, typer.Argument(help="Short name: small letters, digits, dashes.")],
    type: Annotated[str, typer.Option(help="Source type (`sources types` lists them).")],
    language: Annotated[str, typer.Option(help="Usual language of its readers: pl, bg, ro …")],
    region: Annotated[str, typer.Option(help="Region in the Netherlands.")],
    address: Annotated[str | None, typer.Option(help="Web address.")] = None,
    title: Annotated[str | None, typer.Option(help="Name to show.")] = None,
    read: Annotated[
        list[str] | None, typer.Option(help="What to read, as name=value; may be repeated.")
    ] = None,
    home: Home = None,
) -> None:
    """Writes a source file."""
    from monitor import adding
    from monitor.rights import local

    options = dict(_option(part) for part in read or [])
    source = adding.draft(id, type, language, region, address, title or id, options)
    path = adding.add_source(settings_of(home), source, local())
    console.say(f"{path} written. `myth-monitor sources test {id}` shows what it reads.")


def _option(text: str) -> tuple[str, Any]:
    import yaml

    from monitor.errors import InputError

    name, sign, value = text.partition("=")
    if not sign:
        raise InputError(f"“{text}” should be name=value")
    return name.strip(), yaml.safe_load(value)


@sources.command("test")
def test_source(
    id: Annotated[str, typer.Argument(help="Id of the source.")], home: Home = None, json_output: Json = False
) -> None:
    """Reads the first page and explains what it sees. Nothing is stored."""
    from monitor.rights import local
    from monitor.trial import try_source

    trial = try_source(settings_of(home), id, local())
    if json_output:
        console.as_json(trial.model_dump(mode="json"))
    else:
        for line in trial.lines():
            console.say(line)
    raise typer.Exit(0 if trial.status == "ok" else 1)


@myths.command("list")
def list_myths(home: Home = None, json_output: Json = False) -> None:
    """Every myth with its variants and facts."""
    from monitor.myths import load_myths

    rows = [
        {
            "id": myth.id,
            "title": myth.name("en"),
            "variants": sum(len(texts) for texts in myth.variants.values()),
            "languages": len(myth.variants),
            "confirmed facts": sum(fact.status == "confirmed" for fact in myth.facts),
            "harm": myth.harm.weight,
        }
        for myth in load_myths(settings_of(home).myths_dir).values()
    ]
    console.table(rows, json_output=json_output)


@myths.command("check")
def check_myths(
    quick: Annotated[bool, typer.Option("--quick", help="The files only, without the model.")] = False,
    home: Home = None,
    json_output: Json = False,
) -> None:
    """Validates the catalogue, each fault with its file and line; then how well each myth is told apart."""
    from monitor.myth_check import findings, rows_of, separations_of
    from monitor.myths import check_myths as check

    settings = settings_of(home)
    faults = list(check(settings.myths_dir))
    figures = [] if quick or any(fault.grave for fault in faults) else separations_of(settings)
    found = [*faults, *findings(figures)]
    if json_output:
        console.as_json({"faults": [_fault(one) for one in found], "told apart": rows_of(figures)})
        raise typer.Exit(1 if any(one.grave for one in found) else 0)
    if figures:
        console.table(rows_of(figures), title="told apart by the variants alone")
    show_faults(found, json_output)


def show_faults(faults: Iterable[CatalogueFault], json_output: bool) -> None:
    """Prints the faults; exit code 1 when one is grave."""
    found = list(faults)
    if json_output:
        console.as_json([_fault(one) for one in found])
    else:
        for one in found:
            console.say(f"{'FAULT' if one.grave else 'note '} {one.where}: {one.what}")
        console.say(f"{sum(one.grave for one in found)} faults, {sum(not one.grave for one in found)} notes")
    raise typer.Exit(1 if any(one.grave for one in found) else 0)


def _fault(one: CatalogueFault) -> dict[str, object]:
    return {"where": one.where, "what": one.what, "grave": one.grave}
