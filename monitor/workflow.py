"""The way of a response's version: draft → checked → approved → retired, and who may do what.

The rules, which hold for every way in (command line, import, dashboard):

- **Writing** makes a new version, `draft`, from the newest one. Nothing that exists is changed.
- **Checking** (draft → checked) says: I read this wording against its facts. The writer may do it; it is
  then one person's work, and somebody else has to approve.
- **Approving** (checked → approved) is done by a person who neither wrote nor checked that version. So two
  different people stand behind every approved text. What ships is written and checked by «the project», and
  one person of the organisation approves it; nobody can sign as «the project».
- An approval ends on its **review date** (six months on, unless said otherwise): the version then counts as
  `checked` and is marked. It is approved again under the same rule, at the earliest a month before that day.
- Approving a version retires the approved ones before it. **Retiring** takes a version and all before it
  out of use, for good; an old wording comes back as a new version.

People are the names that they give of themselves; two spellings of one name (capitals, accents, dots) are
one person. Who logged in signs with the mark of the account as well («Ana · qkzwbtfm»), so that another name at
the login provider makes nobody a second person. The rules are decided on the steps that the store holds at the
moment of writing, so of two who do the same at once one wins and the other is told what happened. All functions
here are pure.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from monitor.errors import InputError, NewerVersionError, SamePersonError, WorkflowError
from monitor.responses import PROJECT, Response, State, Step, Texts
from monitor.rights import Person

RENEWAL = timedelta(days=31)
_LONGEST_NAME = 80
_BEFORE_MARK = " · "


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of the answers to one myth in one language: the file, if any, and the stored steps."""

    myth: str
    language: str
    file: Response | None
    steps: tuple[Step, ...] = ()

    @property
    def versions(self) -> dict[int, Response]:
        """Each version as it stands now, by number. What the store holds of a version, the file cannot change."""
        found: dict[int, Response] = {}
        if self.file and all(step.version != self.file.version for step in self.steps):
            found[self.file.version] = self.file
        for step in sorted(self.steps, key=lambda one: (one.version, one.number)):
            found[step.version] = self._after(step, found.get(step.version))
        return dict(sorted(found.items()))

    @property
    def newest(self) -> int:
        """The number of the newest version; 0 when there is none."""
        return max(self.versions, default=0)

    def shown(self, today: date) -> Response | None:
        """The version in use: the approved one; where none is valid, the newest checked one; never a draft."""
        versions = self.versions.values()
        retired = max((one.version for one in versions if one.state == "retired"), default=0)
        usable = [one for one in versions if one.version > retired and one.state in ("checked", "approved")]
        approved = [one for one in usable if one.state_on(today) == "approved"]
        return max(approved or usable, key=lambda one: one.version, default=None)

    def version(self, number: int | None) -> Response:
        """That version, or the newest. Raises WorkflowError when there is none."""
        versions = self.versions
        if not versions:
            raise WorkflowError(
                f"there is no response to “{self.myth}” in “{self.language}”",
                remedy="Write one with `myth-monitor responses draft`, or import a translation.",
            )
        if number is not None and number not in versions:
            known = ", ".join(map(str, versions))
            raise WorkflowError(f"{self.myth}/{self.language} has no version {number}; it has {known}")
        return versions[number if number is not None else self.newest]

    def _after(self, step: Step, before: Response | None) -> Response:
        return Response(
            myth=self.myth,
            language=self.language,
            version=step.version,
            state=step.state,
            review_by=step.review_by,
            texts=dict(step.texts),
            written_by=step.by if step.state == "draft" else before.written_by if before else None,
            checked_by=step.by if step.state == "checked" else before.checked_by if before else None,
            approved_by=step.by if step.state == "approved" else before.approved_by if before else None,
            approved_on=step.at.date()
            if step.state == "approved"
            else before.approved_on
            if before
            else None,
        )


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, and when."""

    by: str
    at: datetime
    months: int = 6

    @classmethod
    def of(cls, by: Person, months: int = 6, at: datetime | None = None) -> Act:
        """Raises InputError for a name that cannot stand in the record."""
        return cls(signature(by), at or datetime.now(UTC), months)

    @property
    def review_by(self) -> date:
        """The usual review date of what is checked or approved now."""
        return months_after(self.at.date(), self.months)


def write(history: History, texts: Texts, act: Act, *, based_on: int) -> list[Step]:
    """A new draft. Raises WorkflowError when somebody wrote a newer version than the one it is based on."""
    if history.newest != based_on:
        newest = history.version(None)
        raise NewerVersionError(
            f"{_name(newest)} was written meanwhile by {newest.written_by or 'somebody'}; "
            f"your text is based on version {based_on}",
            remedy=f"Look at version {newest.version} and base your text on it.",
        )
    adopted = _adopted(history, based_on, act) if based_on else []
    return [*adopted, Step(based_on + 1, 1, "draft", act.review_by, texts, act.by, act.at)]


def check(history: History, number: int | None, act: Act) -> list[Step]:
    """draft → checked. Raises WorkflowError for any other state."""
    version = history.version(number)
    if version.state != "draft":
        raise WorkflowError(f"{_name(version)} is {_state(version)}: only a draft can be checked")
    return _with(history, version, "checked", act, act.review_by)


def approve(history: History, number: int | None, act: Act, review_by: date | None = None) -> list[Step]:
    """checked → approved, and the approved versions before it → retired. Raises WorkflowError."""
    version, today = history.version(number), act.at.date()
    review_by = review_by or act.review_by
    _refuse_approval(version, history, act, today)
    if review_by <= today:
        raise WorkflowError(f"the review date {review_by} is not in the future")
    earlier = [
        one for one in history.versions.values() if one.version < version.version and one.state == "approved"
    ]
    retired = [step for one in earlier for step in _with(history, one, "retired", act, one.review_by)]
    return [*_with(history, version, "approved", act, review_by), *retired]


def retire(history: History, number: int | None, act: Act) -> list[Step]:
    """Takes a version, and all before it, out of use. Raises WorkflowError when that was done already."""
    version = history.version(number)
    if version.state == "retired":
        raise WorkflowError(f"{_name(version)} is retired already")
    return _with(history, version, "retired", act, version.review_by)


def signature(by: Person) -> str:
    """How the person stands in the record. Raises InputError for a name that cannot stand there."""
    name = person(by.name)
    return f"{name}{_BEFORE_MARK}{by.mark}" if by.mark else name


def person(name: str) -> str:
    """The name as it goes into the record: what staff call themselves, no address and no number."""
    name = " ".join(name.replace(_BEFORE_MARK.strip(), " ").split())
    if not _folded(name) or len(name) > _LONGEST_NAME:
        raise InputError(f"“{name[:_LONGEST_NAME]}” is not a name of 1 to {_LONGEST_NAME} characters")
    if "@" in name or len(re.findall(r"\d", name)) > 4:
        raise InputError("give a name or initials: an e-mail address or a number is not stored")
    if same_person(name, PROJECT):
        raise InputError(f"nobody can sign as “{PROJECT}”: give your own name")
    return name


def same_person(one: str | None, other: str | None) -> bool:
    """Whether two signatures are one person's: by their marks where both have one, else by their names.

    Of names, capitals, accents, spaces and dots do not count.
    """
    if not one or not other:
        return False
    (name, _, mark), (other_name, _, other_mark) = one.partition(_BEFORE_MARK), other.partition(_BEFORE_MARK)
    return mark == other_mark if mark and other_mark else _folded(name) == _folded(other_name)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def _refuse_approval(version: Response, history: History, act: Act, today: date) -> None:
    renewable = version.state == "approved" and version.review_by - today <= RENEWAL
    if version.state != "checked" and not renewable:
        why = "only a checked version can be approved"
        raise WorkflowError(f"{_name(version)} is {_state(version)}: {why}")
    later = [number for number, one in history.versions.items() if number > version.version]
    if used := [n for n in later if history.versions[n].state in ("approved", "retired")]:
        raise WorkflowError(f"{_name(version)} is older than version {max(used)}, which was in use already")
    for role, name in (("wrote", version.written_by), ("checked", version.checked_by)):
        if same_person(name, act.by):
            raise SamePersonError(f"{act.by} {role} {_name(version)}, so somebody else has to approve it")


def _with(history: History, version: Response, state: State, act: Act, review_by: date) -> list[Step]:
    adopted = _adopted(history, version.version, act)
    number = len(adopted) + sum(step.version == version.version for step in history.steps) + 1
    return [*adopted, Step(version.version, number, state, review_by, version.texts, act.by, act.at)]


def _adopted(history: History, number: int, act: Act) -> list[Step]:
    """The steps that a file stands for, so that the store holds the wording somebody acted on."""
    if any(step.version == number for step in history.steps) or history.file is None:
        return []
    file = history.file
    first = Step(number, 1, "draft", file.review_by, file.texts, file.written_by or "(file)", act.at, True)
    if file.state == "draft":
        return [first]
    checked = replace(first, number=2, state="checked", by=file.checked_by or "(file)")
    retired = [replace(checked, number=3, state="retired")] if file.state == "retired" else []
    return [first, checked, *retired]


def _state(version: Response) -> str:
    by: Mapping[State, str | None] = {
        "draft": version.written_by,
        "checked": version.checked_by,
        "approved": version.approved_by,
    }
    who = by.get(version.state)
    until = f" until {version.review_by}" if version.state == "approved" else ""
    return f"{version.state} already, by {who}{until}" if who and version.state != "draft" else version.state


def _name(version: Response) -> str:
    return f"version {version.version} of {version.myth}/{version.language}"


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())
