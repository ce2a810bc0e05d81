"""What the state of a source and of the installation is called, in plain words."""

from __future__ import annotations

from dashboard.language import day, known, mark, number, say, say_many
from monitor.doctor import Finding
from monitor.home import SourceState
from monitor.silence import SourceWeeks

# Status of a source's last run: what happened and what to do.
_STATES: dict[str, str] = {
    "paused": mark("Paused: nobody reads it until it goes on."),
    "not read yet": mark("Not read yet: the next run begins with it."),
    "bad file": mark("Its file has a mistake. Correct it; the other sources are read meanwhile."),
    "import": mark("It is filled by hand, with files of another tool."),
    "robots_disallow": mark("The site asks robots not to read this. Choose another place, or ask its owner."),
    "robots_unreachable": mark(
        "The site's rules could not be read, so nothing was. The next run tries again."
    ),
    "blocked": mark("The site refuses. Ask its owner for permission, or remove the source."),
    "login_wall": mark("This is not public: only public places are read. Remove the source."),
    "rate_limited": mark("The site asks for a pause. A later run goes on where this one stopped."),
    "not_found": mark("The address does not exist any more. Look at it in a browser."),
    "server_error": mark("The site has a fault of its own. The next run tries again."),
    "timeout": mark("The site did not answer in time. The next run tries again."),
    "unreachable": mark("The site could not be reached. Check the address and this machine's network."),
    "malformed": mark("The page looks different from what was described. Check the description in its file."),
    "page_limit": mark("Nothing is wrong: there is more to read, and the next run goes on."),
    "ok": mark("All is well."),
}
_OTHER = mark("The last run stopped with a fault. The exact words stand below.")

# What doctor looks at.
_CHECKS: dict[str, str] = {
    "home folder": mark("Home folder"),
    "free disk space": mark("Free disk space"),
    "secret key": mark("Secret key"),
    "contact for sites": mark("Contact for the sites that are read"),
    "store": mark("Store"),
    "myths": mark("List of rumours"),
    "responses": mark("Answers"),
    "sources": mark("Sources"),
    "login": mark("Login"),
    "model": mark("Language model"),
}

# Doctor's remedies, as it says them.
_REMEDIES = (
    mark("Install Python 3.11 or newer."),
    mark("Run `myth-monitor init`."),
    mark("Free at least 1 GB."),
    mark("Set `contact` under [fetch] in settings.toml: sites must be able to reach you."),
    mark("Add one with `myth-monitor sources add`."),
    mark("Set `classifiers.model` to a folder with a model, or leave it empty."),
)


def state_words(state: SourceState, weeks: SourceWeeks | None) -> str:
    """How a source fares, and what to do."""
    if state.status == "ok" and weeks is not None and weeks.silent:
        return say(
            "It has gone quiet: {posts} posts in its last week, at least {fewest} are usual. Look whether it moved.",
            posts=number(weeks.posts[-1]),
            fewest=number(weeks.fewest),
        )
    return status_words(state.status)


def status_words(status: str) -> str:
    """What a run ended with, and what to do."""
    return known(_STATES.get(status, _OTHER))


def last_read(state: SourceState) -> str:
    """When it was read last, how much of it is stored, and how much the last run could not take."""
    when = day(state.last_read) if state.last_read else say("never")
    read = say("last read: {day} · posts: {posts}", day=when, posts=number(state.posts))
    return f"{read} · {left_out(state.left_out)}" if state.left_out else read


def left_out(posts: int) -> str:
    """How many posts were not taken."""
    return say_many("{count} post left out", "{count} posts left out", posts)


def check_words(finding: Finding) -> str:
    """One of doctor's checks with its remedy where something is wrong; the circle says it without colour."""
    name = known(_CHECKS.get(finding.what, finding.what))
    if finding.ok:
        return f"● {name}: {finding.found}"
    return f"○ {name}: {finding.found}. {known(finding.remedy)}"
