"""Research: a question, its answer with intervals, how it was counted, and the figures to take along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import charts, data, data_research, measured, parts, shares, visitor
from dashboard.language import as_title, day, language_name, mark, percent, place_name, quoted, say, say_many
from dashboard.words import sentiment_word, stance_word
from monitor.exports import Format
from monitor.records import SENTIMENTS, STANCES
from monitor.research import OVER_TIME, QUESTIONS, TOLD, Answer, Choice, Line, Question
from monitor.trends import FEWEST_AUTHORS

TITLE = mark("Research")
ORDER = 6
_WEEKS = 26

_QUESTIONS: Mapping[Question, str] = {
    "how-often": mark("How often are rumours told?"),
    "stance": mark("What do people do with them?"),
    "sentiment": mark("What is the mood?"),
    "by-community": mark("In which community?"),
    "by-language": mark("In which language?"),
    "by-myth": mark("Which rumours?"),
}
_DEFINITIONS: Mapping[Question, str] = {
    "how-often": mark("Counted: posts that speak of a rumour, among all posts read."),
    "stance": mark("Counted: posts of each stance, among the posts that speak of a rumour."),
    "sentiment": mark(
        "Counted: posts of each sentiment (of the post as a whole), among those that speak of a rumour."
    ),
    "by-community": mark("Counted: posts that speak of a rumour, among all posts read in that community."),
    "by-language": mark("Counted: posts that speak of a rumour, among all posts read in that language."),
    "by-myth": mark("Counted: posts that speak of that rumour, among all posts read."),
}
_FILES: Mapping[Format, tuple[str, str]] = {
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
    "csv": ("CSV", "text/csv"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def draw() -> None:
    """The whole page."""
    weeks = data_research.weeks()
    if not weeks:
        parts.empty_home()
        return
    question = st.pills(
        say("What do you want to know?"),
        QUESTIONS,
        default=QUESTIONS[0],
        required=True,
        format_func=lambda one: say(_QUESTIONS[one]),
        key="question",
    )
    answer = data_research.answer(_choice(question, weeks))
    if answer is None or not any(line.told.posts for line in answer.lines):
        parts.sentence(say("No post speaks of a rumour with these filters."))
        return
    names, labels = _names(answer), _labels()
    parts.sentence(_sentence(answer, names, labels))
    names = {one: as_title(name) for one, name in names.items()}
    _chart(answer, names, labels)
    parts.grey(_grey(answer))
    with st.expander(say("The same figures as a table")):
        st.dataframe(shares.as_rows(answer.lines, names, labels), width="stretch", hide_index=True)
    _how(answer)
    if visitor.person().may("download"):
        _downloads(answer)


def _choice(question: Question, weeks: list[date]) -> Choice:
    names = parts.rumours()
    communities = data.communities()
    regions = sorted({region for _, region in communities.values() if region})
    first, second, third, fourth = st.columns(4)
    chosen = {
        "myths": _several(first, say("Rumours"), names, names.__getitem__, "r-myths"),
        "languages": _several(
            second, say("Language of the post"), data_research.languages(), language_name, "r-languages"
        ),
        "regions": _several(third, say("Region"), regions, str, "r-regions"),
        "communities": _several(
            fourth, say("Community"), communities, lambda id: place_name(*communities[id]), "r-communities"
        ),
    }
    begin, end = _period(weeks)
    step = 1
    if question in OVER_TIME:
        steps = {4: say("four weeks"), 1: say("each week")}
        step = st.segmented_control(
            say("One point for"),
            list(steps),
            default=4,
            required=True,
            format_func=steps.__getitem__,
            key="r-step",
        )
    return Choice(question, begin, end, step, **chosen)


def _several(
    column: DeltaGenerator, label: str, options: Iterable[str], name: Callable[[str], str], key: str
) -> tuple[str, ...]:
    """A filter: what is chosen, or nothing for all."""
    # Streamlit's own «Select all» is English in every language, and «all» is what an empty filter says.
    return tuple(
        column.multiselect(
            label, list(options), format_func=name, placeholder=say("all"), key=key, select_all=False
        )
    )


def _period(weeks: list[date]) -> tuple[date, date]:
    if len(weeks) == 1:
        return weeks[0], weeks[0]
    usual = (weeks[-min(_WEEKS, len(weeks))], weeks[-1])
    begin, end = st.select_slider(say("Weeks"), weeks, value=usual, format_func=day, key="r-weeks")
    return begin, end


def _labels() -> dict[str, str]:
    return {
        TOLD: say("speak of a rumour"),
        **{one: stance_word(one) for one in STANCES},
        **{one: sentiment_word(one) for one in SENTIMENTS},
    }


def _names(answer: Answer) -> dict[str, str]:
    """What the places or rumours of a comparison are called."""
    if answer.choice.question == "by-myth":
        return parts.rumours()
    return {
        str(line.axis): parts.place(
            "language" if answer.choice.question == "by-language" else "community", str(line.axis)
        )
        for line in answer.lines
    }


def _sentence(answer: Answer, names: Mapping[str, str], labels: Mapping[str, str]) -> str:
    shown = [line for line in answer.lines if line.share]
    if answer.choice.question in OVER_TIME:
        newest = max((str(line.axis) for line in shown), default="")
        shown = [line for line in shown if str(line.axis) == newest]
    if not shown:
        return say("Too few people wrote to show a number here.")
    most = max(shown, key=lambda line: line.share.value if line.share else 0)
    value = shares.with_range(most.share)
    if not isinstance(most.axis, date):
        what = names[shares.key(most)]
        what = quoted(what) if answer.choice.question == "by-myth" else what
        return say("Most often: {what}, {share} of the posts read.", what=what, share=value)
    what = labels[most.label]
    if most.label == TOLD:
        return say(
            "Since the week of {week}: {share} of the posts read speak of a rumour.",
            week=day(most.axis),
            share=value,
        )
    return say(
        "Since the week of {week}: “{what}” most often, {share}.", week=day(most.axis), what=what, share=value
    )


def _chart(answer: Answer, names: Mapping[str, str], labels: Mapping[str, str]) -> None:
    colours = parts.palette()
    if answer.choice.question not in OVER_TIME:
        parts.bold(say("Share of the posts read, with its 95 % range"))
        charts.put(shares.side_by_side(answer.lines, names, colours))
        return
    kinds = list(dict.fromkeys(line.label for line in answer.lines))
    top = shares.top_of(answer.lines)
    for column, kind in zip(st.columns(len(kinds)), kinds, strict=True):
        lines = [line for line in answer.lines if line.label == kind]
        colour = next((colours.stances[one] for one in STANCES if one == kind), colours.text)
        with column:
            parts.bold(_title(labels[kind], lines))
            charts.put(shares.over_time(lines, colour, top, colours))


def _title(label: str, lines: list[Line]) -> str:
    newest = max(lines, key=lambda line: str(line.axis))
    value = percent(newest.share.value) if newest.share else newest.shown()
    return f"{as_title(label)}: {value}"


def _grey(answer: Answer) -> str:
    base = {line.axis: line.base for line in answer.lines}
    posts = sum(cell.posts for cell in base.values() if not cell.small)
    return " · ".join(
        [
            say_many("counted among {count} post", "counted among {count} posts", posts),
            say("weeks of {first} to {last}", first=day(answer.choice.first), last=day(answer.choice.last)),
            say("bars: 95 % intervals"),
            say(
                "<{few} or …: hidden, because fewer than five authors wrote them or could be worked out",
                few=FEWEST_AUTHORS,
            ),
            say("model {model}", model=answer.version),
            *measured.in_short(answer.version),
        ]
    )


def _how(answer: Answer) -> None:
    with st.expander(say("How this was counted")):
        parts.plain_line(say(_DEFINITIONS[answer.choice.question]))
        parts.plain_line(
            say(
                "A post speaks of a rumour when its match is certain. Matches that a person should look at do not"
                " count. Weeks begin on Monday 00:00 UTC."
            )
        )
        parts.plain_line(
            say(
                "Intervals: 95 % Wilson intervals for the effective number of posts. Posts of one author count less"
                " the more alike they are (design effect by author, Student's t). They do not include the model's own"
                " errors: the model card has those, per rumour, stance and language."
            )
        )
        for line in measured.in_full(answer.version):
            parts.plain_line(line)
        st.code(answer.query(), language="sql", wrap_lines=True)


def _downloads(answer: Answer) -> None:
    st.subheader(say("Download the figures"), anchor=False)
    name = f"myth-monitor-{answer.choice.question}"
    columns = st.columns(len(_FILES) + 1)
    for column, (format, (label, kind)) in zip(columns, _FILES.items(), strict=False):
        column.download_button(
            label,
            data_research.file(answer, format),
            f"{name}.{format}",
            kind,
            key=f"download-{format}",
            on_click="ignore",
            width="stretch",
        )
    columns[-1].download_button(
        say("What the columns mean"),
        data_research.meanings(answer),
        f"{name}-dictionary.csv",
        "text/csv",
        key="download-dictionary",
        on_click="ignore",
        width="stretch",
    )
