"""What a second process does with a response: run as a script by the tests of the workflow.

python workflow_process.py HOME approve|draft NAME
"""

from __future__ import annotations

import sys
from pathlib import Path

from monitor.config import load_settings
from monitor.errors import MonitorError
from monitor.response_desk import draft, history_of, mark_approved
from monitor.rights import local


def main(home: str, act: str, name: str) -> None:
    settings = load_settings(Path(home), contacts={"local_contact": "Wijkteam"})
    texts = history_of(settings, "own-bedroom", "nl").version(1).texts
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    try:
        if act == "approve":
            mark_approved(settings, "own-bedroom", "nl", 1, local(name))
        else:
            draft(settings, "own-bedroom", "nl", {"comment": texts["comment"]}, local(name), based_on=1)
        sys.stdout.write(f"done {name}\n")
    except MonitorError as error:
        sys.stdout.write(f"refused {name}: {error}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
