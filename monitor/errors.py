"""One tree of errors. Each says what happened (`code`), to what, and what to do (`remedy`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What a model refused: the field (`kernel.0.nl`; empty where the whole is refused), why, and what it got."""

    field: str
    why: str
    got: object

    def __str__(self) -> str:
        return f"{self.field}: {self.why}" if self.field else self.why


def first_fault(error: ValidationError) -> FieldFault:
    """The first of the faults, to say in an error of our own: a person mends one at a time."""
    fault = error.errors()[0]
    return FieldFault(".".join(str(part) for part in fault["loc"]), fault["msg"], fault["input"])


class MonitorError(Exception):
    """Base of every error that Myth Monitor raises on purpose; its text is fit to show to a user."""

    code = "error"
    remedy = ""

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        if remedy is not None:
            self.remedy = remedy


class SettingsError(MonitorError):
    """A setting or a catalogue file says something that cannot be used."""

    code = "settings"

    def __init__(
        self,
        message: str,
        *,
        file: Path | None = None,
        line: int | None = None,
        field: str | None = None,
        remedy: str | None = None,
    ) -> None:
        where = ":".join(str(part) for part in (file, line) if part is not None)
        what = f"{field}: {message}" if field else message
        super().__init__(f"{where}: {what}" if where else what, remedy=remedy)
        self.file, self.line, self.field = file, line, field


class StoreError(MonitorError):
    """The lake could not be opened, read or written."""

    code = "store"


class StoreBusyError(StoreError):
    """Other processes kept the catalogue locked for longer than the write was allowed to wait."""

    code = "store_busy"
    remedy = "Another process is writing. Run the command again; nothing was lost."


class NotAllowedError(MonitorError):
    """The acting person's role does not have the right to do this."""

    code = "not_allowed"


class TooManyTipsError(MonitorError):
    """More rumours were reported within an hour than a passer-by may add to."""

    code = "too_many_tips"
    remedy = "Try again in an hour, or log in. The limit is `public_tips` under [login] in settings.toml."


class WorkflowError(MonitorError):
    """The rules of the responses' workflow do not allow this, or somebody was faster."""

    code = "workflow"


class SamePersonError(WorkflowError):
    """Two different people stand behind an approved text, and this is one and the same."""

    code = "same_person"
    remedy = "Two different people stand behind an approved text: ask a colleague."


class NewerVersionError(WorkflowError):
    """A text is based on a version that somebody has replaced meanwhile."""

    code = "newer_version"


class FaultyTextError(WorkflowError):
    """A text has a fault that can be tested."""

    code = "faulty_text"


class ContactMissingError(MonitorError):
    """A text names a local contact point that the settings do not give."""

    code = "contact_missing"
    remedy = "Write it under [contacts] in settings.toml (docs/how-to/responses.md)."


class InputError(MonitorError):
    """A file or text given by the user cannot be read; `file` and `line` say where."""

    code = "input"

    def __init__(self, message: str, *, file: str | Path | None = None, line: int | None = None) -> None:
        where = ":".join(str(part) for part in (file, line) if part is not None)
        super().__init__(f"{where}: {message}" if where else message)
        self.file, self.line = file, line


class SourceError(MonitorError):
    """Reading one source failed: a value in the run's report, never the end of the run of the others."""

    code = "source"


class MalformedSourceError(SourceError):
    """The answer is not what this source type reads (broken feed, page without the described parts)."""

    code = "malformed"
    remedy = "Open the address in a browser. If the page changed, adjust `read:` in the source file."


class FetchError(SourceError):
    """A request did not give a usable answer."""

    code = "fetch"

    def __init__(self, url: str, message: str, *, remedy: str | None = None) -> None:
        super().__init__(f"{message} ({url})", remedy=remedy)
        self.url = url


class RobotsDisallowedError(FetchError):
    """robots.txt forbids this address (RFC 9309)."""

    code = "robots_disallow"
    remedy = "The site asks robots not to read this. Choose another source, or ask its owner."


class RobotsUnreachableError(FetchError):
    """robots.txt answered with a server fault, or not at all."""

    code = "robots_unreachable"
    remedy = "robots.txt could not be read, so nothing was fetched (RFC 9309). It is tried again next run."


class BlockedError(FetchError):
    """401, 403, 407 or 451: the site refuses. Never worked around."""

    code = "blocked"
    remedy = "The site refuses. Ask its owner for permission, or remove the source."


class LoginWallError(FetchError):
    """A login page came instead of public posts."""

    code = "login_wall"
    remedy = "This is not public. Only public places are read: remove the source or use an official API."


class RateLimitedError(FetchError):
    """429 or 503 with Retry-After beyond what this run may wait."""

    code = "rate_limited"
    remedy = "The site asks for a pause. The next run after that time goes on where this one stopped."

    def __init__(self, url: str, message: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(url, message)
        self.retry_at = retry_at


class NotFoundError(FetchError):
    """404 or 410: nothing is at this address."""

    code = "not_found"
    remedy = "The address does not exist (any more). Check it in a browser."


class ServerFaultError(FetchError):
    """5xx after all retries."""

    code = "server_error"
    remedy = "The site has a fault of its own. It is tried again next run."


class UnexpectedStatusError(FetchError):
    """A status code that means neither an answer nor a known refusal."""

    code = "unexpected_status"
    remedy = "The site gave an answer that this source type does not know. Check the address."


class TooLargeError(FetchError):
    """More bytes than allowed, before or after decompression."""

    code = "too_large"
    remedy = "The answer is larger than `fetch.max_bytes`. A page with posts is never that large: check it."


class RedirectLoopError(FetchError):
    """More redirects than `fetch.max_redirects`."""

    code = "redirect_loop"
    remedy = "The address redirects without end. Open it in a browser and use the final address."


class FetchTimeoutError(FetchError):
    """No whole answer within `fetch.timeout`."""

    code = "timeout"
    remedy = "The site did not answer in time. It is tried again next run."


class UnreachableError(FetchError):
    """DNS, TLS or connection failure."""

    code = "unreachable"
    remedy = "Check the address and this machine's network."


class AddressRefusedError(FetchError):
    """The host resolves to a private, loopback or link-local address."""

    code = "address_refused"
    remedy = "Private addresses are not read. Set `fetch.allow_private = true` only for your own test sites."


class BudgetSpentError(FetchError):
    """The run's page limit for this source is reached: what was read is kept, the next run goes on."""

    code = "page_limit"
    remedy = "Nothing is wrong: the next run goes on from here. Raise `fetch.max_pages` to read more at once."
