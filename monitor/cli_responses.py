"""The command group `responses`: prepared answers, their way to approval, and where they were posted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor import console
from monitor.cli_catalogues import Home, Json, settings_of, show_faults
from monitor.errors import InputError
from monitor.rights import local

responses = typer.Typer(help="The prepared responses.", no_args_is_help=True, rich_markup_mode=None)

Myth = Annotated[str, typer.Argument(help="Id of the myth (`myths list`).")]
Language = Annotated[str, typer.Option(help="Language of the text: pl, bg, ro …")]
Channel = Annotated[str, typer.Option(help="comment, message, talk, page or experience")]
By = Annotated[str, typer.Option(help="Your name or initials, as it shall stand in the record.")]
Version = Annotated[
    int | None, typer.Option("--version", help="Number of the version (default: the newest).")
]


@responses.command("list")
def list_responses(home: Home = None, json_output: Json = False) -> None:
    """Every version of every response with its state and channels; the one in use is marked."""
    from monitor.response_desk import histories

    today = _today()
    rows = [
        {
            "myth": version.myth,
            "language": version.language,
            "version": version.version,
            "state": version.state_on(today),
            "in use": "yes" if version == history.shown(today) else "",
            "review by": f"{version.review_by}{' (passed)' if version.is_overdue(today) else ''}",
            "approved by": version.approved_by or "",
            "channels": ", ".join(version.texts),
        }
        for history in histories(settings_of(home)).values()
        for version in history.versions.values()
    ]
    console.table(rows, title="responses", json_output=json_output)


@responses.command("check")
def check_responses(home: Home = None, json_output: Json = False) -> None:
    """Tests the texts: length, facts, links, language, first sentence; each fault with file and line."""
    from monitor.myths import load_myths
    from monitor.response_checks import check_responses as check

    settings = settings_of(home)
    myths = load_myths(settings.myths_dir)
    show_faults(check(myths, settings.responses_dir, today=_today(), contacts=settings.contacts), json_output)


@responses.command("todo")
def list_due(
    within: Annotated[int, typer.Option(help="Days to look ahead.")] = 30,
    home: Home = None,
    json_output: Json = False,
) -> None:
    """What is missing, expires soon or waits for a second person; the most harmful myth first."""
    from monitor.response_todo import to_do

    rows = [
        {
            "myth": due.myth,
            "language": due.language,
            "what": due.what,
            "by": due.by.isoformat() if due.by else "",
        }
        for due in to_do(settings_of(home), within)
    ]
    console.table(rows, title="to do", json_output=json_output)


@responses.command("show")
def show_response(
    myth: Myth,
    language: Language,
    channel: Channel = "comment",
    region: Annotated[str | None, typer.Option(help="Region whose contact points are filled in.")] = None,
    version: Version = None,
    home: Home = None,
) -> None:
    """The text with its contact points filled in, and who stands behind it."""
    from monitor.check import standing
    from monitor.home import channel_named
    from monitor.placeholders import fill
    from monitor.response_desk import history_of

    settings = settings_of(home)
    history = history_of(settings, myth, language)
    response = history.version(version) if version else history.shown(_today())
    text = response.texts.get(channel_named(channel)) if response else None
    if response is None or text is None:
        raise InputError(f"{myth}/{language} has no text for “{channel}” in use")
    said = fill(text.text, settings.contacts, language, region)
    console.say(
        f"[version {response.version}; {response.state_on(_today())}; {standing(response, _today())}]"
    )
    console.say(said)


@responses.command("history")
def show_history(myth: Myth, language: Language, home: Home = None, json_output: Json = False) -> None:
    """Who did what when with these answers."""
    from monitor.response_desk import record_of

    console.table(record_of(settings_of(home), myth, language), title="history", json_output=json_output)


@responses.command("draft")
def write_draft(
    myth: Myth,
    language: Language,
    channel: Channel,
    by: By,
    file: Annotated[Path, typer.Option(help="File with the text; - for standard input.")],
    facts: Annotated[
        str | None, typer.Option(help="Ids of the facts it uses, with commas (default: as before).")
    ] = None,
    based_on: Annotated[
        int | None, typer.Option(help="Version it is based on (default: the newest).")
    ] = None,
    home: Home = None,
) -> None:
    """Stores a new version, as a draft, in which one text is replaced."""
    from monitor.home import channel_named, read_text
    from monitor.response_desk import draft, replaced_text

    settings = settings_of(home)
    name = channel_named(channel)
    cited = [id.strip() for id in facts.split(",")] if facts else None
    text = replaced_text(settings, myth, language, name, read_text(file), cited)
    step = draft(settings, myth, language, {name: text}, local(by), based_on)
    console.say(f"Version {step.version} of {myth}/{language} is a draft.")


@responses.command("checked")
def check_version(myth: Myth, language: Language, by: By, version: Version = None, home: Home = None) -> None:
    """draft → checked: I have read the wording against its facts."""
    from monitor.response_desk import mark_checked

    step = mark_checked(settings_of(home), myth, language, version, local(by))
    console.say(
        f"Version {step.version} of {myth}/{language} is checked by {step.by}; somebody else approves it."
    )


@responses.command("approve")
def approve_version(
    myth: Myth,
    language: Language,
    by: By,
    version: Version = None,
    review_by: Annotated[str | None, typer.Option(help="Review date (default: six months from now).")] = None,
    home: Home = None,
) -> None:
    """checked → approved, by somebody who neither wrote nor checked it."""
    from monitor.response_desk import mark_approved

    until = _day(review_by) if review_by else None
    step = mark_approved(settings_of(home), myth, language, version, local(by), until)
    console.say(
        f"Version {step.version} of {myth}/{language} is approved by {step.by} until {step.review_by}."
    )


@responses.command("retire")
def retire_version(
    myth: Myth, language: Language, by: By, version: Version = None, home: Home = None
) -> None:
    """Takes a version, and all before it, out of use."""
    from monitor.response_desk import mark_retired

    step = mark_retired(settings_of(home), myth, language, version, local(by))
    console.say(f"Version {step.version} of {myth}/{language} is retired, and all before it are out of use.")


@responses.command("export")
def export_for_translation(
    language: Language,
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[str, typer.Option(help="po, xliff or yaml")] = "po",
    source_language: Annotated[str, typer.Option(help="Language to translate from.")] = "en",
    myth: Annotated[list[str] | None, typer.Option(help="Only this myth; may be repeated.")] = None,
    home: Home = None,
) -> None:
    """Writes the texts as a file for a translation office or your own editor."""
    from monitor.exchange import export_texts
    from monitor.exchange_files import FORMATS

    kind = next((one for one in FORMATS if one == format), None)
    if kind is None:
        console.complain(f"There is no format “{format}”; use {', '.join(FORMATS)}.")
        raise typer.Exit(2)
    count = export_texts(settings_of(home), language, source_language, kind, out, myth or ())
    console.say(
        f"{count} texts written to {out}. Keep the keys as they are; `responses import` reads it back."
    )


@responses.command("import")
def import_translations(
    file: Annotated[Path, typer.Argument(help="A .po, .xlf, .xliff or .yaml file.")],
    by: By,
    home: Home = None,
) -> None:
    """Makes drafts of new versions from the texts that changed."""
    from monitor.exchange import import_texts

    done = import_texts(settings_of(home), file, local(by))
    for fault in done.faults:
        console.say(f"FAULT {fault}")
    for myth, version in done.drafts:
        console.say(f"{myth}: version {version} is a draft")
    left = " Nothing was stored: mend the faults and import again." if done.faults else ""
    console.say(f"{len(done.drafts)} drafts, {done.unchanged} texts unchanged, {done.empty} empty.{left}")
    raise typer.Exit(1 if done.faults else 0)


@responses.command("posted")
def note_correction(
    myth: Myth,
    language: Language,
    channel: Channel,
    by: By,
    source: Annotated[str | None, typer.Option(help="Id of the source where it was posted.")] = None,
    place: Annotated[str | None, typer.Option(help="Or the place in words: a school, a leaflet …")] = None,
    url: Annotated[str | None, typer.Option(help="Web address of the correction.")] = None,
    on: Annotated[str | None, typer.Option(help="Day (default: today), like 2026-10-05.")] = None,
    note: Annotated[str, typer.Option(help="Anything worth knowing.")] = "",
    home: Home = None,
) -> None:
    """Notes that a response was posted: where, when, by whom."""
    from monitor.corrections import Posted, note_posted
    from monitor.home import channel_named

    posted = Posted(
        myth=myth,
        language=language,
        channel=channel_named(channel),
        by=local(by),
        source=source,
        place=place,
        url=url,
        on=_day(on) if on else None,
        note=note,
    )
    id, state = note_posted(settings_of(home), posted)
    console.say(f"Noted as {id[:8]}.")
    if state != "approved":
        console.complain(f"Mind: the text in use is {state}, not approved by your organisation.")


@responses.command("corrections")
def list_corrections(home: Home = None, json_output: Json = False) -> None:
    """What was posted where, the newest first."""
    from monitor.corrections import corrections

    console.table(corrections(settings_of(home)), title="corrections", json_output=json_output)


def _today() -> date:
    return datetime.now(UTC).date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"“{text}” is not a date like 2026-10-05") from None
