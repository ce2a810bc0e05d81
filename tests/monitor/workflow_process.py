"""What a second process does with a response: run as a script by the tests of the workflow.

python workflow_process.py HOME check|approve|draft|retire VERSION NAME
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from monitor.config import Settings, load_settings
from monitor.errors import MonitorError
from monitor.response_desk import draft, history_of, mark_approved, mark_checked, mark_retired
from monitor.rights import Person, local

MYTH = ("own-bedroom", "nl")


def _draft(settings: Settings, version: int, person: Person) -> None:
    texts = history_of(settings, *MYTH).version(version).texts
    draft(settings, *MYTH, {"comment": texts["comment"]}, person, based_on=version)


ACTS: Mapping[str, Callable[[Settings, int, Person], object]] = {
    "check": lambda settings, version, person: mark_checked(settings, *MYTH, version, person),
    "approve": lambda settings, version, person: mark_approved(settings, *MYTH, version, person),
    "retire": lambda settings, version, person: mark_retired(settings, *MYTH, version, person),
    "draft": _draft,
}


def main(home: str, act: str, version: str, name: str) -> None:
    settings = load_settings(Path(home), contacts={"local_contact": "Wijkteam"})
    history_of(settings, *MYTH)  # warm: the acts themselves begin at the same moment
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    try:
        ACTS[act](settings, int(version), local(name))
        sys.stdout.write(f"done {name}\n")
    except MonitorError as error:
        sys.stdout.write(f"refused {name}: {error}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
