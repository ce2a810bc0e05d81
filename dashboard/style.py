"""What the pages look like beyond Streamlit's theme: widths, spaces, and the small marks of our own."""

from __future__ import annotations

import streamlit as st

from dashboard import parts
from dashboard.language import say
from dashboard.plain import plain

# The navigation begins where the text begins; one column of text, and space instead of boxes in boxes.
_FRAME = """
[data-testid="stMainBlockContainer"] { padding-top: 4rem; padding-bottom: 4rem; max-width: 1200px; }
@media (min-width: 1000px) {
  [data-testid="stTopNav"] { padding-left: calc(max(0px, (100vw - 1200px) / 2) + 4.5rem); }
}
[data-testid="stCaptionContainer"] { opacity: .8; }
[data-testid="stMain"] a { color: inherit; text-underline-offset: .15em; }
[data-testid="stExpander"] > details { border: 0; background: none; }
[data-testid="stExpander"] > details > summary { padding-left: 0; padding-right: 0; background: none; }
[data-testid="stExpander"] > details > summary:hover { text-decoration: underline; text-underline-offset: .2em; }
[data-testid="stExpanderDetails"] { padding: .25rem 0 1rem; }
.stTextArea textarea, .stTextInput input { font-size: 1rem; }
[class*="st-key-texts-"] :is(pre, code) {
  font-family: "Source Sans", sans-serif !important; font-size: 1rem !important; line-height: 1.5;
}
@media (max-width: 640px) { .st-key-copy { position: sticky; bottom: .75rem; z-index: 5; } }
.st-key-top { flex-wrap: nowrap; }
.st-key-top > :first-child { min-width: 0; }
[data-testid="stWidgetLabel"] p::first-letter { text-transform: uppercase; }
@media (max-width: 640px) { [data-testid="stMain"] [data-testid="stHorizontalBlock"] { gap: 1rem; } }
[class*="st-key-row-"] { border-top: 1px solid #8c919c55; padding-top: 1rem; }
"""
# Where the keyboard stands is seen; Streamlit shows it on its buttons and fields only. What a chart or table offers
# by itself is in English: a picture and the whole window are of use to all, but figures are taken along from
# Research, where rights, definitions and harmless cells belong to them.
_KEYBOARD = """
:is(a, summary, canvas, main, [role="tab"]):focus-visible {
  outline: 3px solid currentColor !important; outline-offset: -3px;
}
[data-testid="stMultiSelect"]:has(input:focus-visible) {
  outline: 2px solid currentColor; outline-offset: 2px; border-radius: 6px;
}
:is([data-testid="stElementToolbar"], [data-testid="stCode"] :has(> button)):focus-within { opacity: 1 !important; }
button:is([aria-label="Show data"], [aria-label="Copy Vega-Lite spec"], [aria-label="Download as CSV"]) {
  display: none;
}
"""
_TEXTS = """
.post { margin: 0 0 .25rem; padding: .1rem 0 .1rem .8rem; border-left: 2px solid #8c919c; max-width: 70ch; }
.post p { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
.post footer { opacity: .8; font-size: .8125rem; }
.answer { font-size: 1.25rem; line-height: 1.5; max-width: 70ch; margin: 0; text-wrap: pretty; }
.figure { margin: 0; } .figure b { font-size: 1.75rem; line-height: 1.1; font-variant-numeric: tabular-nums; }
.title { font-weight: 600; margin: 0; }
.below { margin: 0; } .below.small { opacity: .8; font-size: .8125rem; }
.fact { max-width: 70ch; margin: 0; overflow-wrap: anywhere; }
.version { max-width: 70ch; overflow-wrap: anywhere; margin: 0 0 1rem; }
.version del { opacity: .75; }
.version ins { font-weight: 600; text-underline-offset: .15em; }
.who { margin: 0; }
.grey { opacity: .8; font-size: .8125rem; margin: -.5rem 0 0; max-width: 70rem; overflow-wrap: anywhere; }
.legend { margin: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; }
.legend i { display: inline-block; width: .75rem; height: .75rem; margin-right: .4rem; border-radius: 2px; }
.legend b { font-variant-numeric: tabular-nums; }
.figures { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.figures th, .figures td { padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; border: 0;
  border-bottom: 1px solid #8c919c55; overflow-wrap: break-word; }
.figures th { font-weight: 600; font-size: .8125rem; vertical-align: bottom; }
.figures .number { text-align: right; white-space: nowrap; padding-right: 1.5rem; }
.figures th.number { white-space: normal; overflow-wrap: break-word; hyphens: auto; }
.figures tr > :last-child { padding-right: 0; }
@media (max-width: 640px) { .figures .number { padding-right: .5rem; } .figures th { overflow-wrap: anywhere; } }
@media (max-width: 640px) {
  .figures.many thead { display: none; }
  .figures.many tr { display: block; padding: .4rem 0; border-bottom: 1px solid #8c919c55; }
  .figures.many td { display: flex; justify-content: space-between; gap: 1rem; padding: .1rem 0; border: 0; }
  .figures.many td:first-child { font-weight: 600; }
  .figures.many td:not(:first-child)::before { content: attr(data-name); opacity: .8; }
}
"""
# Streamlit writes white on the main colour, which nobody can read on the bright one of the dark ground.
_PRIMARY = "[data-testid^='stBaseButton-primary'] p {{ color: {ground}; }}"
# On a phone the pages hide behind an arrow: it gets a word.
_MENU = "[data-testid='stExpandSidebarButton']::after {{ content: '{menu}'; font-size: 1rem; margin-left: .25rem; }}"


def put() -> None:
    """Puts it into the page."""
    menu = plain(say("Menu")).replace("'", "")
    dynamic = _PRIMARY.format(ground=parts.palette().ground) + _MENU.format(menu=menu)
    st.html(f"<style>{_FRAME}{_KEYBOARD}{_TEXTS}{dynamic}</style>")
