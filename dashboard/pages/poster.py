"""Poster: a sheet to print for one community, whose QR code opens «Check a rumour» in its language."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from dashboard import parts
from dashboard.language import LANGUAGES, current, mark, say, say_in
from dashboard.plain import plain

TITLE = mark("Poster")
ORDER = 9

_SHEET = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 20mm; }}
body {{ font: 18pt/1.4 "Noto Sans", "Source Sans 3", sans-serif; color: #1d2b36; text-align: center; }}
h1 {{ font-size: 40pt; line-height: 1.15; margin: 10mm 0; }}
svg {{ width: 90mm; height: 90mm; }}
footer {{ font-size: 12pt; overflow-wrap: anywhere; }}
</style></head><body>
<h1>{title}</h1><p>{how}</p>{code}<p>{free}</p><footer>{place}<br>{address}</footer>
</body></html>
"""


def draw() -> None:
    """What shall stand on the poster; beside it, what the readers will see, with the code to try."""
    parts.sentence(say("A poster to print: its code opens “Check a rumour” in the language of the readers."))
    form, preview = st.columns(2, gap="large")
    with form:
        language, place, address = _wishes()
    if not address:
        return
    target = check_address(address, language)
    with preview:
        parts.titled(
            say_in(language, "Did you hear a rumour? Check it here."),
            say_in(language, "Scan the code with your phone and paste what you heard."),
        )
        code = segno.make(target, error="m").png_data_uri(scale=6)
        st.image(code, width=220, alt=say("QR code: opens {address}", address=target))
        parts.plain_line(place)
        parts.grey(target)
    with form:
        st.download_button(
            say("Download to print"),
            sheet(language, place, target),
            f"poster-{language}.html",
            "text/html",
            type="primary",
        )


def _wishes() -> tuple[str, str, str]:
    """The poster's language, the place on it, and where the dashboard can be reached."""
    languages = list(LANGUAGES)
    language = st.selectbox(
        say("Language of the poster"),
        languages,
        index=languages.index(current()),
        format_func=LANGUAGES.__getitem__,
        key="poster-language",
    )
    place = st.text_input(say("Town or organisation on the poster"), max_chars=80, key="poster-place")
    address = st.text_input(say("Address of this dashboard"), value=_here(), key="poster-address")
    if urlsplit(address).hostname in (None, "localhost", "127.0.0.1"):
        st.caption(say("This address works on this computer only. Fill in the one that phones can reach."))
    return language, place, address


def check_address(base: str, language: str) -> str:
    """Where «Check a rumour» opens in that language."""
    return f"{base.rstrip('/')}/check?{urlencode({'lang': language})}"


def sheet(language: str, place: str, target: str) -> str:
    """The poster as a page of its own, with nothing that it would have to load."""
    return _SHEET.format(
        language=language,
        title=plain(say_in(language, "Did you hear a rumour? Check it here.")),
        how=plain(say_in(language, "Scan the code with your phone and paste what you heard.")),
        free=plain(
            say_in(language, "You see what is true, and an answer to pass on. Free, without your name.")
        ),
        code=segno.make(target, error="m").svg_inline(),
        place=plain(place),
        address=plain(target),
    )


def _here() -> str:
    parts_of = urlsplit(st.context.url or "")
    return f"{parts_of.scheme}://{parts_of.netloc}" if parts_of.netloc else ""
