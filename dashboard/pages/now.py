"""Now: what rises, for whom, and what to answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import streamlit as st

from dashboard import charts, data
from dashboard.plain import plain, quote
from dashboard.theme import DARK, LIGHT, STANCE_WORDS, Palette
from monitor.check import standing
from monitor.responses import Channel
from monitor.signals import Signal
from monitor.trends import Cell

LANGUAGE_NAMES = {
    "pl": "Polish",
    "bg": "Bulgarian",
    "ro": "Romanian",
    "lt": "Lithuanian",
    "tr": "Turkish",
    "nl": "Dutch",
    "en": "English",
    "uk": "Ukrainian",
}


def draw() -> None:
    """The whole page."""
    now = data.now()
    if now is None:
        _empty()
        return
    by_myth = _strongest(now.signals)
    st.html(f'<p class="answer">{plain(_sentence(now, by_myth))}</p>')
    st.html(f'<p class="grey">{plain(_base(now))}</p>')
    for signal in by_myth:
        _rise(now, signal)
    st.subheader("The weeks of each rumour", anchor=False)
    chosen = st.selectbox(
        "Rumour",
        list(data.myths()),
        index=list(data.myths()).index(by_myth[0].myth) if by_myth else 0,
        format_func=lambda id: data.myths()[id].name("en"),
    )
    _myth(now, chosen)


def _empty() -> None:
    st.html('<p class="answer">Nothing has been read yet.</p>')
    st.markdown(
        "Add a first place to read, then collect:\n\n"
        "```\nmyth-monitor sources add my-page --type feed --language pl --region Noord-Brabant "
        "--address https://…\nmyth-monitor run\n```\n\nOr look around in the demo: `myth-monitor demo`."
    )


def _strongest(signals: list[Signal]) -> list[Signal]:
    """One signal per rumour, the clearest; the language before the community where both rise."""
    strongest: dict[str, Signal] = {}
    for signal in sorted(signals, key=lambda one: (one.p, one.scope != "language")):
        strongest.setdefault(signal.myth, signal)
    return list(strongest.values())


def _sentence(now: data.Now, signals: list[Signal]) -> str:
    if not signals:
        return f"Nothing unusual in the week of {_day(now.week)}: every rumour lies within its usual range."
    names = [f"«{data.myths()[one.myth].name('en')}» among {_place(one)} readers" for one in signals]
    numbers = ("Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    many = numbers[len(names) - 2] if 2 <= len(names) <= 9 else str(len(names))
    count = "One rumour rises" if len(names) == 1 else f"{many} rumours rise"
    return f"{count} in the week of {_day(now.week)}: {'; '.join(names)}."


def _base(now: data.Now) -> str:
    return f"{now.read} posts read that week, {now.posts} in all · model {now.version}"


def _rise(now: data.Now, signal: Signal) -> None:
    with st.container(border=True):
        left, right = st.columns([3, 2], vertical_alignment="center")
        name = data.myths()[signal.myth].name("en")
        left.markdown(f"**{name}** · {_place(signal)}")
        observed = Cell(signal.observed, signal.authors).shown()
        left.markdown(f"**{observed}** posts, usual {signal.low}-{signal.high}")
        spark = now.sparks[signal.myth, signal.place]
        right.altair_chart(charts.rise(spark, signal.low, signal.high, _palette()), width="stretch")
        with st.expander("What to answer"):
            language = signal.place if signal.scope == "language" else signal.place.split("-")[0]
            _answer(signal.myth, language)
        with st.expander("How it is worded"):
            _examples(now, signal.myth, signal.week, signal.place if signal.scope == "language" else None)


def _myth(now: data.Now, myth: str) -> None:
    rows = _by_stance(now, myth)
    first = now.week - timedelta(weeks=25)
    cells = data.stance_cells(now.version, first, now.week).get(myth, {})
    shown = [f"{STANCE_WORDS[stance]} {cells[stance].shown()}" for stance in STANCE_WORDS if stance in cells]
    total = Cell(
        sum(cell.posts for cell in cells.values()), max((c.authors for c in cells.values()), default=0)
    )
    against = cells.get("rejects", Cell(0, 0))
    st.markdown(
        f"**{total.shown()} posts in 26 weeks, {against.shown()} of them contradict it** (below the line)"
    )
    st.altair_chart(charts.stance_weeks(rows, _palette()), width="stretch")
    small = "pale: fewer than five authors, so no number is shown"
    st.html(f'<p class="grey">{plain(" · ".join(shown) or "no posts")} · {small} · {plain(_base(now))}</p>')
    with st.expander("The same figures as a table"):
        st.dataframe(charts.weeks_as_table(rows), width="stretch", hide_index=True)
    left, right = st.columns(2)
    with left:
        st.markdown("**Example posts** (redacted)")
        _examples(now, myth, None, None)
    with right:
        st.markdown("**What to answer**")
        known = [language for id, language in data.responses() if id == myth]
        if known:
            language = st.selectbox(
                "Answer in",
                known,
                index=known.index("en") if "en" in known else 0,
                format_func=lambda code: LANGUAGE_NAMES.get(code, code),
                key=f"in-{myth}",
            )
            _answer(myth, language)
        else:
            st.caption("No answer is prepared yet.")


def _examples(now: data.Now, myth: str, week: date | None, language: str | None) -> None:
    found = data.example_posts(now.version, myth, week, language)
    if not found:
        st.caption("No post of this kind yet.")
    for post in found:
        copies = f" · shared {post.copies} times" if post.copies > 1 else ""
        language_name = LANGUAGE_NAMES.get(post.language, post.language)
        said = f"{language_name} · {STANCE_WORDS[post.stance]} · {_day(post.published)}{copies}"
        quote(post.text, f"{said} · nearest: «{post.variant}»")


def _answer(myth: str, language: str) -> None:
    response = data.responses().get((myth, language)) or data.responses().get((myth, "en"))
    if response is None:
        st.caption("No answer is prepared yet.")
        return
    channels: list[Channel] = [channel for channel in ("comment", "message") if channel in response.texts]
    for channel in channels:
        text = response.texts[channel]
        st.caption(
            f"{channel} · {LANGUAGE_NAMES.get(response.language, response.language)} · "
            + standing(response, datetime.now(UTC).date())
        )
        st.code(text.text, language=None, wrap_lines=True)
    facts = {id for channel in channels for id in response.texts[channel].facts}
    for fact in (data.myths()[myth].fact(id) for id in sorted(facts)):
        source = fact.sources[0]
        link = f'<a href="{plain(str(source.url))}" rel="noopener noreferrer" target="_blank">'
        where = f"{link}{plain(source.publisher)}, {plain(source.title)}</a>"
        st.html(f'<p class="grey">{plain(fact.en)} — {where}, read {fact.read}</p>')


def _by_stance(now: data.Now, myth: str) -> list[dict[str, Any]]:
    return [
        {"week": row["week"], "stance": row["stance"], "cell": Cell(row["posts"], row["authors"])}
        for row in now.matches
        if row["myth"] == myth and row["stance"]
    ]


def _palette() -> Palette:
    return DARK if st.context.theme.type == "dark" else LIGHT


def _place(signal: Signal) -> str:
    if signal.scope == "language":
        return LANGUAGE_NAMES.get(signal.place, signal.place)
    language, region = data.communities()[signal.place]
    return f"{LANGUAGE_NAMES.get(language, language)} ({region})"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


draw()
