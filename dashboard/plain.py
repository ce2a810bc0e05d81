"""Shows what people wrote as plain text: nothing in it is ever interpreted."""

from __future__ import annotations

import html
import re

import streamlit as st

# Characters that turn the reading direction or hide: they could make a text show something else.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


def plain(text: str) -> str:
    """The text as harmless HTML: escaped, without direction overrides and hidden characters."""
    return html.escape(_INVISIBLE.sub("", text)).replace("\n", "<br>")


def quote(text: str, below: str) -> None:
    """A post, quoted small, with one grey line below it."""
    footer = f"<footer>{plain(below)}</footer>"
    st.html(f'<blockquote class="post" dir="auto"><p>{plain(text)}</p>{footer}</blockquote>')
