"""`check`'s answer as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.check import Checked, CheckedMyth


def lines(answer: Checked) -> Iterator[str]:
    """The answer from the rumour to the text to copy."""
    if not answer.myths:
        yield "This is none of the rumours of the catalogue."
        yield 'Is it going round? Note it: myth-monitor tip "…" --place … --language …'
        return
    for myth in answer.myths:
        yield from _myth_lines(myth, answer)


def _myth_lines(myth: CheckedMyth, answer: Checked) -> Iterator[str]:
    sure = "This is the rumour" if myth.certain else "Perhaps this is the rumour (a person should judge)"
    yield f"{sure}: {myth.title} [{myth.id}, score {myth.score:.2f}]"
    yield f"  language {answer.language}, it {answer.stance or 'takes no stance'}"
    yield f"  nearest known wording ({myth.nearest.language}): «{myth.nearest.text}»"
    if myth.nearest_english and myth.nearest_english != myth.nearest:
        yield f"  nearest in English: «{myth.nearest_english.text}»"
    for part in myth.kernel:
        yield f"  what is true: {part}"
    if myth.reply is None:
        yield "  no answer is needed, or none is prepared in that language"
        return
    yield ""
    yield f"  answer [{myth.reply.language}, {myth.reply.channel}, {myth.reply.state}]:"
    yield from (f"    {line}" for line in myth.reply.text.splitlines())
    yield ""
    for fact in myth.reply.facts:
        yield f"  source: {fact.source}, read {fact.read}: {fact.url}"
