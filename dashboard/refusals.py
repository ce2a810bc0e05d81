"""When something that a person does is refused: why, in the reader's language, with the exact words below."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dashboard import parts
from dashboard.language import known, mark
from monitor.errors import MonitorError

_WHY: dict[str, str] = {
    "not_allowed": mark("Your role does not allow this. Ask whoever runs this dashboard."),
    "same_person": mark("You wrote or checked this text yourself, so a colleague has to approve it."),
    "newer_version": mark("Somebody wrote a newer version meanwhile. Look at it first."),
    "faulty_text": mark("The text has a fault that must be mended first. Write a new version without it."),
    "contact_missing": mark("The text names a local contact point that is not filled in yet."),
    "too_many_tips": mark(
        "Very many reports came in within the last hour, so we cannot take yours now. Please try again in an hour."
    ),
    "workflow": mark("This is not possible at this moment."),
    "input": mark("Something that you filled in cannot be used."),
    "settings": mark("A file of this installation says something that cannot be used."),
    "store_busy": mark("Somebody else is writing at this moment. Please try again."),
}
_OTHER = mark("That did not work.")


@contextmanager
def explained(exact: bool = True) -> Iterator[None]:
    """Says in words what was refused inside the block, and leaves the block. Without `exact`, only in these words."""
    try:
        yield
    except MonitorError as error:
        parts.sentence(known(_WHY.get(error.code, _OTHER)))
        if exact:
            parts.grey(f"{error} {error.remedy}".strip())
