"""The reader's language: texts, dates, numbers and names of languages.

Texts stand in the code in English, inside `say`, `say_in`, `say_many` or `mark`; their translations stand in
`texts/<language>/dashboard.po`. `python -m dashboard.texts.update` brings these files to what the code says.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import streamlit as st
from babel import Locale
from babel.dates import format_date, get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from monitor import quotation

TEXTS = Path(__file__).resolve().parent / "texts"
SOURCE = "en"  # the language in which the code says its texts

# Each in its own language, so that a reader finds it.
LANGUAGES = {"nl": "Nederlands", "en": "English", "pl": "Polski", "bg": "Български", "ro": "Română"}

_DATES = {"en": "en_GB"}  # in the Netherlands the day stands before the month

_KEY = "language"
_PARAMETER = "lang"


def settle() -> None:
    """Chooses the language of a new visitor: that of the address, else of the browser, else English."""
    if _KEY not in st.session_state:
        browser = (st.context.locale or "").split("-")[0].lower()
        wanted = (st.query_params.get(_PARAMETER, ""), browser, SOURCE)
        st.session_state[_KEY] = next(code for code in wanted if code in LANGUAGES)


def switch() -> None:
    """The choice of language. It stays: in the session, and in the address for the next visit."""
    chosen = st.selectbox(
        say("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=_KEY,
        label_visibility="collapsed",
        width=150,
    )
    if st.query_params.get(_PARAMETER) != chosen:
        st.query_params[_PARAMETER] = chosen


def current() -> str:
    """The language in which this visitor reads."""
    return str(st.session_state.get(_KEY, SOURCE))


def mark(text: str) -> str:
    """The text itself: says that it is shown somewhere else through `known`, and must be translated."""
    return text


def say(text: str, **parts: object) -> str:
    """The text in the reader's language, with its {parts}."""
    return _texts(current()).gettext(text).format(**parts)


def say_in(language: str, text: str) -> str:
    """The text in the language of other readers, for what is printed or sent."""
    return _texts(language).gettext(text)


def say_many(one: str, many: str, count: int, **parts: object) -> str:
    """The text that fits the number, which it may show as {count}."""
    text = _texts(current()).ngettext(one, many, count)
    return text.format(count=number(count), **parts)


def known(text: str) -> str:
    """The translation of a text that another part of the program made, or the text itself."""
    return _texts(current()).gettext(text) if text else ""


def day(moment: date) -> str:
    """`16 November 2026`, as the language writes it."""
    return _day(moment, current())


@lru_cache(maxsize=4096)  # a page with a table of weeks writes the same days over and over
def _day(moment: date, language: str) -> str:
    return str(format_date(moment, "long", locale=_DATES.get(language, language)))


def months() -> list[str]:
    """The twelve months, short, January first."""
    names = get_month_names("abbreviated", context="stand-alone", locale=current())
    return [str(names[month]) for month in range(1, 13)]


def number(value: float) -> str:
    """The number as the language writes it."""
    return str(format_decimal(value, locale=current()))


def percent(share: float) -> str:
    """A share as a percentage, with a decimal where it is small."""
    return f"{number(round(100 * share, 1 if share < 0.1 else 0))}\u00a0%"


def language_name(code: str) -> str:
    """What a language is called in the reader's language; its code where nobody knows a name."""
    name = Locale(current()).languages.get(code)
    return str(name) if name else code


def language_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of several languages by code."""
    return {code: language_name(code) for code in codes}


def quoted(text: str) -> str:
    """A title or a wording in the quotation marks of the reader's language."""
    return quotation.quoted(text, current())


def place_name(language: str, region: str = "") -> str:
    """A community as people say it: its language, and its region where it has one."""
    return f"{language_name(language)}, {region}" if region else language_name(language)


def as_title(text: str) -> str:
    """The text with a capital, to stand by itself: in many languages the name of a language begins small."""
    return text[:1].upper() + text[1:]


def po_file(language: str) -> Path:
    """Where the translations of that language stand."""
    return TEXTS / language / "dashboard.po"


@cache
def _texts(language: str) -> gettext.NullTranslations:
    if language == SOURCE:
        return gettext.NullTranslations()
    with po_file(language).open("rb") as file:
        catalogue: Any = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
