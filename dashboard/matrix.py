"""The table of all answers: rumours down, languages across, a small circle per channel. A cell is a button.

It is a real table with real buttons, so that keyboard and screen reader reach every cell. What it shows travels
to it as data and becomes text, never markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard.language import as_title, language_name, number, say, say_many
from dashboard.words import state_word
from monitor.response_matrix import Cell
from monitor.responses import CHANNELS

KEY = "matrix"
_CHOSEN = "chosen"
_DAYS_OF_A_WEEK = 7

_SCRIPT = """
function element(name, parent, text) {
  const one = document.createElement(name);
  if (text !== undefined) one.textContent = text;
  parent.append(one);
  return one;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".place");
  const focused = parentElement.activeElement && parentElement.activeElement.dataset.key;
  place.replaceChildren();
  const table = element("table", place);
  table.setAttribute("aria-label", data.caption);
  const head = element("tr", element("thead", table));
  element("th", head, data.corner).scope = "col";
  for (const column of data.columns) element("th", head, column).scope = "col";
  const body = element("tbody", table);
  for (const row of data.rows) {
    const line = element("tr", body);
    element("th", line, row.name).scope = "row";
    for (const cell of row.cells) {
      const button = element("button", element("td", line));
      button.type = "button";
      button.dataset.key = cell.key;
      button.setAttribute("aria-label", cell.label);
      button.setAttribute("aria-pressed", String(cell.chosen));
      button.title = cell.label;
      const circles = element("span", button);
      circles.className = "circles";
      for (const state of cell.states) element("i", circles).className = state;
      const below = element("span", button, cell.below);
      below.className = "below";
      button.onclick = () => setTriggerValue("chosen", cell.key);
      if (cell.key === focused) button.focus();
    }
  }
}
"""

_LOOKS = """
.place { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.8125rem; color: var(--st-text-color); }
th { text-align: left; font-weight: 400; padding: 0.25rem 0.5rem; }
thead th { font-weight: 600; }
thead th:not(:first-child) { text-align: center; }
tbody th { min-width: 8rem; max-width: 16rem; }
tbody th, thead th:first-child { padding-left: 0; }
tbody th, thead th:first-child { position: sticky; left: 0; background: var(--st-background-color); }
@media (max-width: 640px) { tbody th { min-width: 7rem; max-width: 8rem; } }
td { padding: 0; }
button {
  font: inherit; color: inherit; background: none; border: 1px solid transparent; border-radius: 0.375rem;
  width: 100%; min-width: 4.5rem; min-height: 2.75rem; padding: 0.25rem; cursor: pointer;
}
button:hover { border-color: var(--st-border-color); }
button[aria-pressed="true"] { border-color: var(--st-text-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: -1px; }
.circles { display: flex; gap: 3px; justify-content: center; }
.circles i { width: 9px; height: 9px; border-radius: 50%; border: 1.5px solid currentColor; box-sizing: border-box; }
.circles .checked { background: linear-gradient(90deg, currentColor 50%, transparent 50%); }
.circles .approved { background: currentColor; }
.circles .missing { border: 0; border-radius: 0; height: 1.5px; align-self: center; background: currentColor; opacity: 0.5; }
.below { display: block; margin-top: 3px; white-space: nowrap; }
@media (pointer: coarse) { button { min-height: 3rem; } }
"""


def show(
    cells: Mapping[tuple[str, str], Cell],
    names: Mapping[str, str],
    chosen: tuple[str, str],
    today: date,
    on_choice: Callable[[], None],
) -> None:
    """Draws the table; `on_choice` is called when a cell is pressed, and finds it with `choice`."""
    languages = list(dict.fromkeys(language for _, language in cells))
    rows = [
        {"name": name, "cells": [_drawn(cells[myth, one], name, chosen, today) for one in languages]}
        for myth, name in names.items()
    ]
    table = st.components.v2.component("answers", html='<div class="place"></div>', css=_LOOKS, js=_SCRIPT)
    content = {
        "caption": say("Answers"),
        "corner": say("Rumour"),
        "columns": [as_title(language_name(language)) for language in languages],
        "rows": rows,
    }
    table(data=content, key=KEY, on_chosen_change=on_choice)


def choice() -> tuple[str, str] | None:
    """The cell that was pressed just now."""
    pressed = st.session_state.get(KEY, {}).get(_CHOSEN)
    if not isinstance(pressed, str):
        return None
    myth, _, language = pressed.partition("/")
    return myth, language


def age(since: date | None, today: date) -> str:
    """How long ago that was, short."""
    if since is None:
        return ""
    days = (today - since).days
    if days < _DAYS_OF_A_WEEK:
        return say_many("{count} day", "{count} days", days)
    return say_many("{count} week", "{count} weeks", days // _DAYS_OF_A_WEEK)


def _drawn(cell: Cell, name: str, chosen: tuple[str, str], today: date) -> dict[str, object]:
    below = "◷" if cell.overdue else "+" if cell.waiting else ""
    return {
        "key": f"{cell.myth}/{cell.language}",
        "chosen": (cell.myth, cell.language) == chosen,
        "states": [cell.states[channel] or "missing" for channel in CHANNELS],
        "below": f"{below} {age(cell.since, today)}".strip(),
        "label": ", ".join([name, language_name(cell.language), *_said(cell, today)]),
    }


def _said(cell: Cell, today: date) -> Sequence[str]:
    """The cell in words, for who cannot see the circles."""
    if cell.empty:
        return [say("no text yet")]
    there = [state for state in cell.states.values() if state]
    said = [
        state_word(there[0]),
        say("{count} of {all} texts", count=number(len(there)), all=number(len(CHANNELS))),
    ]
    if cell.overdue:
        said.append(say("its date has passed"))
    if cell.waiting:
        said.append(say("a newer version waits"))
    if cell.since:
        said.append(age(cell.since, today))
    return said
