"""Prepared responses: one YAML file per myth and language under data/responses/<myth>/<language>.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.errors import MonitorError, SettingsError
from monitor.myths import CatalogueFault, Line, Myth
from monitor.paths import RESPONSES
from monitor.records import LanguageCode, Slug, Stance
from monitor.yaml_files import read_yaml

Channel = Literal["comment", "message", "talk", "page", "experience"]
CHANNELS: tuple[Channel, ...] = ("comment", "message", "talk", "page", "experience")
State = Literal["draft", "checked", "approved", "retired"]

# Characters: a comment must be read on a phone without «more», a message fits one screen.
LONGEST: Mapping[Channel, int] = {"comment": 500, "message": 300}


class ResponseText(BaseModel):
    """One text with the facts it rests on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Line
    facts: tuple[Slug, ...] = Field(min_length=1, description="ids of the myth's facts that the text uses")


class Response(BaseModel):
    """The prepared answers to one myth in one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    myth: Slug
    language: LanguageCode
    version: int = Field(default=1, ge=1)
    state: State
    review_by: date
    texts: dict[Channel, ResponseText]

    def state_on(self, day: date) -> State:
        """The state that may be shown: an approval whose review date has passed counts as `checked`."""
        return "checked" if self.state == "approved" and day > self.review_by else self.state


Responses = dict[tuple[str, str], Response]


def load_responses(*folders: Path) -> Responses:
    """All responses by (myth, language): the shipped ones, then those of `folders`, which replace.

    Raises SettingsError with file and line of the first fault.
    """
    found: Responses = {}
    for path in _files(folders):
        response = read_yaml(path, Response)
        if (response.myth, response.language) != (path.parent.name, path.stem):
            raise SettingsError(
                f"speaks of {response.myth} in {response.language}: the path says otherwise",
                file=path,
                field="myth",
            )
        found[response.myth, response.language] = response
    return found


def channel_for(stance: Stance | None, channel: Channel = "comment") -> Channel | None:
    """Which text answers a post of that stance; None where none is needed (`mentions`)."""
    if stance == "mentions":
        return None
    return "experience" if stance == "experience" else channel


def check_responses(myths: Mapping[str, Myth], *folders: Path) -> Iterator[CatalogueFault]:
    """Every fault: schema, length, facts that do not exist or are not confirmed."""
    for path in _files(folders):
        try:
            response = read_yaml(path, Response)
        except MonitorError as error:
            yield CatalogueFault(str(path), str(error))
            continue
        myth = myths.get(response.myth)
        if myth is None:
            yield CatalogueFault(str(path), f"myth: there is no myth «{response.myth}»")
            continue
        yield from _faults(path, response, myth)


def _faults(path: Path, response: Response, myth: Myth) -> Iterator[CatalogueFault]:
    confirmed = {fact.id for fact in myth.facts if fact.status == "confirmed"}
    for channel, text in response.texts.items():
        longest = LONGEST.get(channel)
        if longest and len(text.text) > longest:
            yield CatalogueFault(
                str(path), f"texts.{channel}: {len(text.text)} characters, at most {longest}"
            )
        for id in text.facts:
            if id not in confirmed:
                yield CatalogueFault(
                    str(path), f"texts.{channel}.facts: «{id}» is not a confirmed fact of {myth.id}"
                )


def _files(folders: tuple[Path, ...]) -> list[Path]:
    return [path for folder in (RESPONSES, *folders) for path in sorted(folder.glob("*/*.yaml"))]
