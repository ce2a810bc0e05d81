"""Brings the translation files to what the code says: new texts come in empty, unused ones go.

python -m dashboard.texts.update
"""

from __future__ import annotations

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from dashboard.language import LANGUAGES, SOURCE, TEXTS, po_file

_KEYWORDS = {"say": None, "say_in": (2,), "say_many": (1, 2), "mark": None}


def texts_in_code() -> Catalog:
    """Every text that the dashboard's code shows."""
    found = Catalog(project="myth-monitor", charset="utf-8")
    for _, _, message, _, _ in extract_from_dir(TEXTS.parent, [("**.py", "python")], keywords=_KEYWORDS):
        found.add(message)
    return found


def read(language: str) -> Catalog:
    """The translations of that language as they stand; empty when there are none yet."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> int:
    """Rewrites the file of that language; returns how many texts wait for a translation."""
    catalogue = read(language)
    created = catalogue.creation_date
    catalogue.update(texts_in_code(), no_fuzzy_matching=True)
    catalogue.creation_date = created  # two branches that add texts shall not quarrel about the hour
    catalogue.obsolete.clear()
    path = po_file(language)
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, omit_header=False)
    return sum(not _complete(message.string) for message in catalogue if message.id)


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


def main() -> None:
    """Updates all languages and says what is missing."""
    for language in LANGUAGES:
        if language != SOURCE:
            print(f"{language}: {update(language)} texts to translate")  # noqa: T201  # a tool's own words


if __name__ == "__main__":
    main()
