"""The form that makes a group of posts a known rumour: what it claims, what is true, whom it harms, how it is worded."""

from __future__ import annotations

import streamlit as st

from dashboard.language import current, language_name, say
from monitor.new_myth import MythDraft
from monitor.rumour_groups import Group

_LANGUAGES = ("nl", "en")  # what an editor writes; wordings come in any language
_WORDINGS = 6


def draw(group: Group) -> MythDraft | None:
    """The draft when it is sent, else None."""
    with st.form(f"f-{group.key}"):
        titles = {
            one: st.text_input(
                say("Title ({language})", language=language_name(one)),
                value=group.name if one == current() else "",
                max_chars=120,
                key=f"f-title-{one}",
            )
            for one in dict.fromkeys((*_LANGUAGES, current()))
        }
        claims = _per_language(say("What the rumour says"), "claim")
        kernel = _per_language(say("What is true in it"), "kernel")
        believable = _per_language(say("Why people believe it"), "believable")
        harmed = st.text_input(say("Who is harmed by it?"), key="f-harmed")
        how = st.text_input(say("How does it harm them?"), key="f-how")
        severity = st.slider(
            say("How bad is it? (1 nuisance, 5 danger to life or to a child)"), 1, 5, 3, key="f-bad"
        )
        likelihood = st.slider(say("How likely, where it is believed?"), 1, 5, 3, key="f-likely")
        st.caption(
            say(
                "How people say it, one wording a line: short, without names. The model finds the rumour by these;"
                " more of them, in more languages, find more."
            )
        )
        wordings = {
            one: st.text_area(
                language_name(one), value="\n".join(_wordings(group, one)), key=f"f-words-{one}"
            )
            for one in group.languages
        }
        if not st.form_submit_button(say("Write it into the list of rumours"), type="primary"):
            return None
    return MythDraft(
        title=titles,
        claim=claims,
        wordings={language: text.splitlines() for language, text in wordings.items()},
        harmed=harmed,
        how=how,
        severity=int(severity),
        likelihood=int(likelihood),
        kernel=kernel,
        believable=believable,
    )


def _per_language(label: str, key: str) -> dict[str, str]:
    columns = st.columns(len(_LANGUAGES))
    return {
        one: column.text_area(f"{label} ({language_name(one)})", key=f"f-{key}-{one}", height=80)
        for one, column in zip(_LANGUAGES, columns, strict=True)
    }


def _wordings(group: Group, language: str) -> list[str]:
    return [" ".join(text.text.split()) for text in group.texts if text.language == language][:_WORDINGS]
