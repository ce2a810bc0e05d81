"""A title or a wording in the quotation marks of whoever reads it: data/quotation-marks.yaml has them by language."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import RootModel, StringConstraints

from monitor.paths import QUOTATION_MARKS
from monitor.records import LanguageCode
from monitor.yaml_files import read_yaml

_WORDS = "…"  # stands in the table for what is quoted
_OTHERWISE = "en"


class _Marks(RootModel[dict[LanguageCode, Annotated[str, StringConstraints(pattern=rf"^\S{_WORDS}\S$")]]]):
    """The whole table."""


def quoted(text: str, language: str) -> str:
    """The text between the marks of that language; between English ones where the table has no others."""
    marks = quotation_marks()
    return marks.get(language, marks[_OTHERWISE]).replace(_WORDS, text)


@cache
def quotation_marks() -> dict[str, str]:
    """The marks by language, as `„…”`."""
    return read_yaml(QUOTATION_MARKS, _Marks).root
