"""Label: what the model is unsure of, what people say independently of each other, and how far they agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard import data_labels, parts
from dashboard.labelling import agreeing, queue, together
from dashboard.language import mark, say
from dashboard.naming import named
from dashboard.refusals import explained
from monitor.rights import Right

TITLE = mark("Label")
ORDER = 7
RIGHT: Right = "label"

_PARTS: Mapping[str, tuple[str, Callable[[], None]]] = {
    "queue": (mark("Look at what is unsure"), queue.draw),
    "together": (mark("Label together"), together.draw),
    "agreement": (mark("Agreement"), agreeing.draw),
}


def draw() -> None:
    """The part that is chosen, for somebody who may label and has a name."""
    if data_labels.version() is None:
        parts.empty_home()
        return
    chosen = st.segmented_control(
        say("What do you want to do?"),
        list(_PARTS),
        default="queue",
        required=True,
        format_func=lambda one: say(_PARTS[one][0]),
        key="label-part",
    )
    with explained():
        if named():
            _PARTS[chosen][1]()
