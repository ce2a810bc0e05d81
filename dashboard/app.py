"""The dashboard's frame: navigation, looks, and the line that says that demo posts are invented."""

from __future__ import annotations

import streamlit as st

from dashboard import data, entrance, language, parts, refusals, visitor
from dashboard.pages import all_pages, right_of

STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding-top: 4.5rem; padding-bottom: 4rem; max-width: 1200px; }
[data-testid="stCaptionContainer"] { opacity: .8; }
[data-testid="stMain"] a { color: inherit; text-underline-offset: .15em; }
.post { margin: 0 0 .75rem; padding: .1rem 0 .1rem .8rem; border-left: 2px solid #8c919c; max-width: 70ch; }
.post p { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
.post footer { opacity: .8; font-size: .8125rem; }
.answer { font-size: 1.25rem; line-height: 1.5; max-width: 70ch; }
.figure { margin: 0; } .figure b { font-size: 1.75rem; line-height: 1.1; font-variant-numeric: tabular-nums; }
.title { font-weight: 600; margin: 0; }
.fact { max-width: 70ch; margin: 0 0 .5rem; overflow-wrap: anywhere; }
.version { max-width: 70ch; overflow-wrap: anywhere; margin: 0 0 1rem; }
.version del { opacity: .75; }
.version ins { font-weight: 600; text-underline-offset: .15em; }
.who { margin: 0; }
@media (max-width: 640px) { .st-key-copy { position: sticky; bottom: .75rem; z-index: 5; } }
/* Where the keyboard stands is seen; Streamlit shows it on its buttons and fields only. */
:is(a, summary, canvas, main, [role="tab"]):focus-visible {
  outline: 3px solid currentColor !important; outline-offset: -3px;
}
:is([data-testid="stElementToolbar"], [data-testid="stCode"] :has(> button)):focus-within { opacity: 1 !important; }
/* What a chart or table offers by itself, in English: a picture and the whole window are of use to all; figures are
   taken along from Research, where rights, definitions and harmless cells belong to them. */
button:is([aria-label="Show data"], [aria-label="Copy Vega-Lite spec"], [aria-label="Download as CSV"]) { display: none; }
.grey { opacity: .8; font-size: .8125rem; margin-top: -.6rem; max-width: 70rem; overflow-wrap: anywhere; }
</style>
"""
# Streamlit writes white on the main colour, which nobody can read on the bright one of the dark ground.
PRIMARY = "<style>[data-testid^='stBaseButton-primary'] p {{ color: {ground}; }}</style>"


def main() -> None:
    """Draws the page that the reader chose, in their language."""
    st.set_page_config(page_title="Myth Monitor", page_icon="◐", layout="wide")
    st.html(STYLE + PRIMARY.format(ground=parts.palette().ground))
    language.settle()
    who = visitor.person()
    # What a person has no right to is no page of theirs: Streamlit runs only what stands in the navigation.
    pages = [
        st.Page(page.draw, title=language.known(page.TITLE), url_path=name)
        for name, page in all_pages().items()
        if who.may(right_of(page))
    ]
    closed = st.Page(entrance.closed, title=language.known(entrance.TITLE), url_path="login")
    chosen = st.navigation(pages or [closed], position="top")
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        entrance.badge(who)
        language.switch()
    if data.demo_home():
        st.caption(language.say("Demo: every post shown here is invented."))
    with refusals.explained():
        chosen.run()
