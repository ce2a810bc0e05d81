"""Label: what the model is unsure of, what people say independently of each other, and how far they agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard import data_labels, parts, visitor
from dashboard.labelling import agreeing, queue, together
from dashboard.language import mark, say
from monitor.errors import MonitorError
from monitor.workflow import signature

TITLE = mark("Label")
ORDER = 7

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
    if not visitor.person().may("label"):
        parts.sentence(say("Your role does not include labelling."))
        return
    chosen = st.segmented_control(
        say("What do you want to do?"),
        list(_PARTS),
        default="queue",
        required=True,
        format_func=lambda one: say(_PARTS[one][0]),
        key="label-part",
    )
    try:
        if _named():
            _PARTS[chosen][1]()
    except MonitorError as error:
        parts.trouble(str(error), error.remedy)


def _named() -> bool:
    """Whether the person has a name to sign with; asks for one where nobody logs in."""
    if not visitor.person().name or visitor.NAME in st.session_state:
        st.text_input(say("Your name or initials"), max_chars=80, key=visitor.NAME, width=280)
    if not visitor.person().name.strip():
        st.caption(say("Labels are kept under a name, so that two people can be told apart."))
        return False
    signature(visitor.person())
    return True
