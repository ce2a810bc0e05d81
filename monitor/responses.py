"""Prepared responses: one YAML file per myth and language under data/responses/<myth>/<language>.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.errors import SettingsError
from monitor.myths import Line
from monitor.paths import RESPONSES
from monitor.records import LanguageCode, Slug, Stance
from monitor.yaml_files import read_yaml

Channel = Literal["comment", "message", "talk", "page", "experience"]
CHANNELS: tuple[Channel, ...] = ("comment", "message", "talk", "page", "experience")
State = Literal["draft", "checked", "approved", "retired"]

# Who wrote and checked what is shipped. No person may sign with this name.
PROJECT = "the project"


class ResponseText(BaseModel):
    """One text with the facts it rests on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Line
    facts: tuple[Slug, ...] = Field(min_length=1, description="ids of the myth's facts that the text uses")


Texts = Mapping[Channel, ResponseText]


class Response(BaseModel):
    """One version of the prepared answers to one myth in one language, and who answers for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    myth: Slug
    language: LanguageCode
    version: int = Field(default=1, ge=1)
    state: State
    review_by: date
    written_by: Line | None = None
    checked_by: Line | None = None
    approved_by: Line | None = None
    approved_on: date | None = None
    texts: dict[Channel, ResponseText]

    def state_on(self, day: date) -> State:
        """The state that may be shown: an approval whose review date has passed counts as `checked`."""
        return "checked" if self.state == "approved" and self.is_overdue(day) else self.state

    def is_overdue(self, day: date) -> bool:
        """Whether its review date has passed: it is then marked wherever it is shown."""
        return day > self.review_by


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did with one version of the answers to one myth in one language. Steps only get added.

    `number` counts the steps of the version, from 1; the last step says the version's state. `from_file`: nobody
    took the step here, a file said so when somebody acted on its text.
    """

    version: int
    number: int
    state: State
    review_by: date
    texts: Texts
    by: str
    at: datetime
    from_file: bool = False


Responses = dict[tuple[str, str], Response]


def load_responses(*folders: Path) -> Responses:
    """All responses of files by (myth, language): the shipped ones, then those of `folders`, which replace.

    What an own file leaves out is taken from the file that it replaces. Raises SettingsError with file and line of
    the first fault.
    """
    found: Responses = {}
    for path in response_files(folders):
        response = read_response(path)
        key = response.myth, response.language
        found[key] = carried_over(response, found.get(key))
    return found


def carried_over(response: Response, replaced: Response | None) -> Response:
    """The response with the texts of the one that it replaces, for the channels that it has no own text for."""
    if replaced is None:
        return response
    return response.model_copy(update={"texts": {**replaced.texts, **response.texts}})


def read_response(path: Path) -> Response:
    """The response of one file. Raises SettingsError with file, line and field.

    A file may say `draft` or `checked`, and an organisation's own file then says by whom. It cannot say
    `approved`: an approval is somebody's act on one wording (monitor/workflow.py), and files get edited.
    """
    response = read_yaml(path, Response)
    if (response.myth, response.language) != (path.parent.name, path.stem):
        what = f"speaks of {response.myth} in {response.language}: the path says otherwise"
        raise SettingsError(what, file=path, field="myth")
    if response.state == "approved" or response.approved_by or response.approved_on:
        raise SettingsError(
            "a file cannot approve itself",
            file=path,
            field="state",
            remedy="Write `state: checked`, and approve it with `myth-monitor responses approve`.",
        )
    if path.is_relative_to(RESPONSES):
        return response.model_copy(update={"written_by": PROJECT, "checked_by": PROJECT})
    if response.state == "checked" and response.checked_by is None:
        remedy = "Add `checked_by:` with a name, or write `state: draft`."
        raise SettingsError("nobody checked it", file=path, field="checked_by", remedy=remedy)
    return response


def response_files(folders: tuple[Path, ...]) -> list[Path]:
    """The files of the shipped responses and of `folders`."""
    return [path for folder in (RESPONSES, *folders) for path in sorted(folder.glob("*/*.yaml"))]


def channel_for(stance: Stance | None, channel: Channel = "comment") -> Channel:
    """Which prepared text fits a post of that stance: for an experience always the one for experiences."""
    return "experience" if stance == "experience" else channel
