"""The form that adds a place to read: what it is, whose readers it has, a look at it, and then its file."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from dashboard import data, data_sources, parts, refusals, trials
from dashboard.language import known, language_names, mark, say
from monitor.records import PROMISED_LANGUAGES

# The words of the source types (each has its own in monitor/sources), for the translators.
_WORDS = (
    mark("feed (RSS, Atom, JSON Feed)"),
    mark("Mastodon (account, hashtag, local timeline)"),
    mark("web page (CSS selectors)"),
    mark("forum (phpBB)"),
    mark("Telegram channel (public preview)"),
    mark("comments below the entries, and what the feed leaves out of them"),
    mark("what the other tool did not export"),
    mark("posts that are not public, boosts, and what others reply"),
    mark("what the page shows only after a login or by a script"),
    mark("boards that need a login, and private messages"),
    mark("comments, groups, and channels without a public preview"),
    mark("one match per post, e.g. `article.message`"),
    mark("the post's text"),
    mark("when it was published: its `datetime` attribute, or its text"),
)
_PROVINCES = (
    "Drenthe",
    "Flevoland",
    "Friesland",
    "Gelderland",
    "Groningen",
    "Limburg",
    "Noord-Brabant",
    "Noord-Holland",
    "Overijssel",
    "Utrecht",
    "Zeeland",
    "Zuid-Holland",
)
_WIDTH = 560
_ROUND = "new-source-round"  # counts the sources added, so that the fields are empty again
_ADDED = "new-source-added"


@st.fragment  # a look at a site takes seconds, in which the rest of the page stays as it is
def draw() -> None:
    """The folded form; nothing for those who may not add a source."""
    if not data_sources.may_add():
        return
    if title := st.session_state.pop(_ADDED, None):
        parts.sentence(say("“{title}” is added. The next run reads it.", title=title))
    with st.expander(say("Add a place to read")), st.container(width=_WIDTH):
        _fields(str(st.session_state.setdefault(_ROUND, 0)))


def _fields(round: str) -> None:
    kinds = data_sources.kinds()
    kind = st.selectbox(
        say("What kind of place is it?"),
        list(kinds),
        format_func=lambda one: known(kinds[one]),
        key=f"new-source-kind-{round}",
    )
    with st.form(f"new-source-{round}", border=False):
        address = st.text_input(
            say("Its address"), placeholder="https://…", max_chars=2000, key=f"new-source-address-{round}"
        )
        title = st.text_input(say("What people call it"), max_chars=200, key=f"new-source-title-{round}")
        languages = language_names([*PROMISED_LANGUAGES, *_further_languages()])
        language = st.selectbox(
            say("Language of its readers"),
            list(languages),
            format_func=languages.__getitem__,
            key=f"new-source-language-{round}",
        )
        region = st.selectbox(
            say("Region of its readers"),
            _regions(),
            accept_new_options=True,
            key=f"new-source-region-{round}",
        )
        read = dict(_needed(kind, round))
        parts.grey(not_covered(kind))
        parts.grey(say("Only public places are read, and what a site asks of robots is kept to."))
        with st.container(horizontal=True):
            test = st.form_submit_button(say("Test"))
            add = st.form_submit_button(say("Add"), type="primary")
    if not (test or add):
        return
    with refusals.explained():
        source = data_sources.draft(kind, language, region or "", address.strip(), title.strip(), read)
        if test:
            with st.spinner(say("Reading its first page …")):
                found = data_sources.try_draft(source)
            trials.show(found)
            return
        data_sources.add(source)
        st.session_state[_ADDED] = source.title
        st.session_state[_ROUND] += 1
        st.rerun()


def not_covered(kind: str) -> str:
    """What is not read at such a place, in a sentence."""
    return say("Not covered: {what}.", what=known(data_sources.not_covered(kind)))


def _needed(kind: str, round: str) -> Iterator[tuple[str, str]]:
    """What this kind of place cannot be read without."""
    for name, field in data_sources.options(kind).items():
        if field.is_required():
            label = f"{name}: {known(field.description or '')}"
            yield name, st.text_input(label, key=f"new-source-{kind}-{name}-{round}")


def _further_languages() -> list[str]:
    """Those of the communities that are read already, beside the promised ones."""
    spoken = {language for language, _ in data.communities().values()}
    return sorted(spoken - set(PROMISED_LANGUAGES))


def _regions() -> list[str]:
    """The regions that are read already, so that they are written alike, then the provinces."""
    read = sorted({region for _, region in data.communities().values() if region})
    return list(dict.fromkeys((*read, *_PROVINCES)))
