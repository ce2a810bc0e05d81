"""What is said to those who contradict a rumour themselves: thanks, and a source they can show."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from monitor.errors import SettingsError
from monitor.myths import FactSource, Line
from monitor.paths import THANKS
from monitor.records import LanguageCode
from monitor.yaml_files import read_yaml


class Thanks(BaseModel):
    """The line of one language: data/thanks/<language>.yaml, or `thanks/` in the home folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: LanguageCode
    text: Line

    def with_source(self, source: FactSource) -> str:
        """The line to copy, with the address of the source."""
        return f"{self.text} {source.title}, {source.publisher}: {source.url}"


def load_thanks(*folders: Path) -> dict[str, Thanks]:
    """The lines by language; those of `folders` replace the shipped ones. Raises SettingsError."""
    found: dict[str, Thanks] = {}
    for path in (path for folder in (THANKS, *folders) for path in sorted(folder.glob("*.yaml"))):
        thanks = read_yaml(path, Thanks)
        if thanks.language != path.stem:
            what = f"is «{thanks.language}», the file's name says «{path.stem}»"
            raise SettingsError(what, file=path, field="language")
        found[thanks.language] = thanks
    return found
