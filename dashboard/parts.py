"""What several pages show: the first sentence, the grey line, answers with their facts, example posts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from dashboard import data, measured
from dashboard.language import current, day, known, language_name, number, place_name, say, say_many
from dashboard.plain import plain, quote
from dashboard.theme import DARK, LIGHT, Palette
from dashboard.words import channel_word, stance_word, state_word
from monitor.myths import Fact
from monitor.responses import CHANNELS, Channel
from monitor.wordings import Example

_FIRST_STEPS = """\
myth-monitor sources add my-page --type feed --language pl --region Noord-Brabant --address https://…
myth-monitor run"""


_FIT_A_PHONE = 3  # so many columns stand beside each other there; more of them below each other


def palette() -> Palette:
    """The colours of the ground that the reader has chosen."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def sentence(text: str) -> None:
    """The page's answer: its first line, in large type."""
    st.html(f'<p class="answer" dir="auto">{plain(text)}</p>')


def grey(text: str) -> None:
    """What stands behind a figure, small."""
    st.html(f'<p class="grey">{plain(text)}</p>')


def plain_line(text: str) -> None:
    """A line of text in which nothing is interpreted."""
    st.html(f'<p class="fact" dir="auto">{plain(text)}</p>')


def bold(text: str) -> None:
    """The title of a chart or part."""
    st.html(f'<p class="title">{plain(text)}</p>')


def _cell(name: str, value: str, kind: str) -> str:
    return f'<td{kind} data-name="{plain(name)}">{plain(value)}</td>'


def titled(title: str, *below: str, grey: str = "") -> None:
    """A title with the lines that belong to it close below, the last one small."""
    lines = "".join(f'<p class="below">{plain(line)}</p>' for line in below)
    small = f'<p class="below small">{plain(grey)}</p>' if grey else ""
    st.html(f'<p class="title" dir="auto">{plain(title)}</p>{lines}{small}')


def figure(value: str, around: str, grey: str) -> None:
    """A number in large type, with what belongs to it in small."""
    number = f'<p class="figure"><b>{plain(value)}</b> {plain(around)}</p>'
    st.html(f'{number}<p class="below small">{plain(grey)}</p>')


def legend(kinds: Iterable[tuple[str, str, str]]) -> None:
    """What the colours of a chart stand for, each with its number: (colour, word, number)."""
    marks = (
        f'<span><i style="background:{plain(colour)}"></i>{plain(word)} <b>{plain(number)}</b></span>'
        for colour, word, number in kinds
    )
    st.html(f'<p class="legend">{"".join(marks)}</p>')


