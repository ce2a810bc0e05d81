"""`check`'s answer as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.check import SURE_STANCE, Checked, CheckedMyth, Kind, Reply
from monitor.records import Stance

_DOES: Mapping[Stance, str] = {
    "asserts": "passes it on as true",
    "questions": "asks whether it is true",
    "experience": "tells what happened to somebody",
    "rejects": "contradicts it",
    "mentions": "only speaks of the subject",
}
_SO: Mapping[Kind, str] = {
    "correction": "correct it",
    "answer": "answer the question",
    "experience": "take it seriously: it may have happened",
    "thanks": "thank the writer, and give a source",
}


def lines(answer: Checked) -> Iterator[str]:
    """The answer from the rumour to the text to copy."""
    if not answer.myths:
        yield "This is none of the rumours of the catalogue."
        yield 'Is it going round? Note it: myth-monitor tip "…" --place … --language …'
        return
    for at, myth in enumerate(answer.myths):
        if at:
            yield ""
        yield from _myth_lines(myth, answer)


def _myth_lines(myth: CheckedMyth, answer: Checked) -> Iterator[str]:
    sure = "This is the rumour" if myth.certain else "Perhaps this is the rumour (a person should judge)"
    yield f"{sure}: {myth.title} [{myth.id}, score {myth.score:.2f}]"
    yield f"  language {answer.language}; it {_stance(answer)}"
    yield f"  nearest known wording ({myth.nearest.language}): “{myth.nearest.text}”"
    if myth.nearest_english and myth.nearest_english != myth.nearest:
        yield f"  nearest in English: “{myth.nearest_english.text}”"
    for part in myth.kernel:
        yield f"  what is true: {part}"
    if myth.reply is None:
        yield f"  no answer: {myth.no_reply}"
    else:
        yield from _reply_lines(myth.reply)


def _stance(answer: Checked) -> str:
    if answer.stance is None:
        return "takes no stance"
    unsure = answer.stance_score is not None and answer.stance_score < SURE_STANCE
    return f"{'perhaps ' if unsure else ''}{_DOES[answer.stance]}"


def _reply_lines(reply: Reply) -> Iterator[str]:
    yield ""
    if reply.language != reply.wanted:
        yield f"  There is no answer in “{reply.wanted}” yet: this one is in “{reply.language}”."
    yield f"  {_SO[reply.kind]} [{reply.language}, {reply.channel}]; {reply.standing}:"
    yield from (f"    {line}" for line in reply.text.splitlines())
    yield ""
    for fact in reply.facts:
        yield f"  source: {fact.source}, read {fact.read}: {fact.url}"
