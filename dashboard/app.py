"""The dashboard's frame: navigation, looks, and the line that says that demo posts are invented."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# Streamlit runs this file as a script: the packages lie one folder up.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dashboard import data, language
from dashboard.pages import all_pages

STYLE = """
<style>
.post { margin: 0 0 .75rem; padding: .1rem 0 .1rem .8rem; border-left: 2px solid #8c919c; max-width: 70ch; }
.post p { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
.post footer { opacity: .75; font-size: .8125rem; }
.answer { font-size: 1.25rem; line-height: 1.5; max-width: 70ch; }
.title { font-weight: 600; margin: 0; }
.fact { max-width: 70ch; margin: 0 0 .5rem; overflow-wrap: anywhere; }
.grey { opacity: .75; font-size: .8125rem; margin-top: -.6rem; }
</style>
"""


def main() -> None:
    """Draws the page that the reader chose, in their language."""
    st.set_page_config(page_title="Myth Monitor", page_icon="◐", layout="wide")
    st.html(STYLE)
    language.settle()
    pages = [
        st.Page(page.draw, title=language.known(page.TITLE), url_path=name)
        for name, page in all_pages().items()
    ]
    chosen = st.navigation(pages, position="top")
    language.switch()
    if data.demo_home():
        st.caption(language.say("Demo: every post shown here is invented."))
    chosen.run()


main()
