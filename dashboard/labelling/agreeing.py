"""Agreement: how far people agree, what that says of the model, and the posts that are to be settled."""

from __future__ import annotations

import streamlit as st

from dashboard import data, data_labels, keys, parts, visitor
from dashboard.labelling.together import choose
from dashboard.language import current, language_name, mark, number, say, say_many
from dashboard.plain import quote
from dashboard.words import sentiment_word, stance_word
from monitor.agreement import PARTS, Agreement, Alpha, Disagreement, Part
from monitor.reviews import Label
from monitor.rounds import Round

_PARTS: dict[Part, str] = {
    "myths": mark("which rumour"),
    "stance": mark("what it does with it"),
    "sentiment": mark("the mood"),
}
_DONE = "a-done"
_GOOD, _FAIR = 0.8, 0.67  # Krippendorff's own limits


def draw() -> None:
    """The chosen round."""
    all_rounds = data_labels.all_rounds()
    if not all_rounds:
        parts.sentence(say("There is no round yet."))
        return
    chosen = choose(all_rounds, "a-round")
    found = data_labels.agreement(chosen.id)
    parts.sentence(_sentence(found.people["myths"]))
    parts.grey(" · ".join(_done(chosen)))
    _figures(found)
    _open(chosen, found)
    if visitor.person().may("download") and found.alike + found.settled:
        st.download_button(
            say("Labels for `myth-monitor evaluate`"),
            data_labels.labels_file(),
            "labels.jsonl",
            "application/jsonl",
            key="a-download",
            on_click="ignore",
        )


def _sentence(alpha: Alpha) -> str:
    if not alpha.posts:
        return say("No two people have labelled the same post yet.")
    if alpha.value is None:
        return say("So far everybody gave the same answer: that says nothing yet.")
    if alpha.value >= _GOOD:
        return say("People agree well on which rumour a post speaks of: {alpha}.", alpha=_alpha(alpha))
    if alpha.value >= _FAIR:
        return say("People agree fairly on which rumour a post speaks of: {alpha}.", alpha=_alpha(alpha))
    return say("People often differ on which rumour a post speaks of: {alpha}.", alpha=_alpha(alpha))


def _done(chosen: Round) -> list[str]:
    return [
        say("{name}: {done} of {all}", name=name, done=count, all=chosen.size) for name, count in chosen.done
    ]


def _figures(found: Agreement) -> None:
    rows = [
        {
            say("what"): say(_PARTS[part]),
            say("people with each other"): _alpha(found.people[part]),
            say("posts"): number(found.people[part].posts),
            say("the model with people"): _alpha(found.model[part]),
        }
        for part in PARTS
    ]
    st.dataframe(rows, width="stretch", hide_index=True)
    parts.grey(
        say(
            "Krippendorff's alpha with its 95 % interval (1,000 draws of the posts): 1 is full agreement, 0 is chance."
            " Rumour and what it does: names; mood: a line. A model cannot agree with people much more than they"
            " agree with each other: where people differ, write down what the label means first."
        )
    )


def _alpha(alpha: Alpha) -> str:
    if alpha.value is None or alpha.low is None or alpha.high is None:
        return "–"
    return f"{number(round(alpha.value, 2))} ({number(round(alpha.low, 2))} – {number(round(alpha.high, 2))})"


def _open(chosen: Round, found: Agreement) -> None:
    st.subheader(say("To settle"), anchor=False)
    if not found.open:
        st.caption(say("Nothing to settle."))
    else:
        parts.plain_line(
            say_many("People differ on {count} post.", "People differ on {count} posts.", len(found.open))
        )
        _settle(chosen, found.open[0])
    done = st.session_state.setdefault(_DONE, [])
    if keys.small(say("Undo"), "a-undo", "z", disabled=not done):
        data_labels.take_back(done.pop())
        st.rerun()


def _settle(chosen: Round, post: Disagreement) -> None:
    quote(post.text, language_name(post.language))
    labels = list(dict.fromkeys(label for _, label in post.said))
    for name, label in post.said:
        parts.plain_line(f"{name}: {_words(label)}")
    options = {str(at): _words(label) for at, label in enumerate(labels)}
    said = keys.ask(options, f"a-{post.ref.post_id}", wide=2)
    if said is not None:
        st.session_state.setdefault(_DONE, []).append(
            data_labels.settle(chosen.id, post.ref, labels[int(said)])
        )
        st.rerun()


def _words(label: Label) -> str:
    names = data.myths()
    said = [names[myth].name(current()) if myth in names else myth for myth in label.myths]
    said = said or [say("none of the known rumours")]
    if label.stance:
        said.append(stance_word(label.stance))
    if label.sentiment:
        said.append(sentiment_word(label.sentiment))
    return " · ".join(said)
