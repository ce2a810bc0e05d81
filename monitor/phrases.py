"""Short phrases around a response, one file per language: thanks to those who contradict a rumour, the verdict."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from monitor.errors import SettingsError
from monitor.myths import FactSource, Line
from monitor.paths import PHRASES
from monitor.records import LanguageCode
from monitor.yaml_files import read_yaml


class Phrases(BaseModel):
    """The phrases of one language: data/phrases/<language>.yaml, or `phrases/` in the home folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: LanguageCode
    thanks: Line = Field(description="to those who contradict a rumour; a source follows")
    verdict: Line = Field(
        description="what a ClaimReview says of every myth: misleading, with a kernel of truth"
    )

    def thanks_with(self, source: FactSource) -> str:
        """The thanks to copy, with the address of the source."""
        return f"{self.thanks} {source.title}, {source.publisher}: {source.url}"


def load_phrases(*folders: Path) -> dict[str, Phrases]:
    """The phrases by language; those of `folders` replace the shipped ones. Raises SettingsError."""
    found: dict[str, Phrases] = {}
    for path in (path for folder in (PHRASES, *folders) for path in sorted(folder.glob("*.yaml"))):
        phrases = read_yaml(path, Phrases)
        if phrases.language != path.stem:
            what = f"is “{phrases.language}”, the file's name says “{path.stem}”"
            raise SettingsError(what, file=path, field="language")
        found[phrases.language] = phrases
    return found
