"""A researcher's answer as a table to take away, with the meaning of every column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.config import Settings
from monitor.errors import InputError
from monitor.exports import FORMATS, Column, Format, Table, as_file, dictionary
from monitor.intervals import METHOD
from monitor.myths import load_myths
from monitor.research import OVER_TIME, QUESTIONS, Answer, Choice, Line, Question, ask
from monitor.rights import Person, require
from monitor.store import Lake
from monitor.trends import FEWEST_AUTHORS, last_complete_week, model_version

# What is counted among what: said on screen, in the reader's language, and in the file.
DEFINITIONS: Mapping[Question, str] = {
    "how-often": "posts that speak of a rumour (certain matches), among all posts read",
    "stance": "what posts do with the rumour, among the posts that speak of one (certain matches)",
    "sentiment": "the sentiment of the whole post, among the posts that speak of a rumour (certain matches)",
    "by-community": "posts that speak of a rumour (certain matches), among all posts read there",
    "by-language": "posts that speak of a rumour (certain matches), among all posts read in that language",
    "by-myth": "posts that speak of that rumour (certain matches), among all posts read",
}

_COLUMNS = (
    Column("question", "text", "how-often, stance, sentiment, by-community, by-language or by-myth"),
    Column("period", "date", "Monday (UTC) of the first week of the period; empty for questions by place"),
    Column("weeks", "integer", "weeks in the period"),
    Column("place", "text", "community or language code; empty for questions over time"),
    Column("label", "text", "what was counted: told, or the stance, the sentiment, the myth's id"),
    Column("posts", "integer", "posts with the label; empty where hidden"),
    Column("authors", "integer", "different authors (pseudonyms) of these posts; empty where hidden"),
    Column("of_posts", "integer", "posts among which was counted; empty where hidden"),
    Column("of_authors", "integer", "different authors of those; empty where hidden"),
    Column("share", "number", "posts / of_posts, 0 to 1"),
    Column("low", "number", "lower end of the 95 % interval of the share"),
    Column("high", "number", "upper end of the 95 % interval of the share"),
    Column(
        "effective_posts", "number", "to how many independent posts of_posts amount (design effect by author)"
    ),
    Column(
        "hidden",
        "yes or no",
        f"the number is hidden: fewer than {FEWEST_AUTHORS} different authors stand behind it,"
        " or such a number could be worked out from it",
    ),
)


def export_answer(
    settings: Settings,
    out: Path,
    question: str,
    weeks: int,
    step: int,
    *,
    languages: tuple[str, ...] = (),
    regions: tuple[str, ...] = (),
    communities: tuple[str, ...] = (),
    myths: tuple[str, ...] = (),
    by: Person,
    today: date | None = None,
) -> tuple[Path, Path]:
    """Writes the answer and its data dictionary: their paths. Raises InputError for what cannot be asked."""
    require(by, "download")
    format = next((one for one in FORMATS if out.suffix == f".{one}"), None)
    asked = next((one for one in QUESTIONS if one == question), None)
    if format is None:
        raise InputError(f"the file's name must end in {', '.join(f'.{one}' for one in FORMATS)}", file=out)
    if asked is None:
        raise InputError(f"“{question}” is not a question; use one of {', '.join(QUESTIONS)}")
    known = load_myths(settings.myths_dir)
    if missing := set(myths) - known.keys():
        raise InputError(f"there is no myth “{min(missing)}”")
    last = last_complete_week(today or datetime.now(UTC).date())
    choice = Choice(
        asked, last - timedelta(weeks=weeks - 1), last, step, languages, regions, communities, myths
    )
    with Lake.open(settings) as lake:
        version = model_version(lake)
        if version is None:
            raise InputError("nothing is labelled yet: `myth-monitor run` does that")
        table = as_table(ask(lake, version, choice, list(known)))
    meanings = out.with_name(f"{out.stem}-dictionary.csv")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(as_file(table, format))
    meanings.write_bytes(as_file(dictionary(table), "csv"))
    return out, meanings


def answer_file(answer: Answer, format: Format, by: Person) -> bytes:
    """The answer as a file of that format."""
    require(by, "download")
    return as_file(as_table(answer), format)


def dictionary_file(answer: Answer, by: Person) -> bytes:
    """What the columns of these files mean, as CSV."""
    require(by, "download")
    return as_file(dictionary(as_table(answer)), "csv")


def as_table(answer: Answer) -> Table:
    """The answer's lines, and in `about` what they rest on."""
    choice = answer.choice
    filters = {
        "languages": choice.languages,
        "regions": choice.regions,
        "communities": choice.communities,
        "myths": choice.myths,
    }
    about = {
        "what": DEFINITIONS[choice.question],
        "period": f"weeks of {choice.first} to {choice.last} (Monday to Sunday, UTC)",
        **{name: ", ".join(chosen) or "all" for name, chosen in filters.items()},
        "interval": METHOD,
        "model": answer.version,
        "model_error": "docs/model-card.md has the model's measured errors per myth, stance and language",
        "query": answer.query(),
    }
    return Table(
        f"myth-monitor-{choice.question}", _COLUMNS, [_row(answer, line) for line in answer.lines], about
    )


def _row(answer: Answer, line: Line) -> dict[str, Any]:
    over_time = answer.choice.question in OVER_TIME
    weeks = (answer.choice.last - answer.choice.first).days // 7 + 1
    row: dict[str, Any] = {
        "question": answer.choice.question,
        "period": line.axis if isinstance(line.axis, date) else None,
        "weeks": answer.choice.step if over_time else weeks,
        "place": None if over_time or answer.choice.question == "by-myth" else line.axis,
        "label": line.label,
        "hidden": line.hidden,
    }
    if not line.base.small:
        row |= {"of_posts": line.base.posts, "of_authors": line.base.authors}
    if not line.hidden:
        row |= {"posts": line.told.posts, "authors": line.told.authors}
    if line.share:
        row |= {
            "share": line.share.value,
            "low": line.share.low,
            "high": line.share.high,
            "effective_posts": line.share.effective,
        }
    return row