def table(rows: Sequence[Mapping[str, str]], numbers: Collection[str] = ()) -> None:
    """A short table whose text wraps, so that it fits a phone; the columns of `numbers` stand at the right."""
    kinds = {name: ' class="number"' if name in numbers else "" for name in rows[0]}
    head = "".join(f'<th scope="col"{kind}>{plain(name)}</th>' for name, kind in kinds.items())
    body = "".join(
        "<tr>" + "".join(_cell(name, value, kinds[name]) for name, value in row.items()) + "</tr>"
        for row in rows
    )
    table = '<table class="figures many">' if len(kinds) > _FIT_A_PHONE else '<table class="figures">'
    st.html(f"{table}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def base(now: data.Now, read: int | None = None) -> str:
    """What the page's figures rest on."""
    read_then = say(
        "{week} posts read that week, {all} in all · model {model}",
        week=number(now.read if read is None else read),
        all=number(now.posts),
        model=now.version.split(".")[0],  # the whole of it stands on the page Research
    )
    return " · ".join([read_then, *measured.in_short(now.version)])


def not_read(community: str, weeks: Sequence[date]) -> str:
    """Which weeks of a community are missing, weeks on end as one: «5 October – 9 November»."""
    spans: list[tuple[date, date]] = []
    for week in weeks:
        if spans and week - spans[-1][1] == timedelta(weeks=1):
            spans[-1] = (spans[-1][0], week)
        else:
            spans.append((week, week))
    said = [day(one) if one == other else f"{day(one)} – {day(other)}" for one, other in spans]
    return say_many(
        "dashed: nothing was read of {place} in the week of {weeks}",
        "dashed: nothing was read of {place} in the weeks of {weeks}",
        len(weeks),
        place=place("community", community),
        weeks=", ".join(said),
    )


def empty_home() -> None:
    """What to do first."""
    sentence(say("Nothing has been read yet."))
    st.markdown(say("Add a first place to read, then collect:"))
    st.code(_FIRST_STEPS, language=None, wrap_lines=True)
    st.markdown(say("Or look around in the demo:"))
    st.code("myth-monitor demo", language=None)


def place(scope: str, place: str) -> str:
    """Where a rumour rises: among the readers of a language, or in a community."""
    if scope == "language":
        return place_name(place)
    return place_name(*data.communities().get(place, (place, "")))


def rumour(id: str) -> str:
    """What a rumour is called; its id where the catalogue has it no more."""
    return data.myths()[id].name(current()) if id in data.myths() else id


def rumours() -> dict[str, str]:
    """What each rumour of the catalogue is called, by its id."""
    return {id: myth.name(current()) for id, myth in data.myths().items()}


def examples(version: str, myth: str, week: date | None = None, language: str | None = None) -> None:
    """Redacted posts that speak of the myth, each with the known wording that lies nearest."""
    found = data.example_posts(version, myth, week, language)
    if not found:
        st.caption(say("No post of this kind yet."))
    for post in found:
        example(post, say("nearest known wording: “{wording}”", wording=post.variant))


def example(post: Example, *more: str) -> None:
    """One of them."""
    said = [language_name(post.language), stance_word(post.stance), day(post.published)]
    if post.copies > 1:
        said.append(say_many("shared {count} time", "shared {count} times", post.copies))
    quote(post.text, " · ".join([*said, *more]))


def answers(myth: str, language: str, channels: tuple[Channel, ...] = CHANNELS) -> None:
    """The prepared texts in that language (else in English) with their state and their facts."""
    response = data.responses().get((myth, language)) or data.responses().get((myth, "en"))
    if response is None:
        st.caption(say("No answer is prepared yet."))
        return
    shown: list[Channel] = [channel for channel in channels if channel in response.texts]
    st.caption(f"{language_name(response.language)} · {state_word(response.state_on(data.today()))}")
    with st.container(key=f"texts-{myth}"):
        for channel, tab in zip(shown, st.tabs([channel_word(one) for one in shown]), strict=True):
            with tab:
                text, complete = data.filled(response.texts[channel].text, response.language)
                st.code(text, language=None, wrap_lines=True)
                if not complete:
                    grey(say("The text names a local contact point that is not filled in yet."))
    used = {id for channel in shown for id in response.texts[channel].facts}
    facts([fact for fact in data.myths()[myth].facts if fact.id in used])


def facts(found: Sequence[Fact]) -> None:
    """The facts with their sources, folded."""
    if not found:
        return
    with st.expander(
        say_many("{count} fact with its source", "{count} facts with their sources", len(found))
    ):
        for fact in found:
            fact_line(fact)


def fact_line(fact: Fact) -> None:
    """A fact with its official source and the day on which it was read."""
    statement = fact.nl if current() == "nl" else fact.en
    if fact.status != "confirmed":
        unconfirmed = say("not confirmed yet")
        grey(f"{statement} — {unconfirmed}")
        return
    source = fact.sources[0]
    cited(statement, f"{source.publisher}, {source.title}", str(source.url), fact.read)


def cited(statement: str, source: str, url: str, read: date) -> None:
    """A statement with a link to where it was read, and when."""
    link = f'<a href="{plain(url)}" rel="noopener noreferrer" target="_blank">{plain(source)}</a>'
    when = say("read on {day}", day=day(read))
    st.html(f'<p class="fact">{plain(statement)} — {link}, {plain(when)}</p>')


def trouble(message: str, remedy: str) -> None:
    """What went wrong and what to do, in words."""
    plain_line(f"{known(message)} {known(remedy)}".strip())
