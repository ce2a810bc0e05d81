"""The dashboard's frame: navigation, looks, and the line that says that demo posts are invented."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# Streamlit runs this file as a script: the packages lie one folder up.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dashboard import data

STYLE = """
<style>
.post { margin: 0 0 .75rem; padding: .1rem 0 .1rem .8rem; border-left: 2px solid #8c919c; max-width: 70ch; }
.post p { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
.post footer { opacity: .75; font-size: .8125rem; }
.answer { font-size: 1.25rem; line-height: 1.5; max-width: 70ch; }
.grey { opacity: .75; font-size: .8125rem; margin-top: -.6rem; }
</style>
"""


def main() -> None:
    """Draws the page that the reader chose."""
    st.set_page_config(page_title="Myth Monitor", page_icon="◐", layout="wide")
    st.html(STYLE)
    if data.demo_home():
        st.caption("Demo: every post shown here is invented.")
    st.navigation([st.Page("pages/now.py", title="Now", default=True)], position="top").run()


main()
