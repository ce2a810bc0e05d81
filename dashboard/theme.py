"""Colours and their one meaning each (checked for colour-blind readers: docs/reference/looks.md)."""

from __future__ import annotations

from typing import NamedTuple

from monitor.records import Stance


class Palette(NamedTuple):
    """The colours of one ground."""

    ground: str
    text: str
    context: str
    stances: dict[Stance, str]


LIGHT = Palette(
    ground="#fbfaf7",
    text="#1d2b36",
    context="#8c919c",
    stances={
        "asserts": "#9f2711",
        "questions": "#c0830e",
        "experience": "#9936ba",
        "rejects": "#10545e",
        "mentions": "#8c919c",
    },
)
DARK = Palette(
    ground="#14191e",
    text="#e8eaed",
    context="#768392",
    stances={
        "asserts": "#f36f51",
        "questions": "#f9d654",
        "experience": "#cb8ae8",
        "rejects": "#5de3d6",
        "mentions": "#768392",
    },
)
