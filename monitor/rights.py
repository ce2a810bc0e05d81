"""Who may do what: roles, their rights, and the check that every writing function makes before it acts.

Buttons that a person may not use are left out of the dashboard as a courtesy. What protects is here: each
function that changes something takes the acting person and calls `require` first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from monitor.errors import NotAllowedError

# `visitor` is somebody who has not logged in, where the settings let them check a rumour.
Role = Literal["visitor", "reader", "key-person", "editor", "approver", "researcher", "admin"]
Right = Literal[
    "check",  # ask what a rumour is about
    "report",  # «I heard this», «none of these»
    "read",  # counts, rumours, answers, the state of the sources
    "post",  # note where an answer was posted
    "label",  # say what a post is about
    "download",  # counts as files
    "write",  # write answers, and check them against their facts
    "approve",  # approve answers, and withdraw them
    "catalogue",  # name new rumours, or set them aside
    "sources",  # add, try and pause sources; examine the installation
    "privacy",  # erase posts, and read the log of who did what
]

_VISITOR: tuple[Right, ...] = ("check", "report")
_READER: tuple[Right, ...] = (*_VISITOR, "read")
_EDITOR: tuple[Right, ...] = (*_READER, "post", "label", "write", "catalogue")

RIGHTS: Mapping[Role, frozenset[Right]] = {
    "visitor": frozenset(_VISITOR),
    "reader": frozenset(_READER),
    "key-person": frozenset((*_READER, "post")),
    "editor": frozenset(_EDITOR),
    "approver": frozenset((*_EDITOR, "approve")),
    "researcher": frozenset((*_READER, "label", "download")),
    "admin": frozenset((*_EDITOR, "approve", "download", "sources", "privacy")),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts. `mark` tells the accounts of a login provider apart, whatever they call themselves."""

    name: str
    roles: frozenset[Role] = frozenset()
    mark: str = ""

    def may(self, right: Right) -> bool:
        """Whether one of the person's roles has that right."""
        return any(right in RIGHTS[role] for role in self.roles)


NOBODY = Person("")
VISITOR = Person("", frozenset({"visitor"}))


def local(name: str = "") -> Person:
    """Whoever sits at this machine: the files are theirs, so every right is, under the name they give."""
    return Person(name, frozenset({"admin"}))


def require(person: Person, right: Right) -> None:
    """Raises NotAllowedError when the person does not have that right."""
    if person.may(right):
        return
    having = ", ".join(role for role, rights in RIGHTS.items() if right in rights)
    who = " and ".join(sorted(person.roles)) or "nobody in particular"
    raise NotAllowedError(
        f"this is not allowed for {who}", remedy=f"It takes one of these roles: {having}. Ask an admin."
    )
